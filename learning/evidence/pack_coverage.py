"""What the frameworks ask for and which published lessons taught it on a day.

Frameworks are files beside the courses, and only what they say now is known: so coverage is no part of the data that
can be derived again from two arguments. The hash of each file stands beside it instead.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from learning.courses.published import course_documents
from learning.courses.retirement import retired_days_by_course
from learning.evidence.plan_then import Asked, versions_then
from learning.frameworks.coverage import ElementCoverage, FrameworkCoverage, Source, coverage_of
from learning.frameworks.library import frameworks_in
from learning.people.spans import span_on


def coverage_then(
    asked: Asked, plan_slugs: Iterable[str], *, courses_folder: Path, time_zone: ZoneInfo
) -> list[dict[str, Any]]:
    """Each framework with its elements that a lesson can teach, and the lessons that did, those of the plan marked."""
    in_force = [versions[-1] for versions in _offered(asked, time_zone).values()]
    documents = course_documents([version.id for version in in_force])
    sources = [Source(documents[version.id], version.number) for version in in_force]
    sources.sort(key=lambda source: source.course.slug)
    covered = coverage_of(frameworks_in(courses_folder, asked.on), sources)
    return [_framework(one, frozenset(plan_slugs), courses_folder, asked.on) for one in covered]


def _offered(asked: Asked, time_zone: ZoneInfo) -> dict[int, list[Any]]:
    retired = retired_days_by_course(asked.known_at, time_zone)
    gone = {course_id for course_id, spans in retired.items() if span_on(spans, asked.on)}
    return {key: versions for key, versions in versions_then(asked, time_zone).items() if key not in gone}


def _framework(covered: FrameworkCoverage, slugs: frozenset[str], courses_folder: Path, on: date) -> dict[str, Any]:
    framework = covered.framework
    ending = f"-{framework.edition}" if framework.edition else ""
    return {
        "key": framework.key,
        "edition": framework.edition,
        "title": framework.title,
        "publisher": framework.publisher,
        "source": framework.source,
        "file_sha256": _hash_of(courses_folder / "frameworks" / f"{framework.key}{ending}.md"),
        "on": on.isoformat(),
        "elements": [_element(element, slugs) for element in covered.for_lessons],
    }


def _element(element: ElementCoverage, slugs: frozenset[str]) -> dict[str, Any]:
    return {
        "key": element.element_key,
        "title": element.element.title,
        "kind": element.element.kind,
        "strength": element.strength,
        "lessons": [
            {
                "course": lesson.course_slug,
                "course_title": lesson.course_title,
                "version": lesson.version_number,
                "lesson": lesson.lesson_path,
                "lesson_title": lesson.lesson_title,
                "strength": lesson.strength,
                "in_plan": lesson.course_slug in slugs,
            }
            for lesson in element.lessons
        ],
    }


def _hash_of(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None
