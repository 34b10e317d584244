"""Importing a manager column, leavers who are missing from the file, and what no file may do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from learning.audit import AuditEvent
from learning.db import transaction
from learning.errors import BadSource, Conflict
from learning.people import teams
from learning.people.administration import Details, change_details
from learning.people.import_people import import_people, preview_import
from learning.people.import_plan import OWN_ROLE, ImportChoices
from learning.people.models import Membership, Person, Team, TeamManager, TeamParent
from learning.people.roles import Role
from tests.conftest import NOON
from tests.makers import make_manager, make_person, make_team, put_in_team

TODAY = NOON.date()
HEADER = "email,name,staff_number,manager"
LINE = (
    "tess@example.org,Tess Top,1,",
    "mo@example.org,Mo Mid,2,1",
    "lu@example.org,Lu Low,3,mo@example.org",
    "al@example.org,Al Low,4,2",
)
FIRST_DAY = date(2027, 1, 4)
WITH_DAYS = f"{HEADER},starts_on"
MISSING = ImportChoices(missing_are_leavers=True)


def lines(*rows, header=HEADER):
    return "\n".join([header, *rows]).encode()


def run(*rows, header=HEADER, now=NOON, choices=None, **options):
    with transaction():
        return import_people(
            lines(*rows, header=header), choices or ImportChoices(), now=now, today=now.date(), **options
        )


def person(session, name):
    return session.execute(select(Person).where(Person.name == name)).scalar_one()


def names_managed_by(session, name, today=TODAY):
    managed = teams.managed_team_ids(person(session, name).id, today)
    return [one.name for one in teams.people_in_teams(managed, today)]


def test_a_manager_reaches_everybody_beneath_along_the_reporting_line(session):
    report = run(*LINE)
    assert report.new_teams == ("People who report to Mo Mid", "People who report to Tess Top")
    assert names_managed_by(session, "Tess Top") == ["Al Low", "Lu Low", "Mo Mid"]
    assert names_managed_by(session, "Mo Mid") == ["Al Low", "Lu Low"]
    assert names_managed_by(session, "Lu Low") == []


def test_the_same_reporting_lines_again_write_nothing(session, count_statements):
    run(*LINE)
    with count_statements() as statements:
        report = run(*LINE, now=NOON + timedelta(days=3))
    assert report.changes_nothing
    assert [one for one in statements if one.startswith(("INSERT", "UPDATE", "DELETE"))] == []


def test_another_manager_closes_the_membership_and_opens_the_next(session):
    run(*LINE)
    later = NOON + timedelta(days=10)
    report = run(*LINE[:3], "al@example.org,Al Low,4,1", now=later)
    assert [line.details for line in report.lines] == [
        ("manager: People who report to Mo Mid → People who report to Tess Top",)
    ]
    rows = session.execute(
        select(Team.name, Membership.from_on, Membership.until_on)
        .join(Team, Team.id == Membership.team_id)
        .where(Membership.person_id == person(session, "Al Low").id, Membership.withdrawn_at.is_(None))
        .order_by(Membership.from_on)
    ).all()
    assert rows == [
        ("People who report to Mo Mid", TODAY, later.date()),
        ("People who report to Tess Top", later.date(), None),
    ]
    assert names_managed_by(session, "Mo Mid", later.date()) == ["Lu Low"]
    assert names_managed_by(session, "Mo Mid", later.date() - timedelta(days=1)) == ["Al Low", "Lu Low"]


def test_a_manager_who_gets_another_manager_is_followed_by_their_team(session):
    run(*LINE)
    later = NOON + timedelta(days=10)
    run("mo@example.org,Mo Mid,2,", "tess@example.org,Tess Top,1,2", now=later)
    assert names_managed_by(session, "Mo Mid", later.date()) == ["Al Low", "Lu Low", "Tess Top"]
    assert not session.scalars(
        select(TeamManager).where(
            TeamManager.person_id == person(session, "Tess Top").id, teams.holds_on(TeamManager, later.date())
        )
    ).all()
    above = session.scalars(select(TeamParent).where(TeamParent.withdrawn_at.is_(None))).all()
    assert [(row.from_on, row.until_on) for row in above] == [(TODAY, later.date())]


def test_teams_that_the_file_names_and_those_of_managers_leave_each_other_alone(session):
    run("tess@example.org,Tess,1,,East,", "mo@example.org,Mo,2,1,East,East", header=f"{HEADER},team,manages_team")
    mo = person(session, "Mo").id
    assert teams.team_names_of([mo], TODAY)[mo] == ["East", "People who report to Tess"]
    assert run("mo@example.org,Mo,East,East", header="email,name,team,manages_team").changes_nothing
    assert run("tess@example.org,Tess,1,", "mo@example.org,Mo,2,1").changes_nothing


def test_nobody_who_acts_as_manager_is_touched_by_a_file(session):
    run(*LINE)
    of_reports = session.execute(select(Team).where(Team.name == "People who report to Mo Mid")).scalar_one()
    for team in (of_reports, make_team("East")):
        make_manager(person(session, "Lu Low"), team, until_on=date(2026, 12, 24), is_acting=True)
    rows = [f"{row}," for row in LINE]
    assert run(*rows, header=f"{HEADER},manages_team").changes_nothing
    rows[2] += "East"
    run(*rows, header=f"{HEADER},manages_team")
    run(*(f"{row}," for row in LINE), header=f"{HEADER},manages_team")
    lu = person(session, "Lu Low").id
    assert teams.managed_team_names_of([lu], TODAY)[lu] == ["East (acting)", "People who report to Mo Mid (acting)"]


def test_an_import_is_all_or_nothing_where_the_line_is_broken(session):
    run(*LINE)
    with pytest.raises(BadSource) as refusal:
        run("tess@example.org,Tess Other,1,3", "new@example.org,New,9,1")
    assert [str(one) for one in refusal.value.problems] == [
        "row 2: manager: the line goes in a circle: Lu Low > Tess Other > Mo Mid > Lu Low."
    ]
    session.rollback()
    assert person(session, "Tess Top")


def leads_of(session, name):
    """From when until when somebody manages their direct reports, as known now."""
    leads = select(TeamManager.from_on, TeamManager.until_on).join(Team, Team.id == TeamManager.team_id)
    own = leads.where(TeamManager.person_id == person(session, name).id, TeamManager.withdrawn_at.is_(None))
    return session.execute(own.where(Team.reports_to_id == TeamManager.person_id)).all()


def test_a_manager_sees_nobody_before_their_own_first_day(session):
    make_person("Kim Known", email="kim@example.org", staff_number="9", starts_on=FIRST_DAY)
    rows = (
        f"mo@example.org,Mo Mid,2,,{FIRST_DAY}",
        "old@example.org,Olu Old,5,,2020-01-06",
        "lu@example.org,Lu Low,3,2|5|9,",
    )
    run(*rows, header=WITH_DAYS)
    assert leads_of(session, "Olu Old") == [(TODAY, None)]
    for name in ("Mo Mid", "Kim Known"):
        assert leads_of(session, name) == [(FIRST_DAY, None)]
        assert names_managed_by(session, name, FIRST_DAY - timedelta(days=1)) == []
        assert names_managed_by(session, name, FIRST_DAY) == ["Lu Low"]
    before = session.execute(select(TeamManager.id, TeamManager.withdrawn_at)).all()
    for days in (0, 3, 42):
        assert run(*rows, header=WITH_DAYS, now=NOON + timedelta(days=days)).changes_nothing
    assert session.execute(select(TeamManager.id, TeamManager.withdrawn_at)).all() == before


def test_a_known_first_day_holds_where_the_file_has_no_such_column(session):
    make_person("Kim Known", email="kim@example.org", starts_on=FIRST_DAY)
    run("kim@example.org,Kim Known,9,,East", "lu@example.org,Lu Low,3,9,", header=f"{HEADER},manages_team")
    held = session.execute(select(TeamManager.from_on).where(TeamManager.person_id == person(session, "Kim Known").id))
    assert held.scalars().all() == [FIRST_DAY, FIRST_DAY]


@pytest.mark.parametrize(("moved_to", "leads_on"), [("2027-02-01", date(2027, 2, 1)), ("", TODAY)])
def test_a_first_day_that_is_moved_moves_the_managing_with_it(session, moved_to, leads_on):
    lu = "lu@example.org,Lu Low,3,2,"
    run(f"mo@example.org,Mo Mid,2,,{FIRST_DAY}", lu, header=WITH_DAYS)
    run(f"mo@example.org,Mo Mid,2,,{moved_to}", lu, header=WITH_DAYS)
    assert leads_of(session, "Mo Mid") == [(leads_on, None)]
    assert run(f"mo@example.org,Mo Mid,2,,{moved_to}", lu, header=WITH_DAYS).changes_nothing


def places_of(session, name):
    rows = (
        select(place.from_on, place.until_on, place.withdrawn_at, place.person_id)
        for place in (Membership, TeamManager)
    )
    held = [row for wanted in rows for row in session.execute(wanted)]
    return [row[:2] for row in held if row[2] is None and row[3] == person(session, name).id]


def test_teams_and_managing_follow_a_first_day_whoever_moves_it(session):
    header, later = f"{HEADER},team,manages_team,starts_on", date(2027, 3, 1)
    run(f"mo@example.org,Mo Mid,2,,East,West,{FIRST_DAY}", "lu@example.org,Lu Low,3,2,,,", header=header)
    assert places_of(session, "Mo Mid") == [(FIRST_DAY, None)] * 3
    mo = person(session, "Mo Mid")
    with transaction():
        moved = Details(mo.email, mo.name, mo.staff_number, mo.job_role, later)
        change_details(mo.id, moved, actor_id=mo.id, now=NOON, today=TODAY)
    assert places_of(session, "Mo Mid") == [(later, None)] * 3
    run("mo@example.org,Mo Mid,2026-12-01", header="email,name,starts_on")
    assert places_of(session, "Mo Mid") == [(date(2026, 12, 1), None)] * 3
    run("mo@example.org,Mo Mid,2026-12-02", header="email,name,starts_on", now=NOON + timedelta(days=20))
    assert places_of(session, "Mo Mid") == [(date(2026, 12, 1), None)] * 3


def test_what_was_shown_is_shown_anew_where_a_manager_starts_on_another_day(session):
    kim = make_person("Kim Known", email="kim@example.org", starts_on=FIRST_DAY)
    rows = ("lu@example.org,Lu Low,3,kim@example.org",)
    shown = preview_import(lines(*rows), today=TODAY)
    kim.starts_on = None
    session.commit()
    with pytest.raises(Conflict):
        run(*rows, shown_mark=shown.mark)


def test_managers_who_have_left_are_named(session):
    left = "tess@example.org,Tess,1,,2026-11-01"
    report = preview_import(lines(left, "mo@example.org,Mo,2,1,", header=f"{HEADER},leaves_on"), today=TODAY)
    assert report.notes == ("Tess <tess@example.org> has left, and people in the file still report to them.",)


def test_who_is_missing_has_left_only_where_that_is_said(session, sign_in):
    make_person("Ben Ode")
    client = sign_in("ben.ode@example.org")
    rows = [f"p{number}@example.org,P,{number}," for number in range(12)]
    run(*rows)
    assert client.get("/account").h1 == "My account"
    preview = preview_import(lines(*rows), MISSING, today=TODAY)
    assert [(line.row, line.kind, line.name) for line in preview.lines] == [(0, "leaver", "Ben Ode")]
    assert run(*rows, choices=MISSING) == preview
    assert client.get("/account").h1 == "Sign in"
    assert person(session, "Ben Ode").leaves_on == TODAY - timedelta(days=1)
    assert run(*rows, choices=MISSING).changes_nothing


def test_who_was_missing_and_stands_in_the_file_again_is_back(session):
    make_person("Ben Ode", leaves_on=date(2026, 11, 1))
    ben = "ben.ode@example.org,Ben Ode,,"
    assert run(ben).changes_nothing
    report = run(ben, choices=MISSING)
    assert [(line.kind, line.details) for line in report.lines] == [("back", ("leaves_on: 2026-11-01 → none",))]
    assert person(session, "Ben Ode").is_active(TODAY)


def test_somebody_who_never_began_and_is_missing_does_not_begin(session):
    nia = make_person("Nia New", starts_on=date(2027, 1, 4))
    run("a@example.org,A,1,", choices=MISSING, even_if_many_leave=True)
    session.expire_all()
    assert (nia.starts_on, nia.is_active(TODAY)) == (None, False)


def test_many_leavers_have_to_be_said_again(session):
    for number in range(9):
        make_person(f"Person {number}", email=f"p{number}@example.org", password=None)
    make_person("Ben Ode")
    rows = [f"p{number}@example.org,Person {number},," for number in range(9)]
    assert not preview_import(lines(*rows), MISSING, today=TODAY).too_many_leave  # one of ten
    assert preview_import(lines(*rows[1:]), MISSING, today=TODAY).too_many_leave
    with pytest.raises(Conflict, match="2 of 10 people are missing from the file and would leave"):
        run(*rows[1:], choices=MISSING)
    session.rollback()
    assert person(session, "Ben Ode").leaves_on is None
    run(*rows[1:], choices=MISSING, even_if_many_leave=True)
    session.expire_all()
    assert person(session, "Ben Ode").leaves_on == TODAY - timedelta(days=1)


def test_nobody_gives_a_role_to_themselves_by_a_file_nor_ends_their_own_access(session):
    boss = make_person("Selby", roles=(Role.ADMINISTRATOR,))
    choices = ImportChoices(boss.id, missing_are_leavers=True)
    with pytest.raises(BadSource) as refusal:
        run(
            "selby@example.org,Selby,administrator|author",
            "b@example.org,B,author",
            header="email,name,roles",
            choices=choices,
        )
    assert [str(one) for one in refusal.value.problems] == [f"row 2: {OWN_ROLE}"]
    session.rollback()
    report = run("b@example.org,B,author", header="email,name,roles", choices=choices)
    assert report.notes == ("Selby is missing from the file. Nobody ends their own access, so it stays.",)
    assert person(session, "Selby").is_active(TODAY)


def test_hr_data_that_is_made_to_hurt_is_named_by_row_and_changes_nothing(session):
    make_person("Zoé Ash", email="zoé@example.org")
    rows = (
        "=cmd|' /C calc'!A0,Ann,1,",
        "b@example.org,Ben\u202eneB,2,",
        "c@example.org,Ca\u200bt,3,",
        "ｄ@example.org,Dan,4,",
        "ZOE\u0301@EXAMPLE.ORG,Zoe,5,",
        "zoé@example.org,Zoe Again,6,",
        "g@example.org,Gus\0,7,",
        f"h@example.org,{'H' * 4_000},8,",
        "i@example.org,Ida,ｋ1,",
        "j@example.org,Jo,K1,",
        f"k@example.org,Kim,{'ß' * 40},",
        f"l@example.org,{chr(0x0958) * 120},9,",
    )
    with pytest.raises(BadSource) as refusal:
        run(*rows)
    assert sorted({fault.row for fault in refusal.value.problems}) == [2, 3, 4, 5, 7, 8, 9, 11, 12, 13]
    session.rollback()
    assert session.scalars(select(Person.name)).all() == ["Zoé Ash"]


def test_a_tag_and_a_formula_in_a_name_stay_words_in_the_audit(session):
    run("a@example.org,<b>Ann</b>,1,", "b@example.org,Ben,2,1")
    made = select(AuditEvent.details).where(AuditEvent.action == "team made")
    assert session.execute(made).scalar_one() == {"name": "People who report to <b>Ann</b>"}


def test_a_tenth_of_the_people_changed_takes_as_many_statements_as_all_of_them(session, count_statements):
    rows = [f"p{number}@example.org,P {number},{number},{number // 9 if number else ''}" for number in range(90)]
    run(*rows)
    counts = []
    for size in (5, 80):
        changed = [row.replace(",P ", f",Q{size} ") if number < size else row for number, row in enumerate(rows)]
        with count_statements() as statements:
            run(*changed)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_a_person_put_by_hand_beside_the_reporting_line_keeps_the_ordinary_team(session):
    run(*LINE)
    put_in_team(person(session, "Lu Low"), make_team("Fostering"))
    assert run(*LINE).changes_nothing
