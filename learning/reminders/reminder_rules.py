"""PURE. Which notes are due to one person on one day, from where they stand and from what was sent before.

A note is about one course. All notes of a day go in one mail, and there is one mail a day at most. Nobody is written to
three times and more about a day that has passed: after that it is for people to talk.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple

from learning.plans.standing import Standing

Kind = Literal["before", "overdue", "moved", "cancelled"]
"""Before the day; after it; the day is another one; and nothing is asked any more, so it leaves the calendar."""
About = Literal["first", "repeat", "refresh", "done", "not asked"]
"""A first time, a repeat, what changed; for what leaves the calendar, whether it was done or is not asked any more."""

MOST_OVERDUE_NOTES = 3
DAYS_BETWEEN_OVERDUE_NOTES = 14


class Asked(NamedTuple):
    """Where a person stands with one course, and how many days before the due day they are reminded."""

    standing: Standing
    remind_before_days: Sequence[int] = ()


class Note(NamedTuple):
    """One note about one course. `step` is the days before, of which there are several; else it counts from 1."""

    course_id: int
    kind: Kind
    step: int
    due_on: date
    about: About

    @property
    def puts_in_calendar(self) -> bool:
        """Whether the day goes along for the calendar."""
        return self.kind in ("before", "moved")


class Sent(NamedTuple):
    """A note that was sent, and on which day."""

    note: Note
    on: date


def notes_due(asked: Mapping[int, Asked], sent: Iterable[Sent], day: date) -> tuple[Note, ...]:
    """The notes that are due to a person on a day, at most one a course, by day and course.

    `asked` has the most pressing standing of each course that plans ask of them; `sent` is everything that was sent
    before, in order. Nothing is due on a day on which something was sent.
    """
    by_course: dict[int, list[Sent]] = {}
    for one in sent:
        if one.on == day:
            return ()
        by_course.setdefault(one.note.course_id, []).append(one)
    found = (
        _note_about(course_id, asked.get(course_id), by_course.get(course_id, []), day)
        for course_id in asked.keys() | by_course.keys()
    )
    return tuple(sorted((note for note in found if note), key=lambda note: (note.due_on, note.course_id)))


def day_wanted(standing: Standing) -> date | None:
    """The last day on time of what somebody still has to do; None where nothing is to do, or nothing for now."""
    if standing.is_paused or standing.key in ("exempt", "met"):
        return None
    return standing.due_on


def _note_about(course_id: int, asked: Asked | None, sent: Sequence[Sent], day: date) -> Note | None:
    if asked is not None and asked.standing.is_paused:
        return None  # who is away is left in peace, and told once they are back
    due_on = day_wanted(asked.standing) if asked else None
    if asked is None or due_on is None:
        return _cancelled(course_id, asked, sent, day)
    about = _about(asked.standing)
    if day > due_on:
        return _overdue(course_id, due_on, about, sent, day)
    step = min((days for days in asked.remind_before_days if (due_on - day).days <= days), default=None)
    noted = [one.note.step for one in sent if one.note.kind == "before" and one.note.due_on == due_on]
    if step is not None and all(step < earlier for earlier in noted):
        return Note(course_id, "before", step, due_on, about)
    return _moved(course_id, due_on, about, sent, is_near=step is not None)


def _overdue(course_id: int, due_on: date, about: About, sent: Sequence[Sent], day: date) -> Note | None:
    before = [one for one in sent if one.note.kind == "overdue" and one.note.due_on == due_on]
    if len(before) >= MOST_OVERDUE_NOTES:
        return None
    if before and (day - before[-1].on).days < DAYS_BETWEEN_OVERDUE_NOTES:
        return None
    return Note(course_id, "overdue", len(before) + 1, due_on, about)


def _moved(course_id: int, due_on: date, about: About, sent: Sequence[Sent], *, is_near: bool) -> Note | None:
    """The new day for a calendar that holds another one, or from which it was taken out too early."""
    last = _last_for_calendar(sent)
    if last is None or (last.kind != "cancelled" and last.due_on == due_on):
        return None
    if last.kind == "cancelled" and not is_near:
        return None
    return Note(course_id, "moved", _next_step("moved", due_on, sent), due_on, about)


def _cancelled(course_id: int, asked: Asked | None, sent: Sequence[Sent], day: date) -> Note | None:
    last = _last_for_calendar(sent)
    # A day that has passed nags nobody: it stays in the calendar as what it was.
    if last is None or last.kind == "cancelled" or last.due_on < day:
        return None
    is_done = asked is not None and asked.standing.key == "met"
    about: About = "done" if is_done else "not asked"
    return Note(course_id, "cancelled", _next_step("cancelled", last.due_on, sent), last.due_on, about)


def _last_for_calendar(sent: Sequence[Sent]) -> Note | None:
    """What was last said to the person's calendar about the course."""
    said = [one.note for one in sent if one.note.kind != "overdue"]
    return said[-1] if said else None


def _next_step(kind: Kind, due_on: date, sent: Sequence[Sent]) -> int:
    return 1 + sum(one.note.kind == kind and one.note.due_on == due_on for one in sent)


def _about(standing: Standing) -> About:
    if standing.is_refresh:
        return "refresh"
    return "first" if standing.number is None else "repeat"
