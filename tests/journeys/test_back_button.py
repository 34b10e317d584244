"""The Back button on a computer that somebody else uses next."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import expect

from tests.journeys.conftest import Visitor
from tests.makers import complete_course, make_person, publish_course


@pytest.fixture
def _behind_a_proxy_that_drops_vary(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """`Vary: Cookie` alone makes a browser ask again after signing out, and would hide that `no-store` is gone."""
    inner = app.wsgi_app

    def without_vary(environ, start_response):
        def start(status, headers, *information):
            return start_response(status, [pair for pair in headers if pair[0].lower() != "vary"], *information)

        return inner(environ, start)

    monkeypatch.setattr(app, "wsgi_app", without_vary)


@pytest.mark.usefixtures("_behind_a_proxy_that_drops_vary")
def test_back_after_signing_out_shows_nothing(app: Flask, visit: Callable[..., Visitor]) -> None:
    with app.app_context():
        publish_course()
        complete_course(make_person("Aisha Khan"))
    visitor = visit()
    page = visitor.page
    visitor.sign_in("aisha.khan@example.org")
    page.get_by_role("link", name="My record", exact=True).click()
    expect(page.locator("main")).to_contain_text("Small steps")
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("h1")).to_have_text("Sign in")
    page.go_back()
    expect(page.locator("h1")).to_have_text("Sign in")
    expect(page.locator("body")).not_to_contain_text("Aisha Khan")
    expect(page.locator("main")).not_to_contain_text("Small steps")
