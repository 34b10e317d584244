"""A workforce plan as text: who must hold which course by when, and how its file is read. Plain frozen data.

Reads the form of `plans/NAME.md`: front matter with owner, start and audience, some words, and one table of
requirements. Must not know people, completions or a database.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from markdown_it.token import Token

from learning.courses.document import Text
from learning.courses.format.front_matter import FrontMatter, cut, nearest, nearest_or_all, read_day
from learning.courses.format.library_pages import open_page, own_problems, title_of
from learning.courses.format.markdown_blocks import Node, parse_words, plain_words, table_rows
from learning.courses.format.page import Page
from learning.courses.format.wording import plain_line
from learning.courses.problems import Findings, Problem, in_order

COLUMNS = ("course", "due", "renew after", "remind before")
MAX_DAYS = 3_660
MAX_MONTHS = 120


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom a plan is for: a person must fit every line that is set, and any one value in it.

    With nothing set it is everyone. `leads_people` None means that it does not matter. `team_ids` are the numbers of
    the teams, in the same order, as an edition found them: so it means the same teams whatever they are called later.
    Where there is none, the team goes by its name.
    """

    job_roles: tuple[str, ...] = ()
    teams: tuple[str, ...] = ()
    leads_people: bool | None = None
    team_ids: tuple[int | None, ...] = ()

    @property
    def is_everyone(self) -> bool:
        """Whether all staff are meant."""
        return not self.job_roles and not self.teams and self.leads_people is None


@dataclass(frozen=True, slots=True)
class Requirement:
    """One line of a plan. At most one of `due_on` and `due_after_days` is set; neither means that it is never due."""

    course_slug: str
    due_on: date | None
    due_after_days: int | None
    """Days after the later of joining the audience and the plan's start."""
    renew_after_months: int | None
    remind_before_days: tuple[int, ...]
    """Days before the due day on which people are reminded, the earliest reminder first."""
    line: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A named set of requirements; `key` is the name of its file."""

    key: str
    title: str
    owner: str
    from_on: date | None
    audience: Audience
    review_on: date | None
    target_percent: int | None
    target_on: date | None
    introduction: Text | None
    requirements: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class ParsedPlan:
    """The best reading of a plan, with all that is wrong with it; `plan` is None when the file is too large to read."""

    plan: Plan | None
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def parse_plan(path: str, data: bytes, *, courses: Collection[str] | None) -> ParsedPlan:
    """Read a plan; `courses` are the slugs that it may name, None to leave them unchecked."""
    findings = Findings(path)
    opened = open_page(path, data, findings, courses)
    if opened is None:
        return ParsedPlan(None, in_order(findings.problems), ())
    page, text = opened
    values = page.front_matter
    values.check_keys(
        required=["owner", "from", "who"], optional=["review_on", "target_percent", "target_on"], page="a plan"
    )
    tables = [node for node in page.nodes if node.kind == "table"]
    plan = Plan(
        key=path.rpartition("/")[2].removesuffix(".md"),
        title=title_of(page, text).plain,
        owner=values.text("owner") or "",
        from_on=values.day("from"),
        audience=_read_audience(values),
        review_on=values.day("review_on"),
        target_percent=values.whole_number("target_percent", lowest=1, highest=100),
        target_on=values.day("target_on"),
        introduction=text.block([node for node in page.nodes if node not in tables]),
        requirements=_read_tables(page, tables, courses),
    )
    return ParsedPlan(plan, in_order(own_problems(page)), in_order(findings.warnings))


def _read_audience(values: FrontMatter) -> Audience:
    """`who: everyone`, or keys under it of which a person must fit every one."""
    under = values.below("who")
    if not under.present:
        values.one_of("who", ["everyone"])
        return Audience()
    under.check_keys(optional=["job_roles", "teams", "leads_people"], page="who")
    leads = under.one_of("leads_people", ["true", "false"])
    return Audience(under.texts("job_roles"), under.texts("teams"), None if leads is None else leads == "true")


def _read_tables(page: Page, tables: list[Node], courses: Collection[str] | None) -> tuple[Requirement, ...]:
    if not tables:
        if page.swallowed_from is None:
            sentence = "A plan has a table with the columns Course, Due, Renew after and Remind before. Add it."
            page.findings.problem(page.title.line if page.title else 1, 1, "no-table", sentence)
        return ()
    for second in tables[1:]:
        sentence = f"A plan has one table, and it begins on line {tables[0].line}. Put both together."
        page.findings.problem(second.line, 1, "second-table", sentence)
    rows = table_rows(tables[0])
    names = [plain_line(cell.content) for cell in rows[0]]
    for name in names:
        if name not in COLUMNS:
            sentence = f'"{cut(name)}" is no column of a plan. {nearest_or_all(name, COLUMNS)}'
            page.findings.problem(tables[0].line, 1, "bad-column", sentence)
    missing = [name for name in COLUMNS[:2] if name not in names]
    if missing or set(names) - set(COLUMNS):
        if missing and set(names) <= set(COLUMNS):
            sentence = f'The table lacks the column "{missing[0].capitalize()}". Add it.'
            page.findings.problem(tables[0].line, 1, "no-column", sentence)
        return ()
    return _read_rows(page, [dict(zip(names, row, strict=True)) for row in rows[1:]], courses)


def _read_rows(page: Page, rows: list[dict[str, Token]], courses: Collection[str] | None) -> tuple[Requirement, ...]:
    requirements: list[Requirement] = []
    lines: dict[str, int] = {}
    for cells in rows:
        requirement = _Row(page, cells).read(courses)
        if requirement is None:
            continue
        first = lines.setdefault(requirement.course_slug, requirement.line)
        if first != requirement.line:
            sentence = f"This course stands on line {first} already. Keep one of the two."
            page.findings.problem(requirement.line, 1, "course-twice", sentence)
            continue
        requirements.append(requirement)
    return tuple(requirements)


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of the table, by the names of its columns."""

    page: Page
    cells: Mapping[str, Token]

    def read(self, courses: Collection[str] | None) -> Requirement | None:
        slug = self._slug(courses)
        if slug is None:
            return None
        due_on, due_after_days = self._due()
        return Requirement(slug, due_on, due_after_days, self._renewal(), self._reminders(), self._line)

    @property
    def _line(self) -> int:
        return (self.cells["course"].map or [0])[0] + 1

    def _words(self, column: str) -> str:
        cell = self.cells.get(column)
        return plain_words(parse_words(cell.content, self.page.environment)) if cell else ""

    def _problem(self, column: str, code: str, sentence: str) -> None:
        line, place = self.page.position(self.cells[column], 0)
        self.page.findings.problem(line, place, code, sentence)

    def _slug(self, courses: Collection[str] | None) -> str | None:
        link = parse_words(self.cells["course"].content, self.page.environment)
        target = str(link[0].attrs.get("href", "")) if link and link[0].type == "link_open" else ""
        match = re.fullmatch(r"\.\./([a-z0-9-]+)/course\.md", target)
        if match is None or link[-1].type != "link_close":
            self._problem("course", "bad-course", "A course is one link: [Its title](../its-folder/course.md).")
            return None
        if courses is not None and match[1] not in courses:
            near = nearest(match[1], courses)
            hint = f'Did you mean "../{near}/course.md"?' if near else "Mend the address, or delete the row."
            self._problem("course", "link-dead", f'There is no course "{cut(match[1])}". {hint}')
        return match[1]

    def _due(self) -> tuple[date | None, int | None]:
        words = self._words("due")
        days = re.fullmatch(r"([0-9]{1,4}) days?", words)
        if not words:
            return None, None
        if days and int(days[1]) <= MAX_DAYS:
            return None, int(days[1])
        day = read_day(words)
        if day is None:
            sentence = f'"Due" is like `28 days` or `2027-03-31`, or empty for never, not "{cut(words)}".'
            self._problem("due", "bad-due", sentence)
        return day, None

    def _renewal(self) -> int | None:
        words = self._words("renew after")
        months = re.fullmatch(r"([0-9]{1,3}) months?", words)
        if months and 1 <= int(months[1]) <= MAX_MONTHS:
            return int(months[1])
        if words:
            sentence = f'"Renew after" is like `24 months`, or empty for never, not "{cut(words)}".'
            self._problem("renew after", "bad-renewal", sentence)
        return None

    def _reminders(self) -> tuple[int, ...]:
        words = self._words("remind before")
        if re.fullmatch(r"[0-9]{1,3}(, ?[0-9]{1,3})* days?", words):
            return tuple(sorted({int(number) for number in re.findall(r"[0-9]+", words)}, reverse=True))
        if words:
            sentence = f'"Remind before" is like `30, 7, 1 days`, or empty for never, not "{cut(words)}".'
            self._problem("remind before", "bad-reminder", sentence)
        return ()
