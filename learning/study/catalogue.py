"""All courses that can be started, with where one person stands: three statements, however many courses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from learning.courses.published import published_courses
from learning.study.status import NOT_STARTED, Status
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


def catalogue(person_id: int, *, time_zone: ZoneInfo, today: date) -> list[CatalogueEntry]:
    """Every course that can be started, by title."""
    statuses = statuses_of([person_id], time_zone=time_zone, today=today)
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
