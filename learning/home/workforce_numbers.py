"""The numbers of everybody: added up from what is stored of each person, and from the records of whoever has none.

Either way a person counts once: all is read as it is at one moment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, String, Subquery, cast, func, or_, select

from learning.db import db
from learning.home.forecast import RunningOut, end_of_months, running_out
from learning.people.many_people import is_one_of
from learning.people.models import Membership, Person, Team
from learning.people.teams import holds_on, is_at_work_on
from learning.plans.everything_known import everything_known
from learning.plans.held_courses import Held
from learning.plans.plan_rows import read_plans
from learning.plans.settled import Settled, settled_from
from learning.plans.settled_models import NOT_HELD, SettledCourse, SettledTally
from learning.plans.settling import When, not_settled, settled_people
from learning.plans.tally import Tally


class Place(NamedTuple):
    """The one team and the job role in which somebody is counted; no team for who is in none."""

    team_id: int | None
    job_role: str


def tallies_by_plan(when: When) -> Mapping[int, Tally]:
    """What each plan asks of everybody."""
    found: defaultdict[int, Tally] = defaultdict(Tally)
    for plan_id, *counts in db.session.execute(_tallies(when, SettledTally.plan_id)):
        found[plan_id].add(Tally(*counts))
    for one in from_records(when).values():
        for plan_id, tally in one.tallies():
            found[plan_id].add(tally)
    return found


def tallies_by_place(plan_id: int, when: When) -> Mapping[Place, Tally]:
    """What one plan asks of the people of each team and job role."""
    first = _first_teams(when.today)
    stored = (
        _tallies(when, first.c.team_id, Person.job_role)
        .join(Person, Person.id == SettledTally.person_id)
        .outerjoin(first, (first.c.person_id == Person.id) & (first.c.place == 1))
        .where(SettledTally.plan_id == plan_id)
    )
    found: defaultdict[Place, Tally] = defaultdict(Tally)
    for team_id, job_role, *counts in db.session.execute(stored):
        found[Place(team_id, job_role)].add(Tally(*counts))
    others = {
        person_id: tally
        for person_id, one in from_records(when).items()
        for its_plan, tally in one.tallies()
        if its_plan == plan_id
    }
    for person_id, place in _places_of(others, first).items():
        found[place].add(others[person_id])
    # Of groups that are alike in size the first is hidden: it is the same one however many people are stored.
    return dict(sorted(found.items(), key=lambda one: (one[0].team_id or 0, one[0].job_role)))


def people_at_work(today: date) -> Mapping[str, set[int]]:
    """Everybody at work, by job role."""
    rows = select(Person.job_role, in_one_text(Person.id)).where(is_at_work_on(today)).group_by(Person.job_role)
    return {job_role: people_of(text) for job_role, text in db.session.execute(rows)}


def holders_by_course(course_ids: Collection[int], when: When) -> Mapping[int, set[int]]:
    """Everybody at work who holds each of these courses."""
    settled = _settled_at_work(when)
    last_on: Any = SettledCourse.last_on
    rows = select(SettledCourse.course_id, in_one_text(SettledCourse.person_id)).group_by(SettledCourse.course_id)
    found: defaultdict[int, set[int]] = defaultdict(set)
    rows = rows.where(SettledCourse.course_id.in_(course_ids), or_(last_on.is_(None), last_on > NOT_HELD))
    for course_id, text in db.session.execute(rows):
        found[course_id] |= settled & people_of(text)
    for person_id, one in from_records(when, is_at_work_on(when.today)).items():
        for course_id in one.held:
            found[course_id].add(person_id)
    return found


def courses_running_out(when: When) -> Iterator[RunningOut]:
    """What everybody at work holds today and must do again when it runs out, in the months of the forecast."""
    settled = _settled_at_work(when)
    last_on: Any = SettledCourse.last_on
    rows = select(SettledCourse.course_id, last_on, in_one_text(SettledCourse.person_id))
    rows = rows.where(last_on > NOT_HELD, last_on < end_of_months(when.today))
    rows = rows.group_by(SettledCourse.course_id, last_on)
    texts: defaultdict[tuple[int, date], list[str]] = defaultdict(list)
    for course_id, day, text in db.session.execute(rows):
        texts[course_id, day.replace(day=1)].append(text)
    for (course_id, month_on), some in texts.items():
        yield RunningOut(course_id, month_on, settled & people_of(",".join(some)))
    yield from running_out(
        Held(person_id, course_id, last_on)
        for person_id, one in from_records(when, is_at_work_on(when.today)).items()
        for course_id, last_on in one.held.items()
    )


def in_one_text(person_id: Any) -> Any:
    """The people of a group in one text, which is many times faster to read than a row for each."""
    return func.aggregate_strings(cast(person_id, String), ",")


def people_of(text: str | None) -> set[int]:
    """The people of such a text."""
    return set(map(int, text.split(","))) if text else set()


def _settled_at_work(when: When) -> set[int]:
    settled = Person.id.in_(settled_people(when.today, when.now))
    return people_of(db.session.scalar(select(in_one_text(Person.id)).where(settled, is_at_work_on(when.today))))


def from_records(when: When, *of_these: ColumnElement[bool]) -> Mapping[int, Settled]:
    """How everybody stands of whom nothing is stored that is right today."""
    return stand_now(not_settled(when.today, when.now, *of_these), when)


def stand_now(person_ids: Collection[int], when: When) -> Mapping[int, Settled]:
    """How these people stand, from the records: two statements, none where nobody is named."""
    if not person_ids:
        return {}
    known = everything_known(person_ids, read_plans(), time_zone=when.time_zone)
    return settled_from(known.facts, person_ids, day=when.today, known_at=when.now)


def _tallies(when: When, *groups: Any) -> Select[Any]:
    counts = (SettledTally.asked_count, SettledTally.met_count, SettledTally.soon_count, SettledTally.late_count)
    return (
        select(*groups, func.count(), *(func.sum(count) for count in counts))
        .select_from(SettledTally)
        .where(SettledTally.person_id.in_(settled_people(when.today, when.now)), SettledTally.asked_count > 0)
        .group_by(*groups)
    )


def _first_teams(today: date) -> Subquery:
    """The teams of each person, numbered: the first by name that is more than one manager's reports is place 1."""
    order = (Team.reports_to_id.is_not(None), Team.name, Team.id)
    place = func.row_number().over(partition_by=Membership.person_id, order_by=order)
    teams = select(Membership.person_id, Membership.team_id, place.label("place"))
    return teams.join(Team, Team.id == Membership.team_id).where(holds_on(Membership, today)).subquery()


def _places_of(person_ids: Collection[int], first: Subquery) -> Mapping[int, Place]:
    if not person_ids:
        return {}
    rows = (
        select(Person.id, first.c.team_id, Person.job_role)
        .outerjoin(first, (first.c.person_id == Person.id) & (first.c.place == 1))
        .where(is_one_of(Person.id, person_ids))
    )
    return {
        person_id: Place(team_id, job_role)
        for person_id, team_id, job_role in db.session.execute(rows)
        if person_id in person_ids
    }
