"""Reads of what was learned elsewhere: one's own, that of people one may see, and what waits for somebody's word."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import joinedload

from learning.courses.models import CourseRow
from learning.db import HIGHEST_ID, db
from learning.errors import NotFound
from learning.outside.models import FurtherRecord, OutsideLearning
from learning.outside.stages import Stage, stage_of
from learning.people.models import Person
from learning.people.roles import Role
from learning.people.teams import is_of_people_of, managed_team_ids, people_in_teams
from learning.study.certificates import may_see_record_of

MOST_SHOWN = 200


def stage(learning: OutsideLearning) -> Stage:
    """What has become of a learning."""
    return stage_of([record.kind for record in learning.further_records])


def learnings_of(person_id: int) -> list[OutsideLearning]:
    """Everything one person learned elsewhere, whatever became of it, the latest first."""
    return list(db.session.scalars(_whole().where(OutsideLearning.person_id == person_id)))


def own_learning(learning_id: int, person_id: int) -> OutsideLearning:
    """One of a person's own; raises NotFound, for anybody else's too."""
    found = _found(learning_id)
    if found is None or found.person_id != person_id:
        raise NotFound
    return found


def visible_learning(learning_id: int, viewer: Person, *, today: date) -> OutsideLearning:
    """One of somebody whose record the viewer may see today, or their own; raises NotFound."""
    found = _found(learning_id)
    if found is None:
        raise NotFound
    if found.person_id != viewer.id and not may_see_record_of(found.person_id, viewer, today=today):
        raise NotFound
    return found


def waiting_for(viewer: Person, *, today: date) -> list[OutsideLearning]:
    """What people sent or said is wrong, and nobody has answered: of those the viewer manages, or of all for a
    learning lead; never their own. Those who have waited longest first, at most 200."""
    found = _whole().where(_waits(), is_of_people_of(OutsideLearning.person_id, viewer, today))
    return list(db.session.scalars(found.order_by(None).order_by(OutsideLearning.id).limit(MOST_SHOWN)))


def waiting_count(viewer: Person, *, today: date) -> int:
    """How many there are."""
    return db.session.execute(waiting_counted(viewer, today=today)).scalar_one()


def waiting_counted(viewer: Person, *, today: date) -> Select[int]:
    """The statement that counts them, to stand inside another."""
    waiting = _waits(), is_of_people_of(OutsideLearning.person_id, viewer, today)
    return select(func.count()).select_from(OutsideLearning).where(*waiting)


def people_to_enter_for(viewer: Person | None, *, today: date) -> list[Person] | None:
    """Whom the viewer may enter learning for; None for everybody."""
    if viewer is None or Role.LEARNING_LEAD in viewer.roles:
        return None
    return people_in_teams(managed_team_ids(viewer.id, today), today)


def recorded_already(
    person_ids: Collection[int], title_key: str, provider_key: str, held_on: date
) -> dict[int, OutsideLearning]:
    """Who of these people has this course of this day already, and was neither returned nor voided."""
    ended = exists().where(
        FurtherRecord.learning_id == OutsideLearning.id, FurtherRecord.kind.in_(("returned", "voided"))
    )
    found = select(OutsideLearning).where(
        OutsideLearning.title_key == title_key,
        OutsideLearning.provider_key == provider_key,
        OutsideLearning.held_on == held_on,
        ~ended,
    )
    wanted = set(person_ids)
    return {one.person_id: one for one in db.session.scalars(found) if one.person_id in wanted}


def _whole() -> Select[OutsideLearning]:
    return (
        select(OutsideLearning)
        .options(
            joinedload(OutsideLearning.person),
            joinedload(OutsideLearning.entered_by),
            joinedload(OutsideLearning.evidence),
            joinedload(OutsideLearning.course).joinedload(CourseRow.current_version),
        )
        .order_by(OutsideLearning.held_on.desc(), OutsideLearning.id.desc())
    )


def _found(learning_id: int) -> OutsideLearning | None:
    return db.session.scalar(_whole().where(OutsideLearning.id == min(learning_id, HIGHEST_ID)))


def _waits() -> ColumnElement[bool]:
    def has(*kinds: str) -> ColumnElement[bool]:
        return exists().where(FurtherRecord.learning_id == OutsideLearning.id, FurtherRecord.kind.in_(kinds))

    last_said = (
        select(FurtherRecord.kind)
        .where(FurtherRecord.learning_id == OutsideLearning.id, FurtherRecord.kind.in_(("disputed", "answered")))
        .order_by(FurtherRecord.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return and_(~has("voided"), or_(~has("confirmed", "returned"), last_said == "disputed"))
