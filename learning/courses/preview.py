"""What one page of a course will look like: finds the part of a document that a file became.

PURE: the document goes in, the part comes out; templates/courses/_preview.html shows it. Also the order in which
authors meet the files of a course.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from learning.courses.document import (
    HEADING_ID_PREFIX,
    Bank,
    Block,
    Course,
    Lesson,
    Passage,
    Practice,
    Question,
    Quiz,
    Reflection,
    Scenario,
)
from learning.courses.format.file_names import sort_paths
from learning.courses.format.page import read_page
from learning.courses.problems import Findings, Problem

BlockKind = Literal["passage", "question", "scenario", "reflection", "practice"]

BLOCK_KINDS: Mapping[type, BlockKind] = {
    Passage: "passage",
    Question: "question",
    Scenario: "scenario",
    Reflection: "reflection",
    Practice: "practice",
}


@dataclass(frozen=True, slots=True)
class Preview:
    """The part that a page became, for the template of its kind."""

    kind: Literal["about", "lesson", "check", "bank"]
    part: Course | Lesson | Quiz | Bank
    blocks: tuple[tuple[BlockKind, Block], ...] = ()
    """Of a lesson: each block with its kind, in order."""


def preview_of(course: Course | None, path: str) -> Preview | None:
    """The part of the document that stands in this file; None where there is none, as in a page that cannot be read."""
    if course is None:
        return None
    if path == "course.md":
        return Preview("about", course)
    if path == "quiz.md":
        return Preview("check", course.quiz) if course.quiz else None
    for lesson in course.lessons:
        if lesson.path == path:
            return Preview("lesson", lesson, tuple((BLOCK_KINDS[type(block)], block) for block in lesson.blocks))
    bank = course.bank(path.removeprefix("banks/").removesuffix(".md"))
    return Preview("bank", bank) if bank and path.startswith("banks/") else None


def heading_lines(text: str) -> dict[str, int]:
    """The line of each heading of a page, by the id that it has in the HTML; what follows the text finds them so."""
    page = read_page("", text.encode("utf-8", "replace"), Findings(""))
    return {f"{HEADING_ID_PREFIX}{anchor}": line for anchor, line in page.anchors.items()} if page else {}


def page_titles(course: Course | None) -> dict[str, str]:
    """The title of each page of a course, by its path."""
    if course is None:
        return {}
    titles = {lesson.path: lesson.title.plain for lesson in course.lessons}
    titles |= {f"banks/{bank.key}.md": bank.title.plain for bank in course.banks}
    quiz = {"quiz.md": course.quiz.title.plain} if course.quiz else {}
    return {"course.md": course.title.plain, **titles, **quiz}


def reading_order(paths: Collection[str]) -> list[str]:
    """The files as a reader meets them: course page, lessons by number, final check, banks, pictures, all else."""
    found, _ = sort_paths(paths)
    lessons = [path for _, _, path in found.lessons]
    known = ["course.md", *lessons, "quiz.md", *sorted(found.banks.values()), *found.pictures]
    place = {path: index for index, path in enumerate(known)}
    return sorted(paths, key=lambda path: (place.get(path, len(place)), path))


def findings_in_reading_order(findings: Iterable[Problem], paths: Sequence[str]) -> list[Problem]:
    """Problems or warnings page by page in the order of these paths; on each page they stay in theirs."""
    place = {path: index for index, path in enumerate(paths)}
    return sorted(findings, key=lambda finding: place.get(finding.path, len(place)))
