"""What somebody declares to have been learned elsewhere: read, checked and put into the row that records it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from learning.courses.published import course_by_slug, course_document
from learning.errors import Invalid, NotFound
from learning.outside.models import OutsideLearning
from learning.outside.stages import KINDS
from learning.outside.titles import title_key
from learning.people.names import is_plain_line, tidy_line
from learning.practice.reflections import storable

LONGEST_TITLE = 200
LONGEST_NOTE = 1_000
FIRST_DAY = date(1960, 1, 1)
MOST_MINUTES = 60_000
"""A thousand hours: a course of one year, and more than that is a misprint."""


@dataclass(frozen=True, slots=True)
class Declared:
    """A course that was held elsewhere. `course_slug` is the course of ours that it stands for, empty for none."""

    title: str
    provider: str
    held_on: date
    minutes: int
    kind: str = "external"
    course_slug: str = ""
    note: str = ""


def recorded(declared: Declared, *, today: date) -> OutsideLearning:
    """A row with everything that was declared, of nobody yet; raises Invalid with a sentence a field."""
    faults = _faults(declared, today)
    course_id, months = None, None
    if declared.course_slug and "course" not in faults:
        try:
            course_id, months = course_to_stand_for(declared.course_slug)
        except NotFound:
            faults["course"] = "This course is not offered here. Choose one of the list."
    if faults:
        raise Invalid(faults)
    title, provider = tidy_line(declared.title), tidy_line(declared.provider)
    return OutsideLearning(
        kind=declared.kind,
        title=title,
        title_key=title_key(title),
        provider=provider,
        provider_key=title_key(provider),
        held_on=declared.held_on,
        declared_minutes=declared.minutes,
        course_id=course_id,
        repeat_after_months=months,
        note=storable(declared.note),
    )


def course_to_stand_for(slug: str) -> tuple[int, int | None]:
    """The number of a course that is offered, and after how many months it is to be repeated; raises NotFound."""
    course = course_by_slug(slug)
    if course.current_version is None or course.retired_at is not None:
        raise NotFound
    return course.id, course_document(course.current_version.id).refresh_after_months


def name_faults(title: str, provider: str) -> dict[str, str]:
    """What is wrong with the names of a course and of its provider, by field."""
    faults = {}
    for field, words, example in (
        ("title", title, "Enter the name of the course."),
        ("provider", provider, "Enter who held it, such as a college or a charity."),
    ):
        line = tidy_line(words)
        if not line:
            faults[field] = example
        elif len(line) > LONGEST_TITLE:
            faults[field] = f"Use at most {LONGEST_TITLE} characters. You have used {len(line)}."
        elif not is_plain_line(line):
            faults[field] = "There is a hidden character in this. Type it again instead of pasting it."
    return faults


def _faults(declared: Declared, today: date) -> dict[str, str]:
    faults = name_faults(declared.title, declared.provider)
    if declared.held_on > today:
        faults["held_on"] = "This day is still to come. Add the course once it has been held."
    elif declared.held_on < FIRST_DAY:
        faults["held_on"] = f"Choose a day from {FIRST_DAY.year} on."
    if not 1 <= declared.minutes <= MOST_MINUTES:
        faults["hours"] = "Say how long it took, from one minute to a thousand hours."
    if declared.kind not in KINDS:
        faults["kind"] = "Choose what sort of learning it was."
    if len(storable(declared.note)) > LONGEST_NOTE:
        faults["note"] = f"Use at most {LONGEST_NOTE:,} characters."
    return faults
