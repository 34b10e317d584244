"""Plans over time: publishing the next edition of one, closing one. The past of a plan is never rewritten."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import contains_eager, joinedload

from learning import audit
from learning.courses.format.source_text import normal_bytes
from learning.courses.models import CourseRow, Version
from learning.courses.problems import Problem
from learning.courses.published import IS_CURRENT
from learning.db import db
from learning.errors import BadSource, Conflict, Invalid, NotFound
from learning.people.models import Team
from learning.plans.document import Audience, ParsedPlan, Plan, parse_plan
from learning.plans.models import PlanEdition, PlanRow, RequirementRow
from learning.plans.plan_rows import audience_of, audience_to_store

Origin = Literal["folder", "browser"]

_LONGEST_KEY = 80
_TAKEN_ADDRESSES = ("new", "away")
_LONGEST_WORDS = 300


@dataclass(frozen=True, slots=True)
class PublishedPlan:
    """The edition that holds the text, and whether it was made just now."""

    edition: PlanEdition
    is_new: bool
    warnings: tuple[Problem, ...] = ()


def plan_by_key(key: str) -> PlanRow:
    """The plan of this key, closed or not; raises NotFound."""
    plan = _plan_or_none(key)
    if plan is None:
        raise NotFound("There is no plan of this name.")
    return plan


def current_edition(plan: PlanRow) -> PlanEdition:
    """The newest edition of a plan."""
    wanted = select(PlanEdition).where(PlanEdition.plan_id == plan.id, PlanEdition.number == plan.current_number)
    return db.session.scalars(wanted).one()


def editions_of(plan: PlanRow) -> list[PlanEdition]:
    """Every edition of a plan, the first one first."""
    wanted = select(PlanEdition).where(PlanEdition.plan_id == plan.id).order_by(PlanEdition.number)
    return list(db.session.scalars(wanted))


def requirements_of(plan: PlanRow) -> list[RequirementRow]:
    """What every edition of a plan asked, in their order, with its edition and course."""
    wanted = (
        select(RequirementRow)
        .join(RequirementRow.edition)
        .where(PlanEdition.plan_id == plan.id)
        .order_by(PlanEdition.number, RequirementRow.place)
        .options(contains_eager(RequirementRow.edition), joinedload(RequirementRow.course))
    )
    return list(db.session.scalars(wanted))


def current_editions() -> list[tuple[PlanRow, PlanEdition]]:
    """Every plan with its newest edition: those that are open first, then by title."""
    wanted = select(PlanRow, PlanEdition).join(
        PlanEdition, (PlanEdition.plan_id == PlanRow.id) & (PlanEdition.number == PlanRow.current_number)
    )
    found = [(plan, edition) for plan, edition in db.session.execute(wanted)]
    return sorted(found, key=lambda pair: (pair[1].is_closed, pair[1].title.casefold(), pair[0].key))


def read_plan(key: str, text: bytes) -> ParsedPlan:
    """Read the text of a plan with what the database knows: which courses there are."""
    return parse_plan(f"plans/{key}.md", text, courses=course_ids_by_slug())


def course_ids_by_slug() -> dict[str, int]:
    """Every course that has a version, retired ones too."""
    return dict(db.session.execute(select(CourseRow.slug, CourseRow.id).join(Version, IS_CURRENT)).all())


def course_titles() -> dict[int, str]:
    """The title of every course that has a version, by its number."""
    return dict(db.session.execute(select(CourseRow.id, Version.title).join(Version, IS_CURRENT)).all())


def courses_asked_by(plan: PlanRow) -> list[tuple[str, str]]:
    """The courses that a plan asks for now, as slug and title, in its order."""
    rows = db.session.execute(
        select(CourseRow.slug, Version.title)
        .join(Version, IS_CURRENT)
        .join(RequirementRow, RequirementRow.course_id == CourseRow.id)
        .where(RequirementRow.edition_id == current_edition(plan).id)
        .order_by(RequirementRow.place)
    )
    return [(slug, title) for slug, title in rows]


def text_hash(text: bytes) -> str:
    """The fingerprint of a plan's text, the same whatever its line ends."""
    return hashlib.sha256(normal_bytes(text)).hexdigest()


def publish_plan(
    key: str,
    text: bytes,
    *,
    origin: Origin,
    actor_id: int | None,
    now: datetime,
    today: date,
    expected_number: int | None = None,
) -> PublishedPlan:
    """Make the next edition of a plan, which holds from today on; none where the current one already says the same.

    The first edition holds from the day that it names, also a day of the past. `expected_number` is the edition that
    whoever writes had before them, 0 for none: another one is a Conflict. Raises BadSource with every problem.
    """
    _check_key(key)
    plan = _plan_or_none(key, lock=True)
    current = current_edition(plan) if plan else None
    if expected_number is not None and expected_number != (plan.current_number if plan else 0):
        raise Conflict("Somebody has changed this plan meanwhile. Look at what it says now, then change that.")
    if current is not None and current.source_hash == text_hash(text) and not current.is_closed:
        return PublishedPlan(current, is_new=False)
    parsed = read_plan(key, text)
    if parsed.problems or parsed.plan is None or parsed.plan.from_on is None:
        raise BadSource(parsed.problems)
    plan = plan or _new_plan(key, now)
    starts_on = parsed.plan.from_on
    audience = meaning_teams(parsed.plan.audience, audience_of(current.audience) if current else None)
    edition = _edition_of(parsed.plan, audience, starts_on, normal_bytes(text))
    edition.plan_id, edition.number = plan.id, plan.current_number + 1
    edition.from_on = today if current else min(today, starts_on)
    edition.origin, edition.recorded_at, edition.recorded_by_id = origin, now, actor_id
    _store(plan, edition, parsed.plan)
    audit.record("plan published", f"plan:{key}", actor_id=actor_id, now=now, edition=edition.number, origin=origin)
    return PublishedPlan(edition, is_new=True, warnings=parsed.warnings)


def close_plan(key: str, *, actor_id: int | None, now: datetime, today: date) -> PlanEdition:
    """Have a plan ask nothing from today on; what it asked before stays. Once is enough. Raises NotFound."""
    plan = _plan_or_none(key, lock=True)
    if plan is None:
        raise NotFound("There is no plan of this name.")
    current = current_edition(plan)
    if current.is_closed:
        return current
    names = ("starts_on", "title", "owner", "audience", "review_on", "target_percent", "target_on", "source")
    closed = PlanEdition(
        **{name: getattr(current, name) for name in (*names, "source_hash", "origin")},
        plan_id=plan.id,
        number=plan.current_number + 1,
        from_on=today,
        is_closed=True,
        recorded_at=now,
        recorded_by_id=actor_id,
    )
    _store(plan, closed, None)
    audit.record("plan closed", f"plan:{key}", actor_id=actor_id, now=now, edition=closed.number)
    return closed


def _check_key(key: str) -> None:
    if key in _TAKEN_ADDRESSES:
        raise Invalid({"key": "This name is taken. Choose another."})
    if len(key) > _LONGEST_KEY or not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", key):
        raise Invalid({"key": f"Name the plan in a-z, 0-9 and hyphens, in at most {_LONGEST_KEY} characters."})


def _new_plan(key: str, now: datetime) -> PlanRow:
    plan = PlanRow(key=key, current_number=0, created_at=now)
    try:
        with db.session.begin_nested():
            db.session.add(plan)
    except IntegrityError as taken:
        raise Conflict("Somebody made a plan of this name just now. Look at what it says.") from taken
    return plan


def meaning_teams(audience: Audience, before: Audience | None) -> Audience:
    """The audience of a text with the numbers of its teams: of those that the edition before named so, the same ones,
    whatever they are called now; of others the teams that have the name now, None where none has."""
    if not audience.teams:
        return audience
    known = {name.casefold(): team_id for team_id, name in db.session.execute(select(Team.id, Team.name))}
    for name, team_id in zip(before.teams, before.team_ids, strict=False) if before else ():
        if team_id is not None:
            known[name.casefold()] = team_id
    return replace(audience, team_ids=tuple(known.get(name.casefold()) for name in audience.teams))


def _edition_of(plan: Plan, audience: Audience, starts_on: date, text: bytes) -> PlanEdition:
    return PlanEdition(
        starts_on=starts_on,
        is_closed=False,
        title=plan.title[:_LONGEST_WORDS],
        owner=plan.owner[:_LONGEST_WORDS],
        audience=audience_to_store(audience),
        review_on=plan.review_on,
        target_percent=plan.target_percent,
        target_on=plan.target_on,
        source=text.decode("utf-8").replace("\0", "\ufffd"),
        source_hash=text_hash(text),
    )


def _store(plan: PlanRow, edition: PlanEdition, document: Plan | None) -> None:
    db.session.add(edition)
    plan.current_number = edition.number
    db.session.flush()
    if document is None or not document.requirements:
        return
    course_ids = course_ids_by_slug()
    rows = [
        {
            "edition_id": edition.id,
            "place": place,
            "course_id": course_ids[one.course_slug],
            "due_on": one.due_on,
            "due_after_days": one.due_after_days,
            "renew_after_months": one.renew_after_months,
            "remind_before_days": list(one.remind_before_days),
        }
        for place, one in enumerate(document.requirements, start=1)
    ]
    db.session.execute(insert(RequirementRow), rows)


def _plan_or_none(key: str, *, lock: bool = False) -> PlanRow | None:
    if "\0" in key:
        return None  # PostgreSQL cannot even be asked
    find = select(PlanRow).where(PlanRow.key == key)
    return db.session.scalar(find.with_for_update() if lock else find)
