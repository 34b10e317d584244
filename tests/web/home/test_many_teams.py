"""Where the people of several teams are too many for one page, whoever looks chooses a team first."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import timedelta

import pytest
from sqlalchemy import update

from learning import clock
from learning.db import db, transaction
from learning.home import chosen_people, visible_teams
from learning.people.models import Membership, Person, Team
from learning.people.roles import Role
from learning.plans.settling import forget_everybody
from learning.plans.settling_everybody import settle_everybody
from tests.conftest import NOON
from tests.makers import make_manager, make_person, make_team, put_in_team
from tests.web.home.tables import rows_of
from tests.web.home.test_due_days import TODAY, pause, plan
from tests.web.pages import words_of
from tests.web.table_files import about, lines_of


@pytest.fixture
def many(team, app, sign_in, monkeypatch):
    """The manager of two teams with people, where two people are as many as one page shows.

    Aisha has completed what is overdue for Bola and Carys, who are in Assessment with her; Bola is in Fostering too,
    with Dev, for whom nothing is overdue yet.
    """
    monkeypatch.setattr(visible_teams, "MOST_PEOPLE_TOGETHER", 2)
    monkeypatch.setattr(chosen_people, "MOST_PEOPLE_TOGETHER", 2)
    monkeypatch.setattr(chosen_people, "_CELLS_AT_ONCE", 0)
    with app.app_context():
        fostering = make_team("Fostering")
        manager = make_person("Robin Vale")
        for each in ("Assessment", "Fostering"):
            make_manager(manager, db.session.query(Team).filter_by(name=each).one())
        bola = db.session.get(Person, team["people"]["Bola Adeyemi"])
        put_in_team(bola, fostering)
        put_in_team(make_person("Dev Shah", starts_on=TODAY - timedelta(days=1)), fostering)
        plan(who="\n  teams: [Assessment]", small_steps="2026-11-20")
    return sign_in("robin.vale@example.org")


def test_the_teams_stand_there_with_how_many_people_have_something_overdue_the_most_first(many) -> None:
    page = many.get("/my-team")
    assert words_of(page.all("p[@class='lead']")[0]) == "2 teams · 2 with somebody overdue"
    assert "More than 500 people are in them" in page.text
    assert list(rows_of(page).items()) == [("Assessment", ["3", "2", "0"]), ("Fostering", ["2", "1", "0"])]
    by_name = many.get("/my-team?sort=name")
    assert list(rows_of(by_name)) == ["Assessment", "Fostering"]


def test_it_makes_no_difference_of_whom_it_is_stored(many, app) -> None:
    waiting = rows_of(many.get("/my-team"))
    with app.app_context():
        settle_everybody()
    assert rows_of(many.get("/my-team")) == waiting


def test_a_team_that_is_chosen_shows_its_people_and_a_course_those_of_a_team(many) -> None:
    page = many.get("/my-team").follow("Fostering")
    assert set(rows_of(page)) == {"Bola Adeyemi", "Dev Shah"}
    course = many.get("/my-team/courses/small-steps")
    assert (course.h1, list(rows_of(course))) == ("Small steps", ["Assessment", "Fostering"])
    assert set(rows_of(course.follow("Fostering"))) == {"Bola Adeyemi", "Dev Shah"}


def test_files_have_everybody_by_name_and_who_is_away_last(many, app, team) -> None:
    with app.app_context():
        pause(team["people"]["Aisha Khan"], last_on=None)
    names = [line[0] for line in lines_of(many, "/my-team.csv")]
    assert names == ["Bola Adeyemi", "Carys Evans", "Dev Shah", "Aisha Khan"]
    course = [(line[0], line[4]) for line in lines_of(many, "/my-team/courses/small-steps.csv")]
    assert course[::3] == [("Bola Adeyemi", "Overdue"), ("Aisha Khan", "Done, repeat by 23 November 2028")]
    assert lines_of(many, "/my-team/courses.csv") == [["Small steps", "0", "0", "0", "2", "1", "0"]]


def test_the_teams_are_a_file_too_and_each_that_is_shown_is_noted(many, app, sign_in) -> None:
    assert lines_of(many, "/my-team/teams.csv") == [["Assessment", "3", "2", "0"], ["Fostering", "2", "1", "0"]]
    assert about(many, "/my-team/teams.xlsx")["Shown"] == "All my teams"
    looks = sign_in("bola.adeyemi@example.org").get("/my-record/looks").text
    assert looks.count("the table of your team, as a file") == 2


def test_a_learning_lead_sees_every_team_in_eight_statements_at_most_however_many_and_whatever_is_noted(
    many, app, sign_in, count_statements
) -> None:
    def costs(moment, team_count) -> list[int]:
        """Of a first look some minutes after signing in with nobody settled, of a second, and with all settled."""
        with clock.set_to(lambda: moment):
            lead, found = sign_in("lee.hart@example.org"), []
            for settle in (forget_everybody, None, settle_everybody):
                with app.app_context(), transaction() if settle is forget_everybody else nullcontext():
                    if settle:
                        settle()
                now = moment + timedelta(minutes=10)
                with clock.set_to(lambda now=now: now), count_statements() as statements:
                    assert len(rows_of(lead.get("/my-team"))) == team_count
                found.append(len(statements))
            return found

    with app.app_context():
        make_person("Lee Hart", roles=(Role.LEARNING_LEAD,))
    few = costs(NOON, 3)
    with app.app_context():
        for number in range(4):
            put_in_team(make_person(f"Person Number{number}", password=None), make_team(f"Team {number}"))
    assert few == costs(NOON + timedelta(days=1), 7) == [8, 6, 4]


def test_what_is_stored_of_days_that_are_over_is_not_believed(many, app, sign_in) -> None:
    with app.app_context():
        plan(who="\n  teams: [Assessment, Fostering]", small_steps="2026-12-01")
        settle_everybody()
    assert rows_of(many.get("/my-team"))["Fostering"] == ["2", "0", "2"]
    with clock.set_to(lambda: NOON + timedelta(days=8)):
        assert rows_of(sign_in("robin.vale@example.org").get("/my-team"))["Fostering"] == ["2", "2", "0"]


def test_who_has_left_the_team_or_the_organisation_is_not_counted(many, app, team) -> None:
    with app.app_context():
        bola = Membership.person_id == team["people"]["Bola Adeyemi"]
        with transaction() as session:
            session.execute(update(Membership).where(bola).values(until_on=TODAY))
            session.get(Person, team["people"]["Carys Evans"]).leaves_on = TODAY - timedelta(days=1)
        assessment = db.session.query(Team).filter_by(name="Assessment").one()
        for number in range(2):
            put_in_team(make_person(f"Person Number{number}", password=None), assessment)
    assert rows_of(many.get("/my-team")) == {"Assessment": ["3", "2", "0"], "Fostering": ["1", "0", "0"]}


def test_one_team_however_large_shows_its_people_and_so_do_few_people_who_are_each_in_several(
    many, app, sign_in, monkeypatch
) -> None:
    with app.app_context():
        make_manager(make_person("One Team"), db.session.query(Team).filter_by(name="Assessment").one())
    assert len(rows_of(sign_in("one.team@example.org").get("/my-team"))) == 3
    monkeypatch.setattr(visible_teams, "MOST_PEOPLE_TOGETHER", 4)
    assert len(rows_of(many.get("/my-team"))) == 4
    monkeypatch.setattr(visible_teams, "MOST_PEOPLE_TOGETHER", 3)
    assert set(rows_of(many.get("/my-team"))) == {"Assessment", "Fostering"}


def test_the_teams_of_a_page_are_noted_and_somebody_elses_are_not_found(many, sign_in) -> None:
    many.get("/my-team/courses/small-steps")
    assert "the table of your team" in sign_in("bola.adeyemi@example.org").get("/my-record/looks").text
    assert many.get("/my-team/teams.csv?team=1").status == many.get("/my-team/teams.xlsx?team=99").status == 404
