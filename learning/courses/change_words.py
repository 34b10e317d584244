"""Each change of a course as a plain sentence, and the kind of change they look like together. PURE."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from learning.courses.changes import Changes
from learning.courses.page_changes import Change, Page, Thing, What

_LONGEST_NAME = 120
_PAGE_NAMES = {"course": "Course", "lesson": "Lesson", "check": "Final check", "bank": "Bank of questions"}
_TEXT_NAMES = {"course": "The overview", "check": "The introduction of the final check"}
_PARTS: Mapping[What, str] = {
    "added": "{thing} added to {page}",
    "removed": "{thing} removed from {page}",
    "moved": "{thing} moved to {page}",
    "words": "{thing} reworded in {page}",
    "kind": "Question of another kind in {page}",
    "right answer": "Right answer changed in {page}",
    "feedback": "Feedback changed in {page}",
    "links": "Links changed in {page}",
    "pictures": "Pictures changed in {page}",
    "ways on": "Choices lead elsewhere in {page}",
}
_LISTS: Mapping[What, str] = {
    "added": "{thing} added to {page}",
    "removed": "{thing} removed from {page}",
    "order": "{thing}s of {page} stand in another order",
    "links": "Links changed in the sources",
}
_SETTINGS: Mapping[Thing, str] = {
    "summary": "Summary",
    "level": "Level",
    "language": "Language",
    "content note": "Content note",
    "refresh": "Months until a completion lapses",
    "review day": "Review day",
    "minutes": "Minutes",
    "pass mark": "Pass mark",
}
_LONG_SETTINGS = ("summary", "content note")


@dataclass(frozen=True, slots=True)
class LabelHint:
    """The kind of change that a publish looks like, and the reason; a hint, never a rule."""

    label: str
    reason: str


def sentences(changes: Changes) -> list[str]:
    """All changes, a sentence each; what is on a new page, or was on one that is gone, is not told apart."""
    whole = {
        (change.page.kind, change.page.key): change.what
        for change in changes.changes
        if change.thing == "page" and change.what in ("added", "removed")
    }
    told = (
        change
        for change in changes.changes
        if change.thing == "page" or whole.get((change.page.kind, change.page.key)) != change.what
    )
    return [sentence_of(change) for change in told]


def sentence_of(change: Change) -> str:
    """One change in a plain sentence, without its full stop."""
    if change.thing == "page":
        return _page_sentence(change)
    if change.thing == "text":
        return _text_sentence(change)
    if change.thing == "draw":
        return _draw_sentence(change)
    if change.thing == "opening":
        return f"The final check opens {change.after} (before: {change.before})"
    if change.thing in _SETTINGS:
        return _setting_sentence(change)
    is_listed = change.thing in ("outcome", "source", "framework element", "author")
    start = (_LISTS if is_listed else _PARTS)[change.what]
    sentence = start.format(thing=_capitalised(change.thing), page=_name(change.page))
    return f"{sentence}: “{_short(change.name)}”" if change.name else sentence


def label_hint(changes: Changes) -> LabelHint:
    """Which label these changes look like."""
    for reason, is_found in _MATERIAL.items():
        if any(is_found(change) for change in changes.changes):
            return LabelHint("material", reason)
    if changes.changed_lesson_keys or changes.changed_check_question_keys:
        return LabelHint("clarifying", "words changed. If only the spelling was mended, it is editorial")
    if changes.changes:
        return LabelHint("editorial", "no lesson and no question says anything else")
    return LabelHint("editorial", "only the layout changed")


_MATERIAL: Mapping[str, Callable[[Change], bool]] = {
    "a right answer changed": lambda change: change.what == "right answer",
    "a lesson was added": lambda change: (change.page.kind, change.thing, change.what) == ("lesson", "page", "added"),
    "a final check was added": lambda change: (
        (change.page.kind, change.thing, change.what) == ("check", "page", "added")
    ),
    "an outcome was added": lambda change: (change.thing, change.what) == ("outcome", "added"),
    "the pass mark changed": lambda change: change.thing == "pass mark",
    "a question is of another kind": lambda change: change.what == "kind",
    "the choices of a scenario lead elsewhere": lambda change: change.what == "ways on",
}


def _page_sentence(change: Change) -> str:
    page = change.page
    kind = _PAGE_NAMES[page.kind]
    if change.what == "renamed":
        return f"{kind} renamed: “{_short(change.before)}” is now “{_short(change.after)}”"
    if change.what == "moved":
        return f"{_capitalised(_name(page))} moved from place {change.before} to place {change.after}"
    if change.what == "order":
        return f"{'Questions' if page.kind == 'check' else 'Activities'} stand in another order in {_name(page)}"
    named = f": “{_short(page.title)}”" if page.title else ""
    return f"{kind} {change.what}{named}"


def _text_sentence(change: Change) -> str:
    page = change.page
    subject = _TEXT_NAMES.get(page.kind) or (
        f"The introduction of {_name(page)}" if page.kind == "bank" else _capitalised(_name(page))
    )
    if change.what == "words" and change.count:
        return f"{subject} was reworded: {change.count} paragraph{'s' if change.count > 1 else ''} changed"
    if change.what == "words":
        return f"{subject} was reworded: the order, or the description of a picture"
    if change.what in ("links", "pictures"):
        return f"{_capitalised(change.what)} changed in {subject[0].lower()}{subject[1:]}"
    return f"{subject} was {change.what}"


def _draw_sentence(change: Change) -> str:
    name = _short(change.name)
    if change.after == "0":
        return f"The final check draws no questions from “{name}” any more (before: {change.before})"
    many = "" if change.after == "1" else "s"
    return f"The final check draws {change.after} question{many} from “{name}” (before: {change.before})"


def _setting_sentence(change: Change) -> str:
    name, before, after = _SETTINGS[change.thing], change.before, change.after
    where = "" if change.page.kind == "course" or change.thing == "pass mark" else f" of {_name(change.page)}"
    if change.thing in _LONG_SETTINGS:
        return f"{name}{where} {'reworded' if before and after else 'added' if after else 'removed'}"
    if not after:
        return f"{name}{where} removed (before: {before})"
    return f"{name}{where} changed from {before} to {after}" if before else f"{name}{where} set to {after}"


def _name(page: Page) -> str:
    """The page in the middle of a sentence."""
    if page.kind == "course":
        return "the course"
    if page.kind == "check":
        return "the final check"
    return f"{_PAGE_NAMES[page.kind].lower()} “{_short(page.title)}”"


def _capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST_NAME else words[:_LONGEST_NAME].rstrip() + " …"
