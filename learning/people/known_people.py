"""PURE. What is known of people and teams before a file of people is imported, to be compared with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from learning.people.roles import Role

DETAIL_COLUMNS = ("email", "name", "staff_number", "job_role", "starts_on", "leaves_on")


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """One account as it stands; teams by name, those that hold now or later, without those of reporting lines."""

    id: int
    email: str
    name: str
    staff_number: str | None
    job_role: str
    starts_on: date | None
    leaves_on: date | None
    coming_job_role: str | None = None
    """The one that begins later, if any."""
    roles: frozenset[Role] = frozenset()
    teams: frozenset[str] = frozenset()
    managed_teams: frozenset[str] = frozenset()
    reports_to: frozenset[int] = frozenset()
    """The people whose direct report this one is."""
    leads_reports: bool = False
    """Whether the person manages the team of their own direct reports."""
    leads_from: date | None = None
    """The day from which they do, where it is still to come."""
    is_deactivated: bool = False

    def is_at_work(self, today: date) -> bool:
        """Whether the person may sign in; the same rule as Person.is_active."""
        return not self.is_deactivated and not self.has_left(today)

    def has_left(self, today: date) -> bool:
        """Whether the last day of work is past."""
        return self.leaves_on is not None and self.leaves_on < today


@dataclass(frozen=True, slots=True)
class KnownTeams:
    """Every team by name with the team above it, or None at the top; and the team of each manager's direct reports."""

    above: Mapping[str, str | None] = field(default_factory=dict)
    of_manager: Mapping[int, str] = field(default_factory=dict)
