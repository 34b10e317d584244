"""PURE. The outline of a course as its file names give it: names made of titles, the order, and links that follow.

A lesson's number is its place and the rest of its name is its key, on which learners' progress hangs: moving changes
numbers only.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

from learning.courses.format.file_names import sort_paths
from learning.courses.format.keys import key_from_words
from learning.courses.format.markdown_blocks import parse_blocks, parse_words

PageKind = Literal["lesson", "check", "bank"]

_NUMBER = re.compile(r"([0-9]{1,4})-(.+)\.md")
_TARGETS = (
    re.compile(r"\]\(\s*<?(?P<target>[^\s<>()]+)"),
    re.compile(r"^ {0,3}\[[^\]]+\]:\s*<?(?P<target>[^\s<>]+)"),
)
_BACKTICKS = re.compile("`+")
_NEVER_LINKS = ("fence", "code_block", "html_block")
_LONGEST_KEY = 60


@dataclass(frozen=True, slots=True)
class Followed:
    """A text whose links follow files to their new names; `missed_count` links do so no longer."""

    text: str
    missed_count: int


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """One file of a course in its outline; `place` is that of a lesson among the lessons, from 1, else None."""

    path: str
    place: int | None
    is_last: bool

    @property
    def key(self) -> str:
        """What stays of its name however it is moved."""
        return page_key(self.path)


def outline_of(paths: Sequence[str]) -> list[OutlineLine]:
    """The files in the order in which they are given, each lesson with its place."""
    lessons = lessons_of(paths)
    places = {path: place for place, path in enumerate(lessons, 1)}
    return [OutlineLine(path, places.get(path), places.get(path) == len(lessons)) for path in paths]


def page_key(path: str) -> str:
    """What stays of a page's name however it is moved: without the number of a lesson."""
    match = _NUMBER.fullmatch(path)
    return match[2] if match else path


def lessons_of(paths: Collection[str]) -> list[str]:
    """The paths of the lessons, in the order of their numbers."""
    return [path for _, _, path in sort_paths(paths)[0].lessons]


def new_path(kind: PageKind, title: str, paths: Collection[str]) -> str:
    """The file name of a page to be added: of a lesson the next number, and a key that is free."""
    if kind == "check":
        return "quiz.md"
    key = key_from_words(title, _LONGEST_KEY) or ("lesson" if kind == "lesson" else "questions")
    if kind == "bank":
        return _free(key, lambda key: f"banks/{key}.md", paths)
    numbers = [number for number, _, _ in sort_paths(paths)[0].lessons]
    taken = {page_key(path) for path in paths}
    return f"{max(numbers, default=0) + 1:02}-{_free(key, lambda key: key, taken)}.md"


def renamed_path(path: str, words: str) -> str:
    """The name that an author means: a file name as it is, or words made into one that keeps number and folder."""
    words = words.strip()
    if words.endswith(".md"):
        return words
    key = key_from_words(words, _LONGEST_KEY)
    if not key:
        return ""
    match = _NUMBER.fullmatch(path)
    return f"{match[1]}-{key}.md" if match else posixpath.join(posixpath.dirname(path), f"{key}.md")


def moves_to_place(key: str, place: int, paths: Collection[str]) -> dict[str, str]:
    """Old and new path of each lesson that gets another number when this one goes to a place, counted from 1.

    The numbers that there are stay, each where it stands in the order, unless two lessons share one.
    """
    lessons = lessons_of(paths)
    meant = next((path for path in lessons if page_key(path) == key), None)
    if meant is None:
        return {}
    numbers = [path.partition("-")[0] for path in lessons]
    if len({int(number) for number in numbers}) < len(numbers):
        numbers = [f"{number:02}" for number in range(1, len(lessons) + 1)]
    order = [path for path in lessons if path != meant]
    order.insert(min(max(place, 1), len(lessons)) - 1, meant)
    moves = {path: f"{number}-{page_key(path)}.md" for path, number in zip(order, numbers, strict=True)}
    return {old: new for old, new in moves.items() if old != new}


def follow_moves(slug: str, path: str, text: str, moves: Mapping[str, str]) -> Followed:
    """The text of the page at `path` with each link to a moved file leading to its new name.

    Links in code stay. What is written so strangely that it cannot be followed is counted.
    """
    names = {posixpath.basename(old) for old in moves}
    if not any(name in text or "%" in text for name in names):
        return Followed(text, 0)
    tokens, environment = parse_blocks(text)
    code = {n for t in tokens if t.type in _NEVER_LINKS and t.map for n in range(*t.map)}
    wanted = sum(
        _place(slug, path, str(child.attrs.get("href", child.attrs.get("src", "")))) in moves
        for token in tokens
        if token.type == "inline"
        for child in parse_words(token.content, environment)
        if child.type in ("link_open", "image")
    )
    lines = text.split("\n")
    followed = 0
    for number, line in enumerate(lines):
        if number not in code:
            lines[number], count = _follow_line(slug, path, line, moves)
            followed += count
    return Followed("\n".join(lines), max(wanted - followed, 0))


def _follow_line(slug: str, path: str, line: str, moves: Mapping[str, str]) -> tuple[str, int]:
    found = sorted(match.span("target") for pattern in _TARGETS for match in pattern.finditer(line))
    pieces: list[str] = []
    done = count = 0
    for start, end in outside_code(found, code_spans(line)) if found else ():
        target = line[start:end]
        new = moves.get(_place(slug, path, target))
        if new is not None and start >= done:
            fragment = target.partition("#")[1] + target.partition("#")[2]
            pieces += [line[done:start], posixpath.relpath(new, posixpath.dirname(path) or "."), fragment]
            done = end
            count += 1
    return "".join([*pieces, line[done:]]), count


def code_spans(line: str) -> Iterator[tuple[int, int]]:
    """Where code stands in a line: from a run of backticks to the next one that is as long."""
    runs = [match.span() for match in _BACKTICKS.finditer(line)]
    to_come: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for start, end in reversed(runs):
        to_come[end - start].append((start, end))
    done = 0
    for start, end in runs:
        as_long = to_come[end - start]
        as_long.pop()
        if start >= done and as_long:
            done = as_long[-1][1]
            yield start, done


def outside_code(places: Iterable[tuple[int, int]], spans: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Those places that begin in none of the spans. Both come in order, and each is looked at once."""
    span = next(spans, None)
    for start, end in places:
        while span is not None and span[1] <= start:
            span = next(spans, None)
        if span is None or start < span[0]:
            yield start, end


def _place(slug: str, path: str, target: str) -> str:
    """The path inside the course that a link on this page leads to; of any other link something that is none."""
    file = unquote(target.partition("#")[0])
    if not file or "\0" in file:
        return ""
    place = posixpath.normpath(posixpath.join(slug, posixpath.dirname(path), file))
    return place.removeprefix(f"{slug}/") if place.startswith(f"{slug}/") else ""


def _free(key: str, name_of: Callable[[str], str], taken: Collection[str]) -> str:
    return next(name for name in map(name_of, _candidates(key)) if name not in taken)


def _candidates(key: str) -> Iterator[str]:
    yield key
    number = 2
    while True:
        yield f"{key}-{number}"
        number += 1
