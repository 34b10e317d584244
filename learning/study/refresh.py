"""What a refresh asks: the pages and the questions that changed in substance since somebody completed the course. PURE.

Documents go in and a smaller course comes out, the part that is asked. Whatever counts, draws or times a whole course
does the same with the part.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from learning.courses.change_words import sentences
from learning.courses.changes import Changes
from learning.courses.document import Bank, Course, Draw, Lesson, Question, Quiz
from learning.study.progress import Progress, about_minutes, lessons_left

QuestionKey = tuple[str | None, str]
"""The bank of a question, None where it stands in the final check itself, and its key there."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What changed in substance: lessons as key and text hash, by which a renamed one is found, and questions."""

    lessons: frozenset[tuple[str, str]]
    questions: frozenset[QuestionKey]

    def __or__(self, other: Asked) -> Asked:
        return Asked(self.lessons | other.lessons, self.questions | other.questions)


_UNSEEN = ("framework element", "author", "review day")
NOTHING = Asked(frozenset(), frozenset())


def asked_by(before: Course, after: Course, changes: Changes) -> Asked:
    """The lessons and the questions of the final check that one version added or changed; `changes` between the two.

    A bank that the check draws from for the first time brings questions that nobody was asked before.
    """
    texts = {lesson.key: lesson.text_hash for lesson in after.lessons}
    drawn_newly = _banks_drawn_from(after) - _banks_drawn_from(before)
    new_questions = {(bank.key, one.key) for bank in after.banks if bank.key in drawn_newly for one in bank.questions}
    return Asked(
        frozenset((key, texts[key]) for key in changes.changed_lesson_keys),
        changes.changed_check_question_keys | new_questions,
    )


def part_asked(course: Course, asked: Asked) -> Course:
    """The course with nothing but what is asked of it and still there; without a final check where no question is."""
    keys = {key for key, _ in asked.lessons}
    texts = {text_hash for _, text_hash in asked.lessons}
    return replace(
        course,
        lessons=tuple(lesson for lesson in course.lessons if lesson.key in keys or lesson.text_hash in texts),
        banks=tuple(_bank_part(bank, asked) for bank in course.banks),
        quiz=_quiz_part(course, asked),
    )


def sentences_for_learners(changes: Changes, lesson: Lesson | None = None) -> list[str]:
    """What changed, a sentence each, without what learners never see; of one lesson only, where it is given.

    Questions of the final check are not named before they are asked.
    """
    told = tuple(
        change
        for change in changes.changes
        if change.thing not in _UNSEEN
        and (change.thing != "question" or change.page.kind == "lesson")
        and (lesson is None or (change.page.kind, change.page.key) == ("lesson", lesson.key))
    )
    return sentences(Changes(told))


def part_in_words(part: Course) -> str:
    """What a part holds: “2 pages, 3 questions”; an empty text where there is nothing to do but to read the notes."""
    pages = _counted(len(part.lessons), "page")
    return ", ".join(
        words for words in (pages, _counted(part.quiz.question_count if part.quiz else 0, "question")) if words
    )


def refresh_rule(from_number: int, to_number: int, pass_mark_percent: int | None) -> str:
    """The rule of a refresh in a sentence, as its record keeps it; the pass mark is None where no question is asked."""
    check = (
        f", and reached {pass_mark_percent}% in the changed questions of the final check" if pass_mark_percent else ""
    )
    return (
        f"This is a refresh: you completed version {from_number} before. You complete version {to_number} when you "
        f"have seen every changed page, in full or by a shorter version where there is one{check}."
    )


def refresh_sentence(part: Course, progress: Progress) -> str:
    """How far somebody is with a refresh: “You have seen 1 of 2 changed pages. About 8 minutes left.”"""
    if progress.is_complete:
        return "You have seen everything that changed."
    left = lessons_left(part, progress)
    if left:
        count = len(part.lessons)
        sentence = f"You have seen {count - left} of {_counted(count, 'changed page')}."
    elif part.lessons:
        sentence = "You have seen every changed page. The questions that changed are left."
    else:
        sentence = "Only questions of the final check changed."
    return f"{sentence} {about_minutes(progress.minutes_left)}".strip()


def _banks_drawn_from(course: Course) -> set[str]:
    return {item.bank_key for item in course.quiz.items if isinstance(item, Draw)} if course.quiz else set()


def _bank_part(bank: Bank, asked: Asked) -> Bank:
    return replace(bank, questions=tuple(one for one in bank.questions if (bank.key, one.key) in asked.questions))


def _quiz_part(course: Course, asked: Asked) -> Quiz | None:
    if course.quiz is None:
        return None
    left = {bank.key: len(_bank_part(bank, asked).questions) for bank in course.banks}
    items = tuple(_items_part(course.quiz.items, asked, left))
    if not items:
        return None
    part = replace(course.quiz, items=items)
    minutes = course.quiz.minutes
    return replace(part, minutes=minutes and -(-minutes * part.question_count // course.quiz.question_count))


def _items_part(
    items: Iterable[Question | Draw], asked: Asked, left_in_bank: Mapping[str, int]
) -> Iterable[Question | Draw]:
    left = dict(left_in_bank)
    for item in items:
        if isinstance(item, Question):
            if (None, item.key) in asked.questions:
                yield item
            continue
        count = min(item.question_count, left.get(item.bank_key, 0))
        left[item.bank_key] = left.get(item.bank_key, 0) - count
        if count:
            yield replace(item, question_count=count)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}" if count else ""
