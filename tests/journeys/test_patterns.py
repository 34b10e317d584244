"""The style guide and the pages at the foot of every page, looked at by axe in each width, scheme and contrast."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.journeys.conftest import PHONE, WIDE, Visitor

PAGES = ["/patterns", "/help", "/accessibility", "/privacy", "/cookies", "/support", "/no-such-page"]
LOOKS = {
    "wide and light": {"viewport": WIDE, "color_scheme": "light"},
    "wide and dark": {"viewport": WIDE, "color_scheme": "dark"},
    "phone and light": {"viewport": PHONE, "color_scheme": "light"},
    "phone and dark": {"viewport": PHONE, "color_scheme": "dark"},
    "forced colours": {"viewport": WIDE, "forced_colors": "active"},
    "more contrast": {"viewport": WIDE, "contrast": "more"},
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_and_no_page_scrolls_sideways(visit: Callable[..., Visitor], look: str) -> None:
    visitor = visit(bypass_csp=True, **LOOKS[look])
    found = {}
    for path in PAGES:
        visitor.open(path)
        result = Axe().run(visitor.page, options={"runOnly": RULES})
        faults = [f"{fault['id']}: {fault['nodes'][0]['html'][:100]}" for fault in result.response["violations"]]
        if visitor.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            faults.append("scrolls sideways")
        found[path] = faults
    assert found == {path: [] for path in PAGES}


def test_a_certificate_is_one_page_of_a4(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    visitor.open("/patterns")
    visitor.page.evaluate("document.querySelector('main').replaceChildren(document.querySelector('.certificate'))")
    assert visitor.page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1


def test_pages_ask_no_other_host_and_keep_to_four_requests(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    asked: list[str] = []
    visitor.page.on("request", lambda request: asked.append(request.url))
    visitor.open("/help")
    assert len(asked) <= 4
    assert all(url.startswith(visitor.address) for url in asked)
