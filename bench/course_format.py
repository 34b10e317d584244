"""CPU to read courses: the whole library, a course at the limits, a page of it while it is typed, and hostile pages."""

from __future__ import annotations

from collections.abc import Mapping

from bench.measuring import application, cpu_milliseconds, report
from bench.pages import browser_of
from learning.clock import now
from learning.courses import drafts
from learning.courses.format.parser import parse_course
from learning.courses.format.source_text import MAX_TEXT_BYTES
from learning.courses.published import forget_documents
from learning.db import transaction
from learning.people.roles import Role
from learning.plans.library_check import check_library
from learning.settings import PROJECT_FOLDER
from tests.makers import make_person, publish_course
from tests.organisation import token_of
from tests.study_course import SMALL_STEPS

HOSTILE = ("[", "![", "[a](", "*a", "`", "> ", "- ", "| a ", "a\n\n", "<!--", "[[", "\\", "&#", "_a_", "1. ")
LESSON = b"---\nminutes: 5\n---\n# Lesson\n\n" + b"Some words to read, one line after the other.\n\n" * 80
QUESTION = "\n## Question: Is it number {number}?\nTrue or false?\n\nAnswer: true\n"
LONG_QUESTION = """
## Question: What helps first when number {number} happens?
Choose one.

- [x] Feeling safe, and knowing what comes next
  > Safety comes first. Everything else rests on it.
- [ ] A lecture about what went wrong
  > Words reach nobody who is afraid.
- [ ] A form that has to be filled in today
  > Later, with time and with company.

> Because: bodies settle before minds do.
"""
LESSON_COUNT, QUESTION_COUNT, BANK_COUNT = 60, 500, 5


def large_course() -> dict[str, bytes]:
    """A course of sixty lessons, with a final check of five hundred questions."""
    files = {"course.md": SMALL_STEPS["course.md"]}
    files |= {f"{number:02}-lesson-{number}.md": LESSON for number in range(1, LESSON_COUNT + 1)}
    questions = "".join(QUESTION.format(number=number) for number in range(QUESTION_COUNT))
    return {**files, "quiz.md": f"---\npass_mark: 80\n---\n# Final check\n{questions}".encode()}


def course_with_banks() -> dict[str, bytes]:
    """The same with five hundred longer questions, which no page can hold, in five banks."""
    questions = "".join(LONG_QUESTION.format(number=number) for number in range(QUESTION_COUNT // BANK_COUNT))
    banks = {f"banks/bank-{bank}.md": f"# Bank {bank}\n{questions}".encode() for bank in range(BANK_COUNT)}
    draws = "".join(f"\n## Draw 2 questions from [bank](banks/bank-{bank}.md)\n" for bank in range(BANK_COUNT))
    return {**large_course(), "quiz.md": f"---\npass_mark: 80\n---\n# Final check\n{draws}".encode(), **banks}


def report_previews(courses: Mapping[str, dict[str, bytes]]) -> None:
    """The whole request that shows a page while it is typed, each time with another text; each page meets a new one
    of everything that a server process keeps, but for Python's modules.
    """
    for slug, files in courses.items():
        for path in [path for path in files if path in ("30-lesson-30.md", "quiz.md", "banks/bank-0.md")]:
            first, later = preview_milliseconds(slug, files, path)
            report(f"Preview of {path} in {slug}, the first and then", f"{first:.0f} and {later:.0f} ms CPU")


def preview_milliseconds(slug: str, files: Mapping[str, bytes], path: str) -> tuple[float, float]:
    """Of the first preview in an application, and of the later ones."""
    with application() as app:
        author = make_person(roles=(Role.AUTHOR,))
        browser = browser_of(app, author)
        token = token_of(browser)
        publish_course(files, slug=slug)
        with transaction():
            drafts.start_draft(slug, author=author, now=now())
        forget_documents()
        texts = (f"{files[path].decode()}\nTyped {number}.\n" for number in range(100))

        def ask() -> None:
            form = {"text": next(texts), "csrf_token": token}
            assert browser.raw("POST", f"/write/{slug}/preview/{path}", data=form).status_code == 200

        return cpu_milliseconds(ask, rounds=1), cpu_milliseconds(ask, rounds=9)


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
    report_previews({"one-long-check": large_course(), "five-banks": course_with_banks()})
    pages = {sign: hostile_page(sign) for sign in HOSTILE}
    worst = max((cpu_milliseconds(lambda f=page: parse_course("h", f), rounds=1), sign) for sign, page in pages.items())
    report(f"The worst of {len(HOSTILE)} hostile pages of 64 KB ({worst[1]!r})", f"{worst[0] / 1000:.2f} s CPU")
