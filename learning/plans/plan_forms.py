"""A plan as a form: its own fields, and a row for each course that it asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request
from wtforms import BooleanField, Field, RadioField, SelectField
from wtforms.form import BaseForm
from wtforms.validators import ValidationError

from learning.courses.problems import Problem
from learning.plans.document import MAX_DAYS, MAX_MONTHS, Audience
from learning.plans.editions import Rule
from learning.plans.plan_source import MOST_RULES, PlanFields
from learning.web.forms import DayField, PageForm, TextField, WordsField, choices, needed

_EMPTY_ROWS = 2
_LONGEST_LINE = 300
_LONGEST_WORDS = 20_000
_LONGEST_DAY = 20
_ONE_A_LINE = "One on each line. Leave it empty if it does not matter."
_LEADS = (("", "It does not matter"), ("true", "Only people who lead others"), ("false", "Only people who lead nobody"))
_NOT_WHOLE = (
    "The courses of this form did not arrive as they were sent, so nothing was done. Look through all rows, then try "
    "again."
)
_FULL = "A form has {} rows at most. For more courses, go on as text."
_FIELD_OF_KEY = {"from": "from_on", "who": "job_roles"}
"""Fields that are not called as their key in the text is."""


class WholeNumberField(TextField):
    """A whole number between two others, or nothing; `data` stays the text, `number` is read from it."""

    number: int | None = None

    def __init__(self, label: str, *, lowest: int, highest: int, **options: Any) -> None:
        super().__init__(label, longest=_LONGEST_DAY, **options)
        self.lowest, self.highest = lowest, highest

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what is no such number."""
        super().pre_validate(form)
        text = self.data or ""
        if text and not (re.fullmatch(r"[0-9]{1,6}", text) and self.lowest <= int(text) <= self.highest):
            raise ValidationError(f"Enter a whole number from {self.lowest:,} to {self.highest:,}.")
        self.number = int(text) if text else None


class ReminderDaysField(TextField):
    """Numbers of days such as “30, 7, 1”, or nothing; `days` holds them, the earliest reminder first."""

    days: tuple[int, ...] = ()

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what is no such list."""
        super().pre_validate(form)
        text = self.data or ""
        if text and not re.fullmatch(r"[0-9]{1,3}( ?, ?[0-9]{1,3})*", text):
            raise ValidationError("Enter numbers of days with commas, such as 30, 7, 1.")
        self.days = tuple(sorted({int(number) for number in re.findall(r"[0-9]+", text)}, reverse=True))


class PlanForm(PageForm):
    """All of a plan but its table."""

    key = TextField(
        "Short name, for its address", description="Small letters, digits and hyphens, such as new-starters."
    )
    title = TextField("Title", [needed("Enter a title.")], longest=_LONGEST_LINE)
    owner = TextField(
        "Owner", [needed("Enter who looks after this plan.")], longest=_LONGEST_LINE, description="A team or a post."
    )
    from_on = DayField(
        "It begins on", [needed("Enter the day on which it begins.")], longest=_LONGEST_DAY,
        description="Nothing is asked before this day. Such as 24/11/2026.",
    )  # fmt: skip
    job_roles = WordsField("Job roles", description=_ONE_A_LINE)
    teams = WordsField("Teams, with all teams beneath them", description=_ONE_A_LINE)
    leads_people = RadioField("Do they lead people?", choices=choices(_LEADS), default="")
    review_on = DayField("Look at it again by (you can leave this empty)", longest=_LONGEST_DAY)
    target_percent = WholeNumberField("How many per cent of it should be met?", lowest=1, highest=100)
    target_on = DayField("By which day?", longest=_LONGEST_DAY)
    introduction = WordsField(
        "In a few words: who is it for, and why? (you can leave this empty)", longest=_LONGEST_WORDS,
        description="A few sentences. They may be Markdown.",
    )  # fmt: skip
    below = WordsField("Words below the table", longest=_LONGEST_WORDS, description="They may be Markdown.")


class RuleForm(PageForm):
    """One course of the table. A row in which nothing stands is none."""

    course = SelectField("Course")
    due_on = DayField("Due on a day", longest=_LONGEST_DAY)
    due_after_days = WholeNumberField("or days after joining", lowest=0, highest=MAX_DAYS)
    renew_after_months = WholeNumberField("Renew after months", lowest=1, highest=MAX_MONTHS)
    remind_before_days = ReminderDaysField("Remind days before")
    removed = BooleanField("Take out")

    @property
    def is_none(self) -> bool:
        """Whether it says nothing, or is to be taken out."""
        typed = (self.due_on, self.due_after_days, self.renew_after_months, self.remind_before_days)
        return bool(self.removed.data) or not (self.course.data or any(field.data for field in typed))

    def validate(self, extra_validators: Mapping[str, Sequence[object]] | None = None) -> bool:
        """Also refuse a row without a course, and one with two due days."""
        if self.is_none:
            return True
        is_valid: bool = super().validate(extra_validators)
        if not self.course.data:
            self.course.errors = ["Choose a course, or empty this row."]
        if self.due_on.data and self.due_after_days.data:
            self.due_after_days.errors = ["Enter a day or a number of days, not both."]
        return is_valid and not self.errors

    @property
    def rule(self) -> Rule:
        """What it asks; to be asked once it is valid."""
        return Rule(
            self.due_on.day,
            self.due_after_days.number,
            self.renew_after_months.number,
            self.remind_before_days.days,
        )


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """The form of a plan with all its rows."""

    plan: PlanForm
    rows: list[RuleForm]

    def validate(self) -> bool:
        """Whether everything can be taken; what cannot has a sentence at its field."""
        is_valid = all([self.plan.validate(), *(row.validate() for row in self.rows)])
        seen: dict[str, int] = {}
        for number, row in enumerate(self.rows, 1):
            if not row.is_none and row.course.data and seen.setdefault(row.course.data, number) != number:
                row.course.errors = [f"Row {seen[row.course.data]} asks for this course already. Keep one of the two."]
                is_valid = False
        return is_valid

    @property
    def fields(self) -> PlanFields:
        """What was typed; to be asked once it is valid."""
        form = self.plan
        leads = form.leads_people.data
        return PlanFields(
            " ".join((form.title.data or "").split()),
            " ".join((form.owner.data or "").split()),
            form.from_on.day,
            Audience(_names(form.job_roles.data), _names(form.teams.data), leads == "true" if leads else None),
            form.review_on.day,
            form.target_percent.number,
            form.target_on.day,
            form.introduction.data or "",
            form.below.data or "",
            tuple((row.course.data, row.rule) for row in self.rows if not row.is_none),
        )

    def show(self, problems: Sequence[Problem], places: Mapping[int, str]) -> None:
        """Put the problems of the text that was written beside the fields that they come from."""
        rows = {row.course.data: row.course for row in self.rows if not row.is_none}
        for problem in problems:
            place = places.get(problem.line, "")
            field = rows.get(place) or getattr(self.plan, _FIELD_OF_KEY.get(place, place), None) if place else None
            if isinstance(field, Field):
                field.errors = [*field.errors, problem.sentence]
            else:
                self.plan.form_errors.append(problem.sentence)

    def faults(self) -> Iterator[tuple[str, str]]:
        """Each sentence with the id of its field, in the order of the page."""
        yield from (("", sentence) for sentence in self.plan.form_errors)
        for form in (self.plan, *self.rows):
            for field in form:
                if field.errors:
                    yield ("" if field.type == "CSRFTokenField" else field.id), field.errors[0]


def sheet_sent(titles: Mapping[str, str], *, more: int = 0) -> PlanSheet:
    """The form as it was sent, with so many empty rows more; what came is not to be taken if it has form errors."""
    sent = [number for number in range(1, MOST_RULES + 1) if f"row-{number}-course" in request.form]
    is_whole = bool(sent) and request.form.get("rows", 0, type=int) == len(sent)
    count = min(max(sent, default=1) + more, MOST_RULES)
    sheet = PlanSheet(PlanForm(), [_row(number, titles) for number in range(1, count + 1)])
    if not is_whole:
        sheet.plan.form_errors.append(_NOT_WHOLE)
    elif more and len(sent) == MOST_RULES:
        sheet.plan.form_errors.append(_FULL.format(MOST_RULES))
    return sheet


def sheet_of(fields: PlanFields, titles: Mapping[str, str]) -> PlanSheet:
    """The form of a plan, with empty rows for more courses while there is room."""
    values: list[dict[str, object] | None] = [_rule_values(slug, rule) for slug, rule in fields.rules]
    values += [None] * _EMPTY_ROWS
    rows = [_row(number, titles, data or {}) for number, data in enumerate(values[:MOST_RULES], 1)]
    return PlanSheet(PlanForm(formdata=None, data=_plan_values(fields)), rows)


def _row(number: int, titles: Mapping[str, str], data: Mapping[str, object] | None = None) -> RuleForm:
    """One row as it was sent, or with these values."""
    options = {} if data is None else {"formdata": None, "data": data}
    row = RuleForm(prefix=f"row-{number}-", meta={"csrf": False}, **options)
    courses = sorted(titles.items(), key=lambda pair: pair[1].casefold())
    row.course.choices = choices([("", "Choose a course"), *courses])
    return row


def _plan_values(fields: PlanFields) -> dict[str, object]:
    leads = fields.audience.leads_people
    return {
        "title": fields.title,
        "owner": fields.owner,
        "from_on": _typed(fields.from_on),
        "job_roles": "\n".join(fields.audience.job_roles),
        "teams": "\n".join(fields.audience.teams),
        "leads_people": "" if leads is None else str(leads).lower(),
        "review_on": _typed(fields.review_on),
        "target_percent": str(fields.target_percent or ""),
        "target_on": _typed(fields.target_on),
        "introduction": fields.introduction,
        "below": fields.below,
    }


def _rule_values(slug: str, rule: Rule) -> dict[str, object]:
    return {
        "course": slug,
        "due_on": _typed(rule.due_on),
        "due_after_days": "" if rule.due_after_days is None else str(rule.due_after_days),
        "renew_after_months": str(rule.renew_after_months or ""),
        "remind_before_days": ", ".join(str(days) for days in rule.remind_before_days),
    }


def _typed(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


def _names(text: str | None) -> tuple[str, ...]:
    folded = (" ".join(line.split()) for line in (text or "").split("\n"))
    return tuple(name for name in folded if name)
