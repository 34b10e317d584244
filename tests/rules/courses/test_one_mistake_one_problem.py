"""One mistake in a sound course gives one problem, at the place where the author made it."""

from __future__ import annotations

import pytest

from learning.courses.format.parser import parse_course
from tests.rules.courses.sources import COURSES, folder, parse_folder

# File, what to replace, with what, and the code and line of the one problem that must follow.
MISTAKES = [
    ("course.md", "summary:", "sumary:", "unknown-key", 2),
    ("course.md", "level: skilled", "level: skiled", "wrong-type", 3),
    ("course.md", "level: skilled\n", "level: skilled\nlevel: skilled\n", "doubled-key", 4),
    ("course.md", "level: skilled\n", "", "missing-key", 1),
    (
        "course.md",
        'content_note: "Mentions: a crash, in one sentence."',
        "content_note: Mentions: a crash",
        "needs-quotes",
        7,
    ),
    ("course.md", "2027-11-01", "2027-11-31", "wrong-type", 8),
    ("course.md", "# Every kind\n", "Every kind\n", "no-title", 12),
    ("course.md", "## Outcomes", "## Outcome", "no-outcomes", 18),
    ("course.md", "## Sources", "## Source", "heading-in-block", 23),
    ("course.md", "03-plain-text.md#a-table", "03-plain-text.md#the-table", "link-dead", 14),
    ("course.md", "---\n# Every", "\n# Every", "front-matter-open", 1),
    ("01-choices.md", "Choose one.", "Choose one", "instruction-misspelt", 18),
    ("01-choices.md", "Choose one.", "Pick the one you like.", "no-instruction", 10),
    ("01-choices.md", "- [ ] Feeling", "- [x] Feeling", "many-ticks", 18),
    ("01-choices.md", "- [ ] Feeling", "- Feeling", "option-without-box", 20),
    ("01-choices.md", "- [ ] Feeling", "* [ ] Feeling", "second-list", 22),
    ("01-choices.md", "- [ ] Feeling", "1. [ ] Feeling", "wrong-list", 20),
    ("01-choices.md", "  > Tiredness", "> Tiredness", "quote-not-nested", 21),
    ("01-choices.md", "  > Tiredness", "      > Tiredness", "quote-too-deep", 21),
    ("01-choices.md", "> Hint: it lasts", "> It lasts", "after-answer", 27),
    ("01-choices.md", "change over time.\n\n> Hint", "change over time.\n> Hint", "quotes-joined", 26),
    ("01-choices.md", "> Because: it changes", "Because: it changes", "after-answer", 29),
    ("01-choices.md", "images/window.svg", "images/door.svg", "picture-missing", 16),
    ("01-choices.md", "<!-- id: signs-of-strain -->", "<!-- id: signs of strain -->", "bad-key", 32),
    ("01-choices.md", "## Question: Which are signs?", "## Question - Which are signs?", "block-heading", 31),
    ("01-choices.md", "## Short version", "## Short version:", "block-heading", 51),
    ("01-choices.md", "Answer: False", "Answer: Falsch", "bad-answer", 47),
    ("01-choices.md", "Answer: False", "Answer - False", "no-answer", 47),
    ("01-choices.md", "Read this first.", "<b>Read</b> this first.", "html", 8),
    ("01-choices.md", "Read this first.", "<!-- Read this first.", "comment-open", 8),
    ("01-choices.md", "Read this first.", "```\nRead this first.", "code-open", 8),
    ("01-choices.md", "A longer story", "### A longer story", "heading-in-block", 12),
    ("02-words-and-numbers.md", "Answer: 40 to 50 minutes", "Answer: 40-50 minutes", "bad-answer", 19),
    ("02-words-and-numbers.md", "|---|---|\n| Shouting", "\n| Shouting", "no-answer", 29),
    ("02-words-and-numbers.md", "| Staying silent |", "| Shouting |", "left-repeated", 32),
    ("02-words-and-numbers.md", "| Shouting | Fight |", "| Shouting | Fight | Flight |", "row-too-wide", 31),
    ("02-words-and-numbers.md", "1. Ask for support", "- Ask for support", "second-list", 41),
    ("02-words-and-numbers.md", "*[[last / stay]]*", "*[[last / stay*", "gap-open", 47),
    ("02-words-and-numbers.md", "- Risky: Say", "- Dangerous: Say", "option-without-view", 64),
    ("03-plain-text.md", "(#scene-next-day)", "(#scene-next-dya)", "link-dead", 35),
    ("03-plain-text.md", "### Scene: Next day", "### Scen: Next day", "block-heading", 44),
    ("03-plain-text.md", "### Scene: Next day", "### Scene - Next day", "block-heading", 44),
    ("03-plain-text.md", "Ending: strong", "Ending: good", "bad-ending", 40),
    ("03-plain-text.md", "Ending: strong\n", "", "no-way-on", 39),
    (
        "03-plain-text.md",
        "- [Rearrange](#scene-next-day)\n  > You have not seen the child.\n",
        "",
        "scene-unreachable",
        42,
    ),
    ("03-plain-text.md", "## Scenario: The missed visit", "## The missed visit", "scene-alone", 31),
    ("quiz.md", "pass_mark: 80", "pass_mark: 80%", "wrong-type", 2),
    ("quiz.md", "Draw 2 questions", "Draw 4 questions", "draw-too-large", 10),
    ("quiz.md", "Draw 2 questions", "Draw two questions", "bad-draw", 10),
    ("quiz.md", "banks/survival.md", "banks/survive.md", "link-dead", 10),
    ("quiz.md", "---\n\n## Question", "---\n\nText.\n\n## Question", "text-outside", 14),
    ("banks/survival.md", "## Question: Name", "```\n\n## Question: Name", "code-open", 10),
    ("banks/survival.md", "Answer: 3 to 5", "Answer: 3,5", "bad-answer", 18),
    ("banks/survival.md", "Enter a number.", "Weigh each option.", "no-answer", 18),
]


@pytest.mark.parametrize(("path", "old", "new", "code", "line"), MISTAKES)
def test_one_mistake_gives_one_problem(path: str, old: str, new: str, code: str, line: int) -> None:
    files = folder(COURSES / "every-kind")
    sound = files[path].decode()
    assert old in sound
    files[path] = sound.replace(old, new, 1).encode()

    parsed = parse_course("every-kind", files)

    assert [(problem.path, problem.code, problem.line) for problem in parsed.problems] == [(path, code, line)]


def test_draws_from_one_bank_must_fit_it_together() -> None:
    files = folder(COURSES / "every-kind")
    again = b"## Draw 2 questions from [the same](banks/survival.md)\n\n---\n"
    files["quiz.md"] = files["quiz.md"].replace(b"---\n\n## Question", again + b"\n## Question", 1)

    [problem] = parse_course("every-kind", files).problems

    assert (problem.path, problem.code, problem.line) == ("quiz.md", "draw-too-large", 12)
    assert "4 are drawn in all" in problem.sentence


def test_the_course_that_the_mistakes_are_made_in_is_sound() -> None:
    assert parse_folder(COURSES / "every-kind").problems == ()


def test_a_page_with_very_many_problems_says_so_in_one_last_line() -> None:
    files = folder(COURSES / "every-kind")
    files["10-last.md"] += b"\n<i>x\n" * 400

    problems = parse_course("every-kind", files).problems

    assert len(problems) == 51
    assert problems[-1].code == "more"
