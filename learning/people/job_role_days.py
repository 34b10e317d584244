"""PURE. What the history of somebody's job roles should say, from what it says and what is known of them now.

An administrator may have put the days of a role right. So the details correct only what was just changed in them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

DETAILS = frozenset({"job_role", "starts_on", "leaves_on"})


class HeldRole(NamedTuple):
    """A job role from a day until a day, the first on which it is no longer held; None while it is open."""

    job_role: str
    from_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True)
class WorkNow:
    """What is known of somebody's work today. `leaves_on` is the last day of work; `begins_anew` tells that somebody
    whose account was closed is back, so the time between was no work here; `changed` names what is said anew."""

    job_role: str
    starts_on: date | None
    leaves_on: date | None
    is_deactivated: bool
    begins_anew: bool = False
    changed: Collection[str] = DETAILS


def wanted_history(history: Sequence[HeldRole], work: WorkNow, today: date) -> list[HeldRole]:
    """The history as it should be: a new role begins today, first and last day are corrected, the past stays."""
    ends_on = work.leaves_on + timedelta(days=1) if work.leaves_on else None
    if work.is_deactivated:
        ends_on = min(ends_on or today, today)
    rows = sorted(history, key=lambda row: row.from_on)
    last_end = rows[-1].until_on if rows else None
    if DETAILS.isdisjoint(work.changed):
        return rows
    if not rows:
        rows = [HeldRole(work.job_role, work.starts_on or today, None)]
    elif last_end and work.starts_on and work.starts_on >= last_end and not work.is_deactivated:
        rows.append(HeldRole(work.job_role, work.starts_on, None))  # somebody who had left is back
    elif last_end and work.begins_anew and last_end < today:
        rows.append(HeldRole(work.job_role, today, None))
    else:
        rows = _corrected(rows, work, ends_on, today)
        if DETAILS.intersection(work.changed) == {"starts_on"}:
            return rows
    if work.is_deactivated and last_end and last_end <= today:
        return rows  # the work had ended before the account was closed
    return _until(rows, ends_on)


def _corrected(rows: list[HeldRole], work: WorkNow, ends_on: date | None, today: date) -> list[HeldRole]:
    if "starts_on" in work.changed:
        rows = _from_first_day(rows, work.starts_on, today)
    if "job_role" in work.changed and (ends_on is None or ends_on > today):
        rows = _with_role(rows, work.job_role, today)
    return rows


def _from_first_day(rows: list[HeldRole], starts_on: date | None, today: date) -> list[HeldRole]:
    """The first day of the newest unbroken time of work, corrected; with none named, nobody is still to begin."""
    first = len(rows) - 1
    while first > 0 and rows[first - 1].until_on == rows[first].from_on:
        first -= 1
    if starts_on is None and rows[first].from_on > today:
        starts_on = today
    if starts_on is None or rows[first].from_on == starts_on:
        return rows
    before = rows[:first]
    if before and (before[-1].until_on or date.max) > starts_on:
        return rows  # it is the first day of a time before
    here = [row for row in rows[first:] if row.until_on is None or row.until_on > starts_on]
    return [*before, here[0]._replace(from_on=starts_on), *here[1:]] if here else rows


def _with_role(rows: list[HeldRole], job_role: str, today: date) -> list[HeldRole]:
    if any(row.from_on <= today and (row.until_on is None or row.until_on > today) for row in rows):
        rows = [row for row in rows if row.from_on <= today]  # what was to come does not
    last = rows[-1]
    if last.until_on and last.until_on < today:
        return [*rows, HeldRole(job_role, today, None)]
    if last.job_role == job_role:
        return rows
    if last.from_on >= today:
        return [*rows[:-1], last._replace(job_role=job_role)]
    return [*rows[:-1], last._replace(until_on=today), HeldRole(job_role, today, None)]


def _until(rows: list[HeldRole], ends_on: date | None) -> list[HeldRole]:
    kept = [row for row in rows if ends_on is None or row.from_on < ends_on]
    if not kept or (len(kept) < len(rows) and kept[-1].until_on and kept[-1].until_on <= (ends_on or date.max)):
        return kept  # what is left had ended before
    return [*kept[:-1], kept[-1]._replace(until_on=ends_on)]
