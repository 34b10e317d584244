"""What a manager sees, what nobody but the person sees, and what it costs to show."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from sqlalchemy import select, update

from learning.courses.publishing import course_by_slug, retire
from learning.db import db, transaction
from learning.people.models import Person, Team, TeamManager
from learning.people.roles import Role
from tests.conftest import NOON
from tests.makers import (
    complete_course,
    make_manager,
    make_person,
    make_team,
    publish_course,
    put_in_team,
    start_course,
)
from tests.web.pages import words_of

DEPARTMENT = "Children's services"


@pytest.fixture
def team(app):
    """A manager of a team with a team beneath, three people and one published course."""
    with app.app_context():
        manager = make_person("Morgan Price")
        department = make_team(DEPARTMENT)
        assessment = make_team("Assessment", parent=department)
        make_manager(manager, department)
        people = {}
        for name in ("Aisha Khan", "Bola Adeyemi", "Carys Evans"):
            people[name] = make_person(name)
            put_in_team(people[name], assessment)
        publish_course()
        complete_course(people["Aisha Khan"])
        start_course(people["Bola Adeyemi"])
        stranger = make_person("Sam Stranger")
        put_in_team(stranger, make_team("Another team"))
        return {"people": {name: one.id for name, one in people.items()}, "stranger": stranger.id}


def rows_of(page) -> dict[str, list[str]]:
    """Words of each row of the matrix, by name."""
    return {
        words_of(row.find("th")): [words_of(cell) for cell in row.findall("td")]
        for row in page.all("tbody/tr")
        if row.find("th") is not None
    }


def test_the_matrix_says_in_words_where_each_person_stands(team, sign_in) -> None:
    page = sign_in("morgan.price@example.org").get("/my-team")
    rows = rows_of(page)
    assert set(rows) == {"Aisha Khan", "Bola Adeyemi", "Carys Evans"}
    assert rows["Aisha Khan"][2].startswith("Done, repeat by")
    assert rows["Bola Adeyemi"][2] == "In progress"
    assert rows["Carys Evans"][2] == "Not started"


def test_the_team_filter_keeps_one_team_and_refuses_somebody_elses(team, app, sign_in) -> None:
    client = sign_in("morgan.price@example.org")
    page = client.get("/my-team")
    choices = {option.text: option.get("value") for option in page.all("select[@name='team']/option")}
    assert set(choices) == {"All my teams", "Assessment", DEPARTMENT}
    assert len(rows_of(client.get(f"/my-team?team={choices['Assessment']}"))) == 3
    assert rows_of(client.get(f"/my-team?team={choices[DEPARTMENT]}")) == {}
    assert client.get("/my-team?team=3").status == 404


def test_one_person_shows_version_and_certificate_and_no_score(team, sign_in) -> None:
    client = sign_in("morgan.price@example.org")
    page = client.get(f"/my-team/people/{team['people']['Aisha Khan']}")
    assert page.h1 == "Aisha Khan"
    assert "Completed 24 November 2026, version 1" in page.text
    certificate = page.follow("Certificate")
    assert certificate.status == 200
    assert "Aisha Khan" in certificate.text
    for words in ("%", "attempt", "answer"):
        assert words not in page.text.replace("Scores, answers and private reflections", "")


def test_a_retired_course_stays_on_the_page_of_who_completed_it_alone(team, app, sign_in) -> None:
    with app.app_context(), transaction():
        retire(course_by_slug("small-steps"), actor=None, now=NOON)
    client = sign_in("morgan.price@example.org")
    pages = {name: client.get(f"/my-team/people/{number}") for name, number in team["people"].items()}
    shown = {name: "Small steps" in page.text for name, page in pages.items()}
    assert shown == {"Aisha Khan": True, "Bola Adeyemi": False, "Carys Evans": False}


@pytest.mark.parametrize(
    "address", ["/my-team/people/{stranger}", "/my-team/people/99999", "/my-team/people/99999999999999"]
)
def test_somebody_elses_team_member_is_not_found(team, sign_in, address) -> None:
    page = sign_in("morgan.price@example.org").get(address.format(stranger=team["stranger"]))
    assert page.status == 404
    assert "Stranger" not in page.text


@pytest.mark.parametrize("left", [{"deactivated_at": NOON}, {"leaves_on": date(2026, 11, 23)}])
def test_somebody_who_no_longer_works_here_is_found_by_no_way(team, app, sign_in, left) -> None:
    person_id = team["people"]["Aisha Khan"]
    client = sign_in("morgan.price@example.org")
    certificate = client.get(f"/my-team/people/{person_id}").link("Certificate")
    with app.app_context(), transaction() as session:
        session.execute(update(Person).where(Person.id == person_id).values(left))
    assert "Aisha Khan" not in rows_of(client.get("/my-team"))
    assert [client.get(address).status for address in (certificate, f"/my-team/people/{person_id}")] == [404, 404]


def test_a_former_manager_sees_nothing_from_that_day(team, app, sign_in) -> None:
    client = sign_in("morgan.price@example.org")
    assert client.get("/my-team").status == 200
    with app.app_context(), transaction() as session:
        session.execute(update(TeamManager).values(until_on=date(2026, 11, 24)))
    assert client.get("/my-team").status == 403
    assert client.get(f"/my-team/people/{team['people']['Aisha Khan']}").status == 403


def test_a_learner_has_no_team_page(team, sign_in) -> None:
    client = sign_in("carys.evans@example.org")
    assert client.get("/my-team").status == 403
    assert client.get("/my-team.csv").status == 403
    assert "My team" not in client.get("/my-learning").body


def test_a_learning_lead_sees_every_team(team, app, sign_in) -> None:
    with app.app_context():
        make_person("Lena Lead", roles=(Role.LEARNING_LEAD,))
    client = sign_in("lena.lead@example.org")
    assert set(rows_of(client.get("/my-team"))) == {"Aisha Khan", "Bola Adeyemi", "Carys Evans", "Sam Stranger"}
    assert client.get(f"/my-team/people/{team['stranger']}").status == 200


def test_one_course_lists_people_with_day_and_version(team, sign_in) -> None:
    page = sign_in("morgan.price@example.org").get("/my-team/courses/small-steps")
    rows = rows_of(page)
    assert rows["Aisha Khan"][1:] == ["24 November 2026", "1"]
    assert rows["Carys Evans"] == ["Not started", "–", "–"]
    assert "1 of 3 people in your team has done this course." in page.text


def test_a_course_that_is_not_published_is_not_found(team, sign_in) -> None:
    assert sign_in("morgan.price@example.org").get("/my-team/courses/nothing").status == 404


def test_the_spreadsheet_holds_the_same_rows_and_no_formula(team, app, sign_in) -> None:
    with app.app_context():
        spiteful = make_person('=HYPERLINK("http://example.org")', email="spiteful@example.org")
        put_in_team(spiteful, db.session.scalars(select(Team).where(Team.name == "Assessment")).one())
    answer = sign_in("morgan.price@example.org").raw("GET", "/my-team.csv?sort=name")
    lines = list(csv.reader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))
    assert lines[0][:5] == ["Name", "Job role", "Team", "Overdue", "Done"]
    assert [line[0] for line in lines[1:]] == [
        '\'=HYPERLINK("http://example.org")',
        "Aisha Khan",
        "Bola Adeyemi",
        "Carys Evans",
    ]
    assert lines[2][5].startswith("Done, repeat by")
    assert "version 1, completed 2026-11-24" in lines[2][5]


def test_the_page_for_printing_says_whose_and_of_which_day(team, sign_in) -> None:
    page = sign_in("morgan.price@example.org").get("/my-team/print")
    assert "24 November 2026" in page.text
    assert "All my teams" in page.text
    assert len(rows_of(page)) == 3


def test_the_matrix_costs_the_same_for_five_people_and_for_fifty(team, app, sign_in, count_statements) -> None:
    client = sign_in("morgan.price@example.org")
    client.get("/my-team")
    with count_statements() as few:
        client.get("/my-team")
    with app.app_context():
        assessment = db.session.scalars(select(Team).where(Team.name == "Assessment")).one()
        for number in range(47):
            put_in_team(make_person(f"Person Number{number}", password=None), assessment)
    with count_statements() as many:
        page = client.get("/my-team")
    assert len(rows_of(page)) == 50
    assert len(few) == len(many)
    assert len(many) <= 10


def test_reading_the_team_a_second_time_in_a_day_writes_nothing(team, sign_in, count_statements) -> None:
    client = sign_in("morgan.price@example.org")
    client.get("/my-team")
    client.get(f"/my-team/people/{team['people']['Aisha Khan']}")
    with count_statements() as statements:
        client.get("/my-team")
        client.get("/my-team/courses/small-steps")
        client.get(f"/my-team/people/{team['people']['Aisha Khan']}")
    assert [one for one in statements if one.startswith(("INSERT", "UPDATE", "DELETE"))] == []
