"""The inspection pack: everything about one plan on one day, as known at one moment, gathered as plain data.

The same two arguments give the same data, to the byte, however much later: so no words stand in them that can become
other ones, neither what a team is called now nor sentences of ours. What has become known since is a list of its own.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from learning.clock import day_of
from learning.evidence.asking import check_asked
from learning.evidence.counting import Groups, counted, people_by_version, total
from learning.evidence.differences import Difference, counted_differences, differences
from learning.evidence.pack_coverage import coverage_then
from learning.evidence.pack_names import named_differences, named_standings
from learning.evidence.pack_words import team_words
from learning.evidence.plan_then import Asked, PlanThen, plan_then
from learning.evidence.work_on import TeamNow, Work, work_on
from learning.plans.everything_known import facts_with_courses
from learning.plans.models import PlanEdition, RequirementRow
from learning.plans.plan_rows import audience_of, audience_to_store
from learning.plans.plan_standings import Facts, PersonStanding, standings_from
from learning.web.tables import moment_text

FORMAT = 2
"""How the data are written. Another way, or another rule for small groups, is another number: so it is told as such."""


@dataclass(frozen=True, slots=True)
class Pack:
    """What a pack holds: plain data of JSON. `names` is None for a pack of numbers alone."""

    asked: Asked
    title: str
    plan_text: str
    data: dict[str, Any]
    coverage: list[dict[str, Any]]
    differences: dict[str, Any]
    teams: dict[str, Any]
    """What the teams of the data are called now."""
    names: dict[str, Any] | None
    person_ids: frozenset[int]
    """Whom the names are of."""

    @property
    def data_bytes(self) -> bytes:
        """The data as they stand in the file, always the same for the same arguments."""
        return as_json(self.data)

    @property
    def data_sha256(self) -> str:
        """The fingerprint of that file, by which two packs are compared."""
        return hashlib.sha256(self.data_bytes).hexdigest()


def as_json(data: Any) -> bytes:
    """Data as a file for people and programs."""
    return json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n"


def gather(asked: Asked, *, courses_folder: Path, time_zone: ZoneInfo, now: datetime, with_names: bool = False) -> Pack:
    """The pack that is asked for. Raises NotFound for an unknown plan, Invalid for a day or moment that will not do."""
    check_asked(asked.on, asked.known_at, now=now, today=day_of(now, time_zone))
    plan = plan_then(asked, time_zone)
    facts = facts_with_courses(None, plan.course_ids, time_zone=time_zone)
    work = work_on(asked.on, asked.known_at)
    rows = _standings(facts, plan, asked.on, asked.known_at)
    found = differences(rows, _standings(facts, plan, asked.on, now))
    names, people = None, frozenset[int]()
    if with_names:
        names = {
            "about": _about(asked, plan),
            "standings": named_standings(rows, plan, work),
            "differences": named_differences(found, plan),
        }
        people = frozenset(row.person_id for row in rows) | {one.person_id for one in found}
    slugs = [course.slug for course in plan.courses.values()]
    return Pack(
        asked=asked,
        title=plan.edition.title,
        plan_text=plan.edition.source,
        data={
            "format": FORMAT,
            "about": _about(asked, plan) | {"time_zone": str(time_zone)},
            "plan": _plan(plan),
            "standing": _standing(rows, plan, work),
            "courses": _courses(rows, plan, time_zone),
        },
        coverage=coverage_then(asked, slugs, courses_folder=courses_folder, time_zone=time_zone),
        differences=_differences(found, plan, asked, now),
        teams=_about(asked, plan) | {"called_so_at": moment_text(now), "teams": _teams(rows, work)},
        names=names,
        person_ids=people,
    )


def _about(asked: Asked, plan: PlanThen) -> dict[str, Any]:
    return {
        "title": plan.edition.title,
        "plan": asked.plan_key,
        "on": asked.on.isoformat(),
        "known_at": moment_text(asked.known_at),
    }


def _standings(facts: Facts, plan: PlanThen, day: date, known_at: datetime) -> list[PersonStanding]:
    """Those of people who worked here on the day, with the courses that this plan asked for."""
    others: dict[int, Sequence[Any]] = {key: () for key in facts.plans.plans if key != plan.edition.plan_id}
    wanted = set(plan.course_ids)
    rows = standings_from(facts, day=day, known_at=known_at, editions=others, at_work=True)
    return [row for row in rows if row.course_id in wanted]


def _plan(plan: PlanThen) -> dict[str, Any]:
    edition = plan.edition
    return {
        "title": edition.title,
        "owner": edition.owner,
        "audience": audience_to_store(audience_of(edition.audience)),
        "starts_on": edition.starts_on.isoformat(),
        "is_closed": edition.is_closed,
        "review_on": _day(edition.review_on),
        "target_percent": edition.target_percent,
        "target_on": _day(edition.target_on),
        "edition": edition.number,
        "text_sha256": edition.source_hash,
        "editions": [_edition(one) for one in plan.editions],
        "requirements": [_requirement(one, plan) for one in plan.requirements],
    }


def _edition(edition: PlanEdition) -> dict[str, Any]:
    return {
        "number": edition.number,
        "from_on": edition.from_on.isoformat(),
        "recorded_at": moment_text(edition.recorded_at),
        "is_closed": edition.is_closed,
        "text_sha256": edition.source_hash,
    }


def _requirement(row: RequirementRow, plan: PlanThen) -> dict[str, Any]:
    return {
        "course": plan.courses[row.course_id].slug,
        "title": plan.title_of(row.course_id),
        "due_on": _day(row.due_on),
        "due_after_days": row.due_after_days,
        "renew_after_months": row.renew_after_months,
        "remind_before_days": list(row.remind_before_days),
    }


def _standing(rows: Sequence[PersonStanding], plan: PlanThen, work: Mapping[int, Work]) -> dict[str, Any]:
    def teams(row: PersonStanding) -> Sequence[int | None]:
        return [team.id for team in work[row.person_id].teams] or (None,)

    def job_role(row: PersonStanding) -> Sequence[str | None]:
        return (work[row.person_id].job_role or None,)

    by_course = {course_id: [row for row in rows if row.course_id == course_id] for course_id in plan.course_ids}
    return {
        "everybody": total(rows).as_data(),
        "by_course": [_of_course(plan, key) | total(some).as_data() for key, some in by_course.items()],
        "by_team": _groups("team", rows, teams),
        "by_job_role": _groups("job_role", rows, job_role),
        "by_team_and_course": [
            _of_course(plan, key) | one for key, some in by_course.items() for one in _groups("team", some, teams)
        ],
        "by_job_role_and_course": [
            _of_course(plan, key) | one
            for key, some in by_course.items()
            for one in _groups("job_role", some, job_role)
        ],
    }


def _groups(kind: str, rows: Sequence[PersonStanding], groups_of: Groups) -> list[dict[str, Any]]:
    return [{kind: one.group} | one.as_data() for one in counted(rows, groups_of)]


def _teams(rows: Sequence[PersonStanding], work: Mapping[int, Work]) -> dict[str, str]:
    people = {row.person_id for row in rows}
    teams: set[TeamNow] = {team for person_id in people for team in work[person_id].teams}
    return {str(team.id): team_words(team.id, None if team.names_somebody else team.name) for team in sorted(teams)}


def _of_course(plan: PlanThen, course_id: int) -> dict[str, Any]:
    return {"course": plan.courses[course_id].slug, "title": plan.title_of(course_id)}


def _courses(rows: Sequence[PersonStanding], plan: PlanThen, time_zone: ZoneInfo) -> list[dict[str, Any]]:
    found = []
    for course_id in plan.course_ids:
        people = people_by_version(rows, course_id)
        versions = [
            {
                "number": version.number,
                "published_on": day_of(version.published_at, time_zone).isoformat(),
                "change": version.label,
                "note": version.note,
                "source_sha256": version.source_hash,
                "people": people.get(version.number, 0),
            }
            for version in plan.versions.get(course_id, ())
        ]
        found.append(_of_course(plan, course_id) | {"versions": versions, "people_elsewhere": people.get(0, 0)})
    return found


def _differences(found: Sequence[Difference], plan: PlanThen, asked: Asked, now: datetime) -> dict[str, Any]:
    changes = [
        _of_course(plan, course_id) | {"then": then, "now": later, "people": people}
        for course_id, then, later, people in counted_differences(found, plan.course_ids)
    ]
    return _about(asked, plan) | {"compared_at": moment_text(now), "changes": changes}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
