"""What differs between two documents of a course, in the terms of those who teach and learn.

PURE: documents go in, changes come out; `change_words` puts each in a sentence. Another layout of the same words is
no change. A lesson, question or other block is the same one where its key is, or else its title.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from learning.courses.document import Bank, Course, Draw, Lesson, Passage, Question, Quiz, Text
from learning.courses.page_changes import (
    Block,
    Change,
    Page,
    Setting,
    block_change,
    block_changes,
    block_list_changes,
    list_changes,
    passage_changes,
    setting_changes,
    text_changes,
    title_changes,
)
from learning.courses.pairing import paired
from learning.courses.text_changes import differing_parts, lines_of

OPENS_ANY_TIME = "at any time"
OPENS_AFTER_LESSONS = "when all lessons are finished"

_ABOUT_A_LESSON = ("minutes", "content note", "framework element")
_CHECK = Page("check")


@dataclass(frozen=True, slots=True)
class Changes:
    """All differences, page by page; none where nothing or only the layout changed."""

    changes: tuple[Change, ...]

    @property
    def changed_lesson_keys(self) -> frozenset[str]:
        """The lessons of the newer document that are new or say something else; not those only moved or renumbered."""
        return frozenset(
            change.page.key
            for change in self.changes
            if change.page.kind == "lesson"
            and change.thing not in _ABOUT_A_LESSON
            and change.what not in ("moved", "order")
            and (change.thing, change.what) != ("page", "removed")
        )

    @property
    def changed_check_question_keys(self) -> frozenset[tuple[str | None, str]]:
        """The questions of the newer final check that are new or say something else: bank key or None, and key."""
        return frozenset(
            (change.page.key or None, change.key)
            for change in self.changes
            if change.page.kind in ("check", "bank")
            and change.thing == "question"
            and change.what not in ("removed", "moved")
        )


def between(old: Course, new: Course, *, changed_pictures: Collection[str] = ()) -> Changes:
    """What differs in the newer document; `changed_pictures` names pictures that are other files under the same name.

    Documents do not hold pictures: without those names, only pictures put in or taken out are seen.
    """
    return Changes(
        (
            *_about_changes(old, new, changed_pictures),
            *_lesson_changes(old, new, changed_pictures),
            *_check_changes(old, new, changed_pictures),
            *_bank_changes(old, new, changed_pictures),
            *_check_question_changes(old, new, changed_pictures),
        )
    )


def _about_changes(old: Course, new: Course, changed_pictures: Collection[str]) -> Iterator[Change]:
    page = Page("course", title=new.title.plain)
    yield from title_changes(page, old.title, new.title)
    yield from setting_changes(page, _settings_of_course(old), _settings_of_course(new))
    yield from text_changes(page, "text", old.overview, new.overview, changed_pictures)
    yield from list_changes(page, "outcome", lines_of(old.outcomes), lines_of(new.outcomes))
    yield from list_changes(page, "source", lines_of(old.sources), lines_of(new.sources))
    if "links" in differing_parts(old.sources, new.sources, ()):
        yield Change(page, "source", "links")
    yield from list_changes(page, "framework element", old.frameworks, new.frameworks)
    yield from list_changes(page, "author", old.authors, new.authors)


def _lesson_changes(old: Course, new: Course, changed_pictures: Collection[str]) -> Iterator[Change]:
    pairing = paired(old.lessons, new.lessons, lambda one: one.key, lambda one: one.title.plain)
    moved = {lesson.key: (str(before), str(after)) for lesson, before, after in pairing.moved}
    for earlier, lesson in pairing.pairs:
        page = _lesson_page(lesson)
        if earlier is None:
            yield Change(page, "page", "added")
            continue
        if lesson.key in moved:
            before, after = moved[lesson.key]
            yield Change(page, "page", "moved", before=before, after=after)
        yield from title_changes(page, earlier.title, lesson.title)
        yield from passage_changes(page, "text", _passages(earlier), _passages(lesson), changed_pictures)
        yield from text_changes(page, "short version", earlier.short_version, lesson.short_version, changed_pictures)
        yield from block_list_changes(page, _blocks(earlier), _blocks(lesson), changed_pictures)
        yield from setting_changes(page, _settings_of_lesson(earlier), _settings_of_lesson(lesson))
        yield from list_changes(page, "framework element", earlier.frameworks, lesson.frameworks)
    for lesson in pairing.gone:
        yield Change(_lesson_page(lesson), "page", "removed")


def _check_changes(old: Course, new: Course, changed_pictures: Collection[str]) -> Iterator[Change]:
    if old.quiz and new.quiz:
        yield from title_changes(_CHECK, old.quiz.title, new.quiz.title)
        yield from setting_changes(_CHECK, _settings_of_check(old.quiz), _settings_of_check(new.quiz))
        yield from text_changes(_CHECK, "text", old.quiz.introduction, new.quiz.introduction, changed_pictures)
        yield from list_changes(_CHECK, "framework element", old.quiz.frameworks, new.quiz.frameworks)
        yield from _draw_changes(old, new)
    elif old.quiz or new.quiz:
        yield Change(_CHECK, "page", "added" if new.quiz else "removed")


def _draw_changes(old: Course, new: Course) -> Iterator[Change]:
    before, after = _drawn(old), _drawn(new)
    for bank_key in {**after, **before}:
        was, now = before.get(bank_key, 0), after.get(bank_key, 0)
        if was != now:
            bank = new.bank(bank_key) or old.bank(bank_key)
            name = bank.title.plain if bank else bank_key
            yield Change(_CHECK, "draw", "value", bank_key, name, before=str(was), after=str(now))


def _bank_changes(old: Course, new: Course, changed_pictures: Collection[str]) -> Iterator[Change]:
    pairing = paired(old.banks, new.banks, lambda one: one.key)
    for earlier, bank in pairing.pairs:
        page = _bank_page(bank)
        if earlier is None:
            yield Change(page, "page", "added")
            continue
        yield from title_changes(page, earlier.title, bank.title)
        yield from text_changes(page, "text", earlier.introduction, bank.introduction, changed_pictures)
    for bank in pairing.gone:
        yield Change(_bank_page(bank), "page", "removed")


def _check_question_changes(old: Course, new: Course, changed_pictures: Collection[str]) -> Iterator[Change]:
    """Questions of the final check and its banks, between which one may move."""
    pairing = paired(
        _check_questions(old),
        _check_questions(new),
        lambda one: (one[0].kind, one[0].key, one[1].key),
        lambda one: one[1].title.plain,
    )
    for earlier, (page, question) in pairing.pairs:
        if earlier is None:
            yield block_change(page, question, "added")
            continue
        if _place(earlier[0]) != _place(page):
            yield block_change(page, question, "moved")
        yield from block_changes(page, earlier[1], question, changed_pictures)
    for page, question in pairing.gone:
        yield block_change(page, question, "removed")
    if paired(_own_question_keys(old.quiz), _own_question_keys(new.quiz), lambda key: key).moved:
        yield Change(_CHECK, "page", "order")


def _settings_of_course(course: Course) -> dict[Setting, str]:
    return {
        "summary": course.summary,
        "level": course.level,
        "language": course.language,
        "content note": course.content_note or "",
        "refresh": str(course.refresh_after_months or ""),
        "review day": course.review_on.isoformat() if course.review_on else "",
    }


def _settings_of_lesson(lesson: Lesson) -> dict[Setting, str]:
    return {"minutes": str(lesson.minutes), "content note": lesson.content_note or ""}


def _settings_of_check(quiz: Quiz) -> dict[Setting, str]:
    return {
        "pass mark": f"{quiz.pass_mark_percent}%",
        "minutes": str(quiz.minutes or ""),
        "opening": OPENS_ANY_TIME if quiz.opens_any_time else OPENS_AFTER_LESSONS,
    }


def _lesson_page(lesson: Lesson) -> Page:
    return Page("lesson", lesson.key, lesson.title.plain)


def _bank_page(bank: Bank) -> Page:
    return Page("bank", bank.key, bank.title.plain)


def _place(page: Page) -> tuple[str, str]:
    return page.kind, page.key


def _passages(lesson: Lesson) -> list[Text]:
    return [block.text for block in lesson.blocks if isinstance(block, Passage)]


def _blocks(lesson: Lesson) -> list[Block]:
    return [block for block in lesson.blocks if not isinstance(block, Passage)]


def _check_questions(course: Course) -> list[tuple[Page, Question]]:
    own = [(_CHECK, item) for item in course.quiz.items if isinstance(item, Question)] if course.quiz else []
    return own + [(_bank_page(bank), question) for bank in course.banks for question in bank.questions]


def _own_question_keys(quiz: Quiz | None) -> list[str]:
    return [item.key for item in quiz.items if isinstance(item, Question)] if quiz else []


def _drawn(course: Course) -> dict[str, int]:
    counts: dict[str, int] = {}
    for item in course.quiz.items if course.quiz else ():
        if isinstance(item, Draw):
            counts[item.bank_key] = counts.get(item.bank_key, 0) + item.question_count
    return counts
