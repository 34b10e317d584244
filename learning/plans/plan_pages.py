"""What the pages of plans show: one plan with its numbers, and what is agreed with people. Reads only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from learning.courses.models import CourseRow, Version
from learning.courses.published import IS_CURRENT
from learning.db import db
from learning.errors import Invalid
from learning.people.models import Person
from learning.people.names import normal_email
from learning.plans.models import Exemption, Extension, Pause, PlanEdition, PlanRow, RequirementRow
from learning.plans.plan_standings import facts_of_everybody, standings_from
from learning.plans.planning import course_titles, current_edition, plan_by_key
from learning.plans.standing import Key


@dataclass(frozen=True, slots=True)
class AskedCourse:
    """One course of a plan, and how many people stand where with it today."""

    slug: str
    title: str
    requirement: RequirementRow
    counts: Counter[Key]

    @property
    def asked_count(self) -> int:
        """Of how many people it is asked, those who do not need it left out."""
        return sum(self.counts.values()) - self.counts["exempt"]

    @property
    def met_count(self) -> int:
        """How many hold a completion that counts."""
        return self.counts["met"] + self.counts["expiring"]

    @property
    def late_count(self) -> int:
        """How many are overdue, for a first time or a repeat."""
        return self.counts["overdue"] + self.counts["lapsed"]


@dataclass(frozen=True, slots=True)
class PlanPage:
    """One plan as it reads now, with its numbers of today."""

    plan: PlanRow
    edition: PlanEdition
    courses: tuple[AskedCourse, ...]
    person_count: int
    late_person_count: int


@dataclass(frozen=True, slots=True)
class Agreed:
    """What holds of what was agreed about one plan, by name."""

    exemptions: Sequence[Exemption]
    extensions: Sequence[Extension]
    course_titles: dict[int, str]


def plan_page(key: str, *, today: date, now: datetime, time_zone: ZoneInfo) -> PlanPage:
    """One plan with its numbers; raises NotFound."""
    plan = plan_by_key(key)
    edition = current_edition(plan)
    rows = [
        (requirement, slug, title)
        for requirement, slug, title in db.session.execute(
            select(RequirementRow, CourseRow.slug, Version.title)
            .join(CourseRow, CourseRow.id == RequirementRow.course_id)
            .join(Version, IS_CURRENT)
            .where(RequirementRow.edition_id == edition.id)
            .order_by(RequirementRow.place)
        )
    ]
    facts = facts_of_everybody([requirement.course_id for requirement, _, _ in rows], time_zone=time_zone)
    others = {plan_id: () for plan_id in facts.plans.plans if plan_id != plan.id}
    counts: dict[int, Counter[Key]] = {}
    people, late = set(), set()
    for person_id, _, course_id, standing in standings_from(facts, day=today, known_at=now, editions=others):
        counts.setdefault(course_id, Counter())[standing.key] += 1
        people.add(person_id)
        if standing.key in ("overdue", "lapsed"):
            late.add(person_id)
    courses = tuple(
        AskedCourse(slug, title, requirement, counts.get(requirement.course_id, Counter()))
        for requirement, slug, title in rows
    )
    return PlanPage(plan, edition, courses, len(people), len(late))


def agreed_about(plan_id: int, today: date) -> Agreed:
    """The exemptions and extensions that hold today or will."""
    exemptions = (
        select(Exemption)
        .where(
            Exemption.plan_id == plan_id,
            Exemption.withdrawn_at.is_(None),
            or_(Exemption.until_on.is_(None), Exemption.until_on > today),
        )
        .options(joinedload(Exemption.person))
    )
    extensions = (
        select(Extension)
        .where(Extension.plan_id == plan_id, Extension.withdrawn_at.is_(None), Extension.due_on >= today)
        .options(joinedload(Extension.person))
    )
    return Agreed(
        sorted(db.session.scalars(exemptions), key=_by_name),
        sorted(db.session.scalars(extensions), key=_by_name),
        course_titles(),
    )


def pauses_from(today: date) -> list[Pause]:
    """Everybody who is away today or will be, by name."""
    wanted = select(Pause).where(Pause.withdrawn_at.is_(None), or_(Pause.until_on.is_(None), Pause.until_on > today))
    return sorted(db.session.scalars(wanted.options(joinedload(Pause.person))), key=_by_name)


def person_with_email(email: str) -> Person:
    """The person whose account has this address; raises Invalid."""
    person = db.session.scalar(select(Person).where(Person.email == normal_email(email)))
    if person is None:
        raise Invalid({"email": "There is no account with this e-mail address. Look whether it is typed rightly."})
    return person


def _by_name(row: Exemption | Extension | Pause) -> tuple[str, int]:
    return row.person.name.casefold(), row.id
