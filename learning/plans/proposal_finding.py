"""Reads of proposals: one, those about somebody, those of a viewer's people, and what could be proposed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import joinedload

from learning.courses.models import CourseRow
from learning.db import HIGHEST_ID, db
from learning.errors import NotFound
from learning.people.models import Person
from learning.people.teams import is_of_people_of
from learning.plans.everything_known import standings_of
from learning.plans.models import Proposal, ProposalOutcome
from learning.plans.planning import course_ids_by_slug, course_titles, current_editions
from learning.study.certificates import may_see_record_of

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class ProposalLine:
    """A proposal as it stands in a list; a copy, which stays as it was read while it is noted who looks at it."""

    id: int
    person_id: int
    person_name: str
    course_title: str
    kind: str
    last_on: date
    proposed_by_name: str
    recorded_at: datetime
    outcome: str | None
    """What became of it; None while it waits."""


def visible_proposal(proposal_id: int, viewer: Person, *, today: date) -> Proposal:
    """A proposal about somebody whose record the viewer may see today; raises NotFound."""
    found = db.session.scalar(_whole().where(Proposal.id == min(proposal_id, HIGHEST_ID)))
    if found is None or not may_see_record_of(found.person_id, viewer, today=today):
        raise NotFound
    return found


def proposals_about(person_id: int) -> list[Proposal]:
    """Everything that was proposed for one person, the latest first."""
    return list(db.session.scalars(_whole().where(Proposal.person_id == person_id).order_by(Proposal.id.desc())))


def waiting_for(viewer: Person, *, today: date) -> list[ProposalLine]:
    """What waits for a learning lead, those who have waited longest first, at most 200: about the people whom the
    viewer manages, or about everybody for a learning lead."""
    return _of_viewers_people(viewer, today, ~Proposal.outcome.has(), Proposal.id.asc())


def decided_for(viewer: Person, *, today: date) -> list[ProposalLine]:
    """What has an outcome, of the same people; the latest first, at most 200."""
    return _of_viewers_people(viewer, today, Proposal.outcome.has(), Proposal.id.desc())


def waiting_count(viewer: Person, *, today: date) -> int:
    """How many wait."""
    waiting = select(func.count()).select_from(Proposal).where(~Proposal.outcome.has())
    return db.session.execute(waiting.where(is_of_people_of(Proposal.person_id, viewer, today))).scalar_one()


def requirements_of(person_id: int, *, today: date, now: datetime, time_zone: ZoneInfo) -> list[tuple[str, str]]:
    """What plans ask of a person today, as `plan/course` and words, in the order of courses."""
    asked = standings_of([person_id], day=today, known_at=now, time_zone=time_zone)
    slugs = {course_id: slug for slug, course_id in course_ids_by_slug().items()}
    plans = {plan.id: (plan.key, edition.title) for plan, edition in current_editions() if not edition.is_closed}
    titles = course_titles()
    found = [
        (f"{plans[one.plan_id][0]}/{slugs[one.course_id]}", f"{titles[one.course_id]} ({plans[one.plan_id][1]})")
        for one in asked
        if one.plan_id in plans and one.course_id in slugs
    ]
    return sorted(found, key=lambda pair: pair[1].casefold())


def _of_viewers_people(
    viewer: Person, today: date, which: ColumnElement[bool], order: ColumnElement[int]
) -> list[ProposalLine]:
    is_theirs = is_of_people_of(Proposal.person_id, viewer, today)
    wanted = _whole().where(which, is_theirs).order_by(order).limit(MOST_SHOWN)
    return [_line(one) for one in db.session.scalars(wanted)]


def _line(one: Proposal) -> ProposalLine:
    current, outcome = one.course.current_version, one.outcome
    return ProposalLine(
        one.id, one.person_id, one.person.name, current.title if current else one.course.slug, one.kind, one.last_on,
        one.proposed_by.name, one.recorded_at, outcome.kind if outcome else None,
    )  # fmt: skip


def _whole() -> Select[Proposal]:
    return select(Proposal).options(
        joinedload(Proposal.person),
        joinedload(Proposal.proposed_by),
        joinedload(Proposal.plan),
        joinedload(Proposal.course).joinedload(CourseRow.current_version),
        joinedload(Proposal.outcome).joinedload(ProposalOutcome.recorded_by),
    )
