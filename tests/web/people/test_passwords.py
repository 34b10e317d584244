"""Forgotten, first and changed passwords, as pages."""

from __future__ import annotations

import logging
import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from learning.people.models import PasswordLink, SignInSession
from tests.conftest import NOON
from tests.databases import PASSWORD
from tests.makers import make_person
from tests.web.pages import PageClient

AISHA = "aisha.khan@example.org"
NEW = "orchard kettle and rain"


def ask(client, name):
    return client.get("/password/forgot").submit({"name": name}, form="/password/forgot")


@pytest.fixture
def mails(caplog):
    """The lines in which the console shows the mails sent so far."""
    caplog.set_level(logging.INFO, logger="learning.mail")
    return lambda: [record.getMessage() for record in caplog.records if record.name == "learning.mail"]


def link_in(line):
    return re.search(r"http://localhost(/password/set/\S+)", line).group(1)


def opens_the_account(app, password):
    browser = PageClient(app)
    browser.get("/sign-in").submit({"name": AISHA, "password": password}, form="/sign-in")
    return browser.get("/account").h1 == "My account"


def test_who_forgot_a_password_gets_a_link_and_sets_a_new_one(app, session, visitor, mails):
    make_person()
    page = ask(visitor, AISHA)
    assert "an e-mail with a link is on its way" in page.text
    page = visitor.get(link_in(mails()[0]))
    assert page.h1 == "Set my password"
    page = page.submit({"new_password": NEW}, form="Set my password")
    assert page.h1 == "Sign in"
    assert "Your password is set." in page.text
    assert "Your password for Golden Thread was changed" in mails()[1]
    assert opens_the_account(app, NEW)
    assert not opens_the_account(app, PASSWORD)


def test_who_was_slowed_and_sets_a_new_password_by_link_signs_in_at_once(session, visitor, mails):
    make_person()
    for _ in range(11):
        visitor.get("/sign-in").submit({"name": AISHA, "password": "a guess, and a guess"}, form="/sign-in")
    ask(visitor, AISHA)
    page = visitor.get(link_in(mails()[0])).submit({"new_password": NEW}, form="Set my password")
    page.submit({"name": AISHA, "password": NEW}, form="/sign-in")
    assert visitor.get("/account").h1 == "My account"


def test_a_first_password_is_set_the_same_way(session, visitor, mails):
    make_person(password=None)
    ask(visitor, AISHA)
    assert "has made an account for you" in mails()[0]
    assert "for 7 days" in mails()[0]


@pytest.mark.parametrize("name", [AISHA, "nobody@example.org", "closed@example.org", "NX9"])
def test_the_answer_is_the_same_whether_there_is_an_account_or_not(session, visitor, name):
    make_person()
    make_person("Closed", email="closed@example.org", deactivated_at=NOON)
    page = ask(visitor, name)
    assert (page.status, page.query) == (200, "notice=link-asked")
    has_link = session.execute(select(func.count()).select_from(PasswordLink)).scalar_one()
    assert has_link == (name == AISHA)


def test_nobody_is_flooded_with_mails(session, visitor, mails):
    make_person()
    for _ in range(15):
        assert ask(visitor, AISHA).query == "notice=link-asked"
    assert len(mails()) == 10


def test_nobody_is_flooded_by_many_who_ask_at_once(session, app):
    make_person()
    pages = [PageClient(app).get("/password/forgot") for _ in range(16)]
    barrier = threading.Barrier(len(pages))

    def ask_at_once(page):
        barrier.wait()
        return page.submit({"name": AISHA}, form="/password/forgot").query

    with ThreadPoolExecutor(len(pages)) as pool:
        assert set(pool.map(ask_at_once, pages)) == {"notice=link-asked"}
    assert session.execute(select(func.count()).select_from(PasswordLink)).scalar_one() <= 10


def test_links_use_the_configured_address_whatever_the_request_says(session, app, mails):
    make_person()
    client = app.test_client()
    base = "http://127.0.0.1"
    page = client.get("/password/forgot", base_url=base).get_data(as_text=True)
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    client.post(
        "/password/forgot", base_url=base, data={"name": AISHA, "csrf_token": token},
        headers={"X-Forwarded-Host": "evil.example"},
    )  # fmt: skip
    assert "evil.example" not in mails()[0]
    assert "127.0.0.1" not in mails()[0]
    assert "http://localhost/password/set/" in mails()[0]


def test_a_password_set_where_somebody_else_is_signed_in_ends_their_session(session, sign_in, mails):
    make_person()
    make_person("Ben Ode")
    browser = sign_in("ben.ode@example.org")
    ask(browser, AISHA)
    browser.get(link_in(mails()[0])).submit({"new_password": NEW}, form="Set my password")
    assert browser.get("/account").h1 == "Sign in"
    assert session.execute(select(func.count()).select_from(SignInSession)).scalar_one() == 0


def test_opening_a_link_many_times_does_not_use_it_up_or_sign_in(session, visitor, mails):
    make_person()
    ask(visitor, AISHA)
    address = link_in(mails()[0])
    for _ in range(3):
        assert visitor.get(address).status == 200
    assert visitor.get("/account").h1 == "Sign in"


def test_a_used_or_invented_link_says_what_to_do(session, visitor, mails):
    make_person()
    ask(visitor, AISHA)
    address = link_in(mails()[0])
    visitor.get(address).submit({"new_password": NEW}, form="Set my password")
    for spent, sentence in ((address, "used already"), ("/password/set/invented", "too old")):
        page = visitor.get(spent)
        assert page.status == 404
        assert sentence in page.text
        assert page.link("Ask for a new link") == "/password/forgot"


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("", "Enter a new password."),
        ("too short", "at least 15 characters"),
        ("x y" * 60, "at most 128 characters"),
        ("password12345678", "too easy to guess"),
        ("Aisha Khan aisha khan", "too easy to guess"),
    ],
)
def test_a_password_that_cannot_be_used_is_explained(session, visitor, mails, password, sentence):
    make_person()
    ask(visitor, AISHA)
    page = visitor.get(link_in(mails()[0])).submit({"new_password": password}, form="Set my password")
    assert page.status == 422
    assert page.title.startswith("Error: ")
    assert sentence in page.text
    assert password not in page.body or not password


def test_changing_the_password_needs_the_current_one(session, sign_in):
    make_person()
    page = sign_in(AISHA).get("/account")
    page = page.submit({"current_password": "not the current one", "new_password": NEW}, form="/account/password")
    assert page.status == 422
    assert "This is not your current password." in page.text


def test_changing_the_password_ends_other_sessions_and_keeps_this_one(app, session, sign_in, mails):
    make_person()
    here, there = sign_in(AISHA), sign_in(AISHA)
    page = here.get("/account").submit({"current_password": PASSWORD, "new_password": NEW}, form="/account/password")
    assert "Your password is changed." in page.text
    assert here.get("/account").h1 == "My account"
    assert there.get("/account").h1 == "Sign in"
    assert "Your password for Golden Thread was changed" in mails()[0]
    assert opens_the_account(app, NEW)


def test_guessing_the_current_password_is_slowed_like_signing_in(session, sign_in):
    make_person()
    page = sign_in(AISHA).get("/account")
    for _ in range(10):
        page.submit({"current_password": "a guess, and a guess", "new_password": NEW}, form="/account/password")
    page = page.submit({"current_password": PASSWORD, "new_password": NEW}, form="/account/password")
    assert page.status == 422


def test_password_fields_help_password_managers(session, visitor, sign_in, mails):
    make_person()
    assert visitor.get("/sign-in").all("input[@type='password']")[0].get("autocomplete") == "current-password"
    fields = [field.get("autocomplete") for field in sign_in(AISHA).get("/account").all("input[@type='password']")]
    assert fields == ["current-password", "new-password"]
    assert all(field.get("maxlength") is None for field in visitor.get("/sign-in").all("input"))
