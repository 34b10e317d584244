"""PURE. The text of a plan cut into what a form shows, each part with its lines, so that all else can be kept."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import yaml

from learning.courses.format.front_matter import FrontMatter
from learning.courses.format.library_pages import open_page
from learning.courses.format.markdown_blocks import table_rows
from learning.courses.format.source_text import read_text
from learning.courses.format.wording import plain_line
from learning.courses.problems import Findings, Problem
from learning.errors import BadSource
from learning.plans.document import COLUMNS, Audience, Plan, parse_plan
from learning.plans.editions import Rule

MOST_RULES = 100
_PATH = "plans/plan.md"
_FENCE = "---"
_NO_LINE_ENDS_HERE = dict.fromkeys((0x85, 0x2028, 0x2029), " ")
_EVERYONE = Audience()


@dataclass(frozen=True, slots=True)
class PlanFields:
    """A plan as a form holds it. `introduction` and `below`, the words round the table, are Markdown, as `title` is."""

    title: str = ""
    owner: str = ""
    from_on: date | None = None
    audience: Audience = _EVERYONE
    review_on: date | None = None
    target_percent: int | None = None
    target_on: date | None = None
    introduction: str = ""
    below: str = ""
    rules: tuple[tuple[str, Rule], ...] = ()
    """What is asked by the slug of each course, in the order of the table."""


@dataclass(frozen=True, slots=True)
class PlanSource:
    """The text of a plan without problems, as lines, and where in them each part stands: first and last, from 1."""

    fields: PlanFields
    lines: Sequence[str]
    key_lines: Mapping[str, tuple[int, int]]
    """Each key of the front matter with all lines down to the next one."""
    title_lines: tuple[int, int]
    table_lines: tuple[int, int]
    rule_lines: Mapping[str, int]
    """The row of each course."""
    has_usual_columns: bool
    comments: tuple[str, ...]
    """The remarks in the front matter, which a form does not show."""


def read_source(text: str, courses: Collection[str] | None) -> PlanSource:
    """Cut the text of a plan; raises BadSource where it has problems, or is laid out as no form can show it."""
    data = text.encode("utf-8", "replace")
    parsed = parse_plan(_PATH, data, courses=courses)
    opened = open_page(_PATH, data, Findings(_PATH), courses)
    if parsed.problems or parsed.plan is None or opened is None:
        raise BadSource(parsed.problems)
    page, _ = opened
    table = next(node for node in page.nodes if node.kind == "table")
    heads = [plain_line(cell.content) for cell in table_rows(table)[0]]
    _check_fits(parsed.plan)
    lines = (read_text(data, Findings(_PATH)) or "").split("\n")
    end_line = next(number for number, line in enumerate(lines[1:], 2) if line.rstrip() == _FENCE)
    title = page.title
    title_lines = (title.line, title.end_line) if title else (0, 0)
    introduction = "\n".join(lines[title_lines[1] : table.line - 1]).strip()
    below = "\n".join(lines[table.end_line :]).strip()
    words = (title.content if title else "", introduction, below)
    return PlanSource(
        _fields_of(parsed.plan, *words),
        lines,
        _key_lines(page.front_matter, end_line),
        title_lines,
        (table.line, table.end_line),
        {one.course_slug: one.line for one in parsed.plan.requirements},
        has_usual_columns=tuple(heads) == COLUMNS,
        comments=tuple(comment for _, comment in comments_in(lines[1 : end_line - 1])),
    )


def comments_in(lines: Sequence[str]) -> list[tuple[int, str]]:
    """The remarks in some whole lines of front matter: each with the number of its line, from 0."""
    ends = [0] * len(lines)
    text = "\n".join(lines).translate(_NO_LINE_ENDS_HERE)
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        mark = token.end_mark
        if mark.line < len(lines) and not isinstance(token, yaml.BlockEndToken | yaml.StreamEndToken):
            for line in range(token.start_mark.line, mark.line):
                ends[line] = len(lines[line])
            ends[mark.line] = max(ends[mark.line], mark.column)
    rests = ((number, line[ends[number] :].strip()) for number, line in enumerate(lines))
    return [(number, rest) for number, rest in rests if rest.startswith("#")]


def _check_fits(plan: Plan) -> None:
    if len(plan.requirements) > MOST_RULES:
        sentence = f"The form shows {MOST_RULES} courses at most. Change this plan as text."
        raise BadSource((Problem(_PATH, plan.requirements[MOST_RULES].line, 1, "not-as-form", sentence),))


def _fields_of(plan: Plan, title: str, introduction: str, below: str) -> PlanFields:
    rules = (
        (one.course_slug, Rule(one.due_on, one.due_after_days, one.renew_after_months, one.remind_before_days))
        for one in plan.requirements
    )
    return PlanFields(
        " ".join(title.split()), plan.owner, plan.from_on, plan.audience, plan.review_on, plan.target_percent,
        plan.target_on, introduction, below, tuple(rules),
    )  # fmt: skip


def _key_lines(values: FrontMatter, end_line: int) -> dict[str, tuple[int, int]]:
    starts = sorted((field.line, key) for key, field in values.fields.items())
    numbers = [line for line, _ in starts]
    if len(set(numbers)) < len(numbers) or any(field.column != 1 for field in values.fields.values()):
        sentence = "The form reads one key at the beginning of each line. Change this plan as text."
        raise BadSource((Problem(_PATH, 2, 1, "not-as-form", sentence),))
    ends = [*(number - 1 for number in numbers[1:]), end_line - 1]
    return {key: (line, last) for (line, key), last in zip(starts, ends, strict=True)}
