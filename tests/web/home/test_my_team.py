"""What a manager sees, what nobody but the person sees, and what it costs to show."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from learning import clock
from learning.courses.published import course_by_slug
from learning.courses.publishing import retire
from learning.db import db, transaction
from learning.people.models import Person, Team, TeamManager
from learning.people.roles import Role
from tests.conftest import NOON
from tests.makers import make_person, publish_course, put_in_team
from tests.web.home.conftest import DEPARTMENT, fill_team
from tests.web.home.tables import columns_of, rows_of
from tests.web.pages import words_of


def test_the_matrix_says_in_words_where_each_person_stands(team, sign_in) -> None:
    page = sign_in("morgan.price@example.org").get("/my-team")
    rows = rows_of(page)
    assert set(rows) == {"Aisha Khan", "Bola Adeyemi", "Carys Evans"}
    assert rows["Aisha Khan"][2] == "Done"
    assert rows["Bola Adeyemi"][2] == "In progress"
    assert rows["Carys Evans"][2] == "Not started"


def test_the_lead_says_how_many_people_and_courses_are_shown(team, sign_in) -> None:
    page = sign_in("morgan.price@example.org").get("/my-team")
    assert words_of(page.all("p[@class='lead']")[0]) == "3 people · 1 course"


def test_what_somebody_completed_leads_to_that_course_on_their_page(team, sign_in) -> None:
    client = sign_in("morgan.price@example.org")
    cells = {words_of(cell): cell for cell in client.get("/my-team").all("td[@data-column='Small steps']")}
    links = {words: [link.get("href") for link in cell.findall("a")] for words, cell in cells.items()}
    aisha = f"/my-team/people/{team['people']['Aisha Khan']}"
    assert links == {"Done": [f"{aisha}#course-small-steps"], "In progress": [], "Not started": []}
    assert "Completed 24 November 2026" in words_of(client.get(aisha).all("li[@id='course-small-steps']")[0])


def test_below_the_matrix_each_course_says_how_many_stand_where(team, sign_in) -> None:
    client = sign_in("morgan.price@example.org")
    page = client.get("/my-team")
    assert rows_of(page, table=1) == {"Small steps": ["1", "1", "0", "0", "1", "0"]}
    assert page.follow("Small steps").h1 == "Small steps"
    unfinished = client.get("/my-team?show=unfinished")
    assert rows_of(unfinished, table=1) == {"Small steps": ["0", "1", "0", "0", "1", "0"]}


def test_a_phone_is_told_that_cards_list_only_what_is_open(team, sign_in) -> None:
    page = sign_in("morgan.price@example.org").get("/my-team")
    assert "only what is overdue, due soon or in progress is listed" in page.text


def test_a_course_that_is_no_longer_offered_has_no_column_and_the_page_says_so(team, app, sign_in) -> None:
    with app.app_context():
        publish_course(slug="other-steps")
        with transaction():
            retire(course_by_slug("small-steps"), actor=None, now=NOON)
    page = sign_in("morgan.price@example.org").get("/my-team")
    assert len(columns_of(page)) == 1
    assert "A course that is no longer offered has no column" in page.text


def test_the_team_filter_keeps_one_team_and_refuses_somebody_elses(team, app, sign_in) -> None:
    client = sign_in("morgan.price@example.org")
    page = client.get("/my-team")
    choices = {option.text: option.get("value") for option in page.all("select[@name='team']/option")}
    assert set(choices) == {"All my teams", "Only teams I manage myself", "Assessment", DEPARTMENT}
    assert len(rows_of(client.get(f"/my-team?team={choices['Assessment']}"))) == 3
    assert rows_of(client.get(f"/my-team?team={choices[DEPARTMENT]}")) == {}
    assert client.get("/my-team?team=3").status == 404


def test_a_manager_chooses_only_the_teams_that_they_manage_themselves(team, app, sign_in) -> None:
    with app.app_context():
        dana = make_person("Dana Ito", password=None)
        put_in_team(dana, db.session.scalars(select(Team).where(Team.name == DEPARTMENT)).one())
    client = sign_in("morgan.price@example.org")
    page = client.get("/my-team")
    assert len(rows_of(page)) == 4
    assert "Shown: 1 team that you manage yourself, and 1 team beneath." in page.text
    page = client.get("/my-team?team=own")
    assert set(rows_of(page)) == {"Dana Ito"}
    assert "1 person · 1 course" in page.text
    assert "Shown: 1 team that you manage yourself, without the 1 team beneath." in page.text
    assert rows_of(page, table=1) == {"Small steps": ["0", "0", "0", "0", "1", "0"]}
    assert set(rows_of(page.follow("Small steps"))) == {"Dana Ito"}
    assert "only-teams-managed-directly" in client.raw("GET", page.link("CSV")).headers["Content-Disposition"]


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


@pytest.mark.parametrize("address", ["/my-team", "/my-team?level=informed", "/my-team/print"])
def test_the_team_costs_the_same_for_five_people_and_for_fifty_also_when_the_look_and_the_session_are_noted(
    team, app, sign_in, count_statements, address
) -> None:
    def costs(moment) -> list[int]:
        """Of the first look of a day, some minutes after signing in, and of a second one."""
        with clock.set_to(lambda: moment):
            client = sign_in("morgan.price@example.org")
        found = []
        for now in (moment + timedelta(minutes=10), moment + timedelta(minutes=11)):
            with clock.set_to(lambda now=now: now), count_statements() as statements:
                page = client.get(address)
            found.append(len(statements))
        assert len(rows_of(page)) in (3, 50)
        return found

    few = costs(NOON)
    with app.app_context():
        fill_team(47)
    assert few == costs(NOON + timedelta(days=1)) == [8, 6]


def test_reading_the_team_a_second_time_in_a_day_writes_nothing(team, sign_in, count_statements) -> None:
    client = sign_in("morgan.price@example.org")
    client.get("/my-team")
    client.get(f"/my-team/people/{team['people']['Aisha Khan']}")
    with count_statements() as statements:
        client.get("/my-team")
        client.get("/my-team/courses/small-steps")
        client.get(f"/my-team/people/{team['people']['Aisha Khan']}")
    assert [one for one in statements if one.startswith(("INSERT", "UPDATE", "DELETE"))] == []
