"""Access: every route states its policy, forms come from our own pages, and a form typed in vain is not lost."""

from __future__ import annotations

import pytest
from flask import Blueprint, Flask, render_template_string, request
from sqlalchemy import update

from learning.application import create_app
from learning.db import db, transaction
from learning.people import sessions
from learning.people.access import allow, current_person, policy_of
from learning.people.models import SignInSession
from learning.people.roles import Policy, Role
from learning.settings import settings_from
from tests.conftest import settings_environment
from tests.databases import PASSWORD
from tests.makers import make_person
from tests.web.pages import PageClient

AISHA = "aisha.khan@example.org"
PERSON_WORDS = "Ran late because of the snow.\r\nCalled the family from the car."


# A form that is refused for where it comes from meets no database.
before_the_database = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


@pytest.fixture(scope="module")
def odd_apps() -> dict[str, Flask]:
    """The odd applications that were made, by the address of their database: making one takes longer than a test."""
    return {}


@pytest.fixture
def odd_app(app, odd_apps, scratch):
    """The application with two more routes: one that forgot its policy, one that takes words."""
    database_url = app.config["SETTINGS"].database_url
    if database_url not in odd_apps:
        odd_apps[database_url] = _make_odd_app(database_url, scratch)
    odd = odd_apps[database_url]
    yield odd
    with odd.app_context():
        db.session.remove()
        db.engine.dispose()


def _make_odd_app(database_url, scratch):
    odd = create_app(settings_from(settings_environment(database_url, scratch)))
    extra = Blueprint("extra", __name__)
    extra.add_url_rule("/forgot-its-policy", "forgot", lambda: "secret")

    def take_words():
        return render_template_string(
            "<!doctype html><title>Taken</title><h1>Taken</h1><main>{{ name }}: {{ words }}</main>",
            name=current_person().name,
            words=request.form["words"],
        )

    extra.add_url_rule("/words", "words", allow(Policy.STUDY)(take_words), methods=["POST"])
    odd.register_blueprint(extra)
    return odd


def sign_in_to(app):
    client = PageClient(app)
    client.get("/sign-in").submit({"name": AISHA, "password": PASSWORD}, form="/sign-in")
    return client


def token_of(client, address="/account"):
    return client.get(address).form("/sign-out").values["csrf_token"][0]


def end_all_sessions(person):
    with transaction():
        sessions.end_sessions_of(person.id)


def test_every_route_states_who_may_open_it(app):
    silent = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint != "static" and not policy_of(app, rule.endpoint)
    ]
    assert silent == []


def test_a_route_without_a_policy_answers_403_to_everybody(odd_app, session):
    make_person(roles=tuple(Role))
    assert PageClient(odd_app).raw("GET", "/forgot-its-policy").status_code == 403
    assert sign_in_to(odd_app).raw("GET", "/forgot-its-policy").status_code == 403


@before_the_database
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:99"},
    ],
)
@pytest.mark.parametrize(
    "address", ["/sign-in", "/sign-out", "/leave", "/account/password", "/password/forgot", "/words"]
)
def test_a_form_from_another_website_is_refused_and_nothing_kept(odd_app, session, headers, address):
    make_person()
    client = sign_in_to(odd_app)
    data = {"csrf_token": token_of(client), "words": PERSON_WORDS}
    answer = client.raw("POST", address, data=data, headers=headers)
    assert answer.status_code == 403
    assert 'name="kept"' not in answer.get_data(as_text=True)
    assert client.get("/account").h1 == "My account"


@pytest.mark.parametrize(
    "headers", [{"Origin": "http://localhost"}, {"Sec-Fetch-Site": "same-origin", "Origin": "null"}, {}]
)
def test_a_form_from_our_own_page_is_taken(odd_app, session, headers):
    make_person()
    client = sign_in_to(odd_app)
    data = {"csrf_token": token_of(client), "words": "good"}
    assert client.raw("POST", "/words", data=data, headers=headers).status_code == 200


@before_the_database
@pytest.mark.parametrize(
    "address", ["/account/password", "/admin/people/1/role", "/admin/people/add", "/words", "/sign-out"]
)
def test_a_form_without_its_token_changes_nothing(odd_app, session, address):
    make_person(roles=(Role.ADMINISTRATOR,))
    answer = sign_in_to(odd_app).raw("POST", address, data={"words": "x", "role": "author", "held": "yes"})
    assert answer.status_code == 400


def test_somebody_elses_token_is_refused(odd_app, session, sign_in):
    make_person()
    make_person("Ben Ode")
    others = token_of(sign_in("ben.ode@example.org"))
    assert sign_in_to(odd_app).raw("POST", "/words", data={"words": "x", "csrf_token": others}).status_code == 400


def test_what_was_typed_before_the_session_ended_is_sent_after_signing_in(odd_app, session):
    person = make_person()
    client = sign_in_to(odd_app)
    token = token_of(client)
    end_all_sessions(person)
    page = client.post(
        "/words?draft=1", {"csrf_token": token, "words": PERSON_WORDS, "key": "k1", "old_password": "hush hush hush"},
        headers={"Referer": "http://localhost/account?x=1"},
    )  # fmt: skip
    assert (page.status, page.h1) == (401, "Sign in")
    assert "What you typed is kept" in page.text
    page = page.submit({"name": AISHA, "password": "wrong, and wrong again"}, form="/sign-in")
    assert "What you typed is kept" in page.text
    page = page.submit({"name": AISHA, "password": PASSWORD}, form="/sign-in")
    assert (page.status, page.h1) == (200, "You are signed in again")
    assert "Nothing of it was lost." in page.text
    assert "Ran late because of the snow." in page.text
    assert page.link("without sending") == "/account?x=1"
    form = page.form("/words")
    assert form.action == "/words?draft=1"
    assert set(form.values) == {"csrf_token", "words", "key"}
    assert form.values["csrf_token"] != [token]
    page = page.submit(form="/words")
    assert "Aisha Khan" in page.text
    assert "Called the family from the car." in page.text


def test_a_form_from_before_this_sign_in_can_be_sent_once_more(odd_app, session):
    make_person()
    client = sign_in_to(odd_app)
    old = token_of(client)
    client.get("/account").submit(form="/sign-out")
    client.get("/sign-in").submit({"name": AISHA, "password": PASSWORD}, form="/sign-in")
    page = client.post("/words", {"csrf_token": old, "words": PERSON_WORDS})
    assert page.status == 400
    assert "Ran late" in page.text
    assert "Ran late" in page.submit(form="/words").text


LONG_WORDS = "Ran late because of the snow. " * 8_000


def test_what_is_too_long_to_be_kept_is_given_back_whole(odd_app, session):
    person = make_person()
    client = sign_in_to(odd_app)
    page = client.post("/words", {"csrf_token": "old", "words": LONG_WORDS})
    assert (page.status, page.h1) == (400, "You were signed out meanwhile")
    assert LONG_WORDS in page.body
    end_all_sessions(person)
    page = client.post("/words", {"csrf_token": "old", "words": LONG_WORDS})
    assert (page.status, page.h1) == (401, "You were signed out meanwhile")
    assert LONG_WORDS in page.body


def test_what_is_too_long_to_be_kept_is_given_back_to_nobody_but_its_writer(odd_app, session):
    person = make_person()
    make_person("Ben Okoro")
    client = sign_in_to(odd_app)
    token = token_of(client)
    end_all_sessions(person)
    client.get("/sign-in").submit({"name": "ben.okoro@example.org", "password": PASSWORD}, form="/sign-in")
    page = client.post("/words", {"csrf_token": token, "words": LONG_WORDS})
    assert (page.status, page.h1) == (400, "That was somebody else’s")
    assert "Ran late" not in page.body


@before_the_database
@pytest.mark.parametrize("header", ["Origin", "Referer"])
@pytest.mark.parametrize("address", ["http://[", "http://[x/words", "://", "http://localhost.evil.example/words"])
def test_an_address_that_is_none_in_a_header_is_another_website(odd_app, session, header, address):
    make_person()
    for client in (PageClient(odd_app), sign_in_to(odd_app)):
        page = client.post("/words", {"words": PERSON_WORDS}, headers={header: address})
        assert page.status in ((403,) if header == "Origin" else (400, 401))
        assert address not in page.body


def test_a_kept_form_that_was_tampered_with_is_forgotten(odd_app, session):
    make_person()
    page = PageClient(odd_app).get("/sign-in")
    page = page.submit({"name": AISHA, "password": PASSWORD, "kept": "WyIvd29yZHMiXQ.forged"}, form="/sign-in")
    assert page.status == 200
    assert page.h1 != "You are signed in again"


def test_a_sign_in_page_open_for_too_long_keeps_what_was_typed(odd_app, session):
    person = make_person()
    client = sign_in_to(odd_app)
    token = token_of(client)
    end_all_sessions(person)
    page = client.post("/words", {"csrf_token": token, "words": PERSON_WORDS})
    page = page.submit({"name": AISHA, "password": PASSWORD, "csrf_token": "stale"}, form="/sign-in")
    assert page.status == 400
    page = page.submit({"name": AISHA, "password": PASSWORD}, form="/sign-in")
    assert page.h1 == "You are signed in again"


@pytest.mark.parametrize("token", [None, "old", "1-" + 48 * "a"])
def test_a_form_that_does_not_say_who_wrote_it_is_given_back_at_once_and_not_kept(odd_app, session, token):
    page = PageClient(odd_app).post("/words", {"words": PERSON_WORDS} | ({"csrf_token": token} if token else {}))
    assert (page.status, page.h1) == (401, "You were signed out meanwhile")
    assert "Ran late because of the snow." in page.body
    assert 'name="kept"' not in page.body


def test_a_form_of_a_session_from_before_tokens_named_their_writer_is_given_back_at_once(odd_app, session):
    person = make_person()
    client = sign_in_to(odd_app)
    with transaction() as rows:
        rows.execute(update(SignInSession).values(csrf_token=64 * "a"))
    token = token_of(client)
    end_all_sessions(person)
    page = client.post("/words", {"csrf_token": token, "words": PERSON_WORDS})
    assert (page.status, page.h1) == (401, "You were signed out meanwhile")
    assert 'name="kept"' not in page.body


def test_signed_in_pages_are_not_stored_by_the_browser(session, sign_in):
    make_person()
    answer = sign_in(AISHA).raw("GET", "/account")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Cookie" in answer.headers["Vary"]


@pytest.mark.parametrize(
    ("roles", "status"),
    [((), 403), ((Role.AUTHOR,), 403), ((Role.LEARNING_LEAD,), 200), ((Role.ADMINISTRATOR,), 200)],
)
def test_the_list_of_people_is_for_administrators_and_read_by_learning_leads(session, sign_in, roles, status):
    make_person(roles=roles)
    page = sign_in(AISHA).get("/admin/people")
    assert page.status == status
    if status == 403:
        assert "This page is for administrators." in page.text


def test_a_learning_lead_changes_nobody(session, sign_in):
    person = make_person("Ben Ode")
    make_person(roles=(Role.LEARNING_LEAD,))
    client = sign_in(AISHA)
    token = token_of(client)
    for action in ("details", "teams", "role", "deactivate", "reactivate", "link", "sign-out"):
        answer = client.raw("POST", f"/admin/people/{person.id}/{action}", data={"csrf_token": token})
        assert answer.status_code == 403, action
    assert not any("/admin/people/" in form.action for form in client.get(f"/admin/people/{person.id}").forms)
