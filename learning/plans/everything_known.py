"""Everything that standings of some people rest on: two statements, one for the plans and one for all the rest.

So few, as every transaction that records something reads it to store how people stand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import select

from learning.clock import day_of
from learning.db import db
from learning.outside.completions import FROM_NO_VERSION
from learning.outside.completions import completions_from as completions_elsewhere
from learning.people.models import Person
from learning.plans.known_rows import (
    ELSEWHERE,
    MADE_HERE,
    OPENED,
    REFRESH,
    RETIRED,
    STORED_COURSE,
    STORED_DAYS,
    STORED_PLAN,
    About,
    KnownRow,
    known_rows,
)
from learning.plans.person_facts import BENEATH, PeopleFacts
from learning.plans.plan_rows import KnownPlans, read_plans
from learning.plans.plan_standings import Facts, names_teams, standings_from
from learning.plans.settled_models import NOT_HELD, NOTHING_ASKED
from learning.plans.settled_rows import Stored, StoredDays
from learning.plans.standing import Completion, PersonStanding, Refresh

_PEOPLE_AT_ONCE = 1_000
_Rows = Mapping[int, list[KnownRow]]


class Known(NamedTuple):
    """What is known of some people; of very many, everybody's beside theirs, but for `facts.people`.

    `stored` goes by their numbers, `open_pairs` are people and courses that they have open, and `retired_ids` the
    courses that nobody can begin any more: empty where they were not asked for.
    """

    facts: Facts
    stored: Mapping[int, Stored]
    open_pairs: frozenset[tuple[int, int]]
    retired_ids: frozenset[int]


def everything_known(
    person_ids: Collection[int] | None,
    plans: KnownPlans,
    *,
    time_zone: ZoneInfo,
    with_tree: bool = False,
    with_stored: bool = False,
    with_begun: bool = False,
    about: About | None = None,
) -> Known:
    """What these people's standings rest on, or everybody's for None, and all they completed, also of courses that no
    plan asks for, unless it is `about` some alone: one statement, beside that for the plans.

    The tree of teams is there where a plan names teams, or `with_tree`.
    """
    rows: defaultdict[int, list[KnownRow]] = defaultdict(list)
    found = known_rows(
        person_ids,
        with_tree=with_tree or names_teams(plans),
        with_stored=with_stored,
        with_begun=with_begun,
        about=about,
    )
    for one in found:
        rows[one.kind].append(one)
    people = PeopleFacts(person_ids, (one for kind in range(BENEATH + 1) for one in rows[kind]))
    facts = Facts(time_zone, plans, people.tree, people, _completions(rows, time_zone), _refreshes(rows))
    opened = frozenset((one.person_id, one.course_id) for one in rows[OPENED])
    return Known(facts, _stored(rows), opened, frozenset(one.course_id for one in rows[RETIRED]))


def facts_of(
    person_ids: Collection[int] | None, *, time_zone: ZoneInfo, course_ids: Collection[int] | None = None
) -> Facts | None:
    """What standings of these people, or of everybody for None, rest on; None without a plan. Two statements.

    With `course_ids`, their standings with these courses alone.
    """
    plans = read_plans()
    if course_ids is not None:
        plans = plans.about(course_ids)
    if not plans.course_slugs:
        return None
    return everything_known(person_ids, plans, time_zone=time_zone, about=About(plans.course_slugs.keys())).facts


def facts_with_courses(
    person_ids: Collection[int] | None, course_ids: Collection[int], *, time_zone: ZoneInfo
) -> Facts:
    """What standings with these courses would rest on, also where no plan asks for them yet; None for everybody.

    Of very many people it holds everybody.
    """
    return everything_known(
        person_ids, read_plans(), time_zone=time_zone, with_tree=True, about=About(course_ids)
    ).facts


def standings_of(
    person_ids: Collection[int] | None, *, day: date, known_at: datetime, time_zone: ZoneInfo
) -> list[PersonStanding]:
    """Each standing of these people, or of everybody for None; nothing where nothing is asked. In order of people.

    Two statements for each thousand people: of more at once, keeping what they rest on costs more than reading it.
    """
    people = list(db.session.scalars(select(Person.id))) if person_ids is None else person_ids
    in_order, found = sorted(people), list[PersonStanding]()
    for start in range(0, len(in_order), _PEOPLE_AT_ONCE):
        facts = facts_of(in_order[start : start + _PEOPLE_AT_ONCE], time_zone=time_zone)
        found += standings_from(facts, day=day, known_at=known_at) if facts else ()
    return found


def _completions(rows: _Rows, time_zone: ZoneInfo) -> Mapping[tuple[int, int], list[Completion]]:
    """By person and course, the voided ones too: those made here in the order of their recording, then others."""
    found: defaultdict[tuple[int, int], list[Completion]] = defaultdict(list)
    in_full_on: dict[int, date] = {}
    for one in sorted(rows[MADE_HERE], key=lambda one: one.number):
        completed_on, rests_on = day_of(one.recorded_at, time_zone), one.other_number
        # A refresh asks only for what changed: the course is renewed from the completion that it rests on.
        in_full_on[one.number] = in_full_on.get(rests_on, completed_on) if rests_on else completed_on
        found[one.person_id, one.course_id].append(
            Completion(
                one.number, completed_on, one.until_on, one.recorded_at, one.withdrawn_at, one.version_number,
                in_full_on[one.number],
            )
        )  # fmt: skip
    elsewhere = (
        (one.number, one.person_id, one.course_id, one.from_on, one.other_number, one.recorded_at, one.withdrawn_at)
        for one in rows[ELSEWHERE]
    )
    for learned in completions_elsewhere(elsewhere):
        found[learned.person_id, learned.course_id].append(
            Completion(
                learned.number, learned.completed_on, learned.expires_on, learned.recorded_at, learned.voided_at,
                FROM_NO_VERSION,
            )
        )  # fmt: skip
    return found


def _refreshes(rows: _Rows) -> Mapping[int, list[Refresh]]:
    """The versions that ask people to see what changed in them, by course."""
    found: defaultdict[int, list[Refresh]] = defaultdict(list)
    for one in rows[REFRESH]:
        found[one.course_id].append(Refresh(one.number, one.from_on, one.recorded_at))
    return found


def _stored(rows: _Rows) -> Mapping[int, Stored]:
    found: defaultdict[int, Stored] = defaultdict(Stored)
    for one in rows[STORED_DAYS]:
        found[one.person_id].days = StoredDays(one.from_on, one.until_on or date.max, one.recorded_at)
    for one in rows[STORED_PLAN]:
        if one.words != NOTHING_ASKED:
            found[one.person_id].by_plan[one.number] = one.words
    for one in rows[STORED_COURSE]:
        if one.until_on != NOT_HELD:
            found[one.person_id].held[one.number] = one.until_on
    return found
