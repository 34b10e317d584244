"""CPU to read courses: the whole library, a course at the limits, and pages made to be slow."""

from __future__ import annotations

from bench.measuring import cpu_milliseconds, report
from learning.clock import now
from learning.courses.format.parser import parse_course
from learning.courses.format.source_text import MAX_TEXT_BYTES
from learning.plans.library_check import check_library
from learning.settings import PROJECT_FOLDER
from tests.study_course import SMALL_STEPS

HOSTILE = ("[", "![", "[a](", "*a", "`", "> ", "- ", "| a ", "a\n\n", "<!--", "[[", "\\", "&#", "_a_", "1. ")
LESSON = b"---\nminutes: 5\n---\n# Lesson\n\n" + b"Some words to read, one line after the other.\n\n" * 80
QUESTION = "\n## Question: Is it number {number}?\nTrue or false?\n\nAnswer: true\n"
LESSON_COUNT, QUESTION_COUNT = 60, 500


def large_course() -> dict[str, bytes]:
    """A course of sixty lessons, with a final check of five hundred questions."""
    files = {"course.md": SMALL_STEPS["course.md"]}
    files |= {f"{number:02}-lesson-{number}.md": LESSON for number in range(1, LESSON_COUNT + 1)}
    questions = "".join(QUESTION.format(number=number) for number in range(QUESTION_COUNT))
    return {**files, "quiz.md": f"---\npass_mark: 80\n---\n# Final check\n{questions}".encode()}


def hostile_page(sign: str) -> dict[str, bytes]:
    """One lesson full of a sign, as large as a page may be."""
    head = "---\nminutes: 5\n---\n# Lesson\n\n"
    body = sign * ((MAX_TEXT_BYTES - len(head)) // len(sign.encode()))
    return {"course.md": SMALL_STEPS["course.md"], "01-a.md": (head + body).encode()}


if __name__ == "__main__":
    library = PROJECT_FOLDER / "courses"
    taken = cpu_milliseconds(lambda: check_library(library, today=now().date()), rounds=3)
    report("flask courses check: the whole library", f"{taken / 1000:.2f} s CPU")
    files = large_course()
    taken = cpu_milliseconds(lambda: parse_course("large", files), rounds=3)
    report(f"{LESSON_COUNT} lessons and {QUESTION_COUNT} questions", f"{taken / 1000:.2f} s CPU")
    pages = {sign: hostile_page(sign) for sign in HOSTILE}
    worst = max((cpu_milliseconds(lambda f=page: parse_course("h", f), rounds=1), sign) for sign, page in pages.items())
    report(f"The worst of {len(HOSTILE)} hostile pages of 64 KB ({worst[1]!r})", f"{worst[0] / 1000:.2f} s CPU")
