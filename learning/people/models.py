"""Tables of people: accounts, teams, who belongs where and since when, sessions and one-use links."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learning.db import Model, UtcDateTime
from learning.people.roles import Role


class Recorded:
    """Columns of a fact that is never mended: it is withdrawn, and another row says it anew.

    Known from `recorded_at` until `withdrawn_at`; None while it is what we hold to be true.
    """

    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Dated(Recorded):
    """Columns of such a fact that holds from a day until a day, the first on which it no longer holds."""

    from_on: Mapped[date]
    until_on: Mapped[date | None]


class Person(Model):
    """One member of staff with an account. Deactivated, never deleted while records remain."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)  # lower case
    name: Mapped[str] = mapped_column(String(120), index=True)
    staff_number: Mapped[str | None] = mapped_column(String(40), unique=True)
    job_role: Mapped[str] = mapped_column(String(120), default="")
    starts_on: Mapped[date | None]
    leaves_on: Mapped[date | None]  # the last day of work
    password_hash: Mapped[str | None] = mapped_column(String(200))
    deactivated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    role_rows: Mapped[list[PersonRole]] = relationship(cascade="all, delete-orphan", lazy="selectin")

    @property
    def roles(self) -> frozenset[Role]:
        """Author, learning lead, administrator; everybody is a learner."""
        return frozenset(Role(row.role) for row in self.role_rows)

    def is_active(self, today: date) -> bool:
        """Whether the person may sign in: not deactivated and not past the last day of work."""
        return self.deactivated_at is None and (self.leaves_on is None or today <= self.leaves_on)


class PersonRole(Model):
    """One role of one person."""

    __tablename__ = "person_role"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    role: Mapped[str] = mapped_column(String(20), primary_key=True)


class Team(Model):
    """A group of people; teams nest. The name is unique in the organisation.

    `reports_to_id` is the manager whose direct reports the team is, as the staff system says; None for other teams.
    The number of a team that was removed is never given to another: the log still names it.
    """

    __tablename__ = "team"
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - as SQLAlchemy asks for it

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)
    reports_to_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True, unique=True)


class TeamParent(Dated, Model):
    """Which team another stands beneath, day by day; `team.parent_id` is how it stands now."""

    __tablename__ = "team_parent"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    parent_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)


class PersonJobRole(Dated, Model):
    """What somebody's job is, day by day; on a day without a row they do not work here.

    `person.job_role` is what it is now; where no days hold today, what it will be next. The words may be empty:
    somebody works here, and nobody said as what.
    """

    __tablename__ = "person_job_role"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    job_role: Mapped[str] = mapped_column(String(120))


class Membership(Dated, Model):
    """A person in a team. Never edited: a change closes it and opens the next."""

    __tablename__ = "membership"
    __table_args__ = (Index("ix_membership_team_id_until_on", "team_id", "until_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))


class TeamManager(Dated, Model):
    """A person who manages a team and, through it, the teams beneath. Same days as a membership.

    Somebody acting stands in for a manager: they see and do the same, and no file of people takes it from them.
    """

    __tablename__ = "team_manager"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    is_acting: Mapped[bool] = mapped_column(default=False)


class PendingPeopleImport(Model):
    """A file of people that an administrator has chosen and not yet confirmed; at most one each.

    `packed` is the file as it came, by zlib. Gone once it is confirmed or thrown away, and after a day.
    """

    __tablename__ = "pending_people_import"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    packed: Mapped[bytes] = mapped_column(LargeBinary)
    missing_are_leavers: Mapped[bool]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SignInSession(Model):
    """One signed-in browser. The cookie holds a random id; only its SHA-256 is stored. Deleting the row signs out."""

    __tablename__ = "sign_in_session"

    id_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    csrf_token: Mapped[str] = mapped_column(String(64))
    own_phone: Mapped[bool]
    device: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    password_given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class SignInEvent(Model):
    """Somebody signed in or out, or tried to: `kind` as `sign_in_log.KINDS`, `address` as tries keep it.

    `person_id` is None where the name that was typed is nobody's.
    """

    __tablename__ = "sign_in_event"
    __table_args__ = (Index("ix_sign_in_event_kind_happened_at", "kind", "happened_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    address: Mapped[str] = mapped_column(String(64))
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class PasswordLink(Model):
    """A one-use link to set a password. Only the SHA-256 of its token is stored."""

    __tablename__ = "password_link"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Try(Model):
    """One try at something that is slowed down when it fails too often: signing in, links, certificate codes.

    `subject_hash` is a hash of the account or code tried, so that the table names nobody at a glance.
    """

    __tablename__ = "try"
    __table_args__ = (
        Index("ix_try_subject", "kind", "subject_hash", "tried_at"),
        Index("ix_try_address", "kind", "address", "tried_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    subject_hash: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(64))
    tried_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
