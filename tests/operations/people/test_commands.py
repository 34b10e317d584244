"""`flask people …` and the demonstration, as whoever runs the product uses them."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from learning.db import db, transaction
from learning.people import teams
from learning.people.demonstration import create_demonstration, readable_password
from learning.people.models import Person
from learning.people.password_rules import password_fault
from learning.people.roles import Role
from tests.conftest import NOON
from tests.makers import make_person
from tests.web.pages import PageClient

FILE = "email,name,team\na@example.org,Ann Ash,East\nb@example.org,Ben Oak,East\n"


@pytest.fixture
def run(app):
    """Runs a command and gives its result."""
    runner = app.test_cli_runner()
    return lambda *arguments: runner.invoke(args=["people", *map(str, arguments)])


def people_count(session):
    return session.execute(select(func.count()).select_from(Person)).scalar_one()


def test_a_dry_run_says_what_would_happen_and_changes_nothing(session, run, tmp_path):
    file = tmp_path / "people.csv"
    file.write_text(FILE)
    result = run("import", file, "--dry-run")
    assert result.exit_code == 0
    assert "2 new:\n  row 2: Ann Ash <a@example.org>" in result.output
    assert "nothing was changed" in result.output
    assert people_count(session) == 0


def test_an_import_says_what_it_did(session, run, tmp_path):
    file = tmp_path / "people.csv"
    file.write_text(FILE)
    result = run("import", file)
    assert (result.exit_code, people_count(session)) == (0, 2)
    assert "1 new team:\n  East\n" in result.output
    assert "2 unchanged." in run("import", file).output
    file.write_text(FILE.replace(",East", ",South > East"))
    assert "1 new team:\n  South\n1 team moved or renamed:\n  East: beneath South\n" in run("import", file).output
    file.write_text(FILE.replace(",East", ",A > East | B > South"))
    assert "2 new teams:\n  A\n  B\n2 teams moved or renamed:\n" in run("import", file).output


def test_a_faulty_file_prints_every_fault_and_exits_1(session, run, tmp_path):
    file = tmp_path / "people.csv"
    file.write_text("email,name\na.example.org,A\nb@example.org,\n")
    result = run("import", file)
    assert result.exit_code == 1
    assert "row 2: email: “a.example.org” is not an e-mail address.\nrow 3: name: is empty." in result.output
    assert "Nothing was imported." in result.output
    assert people_count(session) == 0


def test_adding_an_administrator_prints_a_link_that_works(session, run, visitor):
    result = run("add", "Selby@Example.org", "Selby Thirsk", "--role", "administrator")
    assert result.exit_code == 0
    path = re.search(r"http://localhost(/password/set/\S+)", result.output).group(1)
    visitor.get(path).submit({"new_password": "orchard kettle and rain"}, form="Set my password")
    visitor.get("/sign-in").submit(
        {"name": "selby@example.org", "password": "orchard kettle and rain"}, form="/sign-in"
    )
    assert visitor.get("/admin/people").h1 == "People"


def test_adding_somebody_twice_is_refused_in_a_sentence(session, run):
    make_person()
    result = run("add", "aisha.khan@example.org", "Aisha")
    assert result.exit_code == 1
    assert "Somebody else has this e-mail address." in result.output


@pytest.mark.parametrize(
    ("name", "number", "sentence"),
    [
        ("N" * 121, "1", "name: Use at most 120 characters. You have used 121."),
        ("Nia", "9" * 41, "staff_number: Use at most 40 characters. You have used 41."),
        ('=HYPERLINK("a")', "1", "name: This looks like a formula of a spreadsheet."),
        ("Nia\x1b[31m", "1", "name: There is a hidden character in this."),
    ],
)
def test_what_cannot_be_kept_is_refused_and_not_cut(session, run, name, number, sentence):
    result = run("add", "nia@example.org", name, "--staff-number", number)
    assert result.exit_code == 1
    assert sentence in result.output
    assert people_count(session) == 0


def test_everybody_is_listed(session, run):
    make_person(roles=(Role.AUTHOR,))
    assert "aisha.khan@example.org\tAisha Khan\tauthor\tIn use" in run("list").output


def test_the_demonstration_holds_everybody_who_is_needed(app, session):
    with transaction():
        accounts = create_demonstration(NOON)
    assert [account.role for account in accounts] == ["learner", "manager", "author", "learning lead", "administrator"]
    assert len({account.password for account in accounts}) == 5
    manager = next(account for account in accounts if account.role == "manager")
    row = db.session.execute(select(Person).where(Person.email == manager.email)).scalar_one()
    assert len(teams.people_in_teams(teams.managed_team_ids(row.id, NOON.date()), NOON.date())) >= 8
    for account in accounts:
        browser = PageClient(app)
        browser.get("/sign-in").submit({"name": account.email, "password": account.password}, form="/sign-in")
        assert account.name in browser.get("/account").text


def test_the_demonstration_is_only_made_where_there_is_nobody(session):
    make_person()
    with transaction():
        assert create_demonstration(NOON) == []
    assert people_count(session) == 1


def test_demonstration_passwords_keep_our_own_rule():
    made = {readable_password() for _ in range(50)}
    assert len(made) == 50
    assert [password for password in made if password_fault(password)] == []
