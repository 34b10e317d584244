"""My record: every completion of one's own, with minutes by year, to read and to print; and who looked at it.

What was learned elsewhere stands on the page too: its template asks for it. The table file is made in `outside`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from flask import render_template
from flask.typing import ResponseReturnValue

from learning.clock import day_of
from learning.people.access import allow, current_person
from learning.people.record_access import MOST_SHOWN, looks_at
from learning.people.roles import Policy
from learning.study.blueprint import blueprint
from learning.study.codes import grouped
from learning.study.completions import completions_of, refreshed_by
from learning.study.models import CompletionRecord
from learning.study.record_table import days_to_refresh
from learning.study.status import last_day_before
from learning.web.context import settings, today
from learning.web.table_files import TableForm, table_download
from learning.web.tables import Table

_LOOK_COLUMNS = ("Day", "Who", "What they opened", "Team")


@blueprint.get("/my-record")
@allow(Policy.STUDY)
def my_record() -> ResponseReturnValue:
    """All completions, the latest first, the voided ones marked."""
    person_id = current_person().id
    records = completions_of([person_id])
    return render_template(
        "study/my_record.html",
        records=records[::-1],
        years=_minutes_by_year(records),
        refreshed=refreshed_by(records),
        days_to_refresh=days_to_refresh(person_id, time_zone=settings().time_zone, today=today()),
        grouped=grouped,
        last_day_before=last_day_before,
    )


@blueprint.get("/my-record/looks", endpoint="who_looked")
@allow(Policy.STUDY)
def who_looked() -> ResponseReturnValue:
    """Who was shown one's record, and when."""
    looks = looks_at(current_person().id, time_zone=settings().time_zone)
    return render_template("study/who_looked.html", looks=looks, most_shown=MOST_SHOWN)


@blueprint.get("/my-record/looks.<any(csv, xlsx):form>")
@allow(Policy.STUDY)
def who_looked_table(form: TableForm) -> ResponseReturnValue:
    """All of them as a table file."""
    looks = looks_at(current_person().id, time_zone=settings().time_zone, most=None)
    rows = [(look.on, look.viewer_name, look.what, look.team) for look in looks]
    return table_download(Table("Who looked at my record", today(), _LOOK_COLUMNS, rows), form, "who-looked")


def _minutes_by_year(records: Iterable[CompletionRecord]) -> list[tuple[int, int]]:
    """Declared minutes of the completions that count, by the year they were made in, the latest year first."""
    minutes: dict[int, int] = defaultdict(int)
    for record in records:
        if not record.void:
            minutes[day_of(record.completed_at, settings().time_zone).year] += record.declared_minutes
    return sorted(minutes.items(), reverse=True)
