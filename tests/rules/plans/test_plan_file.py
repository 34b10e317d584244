"""A workforce plan is read from its file: who it is for, and each requirement of its table."""

from __future__ import annotations

from datetime import date

import pytest

from learning.plans.document import Audience, Requirement, parse_plan

PAGE = """---
owner: Learning and development
from: 2026-12-01
who: everyone           # whoever it is
target_percent: 95
target_on: 2027-06-30
---
# Everyone, whatever your job

Words above the table.

| Course | Due | Renew after | Remind before |
|---|---|---|---|
| [Understanding trauma](../understanding-trauma/course.md) | 28 days | 24 months | 1, 7, 30 days |
| [Vicarious trauma](../vicarious-trauma/course.md) | 2027-03-31 | | 1 day |
| [Another](../another/course.md) | | 1 month | |
"""
COURSES = {"understanding-trauma", "vicarious-trauma", "another"}


def test_a_plan_is_read_whole() -> None:
    parsed = parse_plan("plans/everyone.md", PAGE.encode(), courses=COURSES)

    assert (parsed.problems, parsed.warnings) == ((), ())
    plan = parsed.plan
    assert plan is not None
    assert (plan.key, plan.title) == ("everyone", "Everyone, whatever your job")
    assert plan.from_on == date(2026, 12, 1)
    assert (plan.target_percent, plan.target_on, plan.review_on) == (95, date(2027, 6, 30), None)
    assert plan.audience.is_everyone
    assert plan.introduction is not None
    assert plan.introduction.plain == "Words above the table."
    assert plan.requirements == (
        Requirement("understanding-trauma", None, 28, 24, (30, 7, 1), 14),
        Requirement("vicarious-trauma", date(2027, 3, 31), None, None, (1,), 15),
        Requirement("another", None, None, 1, (), 16),
    )


def test_columns_are_known_by_their_names_and_may_be_left_out() -> None:
    table = "| Due | *Course* |\n|---|---|\n| 28 days | [A](../another/course.md) |\n"

    plan = parse_plan("plans/x.md", (PAGE.split("| Course", maxsplit=1)[0] + table).encode(), courses=COURSES).plan

    assert plan is not None
    assert [(r.course_slug, r.due_after_days) for r in plan.requirements] == [("another", 28)]


def test_an_audience_is_read_from_the_lines_under_who() -> None:
    who = "who:\n  job_roles: [social worker, family support]\n  teams: [Duty]\n  leads_people: true\n"
    page = PAGE.replace("who: everyone           # whoever it is\n", who)

    plan = parse_plan("plans/x.md", page.encode(), courses=None).plan

    assert plan is not None
    assert plan.audience == Audience(("social worker", "family support"), ("Duty",), True)
    assert not plan.audience.is_everyone


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("owner: Learning and development\n", "", "missing-key", 1),
        ("who: everyone", "who: all", "wrong-type", 4),
        ("who: everyone           # whoever it is", "who: {job_role: [a]}", "unknown-key", 4),
        ("who: everyone           # whoever it is", "who: {job_roles: a}", "wrong-type", 4),
        ("who: everyone           # whoever it is", "who: {leads_people: maybe}", "wrong-type", 4),
        ("target_percent: 95", "target_percent: 101", "wrong-type", 5),
        ("28 days", "4 weeks", "bad-due", 14),
        ("2027-03-31", "2027-02-31", "bad-due", 15),
        ("24 months", "2 years", "bad-renewal", 14),
        ("1, 7, 30 days", "monthly", "bad-reminder", 14),
        ("../vicarious-trauma/course.md", "../vicarius-trauma/course.md", "link-dead", 15),
        ("[Another](../another/course.md)", "Another", "bad-course", 16),
        ("[Another](../another/course.md)", "[Another](https://www.nhs.uk/)", "bad-course", 16),
        ("[Another](../another/course.md)", "[A](../understanding-trauma/course.md)", "course-twice", 16),
        ("| Due |", "| Deadline |", "bad-column", 12),
        ("Words above the table.", "| Course |\n|---|\n| x |", "no-column", 10),
    ],
)
def test_one_mistake_gives_one_problem(old: str, new: str, code: str, line: int) -> None:
    page = PAGE.replace(old, new, 1)
    if code == "no-column":
        page = page.split("\n\n| Course | Due")[0] + "\n"

    parsed = parse_plan("plans/x.md", page.encode(), courses=COURSES)

    assert [(problem.code, problem.line) for problem in parsed.problems] == [(code, line)]


def test_a_plan_has_one_table() -> None:
    second = PAGE + "\n" + "| Course | Due |\n|---|---|\n"

    assert [p.code for p in parse_plan("plans/x.md", second.encode(), courses=COURSES).problems] == ["second-table"]
    none = parse_plan("plans/x.md", PAGE.split("| Course", maxsplit=1)[0].encode(), courses=COURSES)
    assert [problem.code for problem in none.problems] == ["no-table"]
