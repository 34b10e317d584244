"""What each path in a course folder is, by its name alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from learning.courses.format.front_matter import cut, nearest
from learning.courses.problems import Findings

KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
RESERVED_SLUGS = frozenset({"frameworks", "plans", "pages"})
MAX_SLUG_LENGTH = 60
MAX_NAME_LENGTH = 80
"""Of a path inside the course folder, so that it, and a lesson's key, fit the tables that hold them."""
MAX_LESSONS = 200
MAX_BANKS = 200
MAX_PICTURES = 1_000

_HIDDEN = re.compile(r"_|\.[^.]")
_LESSON = re.compile(r"([0-9]{1,4})-([a-z0-9]+(?:-[a-z0-9]+)*)\.md")
_BANK = re.compile(r"banks/([a-z0-9]+(?:-[a-z0-9]+)*)\.md")
_PICTURE = re.compile(r"images/[a-z0-9]+(?:-[a-z0-9]+)*\.(?:png|jpg|webp|svg)")


@dataclass(slots=True)
class CourseFiles:
    """The paths of a course folder, sorted by what they are."""

    lessons: list[tuple[int, str, str]] = field(default_factory=list)
    """Number, key and path, in the order of the numbers."""
    banks: dict[str, str] = field(default_factory=dict)
    """Key to path."""
    pictures: list[str] = field(default_factory=list)
    has_course: bool = False
    has_quiz: bool = False

    @property
    def pages(self) -> list[str]:
        """The paths of all pages in reading order, course.md first."""
        lessons = [path for _, _, path in self.lessons]
        return [*["course.md"] * self.has_course, *lessons, *["quiz.md"] * self.has_quiz, *self.banks.values()]


def is_left_alone(path: str) -> bool:
    """Whether a path is no part of a course: README.md, LICENSE, and all names that begin with `.` or `_`."""
    parts = path.split("/")
    return parts[-1] in ("README.md", "LICENSE") or any(_HIDDEN.match(part) for part in parts)


def sort_paths(paths: Iterable[str]) -> tuple[CourseFiles, list[Findings]]:
    """The course's files by kind, and a problem for each name that fits none."""
    files = CourseFiles()
    faults: list[Findings] = []
    for path in sorted(paths):
        if is_left_alone(path):
            continue
        lesson, bank = _LESSON.fullmatch(path), _BANK.fullmatch(path)
        if len(path) > MAX_NAME_LENGTH:
            faults.append(_fault(path, "file-name", f"A name has at most {MAX_NAME_LENGTH} characters. Shorten it."))
        elif path == "course.md":
            files.has_course = True
        elif path == "quiz.md":
            files.has_quiz = True
        elif lesson:
            files.lessons.append((int(lesson[1]), lesson[2], path))
        elif bank:
            files.banks[bank[1]] = path
        elif _PICTURE.fullmatch(path):
            files.pictures.append(path)
        else:
            faults.append(_fault(path, "file-name", _why_no_name(path)))
    files.lessons.sort()
    faults += _doubled(files.lessons)
    faults += _too_many(files)
    return files, faults


def _fault(path: str, code: str, sentence: str) -> Findings:
    findings = Findings(path)
    findings.problem(1, 1, code, sentence)
    return findings


def _doubled(lessons: list[tuple[int, str, str]]) -> list[Findings]:
    faults: list[Findings] = []
    numbers: dict[int, str] = {}
    keys: dict[str, str] = {}
    for number, key, path in lessons:
        if number in numbers:
            sentence = f"{numbers[number]} has the number {number} too. Give this lesson another number."
            faults.append(_fault(path, "lesson-number", sentence))
        elif key in keys:
            sentence = f'{keys[key]} has the key "{key}" too. Give this lesson another name.'
            faults.append(_fault(path, "lesson-key", sentence))
        numbers.setdefault(number, path)
        keys.setdefault(key, path)
    return faults


def _too_many(files: CourseFiles) -> list[Findings]:
    """Note and leave out what goes over the limits, so that reading stays bounded."""
    faults: list[Findings] = []
    if len(files.lessons) > MAX_LESSONS:
        path = files.lessons[MAX_LESSONS][2]
        faults.append(_fault(path, "too-many", f"A course has at most {MAX_LESSONS} lessons. Make two courses of it."))
        del files.lessons[MAX_LESSONS:]
    if len(files.banks) > MAX_BANKS:
        path = sorted(files.banks.values())[MAX_BANKS]
        faults.append(_fault(path, "too-many", f"A course has at most {MAX_BANKS} banks. Put some together."))
        files.banks = dict(sorted(files.banks.items())[:MAX_BANKS])
    if len(files.pictures) > MAX_PICTURES:
        path = files.pictures[MAX_PICTURES]
        faults.append(_fault(path, "too-many", f"A course has at most {MAX_PICTURES} pictures. Delete some."))
        del files.pictures[MAX_PICTURES:]
    return faults


def _why_no_name(path: str) -> str:
    folder, _, name = path.rpartition("/")
    stem, _, ending = name.rpartition(".")
    letters = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[^a-z0-9]+", "-", letters).strip("-") or "a-few-words"
    if folder == "images" and ending.lower() in ("png", "jpg", "jpeg", "webp", "svg"):
        return f'Names are a-z, 0-9 and hyphens. Rename it "{cut(plain)}.{ending.lower().replace("jpeg", "jpg")}".'
    if folder == "images":
        return "This is no picture that a browser shows everywhere. Save it as png, jpg, webp or svg."
    if folder == "banks" and ending.lower() in ("md", "markdown"):
        return f'Names are a-z, 0-9 and hyphens. Rename it "{cut(plain)}.md".'
    if not folder and ending in ("png", "jpg", "webp", "svg"):
        return "Pictures stand in the folder images/. Move it there."
    if not folder and ending == "md":
        near = nearest(name, ["course.md", "quiz.md"])
        if near:
            return f'No page has this name. Did you mean "{near}"?'
        return 'No page has this name. A lesson is named like "01-what-we-mean.md": a number, a hyphen, a-z and 0-9.'
    near = nearest(folder, ["images", "banks"]) if folder else None
    if near and near != folder:
        return f'A course has no folder "{cut(folder)}". Did you mean "{near}"?'
    return "This file is no part of a course. Delete it, or let its name begin with _ to have it left alone."
