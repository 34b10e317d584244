"""Everybody can see who was shown their record: it is noted before it is shown, once a viewer, thing and day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from learning import clock
from learning.db import db, transaction
from learning.people.roles import Role
from tests.conftest import NOON
from tests.makers import complete_course, make_manager, make_person, make_team, publish_course, put_in_team
from tests.web.pages import PageClient, words_of


@pytest.fixture
def aisha(app, sign_in) -> PageClient:
    """Aisha, in Morgan's team since 5 January, with a certificate; Sam works in another team."""
    with app.app_context():
        team, other = make_team("Assessment"), make_team("Fostering")
        make_manager(make_person("Morgan Price"), team)
        make_person("Harpreet Gill", roles=(Role.LEARNING_LEAD,))
        aisha, sam = make_person("Aisha Khan"), make_person("Sam Stranger")
        put_in_team(aisha, team)
        put_in_team(sam, other)
        publish_course()
        app.aisha_id, app.code = aisha.id, complete_course(aisha).check_code
    return sign_in("aisha.khan@example.org")


def looks(client: PageClient) -> list[str]:
    """The lines of the page, the latest first."""
    return [words_of(row) for row in client.get("/my-record/looks").all("main//li[@class='task']")]


def test_nobody_has_looked_yet(aisha) -> None:
    assert aisha.get("/my-record").follow("Who looked at my record").text.count("Nobody has looked yet") == 1


def test_the_form_for_a_proposal_says_what_plans_ask_and_so_counts_as_a_look(app, aisha, sign_in) -> None:
    assert sign_in("morgan.price@example.org").get(f"/my-team/people/{app.aisha_id}/propose").status == 200
    assert looks(aisha) == ["Morgan Price opened your page 24 November 2026"]


def test_each_kind_of_look_stands_there_once_a_day(app, aisha, sign_in) -> None:
    morgan = sign_in("morgan.price@example.org")
    for _ in range(2):
        for address in ("/my-team", "/my-team.csv", f"/my-team/people/{app.aisha_id}", f"/certificates/{app.code}"):
            assert morgan.raw("GET", address).status_code == 200
    assert looks(aisha) == [
        "Morgan Price opened a certificate of yours 24 November 2026",
        "Morgan Price opened your page 24 November 2026",
        "Morgan Price opened the table of your team, as a file (Assessment) 24 November 2026",
        "Morgan Price opened the table of your team (Assessment) 24 November 2026",
    ]
    with clock.set_to(lambda: NOON + timedelta(days=1)):
        sign_in("morgan.price@example.org").get("/my-team")
        assert len(looks(sign_in("aisha.khan@example.org"))) == 5


def test_ones_own_look_and_a_look_at_somebody_else_are_not_told(app, aisha, sign_in) -> None:
    assert aisha.raw("GET", f"/certificates/{app.code}").status_code == 200
    sign_in("morgan.price@example.org").get("/my-team")
    sam = sign_in("sam.stranger@example.org")
    assert looks(sam) == []
    assert len(looks(aisha)) == 1


def test_a_table_counts_only_while_one_was_in_that_team(app, aisha, sign_in) -> None:
    with app.app_context():
        late = make_person("Late Comer")
        put_in_team(late, make_team("Duty"), from_on=date(2026, 11, 25))
    sign_in("harpreet.gill@example.org").get("/my-team")
    assert looks(sign_in("late.comer@example.org")) == []
    assert [look.split(" opened ")[0] for look in looks(aisha)] == ["Harpreet Gill"]


def test_a_look_that_is_refused_is_not_noted(app, aisha, sign_in) -> None:
    sam = sign_in("sam.stranger@example.org")
    assert sam.raw("GET", f"/certificates/{app.code}").status_code == 404
    assert sam.raw("GET", f"/my-team/people/{app.aisha_id}").status_code == 403
    morgan = sign_in("morgan.price@example.org")
    assert morgan.raw("GET", "/my-team/courses/nothing").status_code == 404
    assert looks(aisha) == []


def test_what_cannot_be_noted_is_not_shown(app, aisha, sign_in) -> None:
    morgan = sign_in("morgan.price@example.org")
    with app.app_context(), transaction():
        db.session.execute(text("ALTER TABLE audit_event RENAME TO away"))
    answer = morgan.raw("GET", f"/my-team/people/{app.aisha_id}")
    assert answer.status_code == 503
    assert "Aisha" not in answer.get_data(as_text=True)
