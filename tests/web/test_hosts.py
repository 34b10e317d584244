"""A request under another name of the website gets a sentence, and nothing else happens."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("address", ["/sign-in", "/no-such-page", "/static/golden-thread.css", "/account"])
def test_another_name_of_the_website_is_refused_with_its_real_address(app, address: str) -> None:
    client = app.test_client()
    answer = client.get(address, headers={"Host": "evil.example"}, buffered=True)
    assert answer.status_code == 400
    assert answer.get_data(as_text=True) == ("There is no website of this name here. Its address is http://localhost\n")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers


def test_what_watches_the_product_asks_this_machine(app) -> None:
    assert app.test_client().get("/sign-in", headers={"Host": "127.0.0.1:8000"}).status_code == 200


def test_a_proxy_that_is_not_believed_cannot_say_another_name(app) -> None:
    headers = {"Host": "evil.example", "X-Forwarded-Host": "localhost"}
    assert app.test_client().get("/sign-in", headers=headers).status_code == 400
