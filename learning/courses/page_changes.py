"""One difference between two pages of a course, and how such differences are found, thing by thing. PURE.

`changes` goes through the pages with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from learning.courses.document import Practice, Question, Reflection, Scenario, Text
from learning.courses.pairing import paired
from learning.courses.question_changes import QuestionPart, changed_parts
from learning.courses.text_changes import TextPart, changed_line_count, differing_parts, lines_of

PageKind = Literal["course", "lesson", "check", "bank"]
What = QuestionPart | Literal["added", "removed", "renamed", "moved", "order", "ways on", "value"]
"""`words` were reworded; a `value` is another one; `ways on` through a scenario lead elsewhere."""
BlockThing = Literal["question", "scenario", "reflection", "practice"]
Setting = Literal[
    "summary", "level", "language", "content note", "refresh", "review day", "minutes", "pass mark", "opening", "draw"
]
Listed = Literal["outcome", "source", "framework element", "author"]
Thing = BlockThing | Setting | Listed | Literal["page", "text", "short version"]
Block = Question | Scenario | Reflection | Practice

_THING_OF: Mapping[type, BlockThing] = {
    Question: "question",
    Scenario: "scenario",
    Reflection: "reflection",
    Practice: "practice",
}
_PARTS: tuple[QuestionPart, ...] = ("kind", "words", "right answer", "feedback", "links", "pictures")


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the newer course, or of the older one where it is gone; the key is that of a lesson or bank."""

    kind: PageKind
    key: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: what became of which thing on which page.

    `key` and `name` are those of a question or another block, `name` also what a list held. `before` and `after` are
    values, titles or places from 1; `count` is how many paragraphs have other words.
    """

    page: Page
    thing: Thing
    what: What
    key: str = ""
    name: str = ""
    before: str = ""
    after: str = ""
    count: int = 0


def title_changes(page: Page, old: Text, new: Text) -> Iterator[Change]:
    """Whether the page is called something else."""
    if old.plain != new.plain:
        yield Change(page, "page", "renamed", before=old.plain, after=new.plain)


def setting_changes(page: Page, old: Mapping[Setting, str], new: Mapping[Setting, str]) -> Iterator[Change]:
    """Settings that have another value, an empty text being none."""
    for setting, after in new.items():
        if old[setting] != after:
            yield Change(page, setting, "value", before=old[setting], after=after)


def list_changes(page: Page, thing: Listed, old: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    """What a list gained and lost, and whether the rest stands in another order."""
    pairing = paired(old, new, lambda line: line)
    for before, line in pairing.pairs:
        if before is None:
            yield Change(page, thing, "added", name=line)
    for line in pairing.gone:
        yield Change(page, thing, "removed", name=line)
    if pairing.moved:
        yield Change(page, thing, "order")


def text_changes(
    page: Page, thing: Thing, old: Text | None, new: Text | None, changed_pictures: Collection[str]
) -> Iterator[Change]:
    """Whether a text that may be missing came, went or says something else."""
    if old and new:
        yield from passage_changes(page, thing, (old,), (new,), changed_pictures)
    elif old or new:
        yield Change(page, thing, "added" if new else "removed")


def passage_changes(
    page: Page, thing: Thing, old: Sequence[Text], new: Sequence[Text], changed_pictures: Collection[str]
) -> Iterator[Change]:
    """What a run of texts says otherwise."""
    for part in _in_order(differing_parts(old, new, changed_pictures)):
        count = changed_line_count(lines_of(old), lines_of(new)) if part == "words" else 0
        yield Change(page, thing, part, count=count)


def block_list_changes(
    page: Page, old: Sequence[Block], new: Sequence[Block], changed_pictures: Collection[str]
) -> Iterator[Change]:
    """What became of the blocks of a lesson."""
    pairing = paired(old, new, lambda one: (type(one), one.key), lambda one: (type(one), one.title.plain))
    for before, block in pairing.pairs:
        if before is None:
            yield block_change(page, block, "added")
        else:
            yield from block_changes(page, before, block, changed_pictures)
    for block in pairing.gone:
        yield block_change(page, block, "removed")
    if pairing.moved:
        yield Change(page, "page", "order")


def block_changes(page: Page, old: Block, new: Block, changed_pictures: Collection[str]) -> Iterator[Change]:
    """What a question or another block says otherwise."""
    if isinstance(old, Question) and isinstance(new, Question):
        parts = changed_parts(old, new, changed_pictures)
    else:
        parts = frozenset(differing_parts(_texts_of(old), _texts_of(new), changed_pictures))
    for part in _in_order(parts):
        yield block_change(page, new, part)
    if _ways_on(old) != _ways_on(new):
        yield block_change(page, new, "ways on")


def block_change(page: Page, block: Block, what: What) -> Change:
    """A difference of one block."""
    return Change(page, _THING_OF[type(block)], what, block.key, block.title.plain)


def _in_order(parts: frozenset[QuestionPart] | frozenset[TextPart]) -> list[QuestionPart]:
    return [part for part in _PARTS if part in parts]


def _texts_of(block: Block) -> list[Text | None]:
    if isinstance(block, Question):
        return [block.title, block.prompt]
    if not isinstance(block, Scenario):
        return [block.title, block.text]
    texts = [block.title, block.introduction]
    for scene in block.scenes:
        texts += [scene.title, scene.text]
        texts += [text for choice in scene.choices for text in (choice.text, choice.feedback)]
    return texts


def _ways_on(block: Block) -> list[tuple[str | None, list[int]]]:
    """Each scene's ending and the places its choices lead to, whatever the scenes are called."""
    if not isinstance(block, Scenario):
        return []
    places = {scene.key: place for place, scene in enumerate(block.scenes)}
    return [(scene.ending, [places[choice.scene_key] for choice in scene.choices]) for scene in block.scenes]
