"""The one statement that reads everything standings rest on, and what its rows mean."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

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

from learning.courses.models import CourseRow, Version
from learning.db import UtcDateTime, db
from learning.outside.completions import outside_parts
from learning.people.many_people import PeopleToName, is_one_of
from learning.people.models import Membership, PersonJobRole, Team, TeamManager, TeamParent
from learning.plans.models import Exemption, Extension, Pause
from learning.plans.person_facts import BENEATH, EXEMPTION, EXTENSION, JOB_ROLE, MANAGES, MEMBER, PAUSE, TEAM
from learning.plans.settled_models import settled_table
from learning.study.models import CompletionRecord, Enrolment, VoidedCompletion

MADE_HERE, ELSEWHERE, REFRESH, OPENED, RETIRED, STORED_DAYS, STORED_PLAN, STORED_COURSE = range(
    BENEATH + 1, BENEATH + 9
)
"""The kinds of rows that are not of `person_facts`."""

MOST_PEOPLE_NAMED = 2_000
"""More people are not named: they would be in each of ten parts, and SQLite takes 32,766 values."""


class About(NamedTuple):
    """Some courses alone, and what is stored of some plans."""

    course_ids: Collection[int]
    plan_ids: Collection[int] = ()


class KnownRow(NamedTuple):
    """A row of the statement. Which columns mean what, and are never None, is for the kind to say."""

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


def known_rows(
    person_ids: Collection[int] | None,
    *,
    with_tree: bool,
    with_stored: bool,
    with_begun: bool,
    about: About | None,
) -> Iterator[KnownRow]:
    """The rows of these people, or of everybody for None and for very many, who are sorted out by whoever reads."""
    is_named = person_ids is not None and len(person_ids) <= MOST_PEOPLE_NAMED
    values = {_PEOPLE.key: list(person_ids or ())} if is_named else {}
    if about:
        values |= {_PLANS.key: list(about.plan_ids), _COURSES.key: list(about.course_ids)}
    statement = _statement(is_named, with_tree, with_stored, with_begun, about is not None)
    return map(KnownRow._make, db.session.execute(statement, values))


_PEOPLE: BindParameter[Any] = bindparam("person_ids", expanding=True)
_PLANS: BindParameter[Any] = bindparam("plan_ids", expanding=True)
_COURSES: BindParameter[Any] = bindparam("course_ids", expanding=True)
_NONE, _NO_DAY, _NO_MOMENT = cast(null(), Integer), cast(null(), Date), cast(null(), UtcDateTime)
_NO_WORDS = literal("")


@lru_cache(maxsize=32)
def _statement(
    is_named: bool, with_tree: bool, with_stored: bool, with_begun: bool, is_limited: bool
) -> CompoundSelect[Any]:
    """Made once, as making it takes longer than asking it about one person."""
    person_ids = _PEOPLE if is_named else None
    parts = _dated_parts(person_ids)
    if with_tree:
        parts += _tree_parts()
    of_courses = [*_completion_parts(person_ids), *(_begun_parts(person_ids) if with_begun else ())]
    parts += [part.where(course_id.in_(_COURSES)) if is_limited else part for part, course_id in of_courses]
    parts.append(_refresh_part())
    if with_stored:
        parts.append(_stored_part(person_ids, is_limited))
    return union_all(*parts)


def _dated_parts(person_ids: PeopleToName) -> list[Select[Any]]:
    """Where people worked and led, and what was agreed with them."""
    parts: list[tuple[int, Any, dict[str, Any]]] = [
        (JOB_ROLE, PersonJobRole, {"words": PersonJobRole.job_role, "until_on": PersonJobRole.until_on}),
        (MEMBER, Membership, {"number": Membership.team_id, "until_on": Membership.until_on}),
        (MANAGES, TeamManager, {"number": TeamManager.team_id, "until_on": TeamManager.until_on}),
        (PAUSE, Pause, {"until_on": Pause.until_on}),
        (EXEMPTION, Exemption, {**_of_course(Exemption), "until_on": Exemption.until_on}),
        (EXTENSION, Extension, {**_of_course(Extension), "until_on": Extension.due_on}),
    ]
    return [
        _select(
            kind, row.person_id, from_on=row.from_on, recorded_at=row.recorded_at, withdrawn_at=row.withdrawn_at,
            **columns,
        ).where(is_one_of(row.person_id, person_ids))
        for kind, row, columns in parts
    ]  # fmt: skip


def _of_course(row: type[Exemption] | type[Extension]) -> dict[str, Any]:
    return {"number": row.plan_id, "course_id": row.course_id}


def _tree_parts() -> list[Select[Any]]:
    """Every team with its name, its own number in place of a person's, and the one it stood beneath."""
    beneath = _select(
        BENEATH, TeamParent.team_id, number=TeamParent.parent_id, from_on=TeamParent.from_on,
        until_on=TeamParent.until_on, recorded_at=TeamParent.recorded_at, withdrawn_at=TeamParent.withdrawn_at,
    )  # fmt: skip
    return [_select(TEAM, Team.id, words=Team.name), beneath]


def _completion_parts(person_ids: PeopleToName) -> Iterator[tuple[Select[Any], ColumnElement[int]]]:
    """What was completed here and elsewhere, each with its course."""
    here: Any = CompletionRecord
    yield (
        _select(
            MADE_HERE, here.person_id, number=here.id, course_id=here.course_id, until_on=here.repeat_by_on,
            recorded_at=here.completed_at, withdrawn_at=VoidedCompletion.voided_at,
            version_number=here.version_number, other_number=Enrolment.refreshes_id,
        )
        .outerjoin_from(here, VoidedCompletion, VoidedCompletion.completion_id == here.id)
        .outerjoin(Enrolment, Enrolment.id == here.enrolment_id)
        .where(is_one_of(here.person_id, person_ids)),
        here.course_id,
    )  # fmt: skip
    for part in outside_parts(person_ids):
        one = part.subquery().c
        yield (
            _select(
                ELSEWHERE, one.person_id, number=one.id, course_id=one.course_id, from_on=one.held_on,
                recorded_at=one.recorded_at, withdrawn_at=one.voided_at, other_number=one.months,
            ),
            one.course_id,
        )  # fmt: skip


def _begun_parts(person_ids: PeopleToName) -> Iterator[tuple[Select[Any], ColumnElement[int]]]:
    """What people have open, and the courses that nobody can begin any more, each with its course."""
    opened: Any = Enrolment
    is_open = (opened.closed_at.is_(None), is_one_of(opened.person_id, person_ids))
    yield _select(OPENED, opened.person_id, course_id=opened.course_id).where(*is_open), opened.course_id
    course: Any = CourseRow
    yield _select(RETIRED, _NONE, course_id=course.id).where(course.retired_at.is_not(None)), course.id


def _refresh_part() -> Select[Any]:
    asking = _select(
        REFRESH, _NONE, number=Version.number, course_id=Version.course_id,
        from_on=Version.refresh_due_on, recorded_at=Version.published_at,
    )  # fmt: skip
    return asking.where(Version.refresh_due_on.is_not(None))


def _stored_part(person_ids: PeopleToName, is_limited: bool) -> Select[Any]:
    row = settled_table.c  # all kinds at once, which are found by their person
    kind = case((row.kind == "days", STORED_DAYS), (row.kind == "plan", STORED_PLAN), else_=STORED_COURSE)
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
) -> Select[Any]:
    return select(
        literal(kind) if isinstance(kind, int) else kind, person_id, words, number, course_id,
        from_on, until_on, recorded_at, withdrawn_at, version_number, other_number,
    )  # fmt: skip
