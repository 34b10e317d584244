"""What is wrong with a page as it stands in a browser: axe, our own promises, its width, each stop of the Tab key."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 640}

SCRIPTS = AXE_SCRIPT + "\n{\n" + (Path(__file__).parent / "page_faults.js").read_text("utf-8") + "\n}"

_STOPS_AT_ONCE = 8
_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# Nothing but colours hangs on the colour scheme, and nothing but these on the width, so a second look at all else would
# say the same.
_OF_COLOUR = ["color-contrast", "link-in-text-block"]
_OF_WIDTH = [
    *("target-size", "scrollable-region-focusable", "button-name", "link-name", "label", "empty-heading"),
    *("empty-table-header", "skip-link", "list", "listitem", "image-alt", "nested-interactive"),
]
_RULES_OF_COLOUR = {"runOnly": {"type": "rule", "values": _OF_COLOUR}, "resultTypes": ["violations"]}
_RULES_OF_WIDTH = {"runOnly": {"type": "rule", "values": _OF_WIDTH + _OF_COLOUR}, "resultTypes": ["violations"]}


def faults_of(page: Page) -> list[str]:
    """Everything that is wrong with an open page whose context runs SCRIPTS; leaves it wide and light."""
    return [*_faults_in_looks(page), *_faults_of_stops(page)]


def axe_faults(page: Page, rules: dict | None = None) -> Iterator[str]:
    """What axe finds on an open page as it looks now, by all rules unless some are named."""
    for fault in page.evaluate("rules => axe.run(rules)", rules or _RULES)["violations"]:
        yield f"{fault['id']}: {fault['nodes'][0]['html'][:140]}"


def _faults_in_looks(page: Page) -> Iterator[str]:
    yield from page.evaluate("brokenPromises()")
    for width, size, rules in (("phone", PHONE, _RULES_OF_WIDTH), ("wide", WIDE, _RULES)):
        page.set_viewport_size(size)
        yield from page.evaluate("sidewaysScrolls()")
        yield from (f"{width}: {fault}" for fault in axe_faults(page, rules))
    page.emulate_media(color_scheme="dark")
    yield from (f"dark: {fault}" for fault in axe_faults(page, _RULES_OF_COLOUR))
    page.emulate_media(color_scheme="light", forced_colors="active")
    yield from (f"forced colours: {fault}" for fault in page.evaluate("missingStatusWords()"))
    page.emulate_media(forced_colors="none")


def _faults_of_stops(page: Page) -> Iterator[str]:
    page.evaluate("document.querySelector('a, button').focus()")
    while not page.evaluate("isWalkDone()"):
        for _ in range(_STOPS_AT_ONCE):
            page.keyboard.press("Tab")
    yield from page.evaluate("faultsOfStops()")
