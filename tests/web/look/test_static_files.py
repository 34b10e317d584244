"""Static files: kept by the browser for a year under an address that changes with what is in them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask, url_for

from learning.web.static_files import hashes_of
from tests.web.pages import PageClient

YEAR = "public, max-age=31536000, immutable"
NAMES = ("golden-thread.css", "golden-thread.js", "favicon.svg")


def addresses_on(page) -> list[str]:
    """Addresses of the static files that a page asks for."""
    found = [element.get("href") or element.get("src") for element in (*page.all("link"), *page.all("script"))]
    return [address for address in found if address.startswith("/static/")]


def answer_to(visitor: PageClient, address: str) -> tuple[int, str]:
    """Status and how long the answer may be kept."""
    answer = visitor.raw("GET", address)
    answer.close()
    assert "Set-Cookie" not in answer.headers
    return answer.status_code, answer.headers["Cache-Control"]


def test_a_page_names_each_file_with_the_hash_of_what_is_in_it(visitor: PageClient) -> None:
    addresses = addresses_on(visitor.get("/sign-in"))
    assert {re.sub(r"^/static/|\?.*", "", address) for address in addresses} == set(NAMES)
    assert all(re.fullmatch(r"/static/[a-z.-]+\?v=[0-9a-f]{12}", address) for address in addresses)


def test_what_a_page_asks_for_may_be_kept_for_a_year(visitor: PageClient) -> None:
    for address in addresses_on(visitor.get("/sign-in")):
        assert answer_to(visitor, address) == (200, YEAR)


@pytest.mark.parametrize("query", ["", "?v=", "?v=000000000000", "?w=1"])
def test_an_address_without_the_present_hash_is_asked_for_again_each_time(visitor: PageClient, query: str) -> None:
    assert answer_to(visitor, f"/static/golden-thread.css{query}") == (200, "no-cache")


def test_that_a_file_is_missing_is_not_kept(visitor: PageClient) -> None:
    assert answer_to(visitor, "/static/nothing.css?v=000000000000") == (404, "no-cache")


def test_a_file_that_changed_gets_another_address(tmp_path: Path) -> None:
    file = tmp_path / "fonts" / "one.css"
    file.parent.mkdir()
    file.write_text("a {}")
    before = hashes_of(tmp_path)
    file.write_text("b {}")
    assert list(before) == ["fonts/one.css"]
    assert hashes_of(tmp_path) != before


def test_other_addresses_carry_no_hash(app: Flask) -> None:
    with app.test_request_context():
        assert url_for("people.sign_in") == "/sign-in"
        assert url_for("static", filename="nothing.css") == "/static/nothing.css"
