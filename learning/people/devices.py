"""PURE. What kind of device a browser says it runs on, in words its owner recognises."""

from __future__ import annotations

_BROWSERS = (("Edg", "Edge"), ("SamsungBrowser", "Samsung Internet"), ("OPR/", "Opera"), ("Firefox", "Firefox"),
             ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip
_SYSTEMS = (("iPhone", "an iPhone"), ("iPad", "an iPad"), ("Android", "an Android phone or tablet"),
            ("Windows", "a Windows computer"), ("CrOS", "a Chromebook"), ("Macintosh", "a Mac"),
            ("Linux", "a Linux computer"))  # fmt: skip


def device_of(user_agent: str) -> str:
    """Such as “Chrome on a Windows computer”; whatever cannot be recognised is “A browser”."""
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), "A browser")
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "")
    return f"{browser} on {system}" if system else browser
