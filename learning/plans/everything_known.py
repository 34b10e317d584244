"""Everything that standings of some people rest on, with what is stored of them for speed: two statements.

So few, as every transaction that records something reads it to store how people stand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from learning.courses.models import Version
from learning.db import UtcDateTime, db
from learning.outside.completions import completions_from as outside_from
from learning.outside.completions import outside_parts
from learning.people.many_people import PeopleToName, is_one_of
from learning.plans.person_facts import FIRST_OTHER_KIND, PeopleFacts, completions_from, dated_parts, made_here
from learning.plans.plan_rows import KnownPlans
from learning.plans.plan_standings import Facts, names_teams
from learning.plans.settled_models import NOT_HELD, NOTHING_ASKED, settled_table
from learning.plans.settled_rows import Stored, StoredDays
from learning.plans.standing import Refresh

_MADE_HERE, _ELSEWHERE, _REFRESH, _DAYS, _PLAN, _COURSE = range(FIRST_OTHER_KIND, FIRST_OTHER_KIND + 6)

_MOST_NAMED = 2_000
"""More people are not named: they would be in each of nine parts, and SQLite takes 32,766 values."""


class About(NamedTuple):
    """Some plans alone, with all courses that they ever asked for."""

    plan_ids: Collection[int]
    course_ids: Collection[int]


class Known(NamedTuple):
    """What is known of some people, and what is stored of them by their numbers; nothing of who is not named there."""

    facts: Facts
    stored: Mapping[int, Stored]


class _Row(NamedTuple):
    """A row of the statement. Which columns mean what is for the kind to say; `also` is of an equivalence."""

    kind: int
    person_id: int
    words: str
    number: int
    course_id: int
    from_on: date
    until_on: date | None
    recorded_at: datetime
    withdrawn_at: datetime | None
    version_number: int
    other_number: int | None
    also_recorded_at: datetime | None
    also_withdrawn_at: datetime | None


class _Elsewhere(NamedTuple):
    """Such a row as `outside.completions` takes it."""

    id: int
    person_id: int
    course_id: int
    held_on: date
    months: int | None
    confirmed_at: datetime
    voided_at: datetime | None
    equal_at: datetime | None
    withdrawn_at: datetime | None
    title: str = ""
    provider: str = ""


def everything_known(
    person_ids: Collection[int] | None,
    plans: KnownPlans,
    *,
    time_zone: ZoneInfo,
    with_stored: bool = False,
    about: About | None = None,
) -> Known:
    """What these people's standings rest on, or everybody's for None, and all they completed, also of courses that no
    plan asks for, unless it is `about` some alone: one statement, beside that for the plans."""
    rows: defaultdict[int, list[_Row]] = defaultdict(list)
    is_named = person_ids is not None and len(person_ids) <= _MOST_NAMED
    values = {_PEOPLE.key: list(person_ids or ())} if is_named else {}
    if about:
        values |= {_PLANS.key: list(about.plan_ids), _COURSES.key: list(about.course_ids)}
    statement = _statement(is_named, names_teams(plans), with_stored, about is not None)
    for one in map(_Row._make, db.session.execute(statement, values)):
        rows[one.kind].append(one)
    people = PeopleFacts(person_ids, (one for kind in range(FIRST_OTHER_KIND) for one in rows[kind]))
    here = (
        (one.number, one.person_id, one.course_id, one.recorded_at, one.until_on, one.version_number, one.withdrawn_at,
         one.other_number)
        for one in sorted(rows[_MADE_HERE], key=lambda one: one.number)
    )  # fmt: skip
    completions = completions_from(here, outside_from(map(_elsewhere, rows[_ELSEWHERE])), time_zone=time_zone)
    refreshes: defaultdict[int, list[Refresh]] = defaultdict(list)
    for one in rows[_REFRESH]:
        refreshes[one.course_id].append(Refresh(one.number, one.from_on, one.recorded_at))
    return Known(Facts(time_zone, plans, people.tree, people, completions, refreshes), _stored(rows))


def _elsewhere(row: _Row) -> _Elsewhere:
    return _Elsewhere(
        row.number, row.person_id, row.course_id, row.from_on, row.other_number,
        row.recorded_at, row.withdrawn_at, row.also_recorded_at, row.also_withdrawn_at,
    )  # fmt: skip


def _stored(rows: Mapping[int, list[_Row]]) -> Mapping[int, Stored]:
    found: defaultdict[int, Stored] = defaultdict(Stored)
    for one in rows.get(_DAYS, ()):
        found[one.person_id].days = StoredDays(one.from_on, one.until_on or date.max, one.recorded_at)
    for one in rows.get(_PLAN, ()):
        if one.words != NOTHING_ASKED:
            found[one.person_id].by_plan[one.number] = one.words
    for one in rows.get(_COURSE, ()):
        if one.until_on != NOT_HELD:
            found[one.person_id].held[one.number] = one.until_on
    return found


_PEOPLE: BindParameter[Any] = bindparam("person_ids", expanding=True)
_PLANS: BindParameter[Any] = bindparam("plan_ids", expanding=True)
_COURSES: BindParameter[Any] = bindparam("course_ids", expanding=True)
_NONE, _NO_DAY, _NO_MOMENT = cast(null(), Integer), cast(null(), Date), cast(null(), UtcDateTime)
_NO_WORDS = literal("")


@lru_cache(maxsize=16)
def _statement(is_named: bool, with_tree: bool, with_stored: bool, is_limited: bool) -> CompoundSelect[Any]:
    """Made once, as making it takes longer than asking it about one person."""
    person_ids = _PEOPLE if is_named else None
    parts = [part.add_columns(_NONE, _NONE, _NO_MOMENT, _NO_MOMENT) for part in dated_parts(person_ids, with_tree)]
    parts += [
        part.where(course_id.in_(_COURSES)) if is_limited else part for part, course_id in _completion_parts(person_ids)
    ]
    parts.append(_refresh_part())
    if with_stored:
        parts.append(_stored_part(person_ids, is_limited))
    return union_all(*parts)


def _completion_parts(person_ids: PeopleToName) -> Iterator[tuple[Select[Any], ColumnElement[int]]]:
    """What was completed here and elsewhere, each with its course."""
    here = made_here(person_ids).subquery().c
    yield (
        _select(
            _MADE_HERE, here.person_id, number=here.id, course_id=here.course_id, until_on=here.repeat_by_on,
            recorded_at=here.completed_at, withdrawn_at=here.voided_at,
            version_number=here.version_number, other_number=here.refreshes_id,
        ),
        here.course_id,
    )  # fmt: skip
    for part in outside_parts(person_ids):
        one = part.subquery().c
        yield (
            _select(
                _ELSEWHERE, one.person_id, number=one.id, course_id=one.course_id, from_on=one.held_on,
                recorded_at=one.confirmed_at, withdrawn_at=one.voided_at, other_number=one.months,
                also_recorded_at=one.equal_at, also_withdrawn_at=one.withdrawn_at,
            ),
            one.course_id,
        )  # fmt: skip


def _refresh_part() -> Select[Any]:
    asking = _select(
        _REFRESH, _NONE, number=Version.number, course_id=Version.course_id,
        from_on=Version.refresh_due_on, recorded_at=Version.published_at,
    )  # fmt: skip
    return asking.where(Version.label == "material", Version.refresh_due_on.is_not(None))


def _stored_part(person_ids: PeopleToName, is_limited: bool) -> Select[Any]:
    row = settled_table.c  # all kinds at once, which are found by their person
    kind = case((row.kind == "days", _DAYS), (row.kind == "plan", _PLAN), else_=_COURSE)
    stored = _select(
        kind, row.person_id, words=func.coalesce(row.by_course, ""), number=row.number,
        from_on=row.from_on, until_on=func.coalesce(row.until_on, row.last_on), recorded_at=row.known_at,
    ).where(is_one_of(row.person_id, person_ids))  # fmt: skip
    if not is_limited:
        return stored
    of_plans = and_(row.kind == "plan", row.number.in_(_PLANS))
    of_courses = and_(row.kind == "course", row.number.in_(_COURSES))
    return stored.where(or_(row.kind == "days", of_plans, of_courses))


def _select(
    kind: int | ColumnElement[int],
    person_id: Any,
    *,
    words: Any = _NO_WORDS,
    number: Any = _NONE,
    course_id: Any = _NONE,
    from_on: Any = _NO_DAY,
    until_on: Any = _NO_DAY,
    recorded_at: Any = _NO_MOMENT,
    withdrawn_at: Any = _NO_MOMENT,
    version_number: Any = _NONE,
    other_number: Any = _NONE,
    also_recorded_at: Any = _NO_MOMENT,
    also_withdrawn_at: Any = _NO_MOMENT,
) -> Select[Any]:
    return select(
        literal(kind) if isinstance(kind, int) else kind, person_id, words, number, course_id,
        from_on, until_on, recorded_at, withdrawn_at, version_number, other_number, also_recorded_at, also_withdrawn_at,
    )  # fmt: skip
