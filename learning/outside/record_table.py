"""My record as a table file: the lines of what was learned elsewhere, beneath those of the completions here."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from learning.clock import day_of
from learning.outside.equivalences import titles_met_by
from learning.outside.finding import stage
from learning.outside.models import OutsideLearning
from learning.study.record_table import HEADER as HEADER_HERE

Cell = str | int | None

HEADER = (*HEADER_HERE, "Learned elsewhere with", "Stands for", "Is equal to", "How it stands")


def lines_of(learnings: Iterable[OutsideLearning], time_zone: ZoneInfo) -> list[list[Cell]]:
    """One line a learning, in the order of the header."""
    learnings = list(learnings)
    met = titles_met_by(learnings)
    return [_line(one, met.get(one.id, []), time_zone) for one in learnings]


def _line(learning: OutsideLearning, met: Iterable[str], time_zone: ZoneInfo) -> list[Cell]:
    cells: dict[str, Cell] = dict.fromkeys(HEADER, "")
    version = learning.course.current_version if learning.course else None
    voided = [record for record in learning.further_records if record.kind == "voided"]
    cells |= {
        "Course": learning.title,
        "Completed on": learning.held_on.isoformat(),
        "Minutes": learning.declared_minutes,
        "Voided on": day_of(voided[0].recorded_at, time_zone).isoformat() if voided else "",
        "Learned elsewhere with": learning.provider,
        "Stands for": version.title if version else "",
        "Is equal to": "; ".join(met),
        "How it stands": stage(learning).words,
    }
    return list(cells.values())
