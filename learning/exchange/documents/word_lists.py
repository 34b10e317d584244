"""PURE. The lists of a Word file: which list a paragraph stands in, how deep, and with which sign or number.

Some lists say how deep they are by their numbering, and some only by the name of a style, such as “List Bullet 2”.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from learning.exchange.documents.word_xml import Part, attribute, child, local, whole

_DEEPEST_LEVEL = 8  # counted from 0, as Word has them
_NAMED = re.compile(r"list (bullet|number|continue)(?: ([2-9]))?")


@dataclass(frozen=True, slots=True)
class NamedList:
    """What the name of a style says of a list: its kind, and how deep it stands."""

    kind: Literal["bullet", "number", "continue"]
    level: int


@dataclass(frozen=True, slots=True)
class Numbering:
    """How a level of a list is numbered, and the key of the style that stands for it, where one does."""

    kind: str = "decimal"
    start: int = 1
    style: str = ""


@dataclass(frozen=True, slots=True)
class ListPlace:
    """Where a paragraph stands in a list; `is_by_name` where only the name of its style says so."""

    key: str
    level: int
    numbering: Numbering
    is_by_name: bool = False


@dataclass(slots=True)
class ListCounter:
    """Counts the numbers of lists as Word does."""

    _numbers: dict[tuple[str, int], int] = field(default_factory=dict)

    def next_number(self, place: ListPlace) -> int:
        """The number of the next line at this place; deeper lines of its list begin anew after it."""
        key, level = place.key, place.level
        number = self._numbers.get((key, level), place.numbering.start - 1) + 1
        self._numbers[(key, level)] = number
        for deeper in range(level + 1, _DEEPEST_LEVEL + 1):
            self._numbers.pop((key, deeper), None)
        return number


def named_list(style_name: str) -> NamedList | None:
    """The list that a style stands for by its name, which Word keeps in English in every language."""
    found = _NAMED.fullmatch(style_name)
    return NamedList(found[1], int(found[2] or 1) - 1) if found else None  # type: ignore[arg-type]


def list_place(
    properties: Part | None,
    numberings: Mapping[tuple[str, int], Numbering],
    *,
    style_key: str,
    style_level: int,
    named: NamedList | None,
) -> ListPlace | None:
    """The place of a paragraph by what it says itself, by what its style says, and by the name of that.

    None where it stands in no list, also where it was taken out of one.
    """
    own = child(properties, "numPr")
    key = attribute(child(own, "numId"), "val") or style_key
    is_marked = named is not None and named.kind != "continue"
    if key == "0" or not (key or is_marked):
        return None
    said = attribute(child(own, "ilvl"), "val")
    level = min(max(whole(said) if said else style_level, 0), _DEEPEST_LEVEL)
    has_one_level = (key, 1) not in numberings
    if named is not None and level == 0 and (not said or has_one_level):
        level = named.level
    by_name = Numbering("bullet" if named is not None and named.kind == "bullet" else "decimal")
    # A list of one level is the same list however deep a style puts it.
    numbering = numberings.get((key, level)) or numberings.get((key, 0)) or by_name
    return ListPlace(key or f"by name: {by_name.kind}", level, numbering, is_by_name=not key)


def read_numberings(part: Part | None) -> dict[tuple[str, int], Numbering]:
    """By the number of a list and the level in it."""
    if part is None:
        return {}
    kinds = [found for found in part if local(found) == "abstractNum"]
    by_style = {attribute(child(found, "styleLink"), "val"): _levels(found) for found in kinds}
    abstract = {
        attribute(found, "abstractNumId"): _levels(found)
        or by_style.get(attribute(child(found, "numStyleLink"), "val", "none"), {})
        for found in kinds
    }
    numberings: dict[tuple[str, int], Numbering] = {}
    for number in part:
        if local(number) != "num":
            continue
        key = attribute(number, "numId")
        levels = dict(abstract.get(attribute(child(number, "abstractNumId"), "val"), {}))
        for override in number:
            level = whole(attribute(override, "ilvl"))
            start = child(override, "startOverride")
            if start is not None and level in levels:
                was = levels[level]
                levels[level] = Numbering(was.kind, whole(attribute(start, "val"), 1), was.style)
            levels |= _levels(override)
        numberings |= {(key, level): numbering for level, numbering in levels.items()}
    return numberings


def _levels(parent: Part) -> dict[int, Numbering]:
    return {
        whole(attribute(level, "ilvl")): Numbering(
            attribute(child(level, "numFmt"), "val", "decimal"),
            whole(attribute(child(level, "start"), "val"), 1),
            attribute(child(level, "pStyle"), "val"),
        )
        for level in parent
        if local(level) == "lvl" and 0 <= whole(attribute(level, "ilvl")) <= _DEEPEST_LEVEL
    }
