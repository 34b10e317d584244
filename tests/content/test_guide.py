"""The example in the guide for authors is a whole course, and it passes the check."""

from __future__ import annotations

import re

from learning.courses.format.parser import parse_course
from learning.settings import PROJECT_FOLDER


def test_the_course_in_the_guide_has_no_problem_and_no_warning() -> None:
    guide = (PROJECT_FOLDER / "docs" / "guides" / "writing-courses.md").read_text("utf-8")
    found = re.findall(r"^File `([^`]+)`:\n\n```markdown\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)
    files = {path: text.encode() for path, text in found}
    assert set(files) == {"course.md", "01-before-you-knock.md", "quiz.md", "banks/doors.md"}
    parsed = parse_course("first-visit", files)
    assert [str(fault) for fault in (*parsed.problems, *parsed.warnings)] == []
    lesson = parsed.course.lesson("before-you-knock")
    kinds = {block.kind for block in lesson.blocks if hasattr(block, "kind")}
    assert len(kinds) == 8
