"""The inspection pack: told again it is the same, to the byte; what is known since is a list of its own; names."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import date, timedelta

import openpyxl
import pytest
from sqlalchemy import select

from learning import clock
from learning.audit import AuditEvent
from learning.db import transaction
from learning.errors import Invalid, NotFound
from learning.evidence.pack import Pack, gather
from learning.evidence.pack_files import write_pack
from learning.evidence.pack_tables import called_groups
from learning.evidence.pack_words import METHOD
from learning.evidence.plan_then import Asked
from learning.people import placing
from learning.people.models import Team
from learning.plans import agreements
from learning.settings import PROJECT_FOLDER
from learning.study.voiding import void_completion
from tests import makers
from tests.conftest import NOON
from tests.operations.evidence.history import ZONE, live, publish_plan
from tests.study_course import TWO_LESSONS

TODAY = NOON.date()
LATER = NOON + timedelta(days=200)
COURSES = PROJECT_FOLDER / "courses"


def pack(on=TODAY, known_at=NOON, *, now=LATER, names=False, key="everyone") -> Pack:
    return gather(Asked(key, on, known_at), courses_folder=COURSES, time_zone=ZONE, now=now, with_names=names)


def zip_of(made: Pack) -> zipfile.ZipFile:
    file = io.BytesIO()
    write_pack(file, made, "zip", organisation="A council", time_zone=ZONE, now=LATER)
    return zipfile.ZipFile(file)


@pytest.fixture
def people(session):
    """Seven in one team and one in another; six of them have done the first course."""
    makers.publish_course()
    makers.publish_course(TWO_LESSONS, slug="two-lessons")
    assessment, fostering = makers.make_team(), makers.make_team("Fostering")
    people = [makers.make_person(f"Person {number}", starts_on=date(2026, 1, 5)) for number in range(8)]
    for person in people:
        makers.put_in_team(person, fostering if person is people[-1] else assessment)
    for person in people[:6]:
        makers.complete_course(person)
    publish_plan(10, NOON)
    return people


def test_years_later_the_same_two_arguments_give_the_same_bytes(session) -> None:
    history = live(4, steps=8)
    middle = history.said[3]
    then = pack(middle.on, middle.at, now=middle.at, names=True)
    publish_plan(90, LATER)
    with transaction() as session:
        for record in session.scalars(select(makers.CompletionRecord)).all():
            void_completion(record, reason="A slip", voided_by_id=None, now=LATER)
        for person in history.people:
            agreements.pause(person.id, from_on=middle.on, last_on=None, actor_id=None, now=LATER, today=LATER.date())
        first, second = session.scalars(select(Team).order_by(Team.id))
        first.name, second.name = "Zenith", "People who report to Margaret Smith"
    changed = {**TWO_LESSONS, "02-asking.md": TWO_LESSONS["02-asking.md"].replace(b"Read that.", b"Read this.")}
    with clock.set_to(lambda: LATER):
        makers.publish_course(changed, slug="two-lessons")
        makers.complete_course(history.people[0], "two-lessons")
    now = LATER + timedelta(days=900)
    again = pack(middle.on, middle.at, now=now, names=True)
    assert again.data_bytes == then.data_bytes
    assert again.data_sha256 == then.data_sha256 == hashlib.sha256(then.data_bytes).hexdigest()
    assert [one | {"teams": []} for one in again.names["standings"]] == [
        one | {"teams": []} for one in then.names["standings"]
    ]
    assert again.differences["changes"]
    assert list(then.teams["teams"].values()) == ["Assessment", "Fostering"]
    assert list(again.teams["teams"].values()) == ["Zenith", f"A team of direct reports (number {second.id})"]
    assert [one["called"][:6] for one in called_groups(again, "by_team")] == ["A team", "In no ", "Zenith"]
    assert any(one["teams"] == ["People who report to Margaret Smith"] for one in again.names["standings"])
    assert b"Assessment" not in then.data_bytes


def test_what_has_become_known_since_is_a_list_of_its_own(people) -> None:
    before = pack(now=NOON)
    assert before.differences["changes"] == []
    with transaction() as session:
        for record in session.scalars(select(makers.CompletionRecord).order_by(makers.CompletionRecord.id)).all()[:5]:
            void_completion(record, reason="A slip", voided_by_id=None, now=LATER)
    after = pack(names=True)
    assert after.data_bytes == before.data_bytes
    assert after.differences["changes"] == [
        {"course": "small-steps", "title": "Small steps", "then": "met", "now": "overdue", "people": 5}
    ]
    assert [one["name"] for one in after.names["differences"]] == [f"Person {number}" for number in range(5)]
    assert after.differences["compared_at"] == "2027-06-12T12:00:00Z"


def test_a_difference_of_few_people_says_so_in_words(people) -> None:
    with transaction():
        agreements.exempt(
            people[0].id, "everyone", "two-lessons", last_on=TODAY, reason="Agreed adjustment", actor_id=None,
            now=NOON + timedelta(hours=1), today=TODAY,
        )  # fmt: skip
    [change] = pack().differences["changes"]
    assert (change["then"], change["now"], change["people"]) == ("due soon", "exempt", "fewer than five")


def test_numbers_by_course_team_and_job_role_without_small_groups_and_names(people) -> None:
    made = pack()
    standing = made.data["standing"]
    assert standing["everybody"]["people"] == 8
    assert [(one["course"], one["standings"]["met"], one["done_percent"]) for one in standing["by_course"]] == [
        ("small-steps", 6, 75), ("two-lessons", 0, 0),
    ]  # fmt: skip
    assert [(made.teams["teams"][str(one["team"])], one["people"]) for one in standing["by_team"]] == [
        ("Assessment", "not shown"), ("Fostering", "fewer than five"),
    ]  # fmt: skip
    assert [(one["job_role"], one["people"]) for one in standing["by_job_role"]] == [("Social worker", 8)]
    assert made.names is None
    assert made.person_ids == frozenset()
    assert {len(one["file_sha256"]) for one in made.coverage} == {64}
    everything = b"".join(zip_of(made).read(name) for name in ("data.json", "differences.json", "coverage.json"))
    assert b"Person " not in everything


def test_the_plan_is_that_of_the_day_and_courses_name_their_versions(people) -> None:
    publish_plan(60, LATER)
    made = pack(LATER.date(), LATER)
    assert [(one["number"], one["from_on"]) for one in made.data["plan"]["editions"]] == [
        (1, "2026-11-01"), (2, "2027-06-12"),
    ]  # fmt: skip
    assert made.data["plan"]["edition"] == 2
    assert made.data["plan"]["requirements"][0]["due_after_days"] == 60
    assert pack().data["plan"]["requirements"][0]["due_after_days"] == 10
    [version] = pack().data["courses"][0]["versions"]
    assert version["people"] == 6
    assert len(version["source_sha256"]) == 64


def test_somebody_who_did_not_work_here_yet_is_not_counted(people) -> None:
    makers.make_person("Newcomer", starts_on=TODAY + timedelta(days=20))
    assert pack().data["standing"]["everybody"]["people"] == 8


def test_teams_of_that_day_and_names_are_in_the_second_part(people) -> None:
    with transaction():
        placing.put_person(
            people[0].id, (("Fostering",),), (), may_make=(), actor_id=people[0].id, now=LATER, today=LATER.date()
        )
    made = pack(names=True)
    first = made.names["standings"][0]
    assert (first["name"], first["teams"], first["standing"], first["version"]) == (
        "Person 0",
        ["Assessment"],
        "met",
        1,
    )
    assert first["check_code"]
    assert len(made.names["standings"]) == 16
    assert made.person_ids == {person.id for person in people}


def test_the_zip_holds_everything_and_its_workbook_the_same_numbers(people) -> None:
    archive = zip_of(pack(names=True))
    assert archive.namelist() == [
        "README.txt", "inspection-pack.pdf", "data.json", "teams.json", "method.txt", "coverage.json",
        "differences.json", "names.json", "plan.md", "tables.xlsx",
    ]  # fmt: skip
    assert b"The moment of knowledge: 2026-11-24T12:00:00Z" in archive.read("README.txt")
    assert archive.read("plan.md").startswith(b"---\nowner")
    book = openpyxl.load_workbook(io.BytesIO(archive.read("tables.xlsx")))
    assert book.sheetnames == [
        "About", "By course", "By team", "By job role", "By team and course", "By job role and course", "Courses",
        "Coverage", "Differences", "Names", "Differences by name",
    ]  # fmt: skip
    data_text, method = archive.read("data.json").decode(), archive.read("method.txt").decode()
    assert [(one in data_text, one in method) for one in METHOD] == [(False, True)] * len(METHOD)
    [_, first, _] = [[cell.value for cell in row] for row in book["By course"].iter_rows()]
    data = json.loads(archive.read("data.json"))["standing"]["by_course"][0]
    assert first == ["Small steps", 8, *data["standings"].values(), data["done_percent"]]


def test_what_cannot_be_told_is_refused(people) -> None:
    for arguments, refusal in (
        ({"on": TODAY + timedelta(days=500)}, Invalid),
        ({"known_at": LATER + timedelta(days=1)}, Invalid),
        ({"on": date(2026, 10, 31)}, Invalid),
        ({"known_at": NOON - timedelta(seconds=1)}, Invalid),
        ({"key": "no-such"}, NotFound),
        ({"key": "a\0b"}, NotFound),
    ):
        with pytest.raises(refusal):
            pack(**arguments)


def test_the_command_writes_what_its_file_is_called(app, people, tmp_path, session) -> None:
    def run(name: str, *more: str):
        arguments = ["records", "pack", "--plan", "everyone", "--on", "2026-11-24", "--to", str(tmp_path / name), *more]
        return app.test_cli_runner().invoke(args=arguments)

    def compared(name: str) -> str:
        return app.test_cli_runner().invoke(args=["records", "compare", str(tmp_path / name)]).output

    printed = run("a.json").output
    data = (tmp_path / "a.json").read_bytes()
    assert hashlib.sha256(data).hexdigest() in printed
    assert run("a.zip").exit_code == run("a.pdf").exit_code == 0
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert zipfile.ZipFile(tmp_path / "a.zip").read("data.json") == data
    for name, words in (
        ("a.json", "The same, to the byte"),
        ("a.zip", "The same, to the byte"),
        ("a.pdf", "no inspec"),
    ):
        assert words in compared(name)
    (tmp_path / "a.json").write_bytes(data.replace(b'"format": 2,', b""))
    assert "of format 1, and this version writes format 2" in compared("a.json")
    (tmp_path / "a.json").write_bytes(data.replace(b'"people": 8', b'"people": 9', 1))
    assert "What differs: standing" in compared("a.json")
    assert "names.json" not in zipfile.ZipFile(tmp_path / "a.zip").namelist()
    noted = select(AuditEvent).filter_by(action="records exported")
    assert session.scalars(noted).all() == []
    assert run("b.zip", "--names").exit_code == 0
    assert len(session.scalars(noted).all()) == 1
    assert "end in .zip, .pdf or .json" in run("a.docx").output
