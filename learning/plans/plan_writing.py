"""PURE. Writes a plan from a form as the Markdown that an author would write; lines that say the same stay."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from learning.plans.document import Audience
from learning.plans.editions import Rule
from learning.plans.plan_source import PlanFields, PlanSource, comments_in

_HEAD = ["| Course | Due | Renew after | Remind before |", "|---|---|---|---|"]
_PLAIN = re.compile(r"[^\W\d_](?:[\w .()/&’'-]*[\w.)’'])?")
"""Words that mean themselves in YAML, also in a list."""
_SIGNS = re.compile(r"[\\`*_\[\]<|&~]")


@dataclass(frozen=True, slots=True)
class WrittenPlan:
    """The text of a plan, and by line which field of the form it comes from; a row by the slug of its course."""

    text: str
    places: Mapping[int, str]


def write_plan(fields: PlanFields, source: PlanSource | None, titles: Mapping[str, str]) -> WrittenPlan:
    """Write a plan into the text that it had, None for a new one; `titles` names courses by slug."""
    placed = [
        *_front_matter(fields, source),
        *_words(fields, source),
        *_table(fields, source, titles),
        *_below(fields, source),
    ]
    text = "\n".join(line for line, _ in placed)
    return WrittenPlan(text, {number: place for number, (_, place) in enumerate(placed, 1)})


_Placed = list[tuple[str, str]]


def _at(place: str, lines: Sequence[str]) -> _Placed:
    return [(line, place) for line in lines]


def _front_matter(fields: PlanFields, source: PlanSource | None) -> _Placed:
    wanted = _keys(fields)
    if source is None:
        return [("---", ""), *(pair for key, lines in wanted.items() for pair in _at(key, lines)), ("---", "")]
    before = _keys(source.fields)
    first = min(line for line, _ in source.key_lines.values())
    last = max(line for _, line in source.key_lines.values())
    placed = _at("", source.lines[: first - 1])
    for key, (start, end) in source.key_lines.items():
        block = source.lines[start - 1 : end]
        placed += _at(key, block if wanted[key] == before[key] else _replaced(block, wanted[key]))
    for key, lines in wanted.items():
        if key not in source.key_lines:
            placed += _at(key, lines)
    return [*placed, (source.lines[last], "")]


def _keys(fields: PlanFields) -> dict[str, list[str]]:
    """The lines of each key, none where it is left out."""
    percent = str(fields.target_percent) if fields.target_percent else ""
    values = {
        "owner": _scalar(fields.owner),
        "from": _day(fields.from_on),
        "who": "",
        "review_on": _day(fields.review_on),
        "target_percent": percent,
        "target_on": _day(fields.target_on),
    }
    lines = {key: [f"{key}: {value}"] if value else [] for key, value in values.items()}
    return {**lines, "who": _audience(fields.audience)}


def _audience(audience: Audience) -> list[str]:
    if audience.is_everyone:
        return ["who: everyone"]
    lines = ["who:"]
    for key, names in (("job_roles", audience.job_roles), ("teams", audience.teams)):
        if names:
            lines.append(f"  {key}: [{', '.join(_scalar(name) for name in names)}]")
    if audience.leads_people is not None:
        lines.append(f"  leads_people: {str(audience.leads_people).lower()}")
    return lines


def _replaced(block: Sequence[str], lines: list[str]) -> list[str]:
    """Other lines for a key, with the remarks of the old ones: on the same line where there is one line before and now,
    else on lines of their own."""
    beside: list[str] = []
    alone: list[str] = []
    for number, comment in comments_in(block):
        (alone if block[number].lstrip().startswith("#") else beside).append(comment)
    if len(lines) == 1 and len(beside) == 1:
        return [f"{lines[0]}  {beside[0]}", *alone]
    return [*beside, *lines, *alone]


def _words(fields: PlanFields, source: PlanSource | None) -> _Placed:
    title = [f"# {fields.title}"]
    introduction = ["", *fields.introduction.split("\n"), ""] if fields.introduction else [""]
    gap: Sequence[str] = ()
    if source:
        first, last = source.title_lines
        gap = source.lines[max(line for _, line in source.key_lines.values()) + 1 : first - 1]
        if fields.title == source.fields.title:
            title = list(source.lines[first - 1 : last])
        if fields.introduction == source.fields.introduction:
            introduction = list(source.lines[last : source.table_lines[0] - 1])
    return [*_at("", gap), *_at("title", title), *_at("introduction", introduction)]


def _table(fields: PlanFields, source: PlanSource | None, titles: Mapping[str, str]) -> _Placed:
    if source and fields.rules == source.fields.rules:
        first, last = source.table_lines
        of_line = {line: slug for slug, line in source.rule_lines.items()}
        return [(source.lines[line - 1], of_line.get(line, "")) for line in range(first, last + 1)]
    keeps_lines = source is not None and source.has_usual_columns
    head = (
        list(source.lines[source.table_lines[0] - 1 : source.table_lines[0] + 1]) if source and keeps_lines else _HEAD
    )
    placed = _at("", head)
    before = dict(source.fields.rules) if source else {}
    for slug, rule in fields.rules:
        line = source.lines[source.rule_lines[slug] - 1] if source and slug in source.rule_lines else ""
        if not (line and keeps_lines and before[slug] == rule):
            line = _row(_link(slug, line, titles), rule)
        placed.append((line, slug))
    return placed


def _row(link: str, rule: Rule) -> str:
    due = _day(rule.due_on) if rule.due_on else _count(rule.due_after_days, "day")
    reminders = ", ".join(str(days) for days in rule.remind_before_days)
    remind = f"{reminders} {'day' if reminders == '1' else 'days'}" if reminders else ""
    cells = (link, due, _count(rule.renew_after_months, "month"), remind)
    return f"| {' | '.join(cells)} |".replace("|  |", "| |").replace("|  |", "| |")


def _link(slug: str, line: str, titles: Mapping[str, str]) -> str:
    """The link as the old row has it, so that an author's own words for a course stay; else with the course's title."""
    found = re.search(rf"\[.*\]\(\.\./{re.escape(slug)}/course\.md[^)]*\)", line)
    if found:
        return found[0]
    return f"[{_SIGNS.sub(lambda sign: chr(92) + sign[0], titles[slug])}](../{slug}/course.md)"


def _below(fields: PlanFields, source: PlanSource | None) -> _Placed:
    if source and fields.below == source.fields.below:
        return _at("below", source.lines[source.table_lines[1] :])
    return _at("below", ["", *fields.below.split("\n"), ""] if fields.below else [""])


def _scalar(words: str) -> str:
    """Words as YAML: as they are where they mean themselves, else in quotes."""
    return words if not words or _PLAIN.fullmatch(words) else json.dumps(words, ensure_ascii=False)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _count(count: int | None, unit: str) -> str:
    return "" if count is None else f"{count} {unit}{'' if count == 1 else 's'}"
