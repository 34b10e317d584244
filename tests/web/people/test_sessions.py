"""Sessions: when they end, what a copied cookie is worth, and what long phone sessions are enough for."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from learning import clock
from learning.application import create_app
from learning.db import db, transaction
from learning.people import administration
from learning.people.models import Person, SignInSession
from learning.people.roles import Role
from learning.settings import settings_from
from tests.conftest import NOON, settings_environment
from tests.databases import PASSWORD
from tests.makers import make_manager, make_person, make_team
from tests.web.pages import PageClient

AISHA = "aisha.khan@example.org"


def later(**span):
    return clock.set_to(lambda: NOON + timedelta(**span))


def sign_in_on_own_phone(client):
    client.get("/sign-in").submit({"name": AISHA, "password": PASSWORD, "own_phone": "y"}, form="/sign-in")
    return client


def test_a_cookie_copied_before_signing_out_is_worthless_after_it(app, session, sign_in):
    make_person()
    client, thief = sign_in(AISHA), PageClient(app)
    thief.set_cookie("session", client.cookie("session"))
    assert thief.get("/account").h1 == "My account"
    client.get("/account").submit(form="/sign-out")
    assert thief.get("/account").h1 == "Sign in"


def test_an_id_planted_in_the_browser_is_not_the_one_after_signing_in(session, visitor):
    make_person()
    planted = "A" * 43
    visitor.set_cookie("session", planted)
    visitor.get("/sign-in").submit({"name": AISHA, "password": PASSWORD}, form="/sign-in")
    assert visitor.get("/account").h1 == "My account"
    assert visitor.cookie("session") != planted


def test_only_the_hash_of_the_id_is_stored(session, sign_in):
    make_person()
    session_id = sign_in(AISHA).cookie("session")
    row = session.execute(select(SignInSession)).scalar_one()
    assert len(row.id_hash) == 64
    assert session_id not in row.id_hash


def test_reading_pages_sets_no_cookie_and_writes_nothing(session, sign_in, count_statements):
    make_person()
    client = sign_in(AISHA)
    with count_statements() as statements:
        answer = client.raw("GET", "/account")
    assert "Set-Cookie" not in answer.headers
    assert [statement for statement in statements if not statement.startswith("SELECT")] == []


def test_knowing_who_asks_takes_one_statement(session, sign_in, count_statements):
    person = make_person(roles=(Role.AUTHOR, Role.ADMINISTRATOR))
    make_manager(person, make_team())
    client = sign_in(AISHA)
    with count_statements() as statements:
        client.raw("GET", "/no-such-page")
    assert len(statements) == 1


def test_a_session_ends_after_an_hour_without_use(session, sign_in):
    make_person()
    client = sign_in(AISHA)
    with later(minutes=60):
        assert client.get("/account").h1 == "My account"
    with later(minutes=121):
        assert client.get("/account").h1 == "Sign in"


def test_a_session_in_use_ends_after_twelve_hours(session, sign_in):
    make_person()
    client = sign_in(AISHA)
    for minutes in range(30, 721, 30):
        with later(minutes=minutes):
            assert client.get("/account").h1 == "My account"
    with later(minutes=721):
        assert client.get("/account").h1 == "Sign in"


def test_last_seen_is_noted_at_most_once_in_five_minutes(session, sign_in, count_statements):
    make_person()
    client = sign_in(AISHA)
    with later(minutes=4), count_statements() as statements:
        client.get("/account")
    assert not any(statement.startswith("UPDATE") for statement in statements)
    with later(minutes=6), count_statements() as statements:
        client.get("/account")
        client.get("/account")
    assert sum(statement.startswith("UPDATE") for statement in statements) == 1


def test_own_phone_stays_signed_in_for_learning_pages(app, session):
    make_person()
    client = sign_in_on_own_phone(PageClient(app))
    with later(hours=11):
        assert client.get("/my-record").status == 200
        assert client.get("/my-record").h1 != "Sign in"
    with later(hours=24):
        assert client.get("/my-record").h1 == "Sign in"


def test_own_phone_is_asked_for_the_password_again_beyond_learning(app, session):
    make_person()
    client = sign_in_on_own_phone(PageClient(app))
    with later(hours=2):
        page = client.get("/account")
        assert page.h1 == "Sign in"
        assert "your password once more" in page.text
        assert page.form("/sign-in").values["own_phone"] == ["y"]
        page = page.submit({"name": AISHA, "password": PASSWORD}, form="/sign-in")
        assert page.h1 == "My account"
    assert session.execute(select(db.func.count()).select_from(SignInSession)).scalar_one() == 1


def test_own_phone_ends_after_thirty_days_in_any_case(app, session):
    make_person()
    client = sign_in_on_own_phone(PageClient(app))
    for hours in range(10, 720, 10):
        with later(hours=hours):
            assert client.raw("GET", "/my-record").status_code == 200
    with later(hours=721):
        assert client.raw("GET", "/my-record").status_code == 303


def test_deactivation_acts_at_the_next_request(session, sign_in):
    person = make_person()
    boss = make_person("Selby Thirsk", roles=(Role.ADMINISTRATOR,))
    client = sign_in(AISHA)
    with transaction():
        administration.deactivate(person.id, actor_id=boss.id, now=NOON, today=NOON.date())
    assert client.get("/account").h1 == "Sign in"


def test_the_last_day_of_work_is_the_last_day_of_access(session, sign_in):
    person = make_person()
    client = sign_in(AISHA)
    with transaction() as writing:
        writing.execute(update(Person).where(Person.id == person.id).values(leaves_on=NOON.date()))
    assert client.get("/account").h1 == "My account"
    with transaction() as writing:
        writing.execute(update(Person).where(Person.id == person.id).values(leaves_on=NOON.date() - timedelta(days=1)))
    assert client.get("/account").h1 == "Sign in"


def test_a_role_given_or_taken_acts_at_the_next_request(session, sign_in):
    person = make_person()
    boss = make_person("Selby Thirsk", roles=(Role.ADMINISTRATOR,))
    client = sign_in(AISHA)
    assert client.get("/admin/people").status == 403
    for held, status in ((True, 200), (False, 403)):
        with transaction():
            administration.set_role(
                person.id, Role.LEARNING_LEAD, held=held, actor_id=boss.id, now=NOON, today=NOON.date()
            )
        assert client.get("/admin/people").status == status


def test_managing_a_team_opens_my_team_from_the_day_it_begins_to_the_day_it_ends(session, sign_in):
    person, team = make_person(), make_team()
    client = sign_in(AISHA)
    assert client.get("/my-team").status == 403
    make_manager(person, team, until_on=NOON.date() + timedelta(days=1))
    assert client.get("/my-team").status == 200
    with later(days=1), later(minutes=59):
        assert client.get("/my-team").status == 200
    with clock.set_to(lambda: NOON + timedelta(days=1)):
        page = client.get("/sign-in").submit({"name": AISHA, "password": PASSWORD}, form="/sign-in")
        assert page.status == 200
        assert client.get("/my-team").status == 403


def test_people_see_and_end_their_other_sessions(session, sign_in):
    make_person()
    here, there = sign_in(AISHA), sign_in(AISHA)
    page = here.get("/account")
    assert "This device" in page.text
    page = page.submit(form="/end")
    assert "That device is signed out." in page.text
    assert there.get("/account").h1 == "Sign in"
    assert here.get("/account").h1 == "My account"


def test_nobody_ends_somebody_elses_session(session, sign_in):
    make_person()
    make_person("Ben Ode")
    mine, theirs = sign_in(AISHA), sign_in("ben.ode@example.org")
    row = session.execute(select(SignInSession).join(Person).where(Person.email == "ben.ode@example.org")).scalar_one()
    token = mine.get("/account").form("/sign-out").values["csrf_token"][0]
    assert mine.post(f"/account/sessions/{row.id_hash}/end", {"csrf_token": token}).status == 404
    assert theirs.get("/account").h1 == "My account"


def test_under_https_the_cookies_are_marked_for_it(app, session, scratch):
    make_person()
    environment = settings_environment(app.config["SETTINGS"].database_url, scratch)
    secure = create_app(settings_from(environment | {"BASE_URL": "https://learn.example.org"}))
    client = secure.test_client()
    base = "https://learn.example.org"
    page = client.get("/sign-in", base_url=base)
    visitor_cookie = page.headers["Set-Cookie"]
    token = page.get_data(as_text=True).split('name="csrf_token" value="')[1].split('"')[0]
    answer = client.post("/sign-in", base_url=base, data={"name": AISHA, "password": PASSWORD, "csrf_token": token})
    assert answer.status_code == 303
    session_cookie = next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith("__Host-session="))
    for cookie, name in ((visitor_cookie, "__Host-visitor="), (session_cookie, "__Host-session=")):
        assert cookie.startswith(name)
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
        assert "Domain" not in cookie
    with secure.app_context():
        db.session.remove()
        db.engine.dispose()
