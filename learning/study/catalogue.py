"""All courses that can be started, with where one person stands: three statements, however many courses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from zoneinfo import ZoneInfo

from learning.courses.published import published_courses
from learning.study.status import NOT_STARTED, CompletionFact, Status, day_in_words
from learning.study.statuses import statuses_of

LEVELS: Mapping[str, str] = {
    "informed": "For everyone",
    "skilled": "For people who work directly with families",
    "enhanced": "For people who do specialist work",
    "leaders": "For people who lead others",
}
"""Each level of the course format in words, in rising order."""

STANDINGS: Mapping[str, str] = {
    "none": "Not started",
    "progress": "In progress",
    "done": "Done",
    "late": "Overdue",
}
"""What the list can be narrowed to."""


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One course as the list shows it."""

    slug: str
    title: str
    summary: str
    level: str
    minutes: int
    content_note: str | None
    status: Status

    @property
    def level_words(self) -> str:
        """For whom the course is."""
        return LEVELS[self.level]

    @property
    def status_words(self) -> str:
        """Where the person stands; of what was learned elsewhere also since when."""
        on = self.status.completed_on
        if self.status.key != "done" or not self.status.is_elsewhere or on is None:
            return self.status.words
        return self.status.words.replace("Done", f"Done elsewhere, {day_in_words(on)}", 1)


def catalogue(
    person_id: int,
    *,
    time_zone: ZoneInfo,
    today: date,
    elsewhere: Mapping[tuple[int, int], Sequence[CompletionFact]] = MappingProxyType({}),
) -> list[CatalogueEntry]:
    """Every course that can be started, by title; `elsewhere` as `statuses_of` takes it."""
    statuses = statuses_of([person_id], time_zone=time_zone, today=today, elsewhere=elsewhere)
    return [
        CatalogueEntry(
            slug=course.slug,
            title=version.title,
            summary=version.summary,
            level=version.level,
            minutes=version.minutes,
            content_note=version.content_note,
            status=statuses.get((person_id, course.id), NOT_STARTED),
        )
        for course, version in published_courses()
    ]


def by_level(entries: Iterable[CatalogueEntry]) -> dict[str, list[CatalogueEntry]]:
    """The entries under the words for whom they are, in rising order of level; a level without one is left out."""
    found: dict[str, list[CatalogueEntry]] = {words: [] for words in LEVELS.values()}
    for entry in entries:
        found[entry.level_words].append(entry)
    return {words: group for words, group in found.items() if group}


def narrowed(
    entries: Iterable[CatalogueEntry], *, words: str = "", level: str = "", standing: str = ""
) -> list[CatalogueEntry]:
    """Those that hold all these words in title or summary, and have this level and standing; empty asks for all."""
    wanted = words.casefold().split()
    return [
        entry
        for entry in entries
        if (not level or entry.level == level)
        and (not standing or entry.status.key == standing)
        and all(word in f"{entry.title} {entry.summary}".casefold() for word in wanted)
    ]
