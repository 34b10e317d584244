"""Teams and days on pages: of one person, of one team, on any day."""

from __future__ import annotations

from datetime import date

import pytest

from learning.people.roles import Role
from tests.makers import make_manager, make_person, make_team, put_in_team

NASTY = "<img src=x onerror=alert(1)>{{7*7}}\"'"


@pytest.fixture
def boss(session, sign_in):
    """An administrator, signed in."""
    make_person("Selby Thirsk", roles=(Role.ADMINISTRATOR,))
    return sign_in("selby.thirsk@example.org")


def test_an_acting_manager_is_put_in_shown_as_acting_and_ended(boss):
    team, person = make_team(), make_person()
    page = boss.get(f"/admin/people/{person.id}").follow("Teams and days")
    assert "Never managed a team." in page.text
    page = page.submit({"team": "assessment", "what": "acting", "last_on": "24/12/2026"}, form="/places")
    assert "Assessment (acting) 24 November 2026 24 December 2026 Now" in page.text
    assert "Assessment (acting)" in boss.get(f"/admin/people/{person.id}").text
    assert "Aisha Khan (acting), 24 November 2026 to 24 December 2026" in boss.get(f"/admin/teams/{team.id}").text
    assert "Aisha Khan (acting)" in boss.get("/admin/teams").text
    page = page.follow("Change")
    assert page.h1 == "When Aisha Khan acts as manager of Assessment"
    page = page.submit({"last_on": "23/11/2026"}, form=page.form("/manager/").action)
    assert "The last day is before the first." in page.text
    page = page.submit({"from_on": "01/11/2026", "last_on": "23/11/2026"}, form=page.form("/manager/").action)
    assert "Assessment (acting) 1 November 2026 23 November 2026 Before" in page.text
    page = page.follow("Change").submit(form="/remove")
    assert "Never managed a team." in page.text


def test_a_person_is_put_into_a_team_from_a_day_to_come_and_typing_is_given_back(boss):
    make_team()
    person = make_person()
    page = boss.get(f"/admin/people/{person.id}/places")
    page = page.submit({"team": "Asessment", "from_on": "01/12/2026"}, form="/places")
    assert page.status == 422
    assert "There is no team “Asessment”. Did you mean “Assessment”? Correct it." in page.text
    assert page.form("/places").values["from_on"] == ["01/12/2026"]
    page = page.submit({"team": "Assessment"}, form="/places")
    assert "Assessment 1 December 2026 None Later" in page.text
    assert "Social worker" in page.text


def test_a_team_page_shows_its_people_on_a_day_and_ever(boss):
    team = make_team(NASTY, parent=make_team("Services"))
    make_team("Beneath", parent=team)
    put_in_team(make_person(NASTY, email="nasty@example.org"), team)
    make_manager(make_person("Kendal Whitby"), team)
    page = boss.get("/admin/teams").follow(NASTY)
    assert page.h1 == NASTY
    assert "Beneath Services." in page.text
    assert "Above Beneath." in page.text
    assert "Kendal Whitby, since 5 January 2026" in page.text
    assert not page.all("main//img")
    page = boss.get(f"/admin/teams/{team.id}?on=04/01/2026")
    assert "As on 4 January 2026" in page.text
    assert "0 people" in page.text
    assert "1 person" in page.follow("Show everybody who ever was here").text
    for odd in ("yesterday", "\0", "9" * 500):
        assert boss.raw("GET", f"/admin/teams/{team.id}", query_string={"on": odd}).status_code == 200


def test_the_days_of_a_job_role_are_changed_and_taken_back(boss):
    person = make_person(starts_on=date(2026, 1, 5))
    page = boss.get(f"/admin/people/{person.id}").submit({"job_role": "Team manager"}, form="/details")
    page = page.follow("Teams and days").follow("Change the days as Team manager")
    assert page.h1 == "When Aisha Khan works as Team manager"
    page = page.submit({"from_on": "01/11/2026"}, form=page.form("/job-role/").action)
    assert page.status == 422
    assert "The person is “Social worker” on some of these days. Change or take back those days first." in page.text
    assert page.form("/job-role/").values["from_on"] == ["01/11/2026"]
    page = boss.get(f"/admin/people/{person.id}/places").follow("Change the days as Social worker")
    page = page.submit({"last_on": "31/10/2026"}, form=page.form("/job-role/").action)
    assert "Social worker 5 January 2026 31 October 2026 Before" in page.text
    page = page.follow("Change the days as Team manager").submit(form="/remove")
    assert "Team manager" not in page.text
    log = boss.get("/admin/log?part=accounts").text
    assert "Job role days changed" in log
    assert "Job role days taken back" in log


def test_learning_leads_read_and_change_nothing(session, sign_in):
    person = make_person()
    put_in_team(person, make_team())
    make_person("Hexham Ripley", roles=(Role.LEARNING_LEAD,))
    page = sign_in("hexham.ripley@example.org").get(f"/admin/people/{person.id}/places")
    assert "Assessment 5 January 2026" in page.text
    assert not any("/places" in form.action for form in page.forms)
    assert not [link for link in page.all("main//a") if "/places/" in link.get("href")]
