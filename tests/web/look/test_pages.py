"""Pages that belong to everybody: the style guide, the foot of every page, the council's colour, a sign of life."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from learning.people.roles import WHO_SEES_WHAT
from tests.web.pages import PageClient


@pytest.fixture
def pages_folder(app: Flask, tmp_path: Path):
    """An empty courses folder of this test's own."""
    before = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(before, courses_folder=tmp_path)
    (tmp_path / "pages").mkdir()
    yield tmp_path
    app.config["SETTINGS"] = before


@pytest.mark.parametrize(
    ("address", "heading"),
    [
        ("/patterns", "Patterns"),
        ("/help", "Help"),
        ("/accessibility", "Accessibility statement"),
        ("/privacy", "Privacy"),
        ("/cookies", "Cookies"),
        ("/support", "Who to ask"),
    ],
)
def test_anybody_can_open_it(visitor: PageClient, address: str, heading: str) -> None:
    page = visitor.get(address)
    assert page.status == 200
    assert page.h1 == heading
    assert page.title == f"{heading} – Golden Thread"


def test_every_page_leads_to_help_and_to_who_to_ask(visitor: PageClient) -> None:
    page = visitor.get("/cookies")
    assert page.link("Help") == "/help"
    assert page.link("Who to ask") == "/support"
    assert page.link("Accessibility statement") == "/accessibility"
    assert page.link("Privacy") == "/privacy"


def test_the_privacy_page_shows_the_rules_that_decide(visitor: PageClient) -> None:
    text = visitor.get("/privacy").text
    for row in WHO_SEES_WHAT:
        assert row.what in text
        assert row.kept in text


@pytest.mark.usefixtures("pages_folder")
@pytest.mark.parametrize("address", ["/help", "/accessibility", "/privacy", "/cookies", "/support"])
def test_a_page_nobody_has_written_says_so(visitor: PageClient, address: str) -> None:
    page = visitor.get(address)
    assert page.status == 200
    assert "ask your manager" in page.text.lower()


def test_a_changed_page_is_shown_as_changed(visitor: PageClient, pages_folder: Path) -> None:
    file = pages_folder / "pages" / "help.md"
    file.write_text("# Helping hands\n\nFirst.\n", "utf-8")
    assert visitor.get("/help").h1 == "Helping hands"
    file.write_text("# Help\n\nSecond.\n", "utf-8")
    os.utime(file, (1, 1))
    assert "Second." in visitor.get("/help").text


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"# Title only\n", b"x" * 70_000, b"---\n: [\n---\n"])
def test_a_page_that_cannot_be_read_is_still_a_page(visitor: PageClient, pages_folder: Path, content: bytes) -> None:
    (pages_folder / "pages" / "help.md").write_bytes(content)
    (pages_folder / "support.md").write_bytes(content)
    assert visitor.get("/help").status == 200
    assert visitor.get("/support").status == 200


def test_html_in_a_page_is_never_run(visitor: PageClient, pages_folder: Path) -> None:
    source = "# Help\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1))\n"
    (pages_folder / "pages" / "help.md").write_text(source, "utf-8")
    page = visitor.get("/help")
    assert all(script.get("src") for script in page.all("script"))
    assert all(link.get("href").startswith(("/", "#")) for link in page.all("a"))


def test_a_link_from_page_to_page_works(visitor: PageClient, pages_folder: Path) -> None:
    (pages_folder / "pages" / "help.md").write_text("# Help\n\n[See what is kept](privacy.md).\n", "utf-8")
    assert visitor.get("/help").link("See what is kept") == "/privacy"


def test_a_contact_that_nobody_has_checked_for_long_shows_no_number(visitor: PageClient, pages_folder: Path) -> None:
    (pages_folder / "support.md").write_text(
        "---\nchecked_every_months: 12\n---\n# Who to ask\n\n"
        "## Contact: Fresh line\nLast checked: 2026-11-01\n\nRing [123](tel:123).\n\n"
        "## Contact: Stale line\nLast checked: 2024-01-01\n\nRing [456](tel:456).\n",
        "utf-8",
    )
    text = visitor.get("/support").text
    assert "Stale line" in text
    assert "123" in text
    assert "456" not in text


def test_the_brand_sheet_is_asked_for_only_where_the_colour_differs(app: Flask, visitor: PageClient) -> None:
    before = app.config["SETTINGS"]
    assert "/brand.css" not in visitor.get("/cookies").body
    try:
        app.config["SETTINGS"] = replace(before, brand_colour="#7a1f4b")
        assert "/brand.css" in visitor.get("/cookies").body
        sheet = visitor.raw("GET", "/brand.css")
    finally:
        app.config["SETTINGS"] = before
    assert sheet.mimetype == "text/css"
    assert "--brand: #7a1f4b" in sheet.get_data(as_text=True)
    assert sheet.headers["Cache-Control"] == "public, max-age=3600"


def test_a_sign_of_life(visitor: PageClient) -> None:
    assert visitor.raw("GET", "/health").get_data(as_text=True) == "ok\n"


def test_an_address_that_does_not_exist_says_what_to_do(visitor: PageClient) -> None:
    page = visitor.get("/no-such-page")
    assert page.status == 404
    assert page.link("who to ask") == "/support"


def test_each_error_on_the_style_guide_leads_to_its_field(visitor: PageClient) -> None:
    page = visitor.get("/patterns")
    ids = {element.get("id") for element in page.all("*[@id]")}
    targets = [link.get("href")[1:] for link in page.all("div[@class='error-summary']//a")]
    assert len(targets) == 8
    assert set(targets) <= ids
