"""Plan files on disk: publishes those of the courses folder when the product starts, and those a command names.

A plan that was last changed in the browser is never overwritten unasked; a file with problems is named and left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from sqlalchemy import select

from learning.courses.format.library import kind_of
from learning.courses.format.source_text import MAX_TEXT_BYTES
from learning.db import db, transaction
from learning.errors import BadSource, Conflict, Refusal
from learning.plans.models import PlanEdition, PlanRow
from learning.plans.planning import PublishedPlan, current_edition, publish_plan, text_hash


@dataclass(frozen=True, slots=True)
class PlanOutcome:
    """What was done with one plan file; `lines` are for the console, none where nothing was to be done."""

    key: str
    result: Literal["published", "unchanged", "left alone", "has problems"]
    lines: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "\n".join(self.lines)


def plan_files(library: Path) -> list[Path]:
    """The plan files of a library folder, by name."""
    found = sorted((library / "plans").glob("*.md"))
    return [file for file in found if kind_of(f"plans/{file.name}") == "plan" and file.is_file()]


def publish_plans(library: Path, *, now: datetime, today: date) -> list[PlanOutcome]:
    """Publish each changed plan file of a library, each in a transaction of its own."""
    return [_publish_unasked(file, now, today) for file in plan_files(library)]


def publish_plan_file(file: Path, *, replaces: int | None, now: datetime, today: date) -> PublishedPlan:
    """Publish one file as the next edition of the plan of its name.

    Where the plan was last changed in the browser, `replaces` has to name that edition; else it is a Conflict.
    """
    key = file.stem
    current = _current(key)
    text = _content(file)
    if current is not None and _is_browsers(current, text) and replaces != current.number:
        raise Conflict(
            f"Edition {current.number} of this plan was made in the browser. `flask plans export {key}` prints it; "
            f"--replaces {current.number} puts the file in its place."
        )
    return publish_plan(key, text, origin="folder", actor_id=None, now=now, today=today)


def _publish_unasked(file: Path, now: datetime, today: date) -> PlanOutcome:
    key, text = file.stem, _content(file)
    current = _current(key)
    if current is not None and current.source_hash == text_hash(text) and not current.is_closed:
        return PlanOutcome(key, "unchanged")
    if current is not None and current.is_closed:
        return PlanOutcome(key, "left alone", (f"plans/{key}: left as it is, because the plan is closed.",))
    try:
        with transaction():
            published = publish_plan_file(file, replaces=None, now=now, today=today)
    except BadSource as refusal:
        first = f"plans/{key}: left out, because its file has problems:"
        return PlanOutcome(key, "has problems", (first, *(f"  {problem}" for problem in refusal.problems)))
    except Refusal as refusal:
        return PlanOutcome(key, "left alone", (f"plans/{key}: left as it is. {refusal.sentence}",))
    return PlanOutcome(
        key, "published", (f"plans/{key}: edition {published.edition.number} published from the folder.",)
    )


def _current(key: str) -> PlanEdition | None:
    plan = db.session.scalar(select(PlanRow).where(PlanRow.key == key))
    return current_edition(plan) if plan else None


def _is_browsers(current: PlanEdition, text: bytes) -> bool:
    return current.origin == "browser" and current.source_hash != text_hash(text)


def _content(file: Path) -> bytes:
    # One byte more than allowed is enough for the parser to say that it is too large.
    with file.open("rb") as handle:
        return handle.read(MAX_TEXT_BYTES + 1)
