"""Which names of the website a request may ask for: that of BASE_URL, and this machine's own.

Whoever brings a browser here under another name would have our pages speak for that name. Written here and not left to
Werkzeug's list of trusted hosts, which refuses capitals and IPv6 addresses.
"""

from __future__ import annotations

from contextlib import suppress
from urllib.parse import urlsplit

from flask import Flask, Response, request

from learning.web.context import settings

_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
_EVERY_ADDRESS = ("0.0.0.0", "::")  # noqa: S104 - compared with, not listened on


def register(app: Flask) -> None:
    """Look at the name before anything else; to be called before whatever else has a step before each request."""
    app.before_request(_refuse_other_names)


def _refuse_other_names() -> Response | None:
    address = settings().base_url
    if is_allowed(request.host, address):
        return None
    sentence = f"There is no website of this name here. Its address is {address}\n"
    return Response(sentence, 400, mimetype="text/plain")


def is_allowed(host: str, base_url: str) -> bool:
    """Whether a request may have this Host header; any one where the product listens everywhere and has no address."""
    own = urlsplit(base_url).hostname or ""
    with suppress(UnicodeError):
        own = own.encode("idna").decode("ascii")  # as browsers send it
    return own in _EVERY_ADDRESS or _name_in(host) in (own, *_THIS_MACHINE)


def _name_in(host: str) -> str:
    """The name in a Host header, in lower case and without port; an empty text where there is none."""
    try:
        return (urlsplit(f"//{host}").hostname or "").removesuffix(".")
    except ValueError:
        return ""
