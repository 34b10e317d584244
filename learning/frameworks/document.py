"""A practice framework: the dated edition, and the named things in it that courses teach. Plain frozen data.

Reads the form of `frameworks/NAME.md`: front matter, a title, and a heading of level two for each element, with a line
`Kind: approach` under it. Must not know courses' contents or a database.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from learning.courses.document import Text
from learning.courses.format.framework_keys import key_and_edition
from learning.courses.format.front_matter import cut, nearest_or_all
from learning.courses.format.keys import key_under, note_stray_keys
from learning.courses.format.labelled_lines import LabelledLine, take_lines
from learning.courses.format.library_pages import Section, open_page, own_problems, sections, title_of
from learning.courses.format.page import Page
from learning.courses.format.page_text import PageText
from learning.courses.format.wording import plain_line
from learning.courses.problems import Findings, Problem, in_order
from learning.frameworks.features import FEATURES, UNNAMED

ElementKind = Literal["vision", "principle", "theory", "model", "approach", "key area", "promise"]

KINDS: dict[str, ElementKind] = {
    "vision": "vision",
    "principle": "principle",
    "theory": "theory",
    "model": "model",
    "approach": "approach",
    "key area": "key area",
    "promise": "promise",
}
_KIND = "kind"
_MET_BY = "met by"


@dataclass(frozen=True, slots=True)
class Element:
    """One named thing in a framework; `key` is unique in it and `text` is what it asks of people."""

    key: str
    title: str
    kind: ElementKind
    met_by: str
    """The name of the feature that meets it, where only the software can do so; empty where a lesson can teach it."""
    text: Text | None
    line: int

    @property
    def is_for_lessons(self) -> bool:
        """Whether a lesson can teach it."""
        return not self.met_by


@dataclass(frozen=True, slots=True)
class Framework:
    """One edition of a framework; all editions of it share the key, and `edition` is empty for the first."""

    key: str
    edition: str
    title: str
    publisher: str
    source: str
    from_on: date | None
    """The day from which this edition holds."""
    introduction: Text | None
    elements: tuple[Element, ...]

    def element_keys(self) -> tuple[str, ...]:
        """The keys as courses write them: "framework-key/element-key"."""
        return tuple(f"{self.key}/{element.key}" for element in self.elements)


@dataclass(frozen=True, slots=True)
class ParsedFramework:
    """The best reading of a framework, with all that is wrong with it; None when the file is too large to read."""

    framework: Framework | None
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def parse_framework(path: str, data: bytes, *, courses: Collection[str] | None = None) -> ParsedFramework:
    """Read a framework; `path` is that inside the library and gives the key.

    Without `courses` links to courses are not checked.
    """
    findings = Findings(path)
    opened = open_page(path, data, findings, courses)
    if opened is None:
        return ParsedFramework(None, in_order(findings.problems), ())
    page, text = opened
    values = page.front_matter
    values.check_keys(required=["publisher", "source", "from"], page="a framework")
    above, found = sections(page)
    key, edition = key_and_edition(path)
    framework = Framework(
        key=key,
        edition=edition,
        title=title_of(page, text).plain,
        publisher=values.text("publisher") or "",
        source=values.text("source") or "",
        from_on=values.day("from"),
        introduction=text.block(above),
        elements=tuple(_read_element(page, text, section) for section in found),
    )
    _check_keys(page, framework.elements, found)
    return ParsedFramework(framework, in_order(own_problems(page)), in_order(findings.warnings))


def _check_keys(page: Page, elements: Sequence[Element], found: Sequence[Section]) -> None:
    note_stray_keys(page, [section.nodes for section in found])
    if not elements:
        sentence = "This framework has no element. Write a heading with two # for each, and a line `Kind: …` under it."
        page.findings.problem(page.title.line if page.title else 1, 1, "no-element", sentence)
    lines: dict[str, int] = {}
    for element in elements:
        first = lines.setdefault(element.key, element.line)
        if not element.key:
            sentence = "No key can be made of this heading. Fix one under it: <!-- id: a-few-words -->"
            page.findings.problem(element.line, 1, "no-key", sentence)
        elif first != element.line:
            sentence = f'The key "{cut(element.key)}" is that of line {first} already. Fix another under the heading.'
            page.findings.problem(element.line, 1, "doubled-key", sentence)


def _read_element(page: Page, text: PageText, section: Section) -> Element:
    taken, nodes = take_lines(section.nodes, [_KIND, _MET_BY])
    title = text.words(section.heading.tokens[1]).plain
    return Element(
        key=key_under(page, section.heading.content, section.nodes),
        title=title,
        kind=_read_kind(page, section, [line for line in taken if line.label == _KIND]),
        met_by=_read_met_by(page, [line for line in taken if line.label == _MET_BY]),
        text=text.block(nodes),
        line=section.heading.line,
    )


def _read_kind(page: Page, section: Section, taken: Sequence[LabelledLine]) -> ElementKind:
    if not taken:
        sentence = "This element does not say what it is. Write a line like `Kind: approach` under the heading."
        page.findings.problem(section.heading.line, 1, "no-kind", sentence)
        return "approach"
    for second in taken[1:]:
        sentence = f"An element has one kind, see line {taken[0].line}. Delete this line."
        page.findings.problem(second.line, 1, "second-kind", sentence)
    word = plain_line(taken[0].value).rstrip(".")
    if word not in KINDS:
        sentence = f'"{cut(taken[0].value)}" is no kind of element. {nearest_or_all(word, KINDS)}'
        page.findings.problem(taken[0].line, 1, "bad-kind", sentence)
    return KINDS.get(word, "approach")


def _read_met_by(page: Page, taken: Sequence[LabelledLine]) -> str:
    """The name of the feature; one that is not known is kept as one without a name."""
    for second in taken[1:]:
        sentence = f"An element is met by one feature, see line {taken[0].line}. Delete this line."
        page.findings.problem(second.line, 1, "second-met-by", sentence)
    if not taken:
        return ""
    word = plain_line(taken[0].value).rstrip(".")
    if word != UNNAMED and word not in FEATURES:
        sentence = f'"{cut(taken[0].value)}" is no feature. {nearest_or_all(word, [UNNAMED, *FEATURES])}'
        page.findings.problem(taken[0].line, 1, "bad-met-by", sentence)
        return UNNAMED
    return word
