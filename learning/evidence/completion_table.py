"""All completions that counted on a day, as they were known at a moment: a table that is read a row at a time.

Four statements, however many people and rows. No points, no answers, and no route through a lesson.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, and_, select, true

from learning.clock import day_of, start_of_day
from learning.courses.models import CourseRow, Version
from learning.courses.published import IS_CURRENT
from learning.db import db
from learning.errors import NotFound
from learning.evidence.work_on import Work, work_on
from learning.outside.completions import OutsideCompletion, outside_completions
from learning.people.models import Person
from learning.study.codes import grouped
from learning.study.models import CompletionRecord, VoidedCompletion
from learning.web.tables import Cell, Table, moment_text

COLUMNS = (
    "Name", "Staff number", "Job role", "Teams", "Course", "Course key", "Version", "Version hash", "Completed on",
    "Expires on", "State", "Voided on", "Source", "Certificate check code", "Day", "As known at",
)  # fmt: skip
HERE = "Studied here"

_COUNTS, _RAN_OUT, _VOIDED = "counts", "ran out", "voided"
_ROWS_AT_ONCE = 2_000
_METHOD = (
    "One row for each completion, by name. A completion is here if it was made by the end of the day in the time zone "
    "of the organisation, was recorded by the moment of knowledge, and had not been voided by then.",
    "Job role and teams are those of the day, as they were known at that moment; names are those of now.",
    "“Expires on” is the first day on which it no longer counts by the course’s own refresh time. A workforce plan may "
    "set another.",
    "“Voided on” tells what has been voided since. It is the one column that can change when this table is made again.",
    "The hash is that of the course’s source files in that version. What was learned elsewhere has neither.",
)


@dataclass(frozen=True, slots=True)
class Completions:
    """Which completions are asked for. `with_others` adds those that had run out or been voided, marked so."""

    day: date
    known_at: datetime
    time_zone: ZoneInfo
    course_slug: str | None = None
    with_others: bool = False


def completion_table(asked: Completions) -> Table:
    """The table; its rows are read from the database while they are written. Raises NotFound for an unknown course."""
    titles = _course_titles(asked.course_slug)
    filters = ["Everybody", f"Course: {titles[min(titles)][1]}" if asked.course_slug else "All courses"]
    if asked.with_others:
        filters.append("Also what had run out or been voided")
    rows = _rows(asked, titles, work_on(asked.day, asked.known_at))
    return Table("Completions", asked.day, COLUMNS, rows, asked.known_at, tuple(filters), _METHOD)


def _course_titles(slug: str | None) -> dict[int, tuple[str, str]]:
    """Slug and title of each course, or of the one."""
    named = select(CourseRow.id, CourseRow.slug, Version.title).join(Version, IS_CURRENT)
    if slug is not None:
        named = named.where(CourseRow.slug == slug.replace("\0", ""))
    titles = {course_id: (key, title) for course_id, key, title in db.session.execute(named)}
    if slug is not None and not titles:
        raise NotFound("There is no course of this name.")
    return titles


def _rows(
    asked: Completions, titles: Mapping[int, tuple[str, str]], work: Mapping[int, Work]
) -> Iterator[tuple[Cell, ...]]:
    elsewhere = _elsewhere(asked, titles)
    ending = (asked.day, moment_text(asked.known_at))
    for _, rows in groupby(_records(asked, titles), key=lambda row: row.person_id):
        of_person = list(rows)
        person = of_person[0]
        worked = work.get(person.person_id)
        who = (person.name, person.staff_number, worked.job_role if worked else "")
        beginning = (*who, "; ".join(worked.team_names) if worked else "")
        for line in (*_lines_here(asked, of_person, titles), *_lines_elsewhere(asked, elsewhere, person, titles)):
            yield (*beginning, *line, *ending)


def _records(asked: Completions, titles: Mapping[int, tuple[str, str]]) -> Iterable[Row[Any]]:
    """Everybody by name, with each completion record made by the day and known at the moment, or with none."""
    after = start_of_day(asked.day + timedelta(days=1), asked.time_zone)
    made = and_(
        CompletionRecord.person_id == Person.id,
        CompletionRecord.completed_at < after,
        CompletionRecord.completed_at <= asked.known_at,
        CompletionRecord.course_id.in_(titles) if asked.course_slug else true(),
    )
    query = (
        select(
            Person.id.label("person_id"),
            Person.name,
            Person.staff_number,
            CompletionRecord.id,
            CompletionRecord.course_id,
            CompletionRecord.course_title,
            CompletionRecord.version_number,
            CompletionRecord.version_hash,
            CompletionRecord.completed_at,
            CompletionRecord.repeat_by_on,
            CompletionRecord.check_code,
            VoidedCompletion.voided_at,
        )
        .outerjoin(CompletionRecord, made)
        .outerjoin(VoidedCompletion, VoidedCompletion.completion_id == CompletionRecord.id)
        .order_by(Person.name, Person.id, CompletionRecord.id)
        .execution_options(yield_per=_ROWS_AT_ONCE)
    )
    return db.session.execute(query)


def _elsewhere(asked: Completions, titles: Mapping[int, tuple[str, str]]) -> Mapping[int, list[OutsideCompletion]]:
    found: defaultdict[int, list[OutsideCompletion]] = defaultdict(list)
    for one in outside_completions(None, list(titles) if asked.course_slug else None):
        if one.completed_on <= asked.day and one.recorded_at <= asked.known_at:
            found[one.person_id].append(one)
    return found


def _lines_here(
    asked: Completions, rows: Iterable[Row[Any]], titles: Mapping[int, tuple[str, str]]
) -> Iterator[tuple[Cell, ...]]:
    for row in rows:
        if row.id is None:
            continue
        state = _state(asked, row.repeat_by_on, row.voided_at)
        if state == _COUNTS or asked.with_others:
            yield (
                row.course_title,
                titles[row.course_id][0] if row.course_id in titles else "",
                row.version_number,
                row.version_hash,
                day_of(row.completed_at, asked.time_zone),
                row.repeat_by_on,
                state,
                day_of(row.voided_at, asked.time_zone) if row.voided_at else None,
                HERE,
                grouped(row.check_code),
            )


def _lines_elsewhere(
    asked: Completions,
    elsewhere: Mapping[int, list[OutsideCompletion]],
    person: Row[Any],
    titles: Mapping[int, tuple[str, str]],
) -> Iterator[tuple[Cell, ...]]:
    for one in elsewhere.get(person.person_id, ()):
        state = _state(asked, one.expires_on, one.voided_at)
        if state == _COUNTS or asked.with_others:
            slug, title = titles.get(one.course_id, ("", ""))
            voided_on = day_of(one.voided_at, asked.time_zone) if one.voided_at else None
            yield (title, slug, None, "", one.completed_on, one.expires_on, state, voided_on, one.source, "")


def _state(asked: Completions, expires_on: date | None, voided_at: datetime | None) -> str:
    if voided_at is not None and voided_at <= asked.known_at:
        return _VOIDED
    return _RAN_OUT if expires_on is not None and expires_on <= asked.day else _COUNTS
