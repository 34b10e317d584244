"""CPU, statements and memory of exports: one course of 5,000 people, 100,000 completions, and an inspection pack."""

from __future__ import annotations

import io
import tempfile
import tracemalloc
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import IO

from sqlalchemy import event, insert, select

from bench.measuring import application, cpu_milliseconds, report
from learning.courses.models import CourseRow, Version, VersionDocument
from learning.db import db, transaction
from learning.evidence.completion_table import Completions, completion_table
from learning.evidence.pack import gather
from learning.evidence.pack_files import write_pack
from learning.evidence.plan_then import Asked
from learning.people.models import Membership, Person, PersonJobRole, Team
from learning.plans.planning import publish_plan
from learning.settings import settings_from
from learning.study.models import CompletionRecord, Enrolment
from learning.web.table_files import write_table
from tests.makers import publish_course

NOW = datetime(2027, 6, 1, 12, tzinfo=UTC)
ZONE = settings_from({}).time_zone
PEOPLE_COUNT, COURSE_COUNT, TEAM_COUNT = 5_000, 20, 400
PLAN = b"""---
owner: Learning
from: 2026-01-01
who: everyone
---
# Everyone

| Course | Due | Renew after |
|---|---|---|
| [One](../course-1/course.md) | 28 days | 24 months |
| [Two](../course-2/course.md) | 60 days | 24 months |
"""


def make_people() -> None:
    """People with a job role and a team each."""
    numbers = range(1, PEOPLE_COUNT + 1)
    dated = {"from_on": datetime(2025, 1, 1).date(), "recorded_at": NOW - timedelta(days=800)}  # noqa: DTZ001
    with transaction() as session:
        session.execute(insert(Team), [{"name": f"Team {number}"} for number in range(TEAM_COUNT)])
        session.execute(
            insert(Person),
            [
                {
                    "email": f"person.{number}@example.org", "name": f"Person {number:05} of the council",
                    "staff_number": f"{number:06}", "job_role": "Social worker", "created_at": NOW,
                }
                for number in numbers
            ],
        )  # fmt: skip
        session.execute(
            insert(PersonJobRole),
            [{"person_id": number, "job_role": f"Role {number % 12}", **dated} for number in numbers],
        )
        session.execute(
            insert(Membership),
            [{"person_id": number, "team_id": number % TEAM_COUNT + 1, **dated} for number in numbers],
        )


def make_records(course_count: int) -> None:
    """Everybody has completed each of these courses once."""
    begun = NOW - timedelta(days=400)
    pairs = [
        (person_id, course_id) for person_id in range(1, PEOPLE_COUNT + 1) for course_id in range(1, course_count + 1)
    ]
    with transaction() as session:
        session.execute(
            insert(CourseRow),
            [{"slug": f"course-{n}", "created_at": begun, "current_number": 1} for n in range(1, course_count + 1)],
        )
        session.execute(
            insert(Version),
            [
                {
                    "course_id": n, "number": 1, "label": "material", "note": "", "origin": "folder",
                    "published_at": begun, "source_hash": "0" * 64, "title": f"Course {n}", "summary": "",
                    "level": "awareness", "minutes": 30,
                }
                for n in range(1, course_count + 1)
            ],
        )  # fmt: skip
        session.execute(
            insert(Enrolment),
            [
                {"person_id": person, "course_id": course, "version_id": course, "started_at": begun, "closed_at": NOW}
                for person, course in pairs
            ],
        )
        session.execute(
            insert(CompletionRecord),
            [
                {
                    "person_id": person, "course_id": course, "version_id": course, "enrolment_id": number,
                    "course_title": f"Course {course}", "version_number": 1, "version_hash": "0" * 64, "rule": "",
                    "declared_minutes": 30, "completed_at": NOW - timedelta(days=number % 300),
                    "check_code": f"{number:016}",
                }
                for number, (person, course) in enumerate(pairs, start=1)
            ],
        )  # fmt: skip


def make_documents() -> None:
    """The document of a small real course, as that of every version."""
    version_id = publish_course().id
    text = db.session.scalar(select(VersionDocument.document_json).where(VersionDocument.version_id == version_id))
    others = list(db.session.scalars(select(Version.id).where(Version.id != version_id)))
    rows = [{"version_id": number, "document_json": text, "rendered_at": NOW} for number in others]
    with transaction() as session:
        session.execute(insert(VersionDocument), rows)


def export(file: IO[bytes], form: str, course: str | None = None) -> None:
    """What the command does once it has noted itself."""
    write_table(file, completion_table(Completions(NOW.date(), NOW, ZONE, course)), form)


def statement_count(course: str | None) -> int:
    """How many statements an export takes."""
    statements: list[str] = []

    def note(_connection, _cursor, statement, _parameters, _context, _many) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    export(io.BytesIO(), "csv", course)
    event.remove(db.engine, "before_cursor_execute", note)
    return len(statements)


def peak_megabytes(form: str, course: str | None = None) -> float:
    """The most memory that Python held on top of what it had, while the file went to the disk."""
    with tempfile.TemporaryFile() as file:
        tracemalloc.start()
        export(file, form, course)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return peak / 1_000_000


def to_nowhere(form: str, course: str | None = None) -> None:
    """An export to the disk, and away."""
    with tempfile.TemporaryFile() as file:
        export(file, form, course)


def pack(form: str) -> None:
    """A pack of numbers."""
    with tempfile.TemporaryDirectory() as folder:
        made = gather(Asked("everyone", NOW.date(), NOW), courses_folder=Path(folder), time_zone=ZONE, now=NOW)
        write_pack(io.BytesIO(), made, form, organisation="Council", time_zone=ZONE, now=NOW)


if __name__ == "__main__":
    with application():
        make_people()
        make_records(COURSE_COUNT)
        make_documents()
        db.session.remove()
        with transaction():
            publish_plan(
                "everyone", PLAN, origin="folder", actor_id=None, now=NOW - timedelta(days=300), today=NOW.date()
            )
        rows = f"{PEOPLE_COUNT * COURSE_COUNT:,} completions"
        one = cpu_milliseconds(lambda: to_nowhere("csv", "course-1"), rounds=5)
        report(f"{PEOPLE_COUNT:,} people x one course, CSV", f"{one:.0f} ms CPU")
        report("statements of it, and of all courses", f"{statement_count('course-1')}, {statement_count(None)}")
        report("memory on top, CSV of one course", f"{peak_megabytes('csv', 'course-1'):.1f} MB")
        for form in ("csv", "xlsx"):
            all_rows = cpu_milliseconds(partial(to_nowhere, form), rounds=1)
            report(f"{rows}, {form.upper()}", f"{all_rows / 1000:.2f} s CPU")
            report(f"memory on top, {form.upper()}", f"{peak_megabytes(form):.1f} MB")
        report("inspection pack, PDF", f"{cpu_milliseconds(lambda: pack('pdf'), rounds=3) / 1000:.2f} s CPU")
        report("inspection pack, zip", f"{cpu_milliseconds(lambda: pack('zip'), rounds=3) / 1000:.2f} s CPU")
