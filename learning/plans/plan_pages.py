"""What the pages of plans show: one plan with its numbers, and what is agreed with people. Reads only."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from learning.courses.models import CourseRow, Version
from learning.courses.published import IS_CURRENT
from learning.db import db, read_one_moment
from learning.errors import Invalid
from learning.people.models import Person
from learning.people.names import normal_email
from learning.plans.everything_known import facts_with_courses
from learning.plans.models import Exemption, Extension, Pause, PlanEdition, PlanRow, RequirementRow
from learning.plans.plan_standings import standings_from
from learning.plans.planning import course_titles, current_edition, plan_by_key
from learning.plans.settled_models import NOTHING_ASKED, SettledTally
from learning.plans.settling import not_settled, settled_people
from learning.plans.standing import Key
from learning.plans.tally import keys_as_text, keys_from_text, tally_of


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

    @property
    def person_ids(self) -> set[int]:
        """With whom it is agreed."""
        return {one.person_id for one in self.exemptions} | {one.person_id for one in self.extensions}

    def only_with(self, person_ids: Collection[int]) -> Agreed:
        """The same without what is agreed with anybody else."""
        exemptions = [one for one in self.exemptions if one.person_id in person_ids]
        extensions = [one for one in self.extensions if one.person_id in person_ids]
        return Agreed(exemptions, extensions, self.course_titles)


def plan_page(key: str, *, today: date, now: datetime, time_zone: ZoneInfo) -> PlanPage:
    """One plan with its numbers; raises NotFound.

    Most people are counted from what is stored of them, and from the records who has nothing right stored.
    """
    read_one_moment()
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
    alike = _people_alike(plan.id, today, now)
    alike += _people_alike_from_records(
        plan.id,
        [requirement.course_id for requirement, _, _ in rows],
        today=today,
        now=now,
        time_zone=time_zone,
    )
    counts: defaultdict[int, Counter[Key]] = defaultdict(Counter)
    late_count = 0
    for text, people_count in alike.items():
        keys = dict(keys_from_text(text))
        for course_id, key in keys.items():
            counts[course_id][key] += people_count
        late_count += people_count if tally_of(keys.values()).late_count else 0
    courses = tuple(
        AskedCourse(slug, title, requirement, counts[requirement.course_id]) for requirement, slug, title in rows
    )
    return PlanPage(plan, edition, courses, alike.total(), late_count)


def _people_alike(plan_id: int, today: date, now: datetime) -> Counter[str]:
    """How many people are stored as standing alike with a plan, by the text that says how."""
    rows = (
        select(SettledTally.by_course, func.count())
        .where(
            SettledTally.plan_id == plan_id,
            SettledTally.by_course != NOTHING_ASKED,
            SettledTally.person_id.in_(settled_people(today, now)),
        )
        .group_by(SettledTally.by_course)
    )
    return Counter(dict(db.session.execute(rows).all()))


def _people_alike_from_records(
    plan_id: int, course_ids: Sequence[int], *, today: date, now: datetime, time_zone: ZoneInfo
) -> Counter[str]:
    """The same of everybody of whom nothing is stored that is right today."""
    waiting = frozenset(not_settled(today, now))
    if not waiting:
        return Counter()
    facts = facts_with_courses(waiting, course_ids, time_zone=time_zone)
    others = {other: () for other in facts.plans.plans if other != plan_id}
    keys: defaultdict[int, dict[int, Key]] = defaultdict(dict)
    for one in standings_from(facts, day=today, known_at=now, editions=others, at_work=True):
        keys[one.person_id][one.course_id] = one.standing.key
    return Counter(keys_as_text(keys[person_id]) for person_id in keys.keys() & waiting)


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
