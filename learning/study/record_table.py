"""My record as a table file: one line a completion, in the order they were made."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from learning.clock import day_of
from learning.study.codes import grouped
from learning.study.completions import completions_of, refreshed_by
from learning.study.models import CompletionRecord
from learning.study.status import last_day_before
from learning.study.statuses import statuses_of

Cell = str | int | None

HEADER = (
    "Course",
    "Version",
    "Completed on",
    "Minutes",
    "Repeat by",
    "See what changed by",
    "Refresh of version",
    "Certificate check code",
    "Voided on",
)


def record_lines(person_id: int, *, time_zone: ZoneInfo, today: date) -> list[list[Cell]]:
    """Every completion of a person, the voided ones too, each in the order of the header."""
    records = completions_of([person_id])
    refreshed = refreshed_by(records)
    days = days_to_refresh(person_id, time_zone=time_zone, today=today)
    return [_line(record, days.get(record.id), refreshed.get(record.id), time_zone) for record in records]


def days_to_refresh(person_id: int, *, time_zone: ZoneInfo, today: date) -> dict[int, date]:
    """By the record that counts, the day by which what changed since is to be seen."""
    statuses = statuses_of([person_id], time_zone=time_zone, today=today)
    return {one.number: one.refresh_by_on for one in statuses.values() if one.number and one.refresh_by_on}


def _line(
    record: CompletionRecord, refresh_by_on: date | None, refreshed: CompletionRecord | None, time_zone: ZoneInfo
) -> list[Cell]:
    return [
        record.course_title,
        record.version_number,
        day_of(record.completed_at, time_zone).isoformat(),
        record.declared_minutes,
        last_day_before(record.repeat_by_on).isoformat() if record.repeat_by_on and not record.void else "",
        refresh_by_on.isoformat() if refresh_by_on else "",
        refreshed.version_number if refreshed else "",
        grouped(record.check_code),
        day_of(record.void.voided_at, time_zone).isoformat() if record.void else "",
    ]
