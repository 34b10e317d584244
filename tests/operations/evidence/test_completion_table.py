"""All completions that counted on a day: which are there, what stands beside them, and the command that writes them."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta

import openpyxl
import pytest
from sqlalchemy import select

from learning import clock
from learning.audit import AuditEvent
from learning.db import db, transaction
from learning.errors import NotFound
from learning.evidence.completion_table import COLUMNS, Completions, completion_table
from learning.outside import decisions
from learning.people import placing
from learning.people.roles import Role
from learning.study.codes import grouped
from learning.study.voiding import void_completion
from tests import makers
from tests.conftest import NOON
from tests.operations.evidence.history import ZONE
from tests.study_course import TWO_LESSONS

TODAY = NOON.date()
LATER = NOON + timedelta(days=30)


@pytest.fixture
def aisha(session):
    """Somebody in a team, who has completed a course today."""
    makers.publish_course()
    aisha = makers.make_person(staff_number="00042", starts_on=date(2026, 1, 5))
    makers.put_in_team(aisha, makers.make_team())
    makers.complete_course(aisha)
    return aisha


def rows_on(on=TODAY, known_at=NOON, **options) -> list[dict]:
    table = completion_table(Completions(on, known_at, ZONE, **options))
    return [dict(zip(COLUMNS, row, strict=True)) for row in table.rows]


def void(person):
    record = db.session.scalars(select(makers.CompletionRecord).filter_by(person_id=person.id)).one()
    with transaction():
        void_completion(record, reason="A slip", voided_by_id=None, now=LATER)
    return record


def test_a_row_names_who_where_what_and_the_version_and_never_a_score(aisha) -> None:
    [row] = rows_on()
    record = db.session.scalars(select(makers.CompletionRecord)).one()
    assert row == {
        "Name": "Aisha Khan", "Staff number": "00042", "Job role": "Social worker", "Teams": "Assessment",
        "Course": "Small steps", "Course key": "small-steps", "Version": 1, "Version hash": record.version_hash,
        "Completed on": TODAY, "Expires on": date(2028, 11, 24), "State": "counts", "Voided on": None,
        "Source": "Studied here", "Certificate check code": grouped(record.check_code), "Day": TODAY,
        "As known at": "2026-11-24T12:00:00Z",
    }  # fmt: skip
    assert not {"score", "points", "attempt", "answer", "route"} & {word for name in COLUMNS for word in name.split()}


def test_it_counts_from_the_day_it_was_made_until_it_runs_out(aisha) -> None:
    days = [TODAY - timedelta(days=1), TODAY, date(2028, 11, 23), date(2028, 11, 24)]
    assert [len(rows_on(day, known_at=NOON)) for day in days] == [0, 1, 1, 0]
    assert [row["State"] for row in rows_on(days[-1], with_others=True)] == ["ran out"]


def test_what_was_voided_since_still_counts_as_it_was_known_and_is_marked(aisha) -> None:
    void(aisha)
    [row] = rows_on()
    assert (row["State"], row["Voided on"]) == ("counts", LATER.date())
    assert rows_on(known_at=LATER) == []
    assert [row["State"] for row in rows_on(known_at=LATER, with_others=True)] == ["voided"]


def test_what_was_learned_elsewhere_stands_in_the_same_list_with_where_it_comes_from(aisha) -> None:
    lead = makers.make_person("Lee Hart", roles=(Role.LEARNING_LEAD,))
    bola = makers.make_person("Bola Adeyemi")
    claim = makers.claim_learning(bola, held_on=date(2026, 5, 4), course_slug="small-steps")
    assert [row["Name"] for row in rows_on()] == ["Aisha Khan"]
    with transaction():
        decisions.confirm(claim.id, lead, now=LATER, today=LATER.date())
    rows = rows_on(known_at=LATER)
    assert [row["Name"] for row in rows] == ["Aisha Khan", "Bola Adeyemi"]
    assert (rows[1]["Version"], rows[1]["Source"]) == (None, "Motivational interviewing, A charity")
    assert [row["Name"] for row in rows_on(known_at=LATER - timedelta(seconds=1))] == ["Aisha Khan"]


def test_teams_are_those_of_the_day_as_they_were_known(aisha) -> None:
    makers.make_team("Fostering")
    with transaction():
        placing.put_person(
            aisha.id, (("Fostering",),), (), may_make=(), actor_id=aisha.id, now=LATER, today=LATER.date()
        )
    assert [rows_on(on, known_at=LATER)[0]["Teams"] for on in (TODAY, LATER.date())] == ["Assessment", "Fostering"]
    assert rows_on(LATER.date(), known_at=NOON)[0]["Teams"] == "Assessment"


def test_the_end_of_the_day_is_that_of_the_organisation(aisha) -> None:
    makers.publish_course(TWO_LESSONS, slug="two-lessons")
    after_midnight_here = NOON.replace(year=2027, month=6, day=30, hour=23, minute=30)
    with clock.set_to(lambda: after_midnight_here):
        makers.complete_course(aisha, "two-lessons")
    keys = [
        {row["Course key"] for row in rows_on(date(2027, month, day), after_midnight_here)}
        for month, day in ((6, 30), (7, 1))
    ]
    assert keys == [{"small-steps"}, {"small-steps", "two-lessons"}]


def test_the_statements_are_as_few_for_many_people(session, count_statements) -> None:
    makers.publish_course()
    counts = []
    for number in range(2):
        for name in range(1 + 5 * number):
            makers.complete_course(makers.make_person(f"Person {number} {name}"))
        with count_statements() as statements:
            assert len(rows_on()) == 1 + 6 * number
        counts.append(len(statements))
    assert counts == [5, 5]


def test_one_course_and_no_such_course(aisha) -> None:
    makers.publish_course(TWO_LESSONS, slug="two-lessons")
    makers.complete_course(aisha, "two-lessons")
    assert len(rows_on()) == 2
    assert [row["Course key"] for row in rows_on(course_slug="two-lessons")] == ["two-lessons"]
    for slug in ("no-such", "a\0b"):
        with pytest.raises(NotFound):
            rows_on(course_slug=slug)


@pytest.fixture
def records(app, aisha):
    """Gives what `flask records export …` prints."""
    runner = app.test_cli_runner()
    return lambda *arguments: runner.invoke(args=["records", "export", *map(str, arguments)])


def test_the_command_writes_the_same_rows_in_both_forms_and_notes_itself(records, tmp_path, session) -> None:
    printed = records("--on", "2026-11-24")
    lines = list(csv.reader(io.StringIO(printed.stdout)))
    assert lines[0] == list(COLUMNS)
    assert [line[0] for line in lines[1:]] == ["Aisha Khan"]
    for form in ("csv", "xlsx"):
        assert records("--on", "2026-11-24", "--format", form, "--to", tmp_path / f"a.{form}").exit_code == 0
    assert (tmp_path / "a.csv").read_bytes().decode("utf-8-sig") == printed.stdout_bytes.decode()
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["Completions"]
    assert [cell.value for cell in sheet[2]][:4] == ["Aisha Khan", "00042", "Social worker", "Assessment"]
    assert [path.name for path in sorted(tmp_path.iterdir())] == ["a.csv", "a.xlsx"]
    assert len(session.scalars(select(AuditEvent).filter_by(action="records exported")).all()) == 1, "once a day"


def test_the_command_says_in_a_line_what_will_not_do(records, session) -> None:
    for arguments, words in (
        (["--on", "2026-11-25"], "Choose today or a day of the past."),
        (["--on", "2026-11-24", "--known-at", "2026-11-24T12:01Z"], "This moment has not come yet."),
        (["--on", "2026-11-24", "--known-at", "noon"], "Write the moment like"),
        (["--on", "2026-11-24", "--course", "no-such"], "There is no course of this name."),
    ):
        refused = records(*arguments)
        assert (refused.exit_code, words in refused.output) == (1, True)
    assert session.scalars(select(AuditEvent).filter_by(action="records exported")).all() == []
