"""Course documents made in code, for tests of rules that read them: one maker a kind, with the least that it needs."""

from __future__ import annotations

from decimal import Decimal

from learning.courses.document import (
    Bank,
    Choices,
    Course,
    Draw,
    Gaps,
    Judged,
    Judgement,
    Lesson,
    Matching,
    Number,
    Option,
    Ordering,
    Question,
    Quiz,
    ShortText,
    Text,
    TrueFalse,
)


def text(words: str) -> Text:
    """Plain words as a course's text."""
    return Text(words, f"<p>{words}</p>", words)


def question(kind: str, answer, key: str = "q", because: str | None = None) -> Question:
    """A question of any kind."""
    return Question(key, kind, text(f"Question {key}"), None, answer, (), text(because) if because else None, 1)


def single_choice(*options: str, right: int = 0, key: str = "q", keep_order: bool = False) -> Question:
    """A single choice; each option's feedback is “About ” and the option."""
    return question("single choice", _choices(options, {right}, keep_order), key)


def multiple_choice(*options: str, right: tuple[int, ...], key: str = "q") -> Question:
    """A multiple choice."""
    return question("multiple choice", _choices(options, set(right), keep_order=False), key)


def true_false(right: bool, key: str = "q") -> Question:
    """A true/false question."""
    return question("true/false", TrueFalse(right), key)


def short_text(*accepted: str, key: str = "q") -> Question:
    """A short text."""
    return question("short text", ShortText(accepted), key)


def number(lowest: str, highest: str | None = None, *, unit: str = "", key: str = "q") -> Question:
    """A number between limits."""
    shown = lowest if highest is None else f"{lowest} to {highest}"
    return question("number", Number(Decimal(lowest), Decimal(highest or lowest), shown, unit), key)


def matching(*pairs: tuple[str, str], distractors: tuple[str, ...] = (), key: str = "q") -> Question:
    """A matching question."""
    cells = tuple((text(left), text(right)) for left, right in pairs)
    return question("matching", Matching(cells, tuple(map(text, distractors)), "Left", "Right"), key)


def ordering(*steps: str, key: str = "q") -> Question:
    """An ordering question, its steps in the right order."""
    return question("ordering", Ordering(tuple(map(text, steps))), key)


def gaps(*accepted: tuple[str, ...], key: str = "q") -> Question:
    """A gap text with so many gaps."""
    pieces = ("<p>", *(" and " for _ in accepted[1:]), "</p>")
    return question("gaps", Gaps(pieces, accepted, ""), key)


def judgement(*views: str, key: str = "q") -> Question:
    """A judgement question whose options are named after the author's views."""
    options = tuple(
        Judged(text(f"Option {view} {place}"), view, text(f"Reason {place}")) for place, view in enumerate(views)
    )
    return question("judgement", Judgement(options), key)


def one_of_each() -> list[Question]:
    """Every kind once, each with a key of its own."""
    return [
        single_choice("Now", "Later", "Never", right=1, key="single"),
        multiple_choice("Fight", "Flight", "Tea", "Freeze", right=(0, 1, 3), key="multiple"),
        true_false(False, key="true-false"),
        short_text("playfulness", "play", key="short"),
        number("40", "50", unit="minutes", key="number"),
        matching(("Event", "what happened"), ("Effect", "what lasts"), distractors=("the weather",), key="matching"),
        ordering("Regulate", "Relate", "Reason", key="ordering"),
        gaps(("overwhelm", "overwhelms"), ("cope",), key="gaps"),
        judgement("strong", "acceptable", "risky", key="judgement"),
    ]


def lesson(
    key: str, number: int = 1, *, minutes: int = 5, blocks=(), short: bool = False, text_hash: str = ""
) -> Lesson:
    """A lesson; its hash is its key unless given."""
    short_version = text("In short") if short else None
    return Lesson(
        key,
        number,
        f"{number:02}-{key}.md",
        text(key),
        minutes,
        None,
        (),
        tuple(blocks),
        short_version,
        text_hash or key,
    )


def course(
    *lessons: Lesson, quiz: Quiz | None = None, banks: tuple[Bank, ...] = (), refresh: int | None = None
) -> Course:
    """A course of these lessons."""
    return Course(
        "example", text("Example"), "A summary.", "informed", "en", None, (), refresh, None, (), None,
        (text("Know"),), (), lessons, quiz, banks,
    )  # fmt: skip


def quiz(
    *items: Question | Draw, pass_mark: int = 80, opens_any_time: bool = False, minutes: int | None = None
) -> Quiz:
    """A final check."""
    return Quiz(text("Final check"), None, pass_mark, minutes, opens_any_time, items)


def _choices(options: tuple[str, ...], right: set[int], keep_order: bool) -> Choices:
    made = tuple(Option(text(one), index in right, text(f"About {one}")) for index, one in enumerate(options))
    return Choices(made, keep_order)
