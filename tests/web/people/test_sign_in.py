"""Signing in and out: what people see, and what tells nobody anything."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from learning.db import db
from learning.people import tries
from tests.databases import PASSWORD
from tests.makers import make_person
from tests.web.pages import words_of

WRONG = "not the right words at all"


def try_to_sign_in(client, name, password=WRONG, **values):
    return client.get("/sign-in").submit({"name": name, "password": password, **values}, form="/sign-in")


def test_a_person_signs_in_by_e_mail(session, visitor):
    make_person("Aisha Khan")
    try_to_sign_in(visitor, "aisha.khan@example.org", PASSWORD)
    page = visitor.get("/account")
    assert page.status == 200
    assert "Aisha Khan" in page.text


def test_a_person_signs_in_by_e_mail_in_capitals_and_with_spaces_round_it(session, visitor):
    make_person("Aisha Khan")
    try_to_sign_in(visitor, "  Aisha.Khan@EXAMPLE.org ", PASSWORD)
    assert visitor.get("/account").h1 == "My account"


def test_a_person_signs_in_by_staff_number_in_any_case(session, visitor):
    make_person("Aisha Khan", staff_number="KX-0012")
    try_to_sign_in(visitor, "kx-0012", PASSWORD)
    assert visitor.get("/account").h1 == "My account"


def test_a_page_that_was_asked_for_comes_after_signing_in(session, visitor):
    make_person("Aisha Khan")
    page = visitor.get("/account?from=mail")
    assert page.h1 == "Sign in"
    page = page.submit({"name": "aisha.khan@example.org", "password": PASSWORD}, form="/sign-in")
    assert (page.h1, page.query) == ("My account", "from=mail")


def test_a_visitor_who_opens_a_page_is_answered_with_303(visitor):
    answer = visitor.raw("GET", "/account")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/sign-in?next=/account"


def test_next_leads_to_no_other_website(session, visitor):
    make_person("Aisha Khan")
    page = visitor.get("/sign-in?next=//evil.example/")
    token = page.form("/sign-in").values["csrf_token"][0]
    data = {"name": "aisha.khan@example.org", "password": PASSWORD, "next": "//evil.example/", "csrf_token": token}
    answer = visitor.raw("POST", "/sign-in", data=data)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/"


def test_a_sign_in_that_failed_gives_back_what_was_typed_and_nothing_else(app, visitor, monkeypatch):
    page = visitor.get("/sign-in?next=/courses/understanding-trauma")
    with monkeypatch.context() as broken, app.app_context():
        broken.setattr(tries, "note_try", lambda *_: db.session.execute(text("SELECT * FROM no_such_table")))
        page = page.submit({"name": "aisha.khan@example.org", "password": PASSWORD}, form="/sign-in")
    assert (page.status, page.response.headers["Retry-After"]) == (503, "60")
    assert [words_of(label) for label in page.all("label")] == ["Name"]
    assert page.all("textarea")[0].text.strip() == "aisha.khan@example.org"


@pytest.mark.parametrize(
    "name", ["nobody@example.org", "left@example.org", "closed@example.org", "no.password@example.org"]
)
def test_every_failed_sign_in_reads_the_same(session, visitor, name):
    make_person("Aisha Khan")
    make_person("Left", email="left@example.org", leaves_on=date(2026, 11, 23))
    make_person("Closed", email="closed@example.org", deactivated_at=datetime(2026, 11, 1, tzinfo=UTC))
    make_person("New", email="no.password@example.org", password=None)
    expected = try_to_sign_in(visitor, "aisha.khan@example.org")
    page = try_to_sign_in(visitor, name, PASSWORD)
    assert (page.status, page.text) == (expected.status, expected.text)
    assert page.status == 422
    assert page.title.startswith("Error: ")


def test_the_name_stays_typed_and_the_password_does_not(session, visitor):
    page = try_to_sign_in(visitor, "aisha.khan@example.org")
    assert page.form("/sign-in").values["name"] == ["aisha.khan@example.org"]
    assert page.form("/sign-in").values["password"] == [""]


def test_empty_fields_are_named(session, visitor):
    page = visitor.get("/sign-in").submit({}, form="/sign-in")
    assert page.status == 422
    assert "Enter your e-mail address or staff number." in page.text
    assert "Enter your password." in page.text


@pytest.mark.parametrize("name", ["a\0b@example.org", "x" * 300, "%", "' OR 1=1 --", "\u202e@example.org", "😀"])
def test_odd_names_are_refused_kindly(session, visitor, name):
    assert try_to_sign_in(visitor, name).status == 422


def test_an_over_long_password_is_a_wrong_one(session, visitor):
    make_person("Aisha Khan")
    assert try_to_sign_in(visitor, "aisha.khan@example.org", "a" * 100_000).status == 422


def test_signing_out_ends_the_session_and_says_so(session, sign_in):
    make_person("Aisha Khan")
    client = sign_in("aisha.khan@example.org")
    page = client.get("/account").submit(form="/sign-out")
    assert page.h1 == "Sign in"
    assert "You are signed out." in page.text
    assert client.get("/account").h1 == "Sign in"


def test_signing_out_twice_is_no_error(session, sign_in):
    make_person("Aisha Khan")
    client = sign_in("aisha.khan@example.org")
    page = client.get("/account")
    page.submit(form="/sign-out")
    assert page.submit(form="/sign-out").h1 == "Sign in"


def test_a_signed_in_person_does_not_see_the_sign_in_page(session, sign_in):
    make_person("Aisha Khan")
    answer = sign_in("aisha.khan@example.org").raw("GET", "/sign-in?next=/account")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/account")


def test_the_tenth_wrong_try_is_the_last_that_could_have_been_right(session, visitor):
    make_person("Aisha Khan")
    for _ in range(10):
        try_to_sign_in(visitor, "aisha.khan@example.org")
    page = try_to_sign_in(visitor, "aisha.khan@example.org", PASSWORD)
    assert page.status == 422
    assert "wait a quarter of an hour" in page.text


def test_e_mail_and_staff_number_count_as_one_account(session, visitor):
    make_person("Aisha Khan", staff_number="KX1")
    for _ in range(5):
        try_to_sign_in(visitor, "aisha.khan@example.org")
        try_to_sign_in(visitor, "kx1")
    assert try_to_sign_in(visitor, "aisha.khan@example.org", PASSWORD).status == 422


def test_somebody_else_is_not_slowed(session, visitor):
    make_person("Aisha Khan")
    make_person("Ben Ode")
    for _ in range(11):
        try_to_sign_in(visitor, "aisha.khan@example.org")
    try_to_sign_in(visitor, "ben.ode@example.org", PASSWORD)
    assert visitor.get("/account").h1 == "My account"


def test_own_phone_asks_the_browser_to_keep_the_cookie(session, visitor):
    make_person("Aisha Khan")
    page = visitor.get("/sign-in")
    data = {"name": "aisha.khan@example.org", "password": PASSWORD}
    data["csrf_token"] = page.form("/sign-in").values["csrf_token"][0]
    answer = visitor.raw("POST", "/sign-in", data={**data, "own_phone": "y"})
    kept = [cookie for cookie in answer.headers.getlist("Set-Cookie") if cookie.startswith("session=")]
    assert "Max-Age=2592000" in kept[0]


def test_leaving_ends_the_session_and_moves_on(session, sign_in):
    make_person("Aisha Khan")
    client = sign_in("aisha.khan@example.org")
    token = client.get("/account").form("/sign-out").values["csrf_token"][0]
    answer = client.raw("POST", "/leave", data={"csrf_token": token})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/left")
    page = client.get("/left")
    assert page.all("meta[@http-equiv]")[0].get("content") == "0; url=https://www.bbc.co.uk/weather"
    assert client.get("/account").h1 == "Sign in"


def test_leaving_works_from_a_page_whose_session_is_over(visitor):
    answer = visitor.raw("POST", "/leave", data={"csrf_token": "old"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/left")
