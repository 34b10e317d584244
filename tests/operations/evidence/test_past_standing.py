"""What was said on a day of the past can be told again, and agrees with the export and with the raw records."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

import pytest
from sqlalchemy import select

from learning import clock
from learning.clock import day_of
from learning.courses.format.months import add_months
from learning.courses.models import CourseRow
from learning.courses.published import course_by_slug
from learning.db import db, transaction
from learning.evidence.completion_table import COLUMNS, Completions, completion_table
from learning.evidence.pack import gather
from learning.evidence.plan_then import Asked
from learning.outside.models import FurtherRecord, OutsideLearning
from learning.people.models import Person
from learning.plans.everything_known import standings_of
from learning.plans.plan_pages import plan_page
from learning.plans.planning import publish_plan
from learning.plans.settling import When, not_settled, settle
from learning.plans.standing_table import AskedStandings, standing_table
from learning.settings import PROJECT_FOLDER
from learning.study.models import CompletionRecord, VoidedCompletion
from tests import makers
from tests.conftest import NOON
from tests.operations.evidence.history import PLAN, SLUGS, ZONE, History, begin, live

DONE = ("met", "expiring")
COURSES = PROJECT_FOLDER / "courses"


class Raw(NamedTuple):
    """One completion as its rows say, made here or elsewhere."""

    person_id: int
    name: str
    course_id: int
    slug: str
    completed_on: date
    expires_on: date | None
    known_from: datetime
    known_until: datetime | None


@pytest.fixture
def history(session, request) -> History:
    return live(request.param)


def raw_completions() -> list[Raw]:
    """Every completion, read row by row and without any of our rules."""
    return [*_here(), *_elsewhere()]


def _here() -> Iterator[Raw]:
    for record in db.session.scalars(select(CompletionRecord)):
        void = db.session.get(VoidedCompletion, record.id)
        person, course = db.session.get(Person, record.person_id), db.session.get(CourseRow, record.course_id)
        days = (day_of(record.completed_at, ZONE), record.repeat_by_on)
        yield Raw(
            person.id, person.name, course.id, course.slug, *days, record.completed_at, void.voided_at if void else None
        )


def _elsewhere() -> Iterator[Raw]:
    for learning in db.session.scalars(select(OutsideLearning)):
        found = db.session.scalars(select(FurtherRecord).where(FurtherRecord.learning_id == learning.id))
        said = {record.kind: record.recorded_at for record in found}
        person, course = db.session.get(Person, learning.person_id), db.session.get(CourseRow, learning.course_id)
        months = learning.repeat_after_months
        ends_on = add_months(learning.held_on, months) if months else None
        who = (person.id, person.name, course.id, course.slug)
        yield Raw(*who, learning.held_on, ends_on, said["confirmed"], said.get("voided"))


def stands(raw: Raw, on: date, known_at: datetime) -> bool:
    return (
        raw.completed_on <= on
        and raw.known_from <= known_at
        and (raw.known_until is None or raw.known_until > known_at)
    )


def exported(on: date, known_at: datetime) -> list[tuple[str, str, date]]:
    """Person, course and day of each completion in the table file."""
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in completion_table(Completions(on, known_at, ZONE)).rows]
    return sorted((row["Name"], row["Course key"], row["Completed on"]) for row in rows)


def pairs_of(history: History) -> list[tuple[date, datetime]]:
    """Each day and moment at which something was said, and as many that were chosen by chance."""
    chance = random.Random(len(history.said))
    moments = [said.at for said in history.said]
    by_chance = [
        (said.on - timedelta(days=chance.randrange(90)), chance.choice(moments) + timedelta(hours=chance.randrange(99)))
        for said in history.said
    ]
    return [(said.on, said.at) for said in history.said] + by_chance


@pytest.mark.parametrize("history", [1], indirect=True)
def test_what_pages_said_then_is_what_is_told_of_that_day_now(history) -> None:
    ids = [person.id for person in history.people]
    assert len({row.standing.key for said in history.said for row in said.standings}) > 3
    for said in history.said:
        again = standings_of(ids, day=said.on, known_at=said.at, time_zone=ZONE)
        assert again == said.standings
        for row in again:
            words = said.statuses[row.person_id, row.course_id]
            if row.standing.key != "exempt":
                assert (words.key == "done") == (row.standing.key in DONE)


@pytest.mark.parametrize("history", [2], indirect=True)
def test_the_export_of_any_day_holds_what_the_raw_records_say_had_counted(history) -> None:
    raws = raw_completions()
    for on, known_at in pairs_of(history):
        counted = [raw for raw in raws if stands(raw, on, known_at) and (raw.expires_on is None or raw.expires_on > on)]
        assert exported(on, known_at) == sorted((raw.name, raw.slug, raw.completed_on) for raw in counted)


@pytest.mark.parametrize("history", [3], indirect=True)
def test_standing_on_any_day_agrees_with_the_raw_records(history) -> None:
    raws, renewed = raw_completions(), {course_by_slug(SLUGS[0]).id: 2}
    for on, known_at in pairs_of(history):
        held: set[tuple[int, int]] = set()
        for raw in raws:
            months = renewed.get(raw.course_id)
            ends_on = add_months(raw.completed_on, months) if months else raw.expires_on
            if stands(raw, on, known_at) and (ends_on is None or ends_on > on):
                held.add((raw.person_id, raw.course_id))
        for row in standings_of(None, day=on, known_at=known_at, time_zone=ZONE):
            if row.standing.key != "exempt":
                assert (row.standing.key in DONE) == ((row.person_id, row.course_id) in held), (on, known_at, row)


@pytest.mark.parametrize("is_stored", [False, True])
def test_page_export_and_pack_count_nobody_who_begins_later_and_nobody_is_late_before_their_first_day(
    session, is_stored
) -> None:
    begin()
    first_on = NOON.date() + timedelta(days=40)
    makers.make_person("New Comer", starts_on=first_on)
    last_day = NOON.date() + timedelta(days=20)
    with transaction():
        text = PLAN.format(due=30).replace("30 days", last_day.isoformat()).encode()
        publish_plan("everyone", text, origin="folder", actor_id=None, now=NOON, today=NOON.date())
    now = NOON + timedelta(days=30)
    for at, late_count in ((now, 7), (now + timedelta(days=10), 8)):
        on = at.date()
        with clock.set_to(lambda at=at: at):
            if is_stored:
                with transaction():
                    settle(not_settled(on, at), When(on, at, ZONE))
            page = plan_page("everyone", today=on, now=at, time_zone=ZONE)
            with standing_table(AskedStandings(on, at, ZONE)) as table:
                late = {line[2] for line in table.lines() if line[5] == "overdue"}
            asked = Asked("everyone", on, at)
            pack = gather(asked, courses_folder=COURSES, time_zone=ZONE, now=at, with_names=False)
        of_course = pack.data["standing"]["by_course"][0]
        assert (page.late_person_count, len(late), of_course["standings"]["overdue"]) == (late_count,) * 3
        assert of_course["people"] == page.person_count == late_count
        assert ("New Comer" in late) == (on >= first_on)
