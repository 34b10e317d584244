"""The administrator's pages: find, add and change people, see teams."""

from __future__ import annotations

import logging
import re

import pytest
from sqlalchemy import select

from learning.audit import AuditEvent
from learning.people.models import Person, Team
from learning.people.roles import Role
from tests.conftest import NOON
from tests.makers import make_manager, make_person, make_team, put_in_team

NASTY = "<img src=x onerror=alert(1)>{{7*7}}\"'"


@pytest.fixture
def boss(session, sign_in):
    """An administrator, signed in."""
    make_person("Selby Thirsk", roles=(Role.ADMINISTRATOR,))
    return sign_in("selby.thirsk@example.org")


def reload(session, person) -> Person:
    session.expire_all()
    return session.get(Person, person.id)


def test_people_are_listed_with_teams_roles_and_state(session, boss):
    team = make_team()
    author = make_person("Ludlow Frome", roles=(Role.AUTHOR,), staff_number="GT3")
    put_in_team(author, team)
    make_manager(author, team)
    make_person("New One", password=None)
    page = boss.get("/admin/people")
    assert "3 people" in page.text
    assert (
        "Frome ludlow.frome@example.org · GT3 · Social worker · Assessment · manages Assessment · author In use"
        in page.text
    )
    assert "No password yet" in page.text


@pytest.mark.parametrize(
    ("search", "names"),
    [
        ("lud", {"Ludlow Frome"}),
        ("LUDLOW.F", {"Ludlow Frome"}),
        ("gt3", {"Ludlow Frome"}),
        ("  ludlow   frome ", {"Ludlow Frome"}),
        ("%", {"100% Sure"}),
        ("_", set()),
        ("\\", set()),
        ("nobody at all", set()),
        ("\0", set()),
        ("' OR '1'='1", set()),
    ],
)
def test_search_finds_name_e_mail_and_number_and_takes_signs_as_they_are(session, boss, search, names):
    make_person("Ludlow Frome", staff_number="GT3")
    make_person("100% Sure", email="sure@example.org")
    page = boss.raw("GET", "/admin/people", query_string={"search": search}).get_data(as_text=True)
    assert {name for name in ("Ludlow Frome", "100% Sure", "Selby Thirsk") if f'">{name}</a>' in page} == names


def test_the_list_is_paged_and_costs_the_same_for_every_length(session, boss, count_statements):
    counts = []
    for size in (3, 60):
        for number in range(size):
            make_person(f"Person {size} {number:02}", password=None)
        with count_statements() as statements:
            page = boss.get("/admin/people")
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert "Page 1 of 2" in page.text
    page = page.follow("Next")
    assert "Page 2 of 2" in page.text
    for odd in ("0", "-1", "99999999999999999999", "x", ""):
        assert boss.get(f"/admin/people?page={odd}").status == 200


def test_a_person_is_added_and_gets_a_link(session, boss, caplog):
    caplog.set_level(logging.INFO, logger="learning.mail")
    page = boss.get("/admin/people").follow("Add a person")
    page = page.submit(
        {"name": " Nia  New ", "email": "Nia@Example.org", "staff_number": "gt9", "starts_on": "01/12/2026"}, form="add"
    )
    assert page.h1 == "Nia New"
    assert "the account is made" in page.text.lower()
    assert "GT9" in page.text
    assert "Mail to nia@example.org: Golden Thread: set your password" in caplog.text


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"email": "selby.thirsk@example.org"}, "Somebody else has this e-mail address."),
        ({"email": "no address"}, "Enter an e-mail address"),
        ({"name": ""}, "Enter the person’s name."),
        ({"name": "x" * 121}, "at most 120 characters"),
        ({"name": "Nia\u202eNew"}, "There is a hidden character in this."),
        ({"starts_on": "yesterday"}, "Enter a day, such as 24/11/2026."),
        ({"starts_on": "02/12/2026", "leaves_on": "01/12/2026"}, "The last day of work is before the first."),
    ],
)
def test_what_cannot_be_added_is_explained_and_stays_typed(session, boss, values, sentence):
    typed = {"name": "Nia New", "email": "nia@example.org", "job_role": "Social worker", **values}
    page = boss.get("/admin/people/add").submit(typed, form="add")
    assert page.status == 422
    assert sentence in page.text
    assert page.form("add").values["job_role"] == ["Social worker"]


def test_details_are_changed(session, boss):
    person = make_person()
    page = boss.get(f"/admin/people/{person.id}").submit(
        {"name": "Aisha Khan-Reed", "leaves_on": "31/12/2026"}, form="/details"
    )
    assert page.h1 == "Aisha Khan-Reed"
    assert "31 December 2026" in page.text


def test_the_form_of_one_person_can_be_sent_back_unchanged(session, boss):
    person = make_person(staff_number="KX1")
    page = boss.get(f"/admin/people/{person.id}").submit(form="/details")
    assert page.status == 200
    assert reload(session, person).email == "aisha.khan@example.org"


def test_teams_are_written_as_in_the_import(session, boss):
    person = make_person()
    page = boss.get(f"/admin/people/{person.id}")
    typed = {"teams": "Services > East | West", "managed": "services"}
    page = page.submit(typed, form="/teams").submit({"new_teams": "Services | East | West"}, form="/teams")
    assert "East, West" in page.text
    page = boss.get("/admin/teams")
    assert "Services Aisha Khan 0" in page.text
    assert "– East Nobody 1" in page.text
    page = boss.get(f"/admin/people/{person.id}")
    assert page.form("/teams").values["teams"] == ["East | West"]
    page = page.submit({"teams": "East > Services"}, form="/teams")
    assert page.status == 422
    assert "would stand inside themselves" in page.text
    assert page.form("/teams").values["teams"] == ["East > Services"]


def test_a_team_that_is_not_there_is_asked_about_and_made_only_when_its_box_is_ticked(session, boss):
    make_team("Assessment")
    person = make_person()
    page = boss.get(f"/admin/people/{person.id}")
    assert not page.all("input[@name='new_teams']")
    page = page.submit({"teams": "Asessment | Nowhere", "managed": "assessment"}, form="/teams")
    assert page.status == 422
    assert page.title.startswith("Error: ")
    assert (
        "There is no team “Asessment”. Did you mean “Assessment”? There is no team “Nowhere”. "
        "Correct them, or tick the box below to make new teams."
    ) in page.text
    assert page.form("/teams").values["teams"] == ["Asessment | Nowhere"]
    assert "Make these new teams: “Asessment” and “Nowhere”" in page.form("/teams").words
    assert "new_teams" not in page.form("/teams").values
    assert [team.name for team in session.execute(select(Team)).scalars()] == ["Assessment"]
    page = page.submit({"new_teams": "Asessment | Nowhere"}, form="/teams")
    assert page.query == "notice=teams-changed"
    assert "Asessment, Nowhere" in page.text


def test_the_ticked_box_makes_only_the_teams_that_it_names(session, boss):
    page = boss.get(f"/admin/people/{make_person().id}").submit({"managed": "Nowhere"}, form="/teams")
    assert "There is no team “Nowhere”. Correct it, or tick the box below to make new teams." in page.text
    page = page.submit({"managed": "Noweher", "new_teams": "Nowhere"}, form="/teams")
    assert page.status == 422
    assert "There is no team “Noweher”." in page.text
    assert session.execute(select(Team)).all() == []


def test_a_team_that_nobody_ever_used_is_removed(session, boss):
    used, above = make_team("Used"), make_team("Above")
    make_team("Beneath", parent=above)
    put_in_team(make_person(), used, until_on=NOON.date())
    once_managed = make_team("Once managed")
    make_manager(make_person("Kendal Whitby"), once_managed, until_on=NOON.date())
    page = boss.get("/admin/teams")
    assert "Used Nobody 0" in page.text
    removes = [form.action for form in page.forms if form.action.endswith("/remove")]
    assert len(removes) == 1
    page = page.submit(form="/remove")
    assert "The team is removed." in page.text
    assert "Beneath" not in page.text
    assert session.execute(select(AuditEvent.details).where(AuditEvent.action == "team removed")).scalar_one() == {
        "name": "Beneath"
    }
    assert len([form for form in page.forms if form.action.endswith("/remove")]) == 1  # what it stood beneath


def test_a_team_that_was_used_meanwhile_stays_and_one_that_is_gone_is_not_found(session, boss):
    team = make_team("Late")
    page = boss.get("/admin/teams")
    put_in_team(make_person(), team)
    page = page.submit(form="/remove")
    assert (page.status, page.h1) == (409, "This team stays")
    token = page._client.get("/account").form("/sign-out").values["csrf_token"][0]
    for number in (team.id + 999, 2**40):
        assert boss.post(f"/admin/teams/{number}/remove", {"csrf_token": token}).status == 404


def test_learning_leads_see_teams_and_remove_none(session, sign_in):
    make_team("Empty")
    make_person("Hexham Ripley", roles=(Role.LEARNING_LEAD,))
    page = sign_in("hexham.ripley@example.org").get("/admin/teams")
    assert "Empty Nobody 0" in page.text
    assert not any(form.action.endswith("/remove") for form in page.forms)


def test_a_hidden_character_in_the_name_of_a_team_is_refused(session, boss):
    page = boss.get(f"/admin/people/{make_person().id}").submit({"teams": "East\u202e"}, form="/teams")
    assert page.status == 422
    assert "There is a hidden character in it." in page.text


def test_roles_are_given_and_taken_by_a_button(session, boss):
    person = make_person()
    page = boss.get(f"/admin/people/{person.id}").submit(form="/role")
    assert "The role is given." in page.text
    assert reload(session, person).roles == {Role.AUTHOR}
    page = page.submit(form="/role")
    assert reload(session, person).roles == frozenset()


def test_a_made_up_role_is_not_found(session, boss):
    person = make_person()
    page = boss.get(f"/admin/people/{person.id}")
    assert page.submit({"role": "emperor"}, form="/role").status == 404


def test_an_administrator_is_offered_no_role_for_themselves_and_cannot_leave_by_mistake(session, boss):
    page = boss.get(boss.get("/admin/people").all("li/div/a")[0].get("href"))
    assert page.h1 == "Selby Thirsk"
    roles = [form for form in page.forms if form.action.endswith("/role")]
    assert [form.values["held"] for form in roles] == [["no"]]
    assert not any(form.action.endswith("/deactivate") for form in page.forms)
    page = page.submit(form="/role")
    assert (page.status, page.h1) == (409, "The last administrator stays")
    assert "this is the last administrator" in page.text
    assert "in the meantime" not in page.text
    assert "load the page again" not in page.text


def test_an_administrator_is_made_on_a_page_that_asks_first(session, boss):
    person = make_person()
    page = boss.get(f"/admin/people/{person.id}")
    roles = [form.values["role"] for form in page.forms if form.action.endswith("/role")]
    assert roles == [["author"], ["learning lead"]]
    page = page.follow("Give")
    assert page.h1 == "Make Aisha Khan an administrator?"
    assert reload(session, person).roles == frozenset()
    page = page.submit(form="/role")
    assert "The role is given." in page.text
    assert reload(session, person).roles == {Role.ADMINISTRATOR}


def test_deactivating_and_reactivating(session, boss):
    person = make_person()
    page = boss.get(f"/admin/people/{person.id}").follow("Deactivate this account")
    assert page.h1 == "Deactivate the account of Aisha Khan?"
    assert reload(session, person).is_active(NOON.date())
    page = page.submit(form="/deactivate")
    assert "Deactivated" in page.text
    assert not reload(session, person).is_active(NOON.date())
    page = page.submit(form="/reactivate")
    assert reload(session, person).is_active(NOON.date())


def test_a_link_is_sent_again(session, boss, caplog):
    caplog.set_level(logging.INFO, logger="learning.mail")
    person = make_person(password=None)
    page = boss.get(f"/admin/people/{person.id}")
    assert "Send the link again" in page.form("/link").words
    assert "on its way" in page.submit(form="/link").text
    assert "Mail to aisha.khan@example.org" in caplog.text


def test_a_link_that_is_sent_again_replaces_the_one_before(session, boss, visitor, caplog):
    caplog.set_level(logging.INFO, logger="learning.mail")
    person = make_person(password=None)
    page = boss.get(f"/admin/people/{person.id}")
    page.submit(form="/link").submit(form="/link")
    first, second = re.findall(r"http://localhost(/password/set/\S+)", caplog.text)
    assert visitor.get(second).h1 == "Set my password"
    page = visitor.get(first)
    assert page.status == 404
    assert "Only the newest link works." in page.text


def test_somebody_is_signed_out_everywhere(session, boss, sign_in):
    person = make_person()
    client = sign_in("aisha.khan@example.org")
    boss.get(f"/admin/people/{person.id}").submit(form=f"/people/{person.id}/sign-out")
    assert client.get("/account").h1 == "Sign in"


@pytest.mark.parametrize("number", ["0", "999", "2147483648", "9" * 40])
def test_people_who_are_not_there_are_not_found(session, boss, number):
    assert boss.get(f"/admin/people/{number}").status == 404


def test_names_with_markup_are_shown_as_words(session, boss):
    team = make_team(NASTY)
    person = make_person(NASTY, email="nasty@example.org", job_role=NASTY, staff_number=NASTY[:30])
    put_in_team(person, team)
    make_manager(person, team)
    for address in ("/admin/people", f"/admin/people/{person.id}", "/admin/teams", "/admin/people?search=%3Cimg"):
        page = boss.get(address)
        assert NASTY in page.text
        assert not page.all("img")


def test_the_navigation_shows_what_a_person_may_open(session, sign_in):
    make_person()
    make_person("Ludlow Frome", roles=(Role.AUTHOR,))
    make_person("Hexham Ripley", roles=(Role.LEARNING_LEAD,))
    manager = make_person("Kendal Whitby")
    make_manager(manager, make_team())

    def links_of(email):
        links = sign_in(email).get("/account").all("nav//a")
        return {"My team", "Write", "People"} & {"".join(link.itertext()) for link in links}

    emails = (
        "aisha.khan@example.org",
        "ludlow.frome@example.org",
        "hexham.ripley@example.org",
        "kendal.whitby@example.org",
    )
    seen = {email: links_of(email) for email in emails}
    assert seen == {
        "aisha.khan@example.org": set(),
        "ludlow.frome@example.org": {"Write"},
        "hexham.ripley@example.org": {"My team", "Write", "People"},
        "kendal.whitby@example.org": {"My team"},
    }
