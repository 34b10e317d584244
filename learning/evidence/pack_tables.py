"""The data of a pack as tables for a workbook: the same numbers, a sheet for each list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, cast

from learning.evidence.counting import KEYS
from learning.evidence.pack import Pack
from learning.evidence.pack_words import METHOD, STANDINGS
from learning.plans.standing import Key
from learning.web.tables import Cell, Table

_OF_GROUP = ("People", *(STANDINGS[key][0] for key in KEYS), "Share done, percent")
_VERSIONS = (
    "Course", "Course key", "Version", "Published on", "Kind of change", "Note", "SHA-256 of the source",
    "People whose standing rests on it",
)  # fmt: skip
_COVERAGE = (
    "Framework",
    "Element",
    "Element key",
    "Kind",
    "Course",
    "Version",
    "Lesson",
    "How strongly",
    "In the plan",
)
_DIFFERENCES = ("Course", "As known then", "As known now", "People")
_NAMES = (
    "Name", "Staff number", "Job role", "Teams", "Course", "Standing", "Due on", "Completed on", "Expires on",
    "Version", "Version hash", "Certificate check code", "Learned elsewhere",
)  # fmt: skip
_NAMED_DIFFERENCES = (
    "Name", "Staff number", "Course", "As known then", "Due on, as known then", "Completed on, as known then",
    "As known now", "Due on, as known now", "Completed on, as known now",
)  # fmt: skip

_Line = tuple[Cell, ...]


def tables_of(pack: Pack) -> list[Table]:
    """Every list of the pack, the second part too where it was chosen."""
    standing = pack.data["standing"]
    found = [
        _table(pack, "By course", ("Course", *_OF_GROUP), _groups(standing["by_course"], "title")),
        _table(pack, "By team", ("Team", *_OF_GROUP), _groups(called_groups(pack, "by_team"), "called")),
        _table(pack, "By job role", ("Job role", *_OF_GROUP), _groups(called_groups(pack, "by_job_role"), "called")),
        _table(
            pack,
            "By team and course",
            ("Team", "Course", *_OF_GROUP),
            _groups(called_groups(pack, "by_team_and_course"), "called", "title"),
        ),
        _table(
            pack,
            "By job role and course",
            ("Job role", "Course", *_OF_GROUP),
            _groups(called_groups(pack, "by_job_role_and_course"), "called", "title"),
        ),
        _table(pack, "Courses", _VERSIONS, _versions(pack.data["courses"])),
        _table(pack, "Coverage", _COVERAGE, _coverage(pack.coverage)),
        _table(pack, "Differences", _DIFFERENCES, _differences(pack.differences["changes"])),
    ]
    if pack.names is not None:
        found.append(_table(pack, "Names", _NAMES, _names(pack.names["standings"])))
        found.append(
            _table(pack, "Differences by name", _NAMED_DIFFERENCES, _named_differences(pack.names["differences"]))
        )
    return found


def called_groups(pack: Pack, kind: str) -> list[dict[str, Any]]:
    """The teams or job roles of a list of the data, each with what it is `called`, by that name; course by course."""
    groups = [one | {"called": _called(pack, one)} for one in pack.data["standing"][kind]]
    places = {course: place for place, course in enumerate(dict.fromkeys(one.get("course") for one in groups))}
    return sorted(groups, key=lambda one: (places[one.get("course")], one["called"].casefold()))


def _called(pack: Pack, group: Mapping[str, Any]) -> str:
    if "team" not in group:
        return group["job_role"] or "No job role named"
    return "In no team" if group["team"] is None else pack.teams["teams"][str(group["team"])]


def standing_words(key: str | None) -> str:
    """What a standing is called; “Not asked” where there is none."""
    return STANDINGS[cast(Key, key)][0] if key else "Not asked"


def _table(pack: Pack, title: str, columns: Sequence[str], rows: Iterable[_Line]) -> Table:
    filters = (f"Plan: {pack.title} ({pack.asked.plan_key})",)
    # Said once: all sheets of the workbook came about in the same way.
    method = METHOD if title == "By course" else ()
    return Table(title, pack.asked.on, columns, rows, pack.asked.known_at, filters, method)


def _groups(groups: Iterable[Mapping[str, Any]], *names: str) -> Iterator[_Line]:
    for group in groups:
        standings = group["standings"]
        numbers = [standings[key] for key in KEYS] if standings else [None] * len(KEYS)
        yield (*(group[name] for name in names), group["people"], *numbers, group["done_percent"])


def _versions(courses: Iterable[Mapping[str, Any]]) -> Iterator[_Line]:
    for course in courses:
        named = (course["title"], course["course"])
        for one in course["versions"]:
            published_on = date.fromisoformat(one["published_on"])
            yield (
                *(*named, one["number"], published_on, one["change"], one["note"]),
                *(one["source_sha256"], one["people"]),
            )
        if course["people_elsewhere"]:
            yield (*named, None, None, "learned elsewhere", "", "", course["people_elsewhere"])


def _coverage(frameworks: Iterable[Mapping[str, Any]]) -> Iterator[_Line]:
    for framework in frameworks:
        for element in framework["elements"]:
            named = (framework["title"], element["title"], element["key"], element["kind"])
            for lesson in element["lessons"]:
                yield (
                    *(*named, lesson["course_title"], lesson["version"], lesson["lesson_title"], lesson["strength"]),
                    "yes" if lesson["in_plan"] else "no",
                )
            if not element["lessons"]:
                yield (*named, "No lesson", None, "", "", "")


def _differences(changes: Iterable[Mapping[str, Any]]) -> Iterator[_Line]:
    for one in changes:
        yield one["title"], standing_words(one["then"]), standing_words(one["now"]), one["people"]


def _names(standings: Iterable[Mapping[str, Any]]) -> Iterator[_Line]:
    for one in standings:
        yield (
            *(one["name"], one["staff_number"], one["job_role"], "; ".join(one["teams"]), one["title"]),
            standing_words(one["standing"]),
            *(_day(one["due_on"]), _day(one["completed_on"]), _day(one["expires_on"])),
            *(one["version"], one["version_sha256"], one["check_code"], one["learned_elsewhere"]),
        )


def _named_differences(found: Iterable[Mapping[str, Any]]) -> Iterator[_Line]:
    for one in found:
        yield (
            *(one["name"], one["staff_number"], one["title"]),
            *(standing_words(one["then"]), _day(one["then_due_on"]), _day(one["then_completed_on"])),
            *(standing_words(one["now"]), _day(one["now_due_on"]), _day(one["now_completed_on"])),
        )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
