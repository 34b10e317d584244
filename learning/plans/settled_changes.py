"""Writes what is to be stored of some people for speed, where it is not what was stored: one statement, seldom two."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, delete
from sqlalchemy.dialects import postgresql, sqlite

from learning.db import db
from learning.plans.settled_models import settled_table
from learning.plans.stored import Stored, counts_of

_KEY = [column.name for column in settled_table.primary_key]
_VALUES = [column.name for column in settled_table.columns if column.name not in _KEY]


class SettledChanges:
    """The rows of some people that are to be another way, collected and then written at once."""

    def __init__(self) -> None:
        self._rows: list[dict[str, Any]] = []
        self._gone: list[dict[str, Any]] = []

    def add(self, person_id: int, stored: Stored, right: Stored) -> None:
        """Have somebody's rows be as is right; what is stored so already is left as it is."""
        if right.days is not None and right.days != stored.days:
            self._add("days", 0, person_id, right.days._asdict())
        for plan_id, text in right.by_plan.items():
            if stored.by_plan.get(plan_id) != text:
                self._add("plan", plan_id, person_id, _tally(text))
        for course_id, last_on in right.held.items():
            if course_id not in stored.held or stored.held[course_id] != last_on:
                self._add("course", course_id, person_id, {"last_on": last_on})
        gone = [("plan", number) for number in stored.by_plan.keys() - right.by_plan.keys()]
        gone += [("course", number) for number in stored.held.keys() - right.held.keys()]
        self._gone += [{"its_kind": kind, "its_number": number, "whose": person_id} for kind, number in gone]

    def write(self) -> None:
        """Write them all."""
        if self._gone:
            columns = settled_table.c
            gone = delete(settled_table).where(
                columns.kind == bindparam("its_kind"),
                columns.number == bindparam("its_number"),
                columns.person_id == bindparam("whose"),
            )
            db.session.connection().execute(gone, self._gone)
        if self._rows:
            postgres = db.session.get_bind().dialect.name == "postgresql"
            insert = (postgresql.insert if postgres else sqlite.insert)(settled_table)
            values = {name: insert.excluded[name] for name in _VALUES}
            db.session.connection().execute(insert.on_conflict_do_update(index_elements=_KEY, set_=values), self._rows)

    def _add(self, kind: str, number: int, person_id: int, values: dict[str, Any]) -> None:
        key = {"kind": kind, "number": number, "person_id": person_id}
        self._rows.append({**key, **dict.fromkeys(_VALUES), **values})


def _tally(text: str) -> dict[str, Any]:
    asked, met, soon, late = counts_of(text)
    return {"asked_count": asked, "met_count": met, "soon_count": soon, "late_count": late, "by_course": text}
