"""Tables of people: accounts, teams, who belongs where and since when, sessions and one-use links."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from learning.db import Model, UtcDateTime
from learning.people.roles import Role


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
    """A group of people; teams nest. The name is unique in the organisation."""

    __tablename__ = "team"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("team.id"), index=True)


class Membership(Model):
    """A person in a team. Never edited: a change closes it and opens the next.

    `until_on` is the first day on which it no longer holds; None while it is open.
    """

    __tablename__ = "membership"
    __table_args__ = (Index("ix_membership_team_id_until_on", "team_id", "until_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"))
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class TeamManager(Model):
    """A person who manages a team and, through it, the teams beneath. Same days as a membership."""

    __tablename__ = "team_manager"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("team.id"), index=True)
    from_on: Mapped[date]
    until_on: Mapped[date | None]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


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
