"""CPU and statements for the standings of a large council: 10,000 people with 30 requirements each, in 12 plans."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import event, insert, select

from bench.measuring import application, cpu_milliseconds, report
from learning.courses.models import CourseRow, Version
from learning.db import db, transaction
from learning.people.models import Membership, Person, PersonJobRole, Team
from learning.plans.everything_known import facts_of, standings_of
from learning.plans.models import PlanEdition, PlanRow, RequirementRow
from learning.plans.plan_standings import standings_from
from learning.plans.standing_table import AskedStandings, standings_in_parts
from learning.settings import settings_from
from learning.study.models import CompletionRecord, Enrolment

PEOPLE_COUNT, TEAM_COUNT = 10_000, 200
PLAN_COUNT, COURSE_COUNT = 12, 30
BEFORE = datetime(2026, 1, 1, 12, tzinfo=UTC)
NOW = datetime(2027, 6, 1, 12, tzinfo=UTC)
ZONE = settings_from({}).time_zone
SEED = 20


def make_people() -> None:
    """People in two hundred teams who began on any day of three years."""
    chance = random.Random(SEED)
    said = {"until_on": None, "recorded_at": BEFORE}
    begun = [date(2024, 1, 1) + timedelta(days=chance.randrange(1_000)) for _ in range(PEOPLE_COUNT)]
    people = [
        {"email": f"person{number}@example.org", "name": f"Person {number}", "created_at": BEFORE}
        for number in range(PEOPLE_COUNT)
    ]
    held = [{"person_id": number, "from_on": day, **said} for number, day in enumerate(begun, start=1)]
    with transaction() as session:
        session.execute(insert(Team), [{"name": f"Team {number}"} for number in range(TEAM_COUNT)])
        session.execute(insert(Person), people)
        session.execute(insert(PersonJobRole), [{"job_role": "Social worker", **one} for one in held])
        session.execute(insert(Membership), [{"team_id": 1 + one["person_id"] % TEAM_COUNT, **one} for one in held])


def make_courses() -> dict[int, int]:
    """Thirty courses of one version without pages; the number of each with that of its version."""
    with transaction() as session:
        session.execute(
            insert(CourseRow), [{"slug": f"course-{number}", "created_at": NOW} for number in range(COURSE_COUNT)]
        )
        session.execute(
            insert(Version),
            [
                {
                    "course_id": number, "number": 1, "label": "material", "note": "", "origin": "folder",
                    "published_at": NOW, "source_hash": "", "title": "", "summary": "", "level": "", "minutes": 30,
                }
                for number in range(1, COURSE_COUNT + 1)
            ],
        )  # fmt: skip
        return dict(session.execute(select(Version.course_id, Version.id)).all())


def make_plans(course_ids: list[int]) -> None:
    """Twelve plans for everybody that together ask for each course once, and one edition of a year before."""
    with transaction() as session:
        for number in range(PLAN_COUNT):
            session.add(PlanRow(key=f"plan-{number}", current_number=2, created_at=NOW))
        session.flush()
        for plan_id in range(1, PLAN_COUNT + 1):
            for number in (1, 2):
                edition = PlanEdition(
                    plan_id=plan_id, number=number, from_on=date(2025 + number, 1, 1), starts_on=date(2026, 1, 1),
                    is_closed=False, title=f"Plan {plan_id}", owner="Learning",
                    audience={"job_roles": ["Social worker"] if plan_id % 2 else [], "teams": [], "leads_people": None},
                    source="", source_hash="", origin="folder", recorded_at=datetime(2026, 1, 1, tzinfo=UTC),
                )  # fmt: skip
                session.add(edition)
                session.flush()
                for place, course_id in enumerate(course_ids[plan_id - 1 :: PLAN_COUNT], start=1):
                    session.add(
                        RequirementRow(
                            edition_id=edition.id, place=place, course_id=course_id, due_after_days=60,
                            renew_after_months=24, remind_before_days=[30, 7, 1],
                        )
                    )  # fmt: skip


def make_completions(versions: dict[int, int], *, history_days: int = 550) -> int:
    """Half of all that is asked for was done at some day of the year and a half before, or of so many days."""
    chance = random.Random(SEED)
    with transaction() as session:
        pairs = [
            (person_id, course_id)
            for person_id in session.scalars(select(Person.id))
            for course_id in versions
            if chance.random() < 0.5
        ]
        session.execute(
            insert(Enrolment),
            [
                {
                    "person_id": person, "course_id": course, "version_id": versions[course],
                    "started_at": NOW, "closed_at": NOW,
                }
                for person, course in pairs
            ],
        )  # fmt: skip
        session.execute(
            insert(CompletionRecord),
            [
                {
                    "person_id": person, "course_id": course, "version_id": versions[course], "enrolment_id": number,
                    "course_title": "", "version_number": 1, "version_hash": "", "rule": "", "declared_minutes": 30,
                    "completed_at": NOW - timedelta(days=chance.randrange(history_days)), "check_code": f"{number:016}",
                }
                for number, (person, course) in enumerate(pairs, start=1)
            ],
        )  # fmt: skip
    return len(pairs)


def statement_count(person_ids: list[int] | None) -> int:
    """How many statements the standings of these people take."""
    statements: list[str] = []

    def note(_connection, _cursor, statement, _parameters, _context, _many) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    standings_of(person_ids, day=NOW.date(), known_at=NOW, time_zone=ZONE)
    event.remove(db.engine, "before_cursor_execute", note)
    return len(statements)


if __name__ == "__main__":
    with application():
        make_people()
        made = make_courses()
        make_plans(list(made))
        completion_count = make_completions(made)
        db.session.remove()
        facts = facts_of(None, time_zone=ZONE)
        cells = list(standings_from(facts, day=NOW.date(), known_at=NOW))
        rule = cpu_milliseconds(lambda: list(standings_from(facts, day=NOW.date(), known_at=NOW)), rounds=3)
        whole = cpu_milliseconds(lambda: standings_of(None, day=NOW.date(), known_at=NOW, time_zone=ZONE), rounds=3)
        report(f"{PEOPLE_COUNT:,} people, {completion_count:,} completions", f"{len(cells):,} standings")
        report("the rule alone", f"{rule / 1000:.2f} s CPU")
        report("with everything read from the database", f"{whole / 1000:.2f} s CPU")
        asked = AskedStandings(NOW.date(), NOW, ZONE)
        in_parts = cpu_milliseconds(lambda: sum(map(len, standings_in_parts(asked))), rounds=3)
        report("the same, 250 people at a time, as files and commands do", f"{in_parts / 1000:.2f} s CPU")
        team = cpu_milliseconds(
            lambda: standings_of(list(range(1, 13)), day=NOW.date(), known_at=NOW, time_zone=ZONE), rounds=9
        )
        report("a team of 12", f"{team:.1f} ms CPU")
        report(
            "statements, for 12 people and for everybody",
            f"{statement_count(list(range(12)))}, {statement_count(None)}",
        )
