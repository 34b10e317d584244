"""Some months in a small organisation, by a seed: what happened, and what was said at moments on the way."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from learning import clock
from learning.db import db, transaction
from learning.errors import Refusal
from learning.home.plan_status import statuses_with_plans
from learning.outside import decisions
from learning.people import placing
from learning.people.models import Person
from learning.people.roles import Role
from learning.plans import agreements, planning
from learning.plans.everything_known import standings_of
from learning.plans.plan_standings import PersonStanding
from learning.settings import settings_from
from learning.study.models import CompletionRecord
from learning.study.status import Status
from learning.study.voiding import void_completion
from tests import makers
from tests.conftest import NOON
from tests.study_course import TWO_LESSONS

ZONE: ZoneInfo = settings_from({}).time_zone
SLUGS = ("small-steps", "two-lessons")
TEAMS = ("Assessment", "Fostering")
PLAN = """---
owner: Learning and development
from: 2026-11-01
who: everyone
---
# Everyone
| Course | Due | Renew after | Remind before |
|---|---|---|---|
| [Small steps](../small-steps/course.md) | {due} days | 2 months | 7 days |
| [Two lessons](../two-lessons/course.md) | 40 days | | |
"""


@dataclass(frozen=True)
class Said:
    """What pages said at a moment: the standings, and the words beside each person and course."""

    on: date
    at: datetime
    standings: list[PersonStanding]
    statuses: dict[tuple[int, int], Status]


@dataclass
class History:
    """The organisation as it is after all of it, with what was said on the way."""

    people: list[Person]
    lead: Person
    said: list[Said] = field(default_factory=list)


def live(seed: int, *, steps: int = 14) -> History:
    """Make the organisation and let time go by, one thing happening after another."""
    chance = random.Random(seed)
    history = begin()
    moment = NOON
    for _ in range(steps):
        moment += timedelta(days=chance.randrange(1, 25), hours=chance.randrange(24), seconds=chance.randrange(60))
        with clock.set_to(lambda now=moment: now):
            something_happens(chance, history, moment)
            db.session.expire_all()
            history.said.append(what_is_said(history, moment))
    return history


def begin() -> History:
    """The organisation as it is at noon, before anything happened."""
    for slug, files in zip(SLUGS, ({}, TWO_LESSONS), strict=True):
        makers.publish_course(files or makers.SMALL_STEPS, slug=slug)
    teams = [makers.make_team(name) for name in TEAMS]
    people = [makers.make_person(f"Person {number}", starts_on=date(2026, 1, 5)) for number in range(6)]
    for number, person in enumerate(people):
        makers.put_in_team(person, teams[number % 2])
    history = History(people, makers.make_person("Lee Hart", roles=(Role.LEARNING_LEAD,)))
    publish_plan(30, NOON)
    return history


def publish_plan(due: int, now: datetime) -> None:
    """The plan, with so many days for the first course."""
    with transaction():
        text = PLAN.format(due=due).encode()
        planning.publish_plan("everyone", text, origin="folder", actor_id=None, now=now, today=now.date())


def what_is_said(history: History, now: datetime) -> Said:
    """What pages say at this moment."""
    on = clock.day_of(now, ZONE)
    ids = [person.id for person in history.people]
    standings = standings_of(ids, day=on, known_at=now, time_zone=ZONE)
    return Said(on, now, standings, statuses_with_plans(ids, time_zone=ZONE, today=on, now=now))


def something_happens(chance: random.Random, history: History, now: datetime) -> None:
    """One thing that happens to one person, or to the plan."""
    deeds: list[Callable[[random.Random, History, Person, datetime], None]] = [
        _completes, _completes, _completes, _void, _moves, _plan_changes, _is_away, _is_exempt, _learns_elsewhere,
    ]  # fmt: skip
    with suppress(Refusal):  # such as a pause that is said to end before it begins
        chance.choice(deeds)(chance, history, chance.choice(history.people), now)


def _completes(chance: random.Random, _history: History, person: Person, _now: datetime) -> None:
    makers.complete_course(person, chance.choice(SLUGS))


def _void(chance: random.Random, history: History, _person: Person, now: datetime) -> None:
    records = db.session.scalars(select(CompletionRecord).order_by(CompletionRecord.id)).all()
    if records:
        record = chance.choice(records)
        if record.void is None:
            with transaction():
                void_completion(record, reason="A slip", voided_by_id=history.lead.id, now=now)


def _moves(chance: random.Random, history: History, person: Person, now: datetime) -> None:
    team = ((chance.choice(TEAMS),),)
    with transaction():
        placing.put_person(
            person.id, team, (), may_make=(), actor_id=history.lead.id, now=now, today=clock.day_of(now, ZONE)
        )


def _plan_changes(chance: random.Random, _history: History, _person: Person, now: datetime) -> None:
    publish_plan(chance.choice((10, 30, 60)), now)


def _is_away(chance: random.Random, _history: History, person: Person, now: datetime) -> None:
    from_on = now.date() + timedelta(days=chance.randrange(-20, 10))
    with transaction():
        agreements.pause(
            person.id, from_on=from_on, last_on=from_on + timedelta(days=20), actor_id=None, now=now, today=now.date()
        )


def _is_exempt(chance: random.Random, _history: History, person: Person, now: datetime) -> None:
    with transaction():
        agreements.exempt(
            person.id, "everyone", chance.choice(SLUGS), last_on=now.date() + timedelta(days=30),
            reason="Agreed adjustment", actor_id=None, now=now, today=now.date(),
        )  # fmt: skip


def _learns_elsewhere(chance: random.Random, history: History, person: Person, now: datetime) -> None:
    held_on = now.date() - timedelta(days=chance.randrange(60))
    claim = makers.claim_learning(person, title=f"Day {held_on}", held_on=held_on, course_slug=chance.choice(SLUGS))
    with transaction():
        decisions.confirm(claim.id, history.lead, now=now, today=now.date())
