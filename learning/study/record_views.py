"""My record: every completion of one's own, with minutes by year; to read, to print and as a table file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from flask import render_template
from flask.typing import ResponseReturnValue

from learning.clock import day_of
from learning.people.access import allow, current_person
from learning.people.record_access import looks_at
from learning.people.roles import Policy
from learning.study.blueprint import blueprint
from learning.study.codes import grouped
from learning.study.completions import completions_of
from learning.study.models import CompletionRecord
from learning.study.status import last_day_before
from learning.web.context import settings
from learning.web.csv_export import Cell, csv_response

_HEADER = ("Course", "Version", "Completed on", "Minutes", "Repeat by", "Certificate check code", "Voided on")


@blueprint.get("/my-record")
@allow(Policy.STUDY)
def my_record() -> ResponseReturnValue:
    """All completions, the latest first, the voided ones marked."""
    records = completions_of([current_person().id])
    return render_template(
        "study/my_record.html",
        records=records[::-1],
        years=_minutes_by_year(records),
        grouped=grouped,
        last_day_before=last_day_before,
    )


@blueprint.get("/my-record/looks", endpoint="who_looked")
@allow(Policy.STUDY)
def who_looked() -> ResponseReturnValue:
    """Who was shown one's record, and when."""
    looks = looks_at(current_person().id, time_zone=settings().time_zone)
    return render_template("study/who_looked.html", looks=looks)


@blueprint.get("/my-record.csv")
@allow(Policy.STUDY)
def my_record_csv() -> ResponseReturnValue:
    """The same rows as a table file."""
    records = completions_of([current_person().id])
    return csv_response("my-record.csv", _HEADER, [_row(record) for record in records])


def _row(record: CompletionRecord) -> list[Cell]:
    zone = settings().time_zone
    return [
        record.course_title,
        record.version_number,
        day_of(record.completed_at, zone).isoformat(),
        record.declared_minutes,
        last_day_before(record.repeat_by_on).isoformat() if record.repeat_by_on and not record.void else "",
        grouped(record.check_code),
        day_of(record.void.voided_at, zone).isoformat() if record.void else "",
    ]


def _minutes_by_year(records: Iterable[CompletionRecord]) -> list[tuple[int, int]]:
    """Declared minutes of the completions that count, by the year they were made in, the latest year first."""
    minutes: dict[int, int] = defaultdict(int)
    for record in records:
        if not record.void:
            minutes[day_of(record.completed_at, settings().time_zone).year] += record.declared_minutes
    return sorted(minutes.items(), reverse=True)
