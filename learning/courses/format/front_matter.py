"""The values in the YAML at the top of a page: read as text, then checked.

`yaml.compose` and never a loader: values stay what the author wrote (`no`, `08`, `3:30`), doubled keys are seen,
nothing is ever constructed. Must not know which page it belongs to: the page names its keys.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

import yaml

from learning.courses.problems import Findings, listed

MAX_CANDIDATES = 100
_NEEDS_QUOTES = "This value begins with a sign that has a meaning of its own here. Put the whole value in quotes."


@dataclass(frozen=True, slots=True)
class Field:
    """One key as it stands in the file, with its value as YAML composed it."""

    line: int
    column: int
    value: yaml.Node
    value_line: int
    value_column: int
    below: dict[str, Field]
    """The keys under this one, where its value is a mapping."""


@dataclass(slots=True)
class FrontMatter:
    """The fields of one page. A getter gives the checked value, or None after noting a problem or finding nothing."""

    findings: Findings
    fields: dict[str, Field] = field(default_factory=dict)
    present: bool = False
    readable: bool = True
    """False when the YAML has a fault, so that missing keys say nothing."""

    def places_of(self, key: str) -> list[tuple[int, int]]:
        """Line and column of each value of a list that is no empty one, in the order of `texts`."""
        found = self.fields.get(key)
        if found is None or not isinstance(found.value, yaml.SequenceNode):
            return []
        first_line = found.value.start_mark.line
        return [
            (found.value_line + item.start_mark.line - first_line, item.start_mark.column + 1)
            for item in found.value.value
            if isinstance(item, yaml.ScalarNode) and not is_empty(item)
        ]

    def line_of(self, key: str) -> int:
        """The line on which this key stands, 1 when it is absent."""
        return self.fields[key].line if key in self.fields else 1

    def text(self, key: str) -> str | None:
        """The value as text on one line; an empty one counts as absent."""
        found = self.fields.get(key)
        if found is None:
            return None
        if isinstance(found.value, yaml.ScalarNode):
            return self._scalar(found.value, found)
        is_flow = isinstance(found.value, yaml.CollectionNode) and bool(found.value.flow_style)
        self._fault(found, "wrong-type", _NEEDS_QUOTES if is_flow else f'"{key}" takes one text, not several.')
        return None

    def texts(self, key: str) -> tuple[str, ...]:
        """The values of a list; a key that holds one text and no list is a problem."""
        found = self.fields.get(key)
        if found is None or is_empty(found.value):
            return ()
        if not isinstance(found.value, yaml.SequenceNode):
            self._fault(found, "wrong-type", f'"{key}" takes a list: write `{key}: [one, another]`.')
            return ()
        texts: list[str] = []
        for item in found.value.value:
            if not isinstance(item, yaml.ScalarNode):
                sentence = f'"{key}" takes a list of texts. A text that holds a colon and a space needs quotes.'
                self._fault(found, "needs-quotes", sentence)
                break
            text = self._scalar(item, found)
            if text:
                texts.append(text)
        return tuple(texts)

    def whole_number(self, key: str, *, lowest: int, highest: int) -> int | None:
        """The value as a whole number within these limits."""
        text = self.text(key)
        if text is None:
            return None
        if re.fullmatch(r"[0-9]{1,6}", text) and lowest <= int(text) <= highest:
            return int(text)
        sentence = f'"{key}" takes a whole number from {lowest} to {highest}, not "{cut(text)}".'
        self._fault(self.fields[key], "wrong-type", sentence)
        return None

    def one_of(self, key: str, allowed: Sequence[str]) -> str | None:
        """The value in lower case, if it is one of these words."""
        text = self.text(key)
        if text is None:
            return None
        if text.casefold() in allowed:
            return text.casefold()
        words = listed([f'"{word}"' for word in allowed], "or")
        self._fault(self.fields[key], "wrong-type", f'"{key}" takes {words}, not "{cut(text)}".')
        return None

    def day(self, key: str) -> date | None:
        """The value as a calendar day, written like 2027-11-01."""
        text = self.text(key)
        if text is None:
            return None
        day = read_day(text)
        if day is None:
            sentence = f'"{key}" takes a day that exists, like 2027-11-01, not "{cut(text)}".'
            self._fault(self.fields[key], "wrong-type", sentence)
        return day

    def below(self, key: str) -> FrontMatter:
        """The fields under this key; not `present` when it holds none."""
        found = self.fields.get(key)
        is_mapping = found is not None and isinstance(found.value, yaml.MappingNode)
        return FrontMatter(self.findings, found.below if found else {}, present=is_mapping)

    def check_keys(self, *, required: Sequence[str] = (), optional: Sequence[str] = (), page: str) -> None:
        """Note each unknown key, with the nearest known one, and in one problem the required keys that are absent."""
        known = [*required, *optional]
        misspelt: set[str | None] = set()
        for key, found in self.fields.items():
            if key not in known:
                sentence = f'"{cut(key)}" is no key of {page}. {nearest_or_all(key, known)}'
                self.findings.problem(found.line, found.column, "unknown-key", sentence)
                misspelt.add(nearest(key, known))
        absent = [key for key in required if key not in self.fields or is_empty(self.fields[key].value)]
        missing = [key for key in absent if key not in misspelt]
        if not missing or not self.readable:
            return
        keys = listed([f"`{key}:`" for key in missing])
        if self.present:
            them = "it" if len(missing) == 1 else "them"
            self.findings.problem(1, 1, "missing-key", f"The front matter of {page} lacks {keys}. Add {them}.")
        else:
            sentence = f"Front matter is missing. Begin {page} with a line `---`, {keys}, a line `---`."
            self.findings.problem(1, 1, "no-front-matter", sentence)

    def _scalar(self, node: yaml.ScalarNode, found: Field) -> str | None:
        if node.tag.startswith("!"):
            self._fault(found, "needs-quotes", _NEEDS_QUOTES)
            return None
        return " ".join(str(node.value).split()) or None

    def _fault(self, found: Field, code: str, sentence: str) -> None:
        self.findings.problem(found.value_line, found.value_column, code, sentence)


def is_empty(node: yaml.Node) -> bool:
    """Whether nothing stands after the colon."""
    return isinstance(node, yaml.ScalarNode) and not str(node.value).strip()


def read_day(text: str) -> date | None:
    """The calendar day of a text like 2027-11-01, None for any other text and for a day that does not exist."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def cut(text: str, length: int = 60) -> str:
    """The text, shortened with an ellipsis where it is long, for quoting in a sentence."""
    return text if len(text) <= length else text[: length - 1] + "…"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like this one, None when none is alike; only the first hundred are looked at."""
    found = difflib.get_close_matches(word.casefold()[:80], islice(known, MAX_CANDIDATES), n=1, cutoff=0.6)
    return found[0] if found else None


def nearest_or_all(word: str, known: Collection[str]) -> str:
    """A sentence naming the nearest known word, or all of them where none is alike."""
    found = nearest(word, known)
    if found:
        return f'Did you mean "{found}"?'
    names = [f'"{name}"' for name in known]
    return f"It knows {listed(names)}." if names else "It has no keys."
