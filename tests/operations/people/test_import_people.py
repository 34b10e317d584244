"""Importing people: all or nobody, preview equals result, and again changes nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from learning.audit import AuditEvent
from learning.db import db, transaction
from learning.errors import BadSource
from learning.people import teams
from learning.people.administration import LAST_ADMINISTRATOR
from learning.people.import_people import import_people, preview_import
from learning.people.models import Membership, PasswordLink, Person, PersonRole, SignInSession, Team, TeamManager, Try
from learning.people.roles import Role
from tests.conftest import NOON
from tests.makers import make_person, make_team, put_in_team

TODAY = NOON.date()
HEADER = "email,name,staff_number,job_role,team,manages_team,roles,starts_on,leaves_on"
TABLES = (Person, PersonRole, Team, Membership, TeamManager, SignInSession, PasswordLink, Try)
EVERYBODY = (
    "meera@example.org,Meera Patel,1,Team manager,Services,Services,,2020-01-05,",
    "aisha@example.org,Aisha Khan,2,Social worker,Services > Assessment,,author,2026-01-05,",
    "selby@example.org,Selby Thirsk,3,Systems officer,,,administrator | learning lead,,",
)


class ProcessKilled(BaseException):
    """Stands for the end of the process before the commit."""


def lines(*rows, header=HEADER):
    return "\n".join([header, *rows]).encode()


def run(*rows, header=HEADER, now=NOON):
    with transaction():
        return import_people(lines(*rows, header=header), now=now, today=now.date())


def everything():
    return {
        table.__tablename__: sorted(map(repr, db.session.execute(select(*table.__table__.columns)).all()))
        for table in TABLES
    }


def faults_of(*rows, header=HEADER):
    before = everything()
    with pytest.raises(BadSource) as refusal:
        run(*rows, header=header)
    assert everything() == before
    with pytest.raises(BadSource) as of_preview:
        preview_import(lines(*rows, header=header), today=TODAY)
    assert [str(one) for one in of_preview.value.problems] == [str(one) for one in refusal.value.problems]
    return [str(one) for one in refusal.value.problems]


def person(email):
    return db.session.execute(select(Person).where(Person.email == email)).scalar_one()


def test_a_file_makes_people_teams_managers_and_roles(session):
    report = run(*EVERYBODY)
    assert [line.kind for line in report.lines] == ["new"] * 3
    assert report.new_teams == ("Assessment", "Services")
    assert report.moved_teams == ()
    meera, aisha = person("meera@example.org"), person("aisha@example.org")
    managed = teams.managed_team_ids(meera.id, TODAY)
    assert [one.name for one in teams.people_in_teams(managed, TODAY)] == ["Aisha Khan", "Meera Patel"]
    assert aisha.roles == {Role.AUTHOR}
    assert person("selby@example.org").roles == {Role.ADMINISTRATOR, Role.LEARNING_LEAD}
    assert (aisha.staff_number, aisha.job_role, aisha.starts_on) == ("2", "Social worker", date(2026, 1, 5))
    assert aisha.password_hash is None


def test_the_same_file_again_changes_nothing(session):
    run(*EVERYBODY)
    before = everything()
    report = run(*EVERYBODY, now=NOON + timedelta(days=3))
    assert everything() == before
    assert (report.changes_nothing, report.unchanged_count) == (True, 3)


def test_a_preview_says_what_the_import_does_and_changes_nothing(session):
    run(*EVERYBODY)
    changed = (
        EVERYBODY[0],
        "aisha@example.org,Aisha Khan,2,Senior social worker,Services,,,2026-01-05,2026-11-01",
        "new@example.org,Nia New,4,,,,,,",
    )
    before = everything()
    preview = preview_import(lines(*changed), today=TODAY)
    assert everything() == before
    assert [line.who for line in preview.of_kind("new")] == ["row 4: Nia New <new@example.org>"]
    assert [line.who for line in preview.of_kind("leaver")] == ["row 3: Aisha Khan <aisha@example.org>"]
    assert preview.of_kind("leaver")[0].details == (
        "job_role: Social worker → Senior social worker",
        "leaves_on: none → 2026-11-01",
        "roles: author → none",
        "team: Assessment → Services",
    )
    assert preview.unchanged_count == 1
    assert run(*changed) == preview


def test_people_are_matched_by_staff_number_before_e_mail(session):
    run(*EVERYBODY)
    number = person("aisha@example.org").id
    run("aisha.new@example.org,Aisha Khan-Reed,2,,,,,,")
    assert person("aisha.new@example.org").id == number


def test_two_people_may_swap_their_e_mail_addresses_and_numbers_in_one_file(session):
    run(*EVERYBODY)
    meera, aisha = person("meera@example.org").id, person("aisha@example.org").id
    run("aisha@example.org,Meera Patel,1,,,,,,", "meera@example.org,Aisha Khan,2,,,,,,")
    db.session.expire_all()
    assert person("aisha@example.org").id == meera
    assert person("meera@example.org").id == aisha


def test_somebody_known_without_a_number_gets_the_one_of_the_file(session):
    make_person("Aisha Khan")
    run("aisha.khan@example.org,Aisha Khan,77,Social worker,,,,,")
    assert session.execute(select(Person.staff_number)).scalar_one() == "77"


def test_an_empty_staff_number_does_not_take_the_known_one_away(session):
    make_person("Aisha Khan", staff_number="77")
    report = run("aisha.khan@example.org,Aisha Khan,,Social worker,,,,,")
    assert report.unchanged_count == 1


def test_columns_that_the_file_lacks_are_left_alone(session):
    run(*EVERYBODY)
    report = run("aisha@example.org,Aisha Khan-Reed", header="email,name")
    assert [line.details for line in report.lines] == [("name: Aisha Khan → Aisha Khan-Reed",)]
    assert person("aisha@example.org").roles == {Role.AUTHOR}
    assert teams.team_names_of([person("aisha@example.org").id], TODAY).popitem()[1] == ["Assessment"]


def test_people_who_are_not_in_the_file_stay(session):
    make_person("Ben Ode")
    run(*EVERYBODY)
    assert person("ben.ode@example.org").is_active(TODAY)


def test_a_new_team_closes_the_old_membership_and_opens_the_next(session):
    run(*EVERYBODY)
    later = NOON + timedelta(days=10)
    run(EVERYBODY[1].replace("Services > Assessment", "Fostering"), now=later)
    rows = session.execute(
        select(Team.name, Membership.from_on, Membership.until_on)
        .join(Team, Team.id == Membership.team_id)
        .where(Membership.person_id == person("aisha@example.org").id, Membership.withdrawn_at.is_(None))
        .order_by(Membership.id)
    ).all()
    assert rows == [("Assessment", TODAY, later.date()), ("Fostering", later.date(), None)]


def test_who_starts_later_joins_the_team_on_the_first_day(session):
    run("nia@example.org,Nia,9,,East,,,2027-02-01,")
    assert session.execute(select(Membership.from_on)).scalar_one() == date(2027, 2, 1)
    assert run("nia@example.org,Nia,9,,East,,,2027-02-01,").unchanged_count == 1


def test_a_team_is_moved_beneath_another_and_its_spelling_stays(session):
    make_team("Assessment")
    report = run("a@example.org,A,9,,Services > ASSESSMENT,,,,")
    assert report.new_teams == ("Services",)
    assert report.moved_teams == ("Assessment: beneath Services",)
    above = session.execute(select(Team.id).where(Team.name == "Services")).scalar_one()
    assert session.execute(select(Team.parent_id).where(Team.name == "Assessment")).scalar_one() == above


def test_the_audit_names_roles_and_teams_that_an_import_changes(session):
    make_team("Assessment")
    run("a@example.org,A,9,,Services > Assessment,,author,,")
    deeds = dict(session.execute(select(AuditEvent.action, AuditEvent.details)).all())
    assert deeds["team made"] == {"name": "Services"}
    assert deeds["team moved"] == {"above": "Services"}
    assert deeds["person added"]["roles"] == ["author"]


def test_a_leaver_is_signed_out_by_the_next_request(session, sign_in):
    make_person("Aisha Khan")
    make_person("Selby", roles=(Role.ADMINISTRATOR,))
    client = sign_in("aisha.khan@example.org")
    run("aisha.khan@example.org,Aisha Khan,,,,,,,2026-11-23")
    assert client.get("/account").h1 == "Sign in"


def test_an_e_mail_of_somebody_who_is_not_in_the_file_is_a_fault(session):
    make_person("Ben Ode", staff_number="5")
    assert faults_of("ben.ode@example.org,Aisha,6,,,,,,")[0].startswith(
        "row 2: “ben.ode@example.org” belongs to staff number 5, not 6."
    )


def test_a_staff_number_that_moves_onto_somebody_elses_e_mail_is_a_fault(session):
    make_person("Ben Ode", staff_number="5")
    make_person("Cara Day", staff_number="6")
    assert faults_of("cara.day@example.org,Ben Ode,5,,,,,,") == [
        "row 2: the e-mail address “cara.day@example.org” belongs to Cara Day, who is not in this file."
    ]


def test_one_person_in_two_rows_is_a_fault(session):
    make_person("Ben Ode", staff_number="5")
    assert faults_of("new@example.org,Ben,5,,,,,,", "ben.ode@example.org,Ben,,,,,,,") == [
        "row 3: this is the same person as in row 2."
    ]


def test_a_circle_with_the_teams_there_are_is_a_fault_with_its_row(session):
    make_team("Assessment", parent=make_team("Services"))
    rows = ("a@example.org,A,8,,,,,,", "b@example.org,B,9,,Assessment > Services,,,,")
    assert faults_of(*rows) == [
        "row 3: with the teams there are, this goes in a circle: Assessment > Services > Assessment."
    ]


def test_one_fault_stops_the_whole_file_and_every_fault_is_named(session):
    assert faults_of("a@example.org,A,1,,,,,,", "b.example.org,B,2,,,,,,", "c@example.org,,1,,,,,,") == [
        "row 3: email: “b.example.org” is not an e-mail address.",
        "row 4: name: is empty.",
        "row 4: the staff number “1” is also in row 2.",
    ]


def test_a_file_cannot_take_the_last_administrator_away(session):
    make_person("Selby", roles=(Role.ADMINISTRATOR,))
    before = everything()
    with pytest.raises(BadSource) as refusal:
        run("selby@example.org,Selby,,,,,author,,")
    assert [str(one) for one in refusal.value.problems] == [LAST_ADMINISTRATOR]
    db.session.rollback()
    assert everything() == before


def test_a_file_breaks_nothing_when_it_fails_half_way(session):
    make_person("Ben Ode")
    before = everything()

    def import_and_die():
        with transaction():
            import_people(lines(*EVERYBODY), now=NOON, today=TODAY)
            raise ProcessKilled

    with pytest.raises(ProcessKilled):
        import_and_die()
    assert everything() == before


def test_names_that_look_like_markup_are_kept_as_words(session):
    run('a@example.org,<img src=x onerror=alert(1)>,{{7*7}},"""\'",O\'Brien & “b”,,,,')
    assert session.execute(select(Person.name, Person.staff_number, Person.job_role)).one() == (
        "<img src=x onerror=alert(1)>",
        "{{7*7}}",
        "\"'",
    )
    assert session.execute(select(Team.name)).scalar_one() == "O'Brien & “b”"


def test_but_for_the_audit_twenty_people_take_as_many_statements_as_two_hundred(session, count_statements):
    counts = []
    for size in (20, 200):
        rows = [f"p{size}-{n}@example.org,P {n},{size}-{n},,Team {n % 5},,author,," for n in range(size)]
        with count_statements() as statements:
            run(*rows)
        counts.append(sum("audit_event" not in statement for statement in statements))
    assert counts[1] - counts[0] <= 5
    assert session.execute(select(func.count()).select_from(Person)).scalar_one() == 220


def test_a_person_put_into_a_team_by_hand_is_moved_by_the_next_file(session):
    run(*EVERYBODY)
    put_in_team(person("aisha@example.org"), make_team("Fostering"), from_on=date(2026, 11, 1))
    report = run(*EVERYBODY)
    assert [line.details for line in report.lines] == [("team: Assessment, Fostering → Assessment",)]
    assert teams.team_names_of([person("aisha@example.org").id], TODAY).popitem()[1] == ["Assessment"]
