"""Importing people in the browser: look first, confirm exactly that, or throw it away."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import func, select

from learning import clock
from learning.db import transaction
from learning.people.administration import set_role
from learning.people.models import PendingPeopleImport, Person
from learning.people.roles import Role
from tests.conftest import NOON
from tests.makers import make_person
from tests.rules.people.test_spreadsheet_file import workbook

FILE = "email,name,manager\nselby.thirsk@example.org,Selby Thirsk,\na@example.org,<b>Ann</b>,selby.thirsk@example.org\n"


@pytest.fixture
def boss(session, sign_in):
    """An administrator, signed in."""
    make_person("Selby Thirsk", roles=(Role.ADMINISTRATOR,))
    return sign_in("selby.thirsk@example.org")


def choose(boss, content=FILE, name="people.csv", **fields):
    content = content if isinstance(content, bytes) else content.encode()
    page = boss.get("/admin/people").follow("Import people")
    token = page.form("/admin/people/import").values["csrf_token"][0]
    data = {"csrf_token": token, "file": (io.BytesIO(content), name), **fields}
    answer = boss.raw("POST", "/admin/people/import", data=data)
    return boss.get("/admin/people/import/look") if answer.status_code == 303 else answer


def people_count(session):
    return session.execute(select(func.count()).select_from(Person)).scalar_one()


def test_a_file_is_looked_at_and_then_imported(session, boss):
    page = choose(boss)
    assert page.h1 == "Look at the import first"
    assert "1 new" in page.text
    assert "<b>Ann</b> a@example.org 3 New New account" in page.text
    assert "1 new team" in page.text
    assert not page.all("main//b")
    assert people_count(session) == 1
    page = page.submit(form="/confirm")
    assert "The people are imported." in page.text
    assert people_count(session) == 2
    assert session.execute(select(PendingPeopleImport)).all() == []
    assert "nothing to import" in choose(boss).text


def test_an_excel_workbook_is_taken_and_changes_are_shown_with_what_stood_there(session, boss):
    rows = [("email", "name", "job_role"), ("selby.thirsk@example.org", "Selby Thirsk", "Systems lead")]
    page = choose(boss, workbook(rows, [("Who has left",)]), "people.xlsx")
    assert "2 Changes job_role: Social worker → Systems lead" in page.text
    assert "Only the sheet “Sheet1” was read; “Sheet2” was not." in page.text


def test_what_was_not_read_is_said_beside_the_faults_too(boss):
    text = choose(boss, workbook([("A list of people",)], [("email", "name")]), "people.xlsx").get_data(as_text=True)
    assert "Only the sheet “Sheet1” was read; “Sheet2” was not." in text


def test_faults_are_named_with_their_rows_and_nothing_is_kept(session, boss):
    answer = choose(boss, "email,name,team\n=cmd,Ann,A > B\nb@example.org,,B > A\n")
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Row 2: email: “=cmd” looks like a formula of a spreadsheet." in text
    assert "Row 3: name: is empty." in text
    assert "Rows 2 and 3: teams go in a circle: A &gt; B &gt; A." in text
    assert session.execute(select(PendingPeopleImport)).all() == []


def test_no_file_is_asked_for(boss):
    page = boss.get("/admin/people/import").submit(form="/admin/people/import")
    assert (page.status, "Choose a file." in page.text) == (422, True)


def test_what_changed_in_between_is_shown_anew_and_not_imported(session, boss):
    page = choose(boss)
    make_person("Ann Other", email="a@example.org")
    page = page.submit(form="/confirm")
    assert page.status == 409
    assert "People or teams were changed since you looked, so nothing was imported." in page.text
    assert "name: Ann Other → <b>Ann</b>" in page.text
    assert people_count(session) == 2
    assert "The people are imported." in page.submit(form="/confirm").text


def test_a_file_that_has_become_wrong_names_its_faults(session, boss):
    page = choose(boss, "email,name,staff_number\na@example.org,Ann,7\n")
    make_person("Ann Other", email="a@example.org", staff_number="8")
    page = page.submit(form="/confirm")
    assert page.status == 422
    assert "Row 2: “a@example.org” belongs to staff number 8, not 7." in page.text


def test_many_leavers_need_their_own_tick(session, boss):
    make_person("Ben Ode")
    page = choose(boss, missing_are_leavers="y")
    assert "1 of 2 people are missing from the file and would leave." in page.text
    page = page.submit(form="/confirm")
    assert page.status == 409
    page = page.submit({"even_if_many_leave": "yes"}, form="/confirm")
    assert "The people are imported." in page.text


def test_a_file_is_thrown_away_or_forgotten_after_a_day(session, boss):
    page = choose(boss)
    page = page.submit(form="/cancel")
    assert "The file is thrown away." in page.text
    assert boss.get("/admin/people/import/look").status == 404
    choose(boss)
    with transaction() as writing:
        writing.execute(PendingPeopleImport.__table__.update().values(made_at=NOON.replace(day=1)))
    assert boss.get("/admin/people/import/look").status == 404
    assert "have not confirmed it yet" not in boss.get("/admin/people/import").text


def test_each_administrator_looks_at_their_own_file(session, boss, sign_in):
    choose(boss)
    other = make_person("Other Boss")
    with transaction():
        set_role(other.id, Role.ADMINISTRATOR, held=True, actor_id=None, now=clock.now(), today=NOON.date())
    client = sign_in("other.boss@example.org")
    assert client.get("/admin/people/import/look").status == 404
    assert "You chose people.csv" in boss.get("/admin/people/import").text


def test_long_lists_are_paged_and_can_be_narrowed(boss):
    rows = "".join(f"p{number:03}@example.org,Person {number:03}\n" for number in range(120))
    page = choose(boss, f"email,name\nselby.thirsk@example.org,Selby Changed\n{rows}")
    assert "Page 1 of 2" in page.text
    page = boss.get("/admin/people/import/look?kind=new&page=2")
    assert "Person 119" in page.text
    assert "Selby Changed" not in page.text
