"""Variants of a course's files, for tests of publishing and authoring."""

from __future__ import annotations

from collections.abc import Mapping

PROBLEM = b"\n\n### Question: Which one?\n\nChoose one.\n\n- [ ] This\n- [ ] That\n"


def changed(files: Mapping[str, bytes], words: str = "One more sentence.") -> dict[str, bytes]:
    """The files with a sentence more at the end of course.md."""
    return {**files, "course.md": files["course.md"].replace(b"\n## Outcomes", f"\n{words}\n\n## Outcomes".encode())}


def first_lesson(files: Mapping[str, bytes]) -> str:
    """The path of the first lesson."""
    return min(path for path in files if path[0].isdigit())


def with_problem(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files with a question in the first lesson of which no answer is ticked."""
    path = first_lesson(files)
    return {**files, path: files[path] + PROBLEM}
