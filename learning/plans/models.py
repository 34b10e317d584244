"""Tables of workforce plans: a plan, its immutable editions with what they ask, and what is agreed with one person."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    column,
    func,
    select,
    table,
)
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from learning.courses.models import CourseRow
from learning.db import Model, UtcDateTime, append_only
from learning.people.models import Dated, Person, Recorded

_NEXT = table(
    "plan_edition", column("plan_id", Integer()), column("number", Integer()), column("from_on", Date())
).alias("next_edition")


class PlanRow(Model):
    """A named set of requirements that lives through many editions; `key` is the name of its file.

    Named PlanRow because `document.Plan` is what an edition says.
    """

    __tablename__ = "plan"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    current_number: Mapped[int]  # of the newest edition
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


@append_only
class PlanEdition(Model):
    """A plan as it reads from `from_on` until `until_on`: an edition never changes, it is followed.

    `until_on` is the day from which the next one holds, None as long as there is none; where both begin on one day,
    the earlier one has no days. `starts_on` is the day before which it asks nothing. `audience` holds `job_roles` and
    `teams` as lists of names, `team_ids` as `document.Audience` tells, and `leads_people` as true, false or null; empty
    means that it does not matter. `origin` is folder or browser. A closed edition asks nothing any more.
    """

    __tablename__ = "plan_edition"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    number: Mapped[int] = mapped_column()
    from_on: Mapped[date]
    starts_on: Mapped[date]
    is_closed: Mapped[bool]
    title: Mapped[str] = mapped_column(String(300))
    owner: Mapped[str] = mapped_column(String(300))
    audience: Mapped[dict[str, Any]] = mapped_column(JSON)
    review_on: Mapped[date | None]
    target_percent: Mapped[int | None]
    target_on: Mapped[date | None]
    source: Mapped[str] = mapped_column(Text)
    source_hash: Mapped[str] = mapped_column(String(64))
    origin: Mapped[str] = mapped_column(String(8))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    until_on: Mapped[date | None] = column_property(
        select(func.min(_NEXT.c.from_on)).where(_NEXT.c.plan_id == plan_id, _NEXT.c.number > number).scalar_subquery()
    )
    plan: Mapped[PlanRow] = relationship()

    def is_review_late(self, on: date) -> bool:
        """Whether the day by which the plan was to be looked over has passed while it may still ask."""
        return not self.is_closed and self.review_on is not None and self.review_on < on


@append_only
class RequirementRow(Model):
    """What one edition asks about one course: `document.Requirement` as a row; `place` counts from 1.

    It holds from and until the days of its edition, and was recorded with it.
    """

    __tablename__ = "requirement"
    __table_args__ = (UniqueConstraint("edition_id", "course_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("plan_edition.id"))
    place: Mapped[int]
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    due_on: Mapped[date | None]
    due_after_days: Mapped[int | None]
    renew_after_months: Mapped[int | None]
    remind_before_days: Mapped[list[int]] = mapped_column(JSON)

    from_on: AssociationProxy[date] = association_proxy("edition", "from_on")
    until_on: AssociationProxy[date | None] = association_proxy("edition", "until_on")
    recorded_at: AssociationProxy[datetime] = association_proxy("edition", "recorded_at")
    edition: Mapped[PlanEdition] = relationship()
    course: Mapped[CourseRow] = relationship()


class Exemption(Dated, Model):
    """One person need not do one course of one plan, for the days named; the reason is never about health."""

    __tablename__ = "exemption"
    __table_args__ = (Index("ix_exemption_person_id_plan_id", "person_id", "plan_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class Extension(Recorded, Model):
    """A later last day for one person, course and plan, agreed on `from_on`."""

    __tablename__ = "extension"
    __table_args__ = (Index("ix_extension_person_id_plan_id", "person_id", "plan_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    from_on: Mapped[date]
    due_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class Pause(Dated, Model):
    """Somebody is away from a day until a day, None while nobody knows. Why is nobody's business and is not kept."""

    __tablename__ = "pause"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(foreign_keys=[person_id])


@append_only
class Proposal(Model):
    """What a manager proposes to agree with one of their people about one course of a plan.

    `kind` is “later” or “not needed”, `last_on` the last day of it. Only its outcome says whether it is agreed; the
    Exemption or Extension that then holds is a row of its own, and nothing but the pages of proposals reads this one.
    """

    __tablename__ = "proposal"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("course.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    last_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    proposed_by: Mapped[Person] = relationship(foreign_keys=[proposed_by_id])
    plan: Mapped[PlanRow] = relationship()
    course: Mapped[CourseRow] = relationship()
    outcome: Mapped[ProposalOutcome | None] = relationship(back_populates="proposal")


@append_only
class ProposalOutcome(Model):
    """What became of a proposal, once: `kind` is agreed, returned or taken back; `words` say why it was returned."""

    __tablename__ = "proposal_outcome"

    id: Mapped[int] = mapped_column(primary_key=True)
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(Text)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)

    proposal: Mapped[Proposal] = relationship(back_populates="outcome")
    recorded_by: Mapped[Person] = relationship()
