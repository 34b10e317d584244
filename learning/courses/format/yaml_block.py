"""Cuts the YAML block off the top of a page and composes it into fields with places.

Knows YAML's faults and how to say them to an author. Must not know what any key means.
"""

from __future__ import annotations

import re
from bisect import bisect_right

import yaml

from learning.courses.format.front_matter import Field, FrontMatter, cut
from learning.courses.problems import Findings

MAX_LINES = 200
_ONLY_LINE_ENDS_TO_YAML = dict.fromkeys((0x85, 0x2028, 0x2029), " ")
_CLOSING = {"[": "]", "{": "}", '"': '"', "'": "'"}
_BEGAN_EARLIER = ("while scanning a simple key", "while parsing a flow", "while scanning a quoted scalar")
"""Contexts in which YAML notices a fault lines after the author made it."""


class _Places:
    """Turns YAML's character index into line and column of the page."""

    def __init__(self, lines: list[str]) -> None:
        self._starts = [0]
        for line in lines:
            self._starts.append(self._starts[-1] + len(line) + 1)

    def place(self, index: int) -> tuple[int, int]:
        """Line and column in the page; the block begins on the page's second line."""
        row = min(bisect_right(self._starts, index), len(self._starts) - 1) - 1
        return max(row, 0) + 2, max(index - self._starts[max(row, 0)], 0) + 1


def cut_front_matter(text: str, findings: Findings) -> tuple[FrontMatter, list[str]]:
    """The front matter and all lines of the page with those of the front matter blanked, so line numbers stay right."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return FrontMatter(findings), lines
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        findings.problem(1, 1, "front-matter-open", "The front matter is never closed. Write `---` on a line after it.")
        return FrontMatter(findings, present=True, readable=False), ["", *lines[1:]]
    front_matter = _compose(lines[1:end], findings)
    return front_matter, [""] * (end + 1) + lines[end + 1 :]


def _compose(lines: list[str], findings: Findings) -> FrontMatter:
    unreadable = FrontMatter(findings, present=True, readable=False)
    if len(lines) > MAX_LINES:
        findings.problem(2 + MAX_LINES, 1, "front-matter-long", f"Front matter has at most {MAX_LINES} lines.")
        return unreadable
    places = _Places(lines)
    text = "\n".join(lines).translate(_ONLY_LINE_ENDS_TO_YAML)
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        began_earlier = (error.context or "").startswith(_BEGAN_EARLIER)
        mark = (began_earlier and error.context_mark) or error.problem_mark or error.context_mark
        line, column = places.place(mark.index if mark else 0)
        _explain(error, lines, line, column, findings)
        return unreadable
    except yaml.reader.ReaderError as error:
        line, column = places.place(int(error.position))
        findings.problem(line, column, "yaml", "This character cannot stand in front matter. Delete it.")
        return unreadable
    except RecursionError:
        findings.problem(2, 1, "yaml", "The front matter is nested too deep. Write one `key: value` on each line.")
        return unreadable
    if node is None:
        return FrontMatter(findings, present=True)
    if not isinstance(node, yaml.MappingNode):
        line, column = places.place(node.start_mark.index)
        findings.problem(line, column, "yaml", "Front matter is made of lines like `key: value`. Write it so.")
        return unreadable
    return FrontMatter(findings, _fields(node, places, findings), present=True)


def _fields(node: yaml.MappingNode, places: _Places, findings: Findings, depth: int = 0) -> dict[str, Field]:
    fields: dict[str, Field] = {}
    for key_node, value in node.value:
        line, column = places.place(key_node.start_mark.index)
        if not isinstance(key_node, yaml.ScalarNode):
            findings.problem(line, column, "yaml", "A key is one word, as in `minutes: 10`.")
            continue
        key = str(key_node.value)
        if key in fields:
            sentence = f'"{cut(key)}" is written twice (first on line {fields[key].line}). Keep one.'
            findings.problem(line, column, "doubled-key", sentence)
            continue
        value_line, value_column = places.place(value.start_mark.index)
        inside = isinstance(value, yaml.MappingNode) and depth == 0
        below = _fields(value, places, findings, depth + 1) if inside else {}
        fields[key] = Field(line, column, value, value_line, value_column, below)
    return fields


def _explain(error: yaml.MarkedYAMLError, lines: list[str], line: int, column: int, findings: Findings) -> None:
    """Say the fault in the author's words; by far the most frequent one is a colon in a value."""
    written = lines[line - 2] if 0 <= line - 2 < len(lines) else ""
    value = re.match(r"(\s*(?:- +)?[\w-]+:\s+)(.*\S)", written)
    complaint = error.problem or ""
    above = lines[line - 3] if 0 <= line - 3 < len(lines) else ""
    if "mapping values are not allowed" in complaint and above.strip() and ":" not in above:
        findings.problem(line - 1, 1, "yaml", "A line of front matter is `key: value`. The colon is missing here.")
    elif "mapping values are not allowed" in complaint and value and re.search(r":(\s|$)", value[2]):
        quote = "'" if '"' in value[2] else '"'
        sentence = f"A value that holds a colon and a space needs quotes: {value[1].strip()} {quote}{value[2]}{quote}"
        findings.problem(line, len(value[1]) + 1, "needs-quotes", cut(sentence, 300))
    elif "'\\t'" in complaint:
        findings.problem(line, column, "yaml", "A tab cannot stand here. Use spaces.")
    elif "expected ':'" in complaint:
        findings.problem(line, column, "yaml", "A line of front matter is `key: value`. The colon is missing here.")
    elif value and value[2][0] in _CLOSING and _CLOSING[value[2][0]] not in value[2][1:]:
        findings.problem(line, column, "yaml", f"The {value[2][0]} that begins this value is never closed. Close it.")
    elif value and value[2][0] in "@`%*&!|>[{\"'":
        sentence = f"A value that begins with {value[2][0]} needs quotes. Put them round it."
        findings.problem(line, len(value[1]) + 1, "needs-quotes", sentence)
    else:
        sentence = "Front matter cannot be read from here on. Write lines like `key: value`, at the left edge."
        findings.problem(line, column, "yaml", sentence)
