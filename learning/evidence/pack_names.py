"""The second part of an inspection pack, chosen on purpose: who stands where, and what their completion rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from learning.db import db
from learning.evidence.differences import Difference
from learning.evidence.plan_then import PlanThen
from learning.evidence.work_on import Work
from learning.outside.completions import outside_completions
from learning.people.models import Person
from learning.plans.standing import PersonStanding
from learning.study.codes import grouped
from learning.study.models import CompletionRecord


def named_standings(rows: Iterable[PersonStanding], plan: PlanThen, work: Mapping[int, Work]) -> list[dict[str, Any]]:
    """A line a person and course, by name and then in the order of the plan. Names are those of now."""
    people, records, sources = _people(), _records(plan), _sources(plan)
    places = {course_id: place for place, course_id in enumerate(plan.course_ids)}
    found = []
    for row in sorted(rows, key=lambda one: (_order(people[one.person_id]), places[one.course_id])):
        standing = row.standing
        number = standing.number
        record = records.get(number or 0)
        found.append(
            {
                "name": people[row.person_id].name,
                "staff_number": people[row.person_id].staff_number or "",
                "job_role": work[row.person_id].job_role,
                "teams": work[row.person_id].team_names,
                "course": plan.courses[row.course_id].slug,
                "title": plan.title_of(row.course_id),
                "standing": standing.key,
                "due_on": _day(standing.due_on),
                "completed_on": _day(standing.completed_on),
                "expires_on": _day(standing.expires_on),
                "version": standing.version_number or None,
                "version_sha256": record.version_hash if record else "",
                "check_code": grouped(record.check_code) if record else "",
                "learned_elsewhere": sources.get(number or 0, ""),
            }
        )
    return found


def named_differences(found: Iterable[Difference], plan: PlanThen) -> list[dict[str, Any]]:
    """A line a person and course whose standing reads otherwise now."""
    people = _people()
    return [
        {
            "name": people[one.person_id].name,
            "staff_number": people[one.person_id].staff_number or "",
            "course": plan.courses[one.course_id].slug,
            "title": plan.title_of(one.course_id),
            "then": one.then.key if one.then else None,
            "then_due_on": _day(one.then.due_on) if one.then else None,
            "then_completed_on": _day(one.then.completed_on) if one.then else None,
            "now": one.now.key if one.now else None,
            "now_due_on": _day(one.now.due_on) if one.now else None,
            "now_completed_on": _day(one.now.completed_on) if one.now else None,
        }
        for one in sorted(found, key=lambda one: (_order(people[one.person_id]), one.course_id))
    ]


def _people() -> dict[int, Any]:
    return {row.id: row for row in db.session.execute(select(Person.id, Person.name, Person.staff_number))}


def _records(plan: PlanThen) -> dict[int, Any]:
    wanted = select(CompletionRecord.id, CompletionRecord.version_hash, CompletionRecord.check_code)
    return {row.id: row for row in db.session.execute(wanted.where(CompletionRecord.course_id.in_(plan.course_ids)))}


def _sources(plan: PlanThen) -> dict[int, str]:
    return {one.number: one.source for one in outside_completions(None, plan.course_ids)}


def _order(person: Any) -> tuple[str, int]:
    return person.name.casefold(), person.id


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
