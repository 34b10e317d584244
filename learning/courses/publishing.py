"""Versions: making the next one from source files, and retiring a course.

A version is made in one transaction and never changes. Must not know where the files came from: a folder, a draft and
a test publish alike.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, get_args

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from learning import audit
from learning.courses import document_json
from learning.courses.document import Course
from learning.courses.format import parser
from learning.courses.format.file_names import is_left_alone
from learning.courses.format.source_hash import source_hash
from learning.courses.format.source_text import normal_bytes
from learning.courses.models import CourseRow, RetirementRecord, Version, VersionDocument, VersionFile
from learning.courses.problems import Problem
from learning.courses.published import IS_CURRENT, course_document
from learning.db import db
from learning.errors import BadSource, Invalid
from learning.people.models import Person

Label = Literal["editorial", "clarifying", "material"]
Origin = Literal["folder", "browser"]

LABELS: Mapping[Label, str] = {
    "editorial": "Only wording: spelling, links, layout. Nothing that anybody learnt has changed.",
    "clarifying": "The same message, said more clearly. People who completed it need not come back.",
    "material": "Something to know or do has changed. People who completed it should see what is new.",
}
"""Each label, in the order of weight, and what it tells the people who read it."""

LONGEST_NOTE = 500
DAYS_FOR_REFRESH = 90
"""How long people have to see what changed in substance, where nobody says otherwise."""
_LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class Published:
    """The version that holds the source, and whether it was made just now."""

    version: Version
    is_new: bool
    warnings: tuple[Problem, ...] = ()


def publish_files(
    slug: str,
    files: Mapping[str, bytes],
    *,
    label: str,
    note: str,
    origin: Origin,
    publisher: Person | None,
    now: datetime,
    refresh_due_on: date | None = None,
    approver_id: int | None = None,
    draft_key: str | None = None,
    other_courses: Collection[str] = (),
    framework_elements: Collection[str] | None = None,
    today: date | None = None,
) -> Published:
    """Make the next version of a course from its files; none where the current version already says the same.

    The course's row is locked meanwhile, so two publishers at once make consecutive versions. `other_courses` may be
    linked to although they are not published yet. `framework_elements` and `today`, the organisation's day at `now`,
    are for warnings; without them nothing is unknown or over its review date. `refresh_due_on` is kept of a material
    version alone. Raises BadSource with every problem, and Invalid for a label, note or day that cannot be taken.
    """
    _check_words(label, note, refresh_due_on, today)
    files = normal_files(files)
    hash_now = source_hash(files)
    course = lock_course(slug, now)
    current = course.current_version
    if current is not None and current.source_hash == hash_now:
        return Published(current, is_new=False)
    parsed = parse_source(slug, files, today=today, other_courses=other_courses, framework_elements=framework_elements)
    if parsed.course is None or parsed.problems:
        raise BadSource(parsed.problems)
    version = _new_version(course, parsed.course, hash_now, now)
    version.label, version.note, version.origin, version.draft_key = label, note, origin, draft_key
    version.published_by_id, version.approved_by_id = publisher.id if publisher else None, approver_id
    version.refresh_due_on = refresh_due_on if label == "material" and current is not None else None
    _store(course, version, files, parsed.course)
    _note_published(slug, version)
    return Published(version, is_new=True, warnings=parsed.warnings)


def parse_source(
    slug: str,
    files: Mapping[str, bytes],
    *,
    today: date | None,
    other_courses: Collection[str] = (),
    framework_elements: Collection[str] | None = None,
) -> parser.ParsedCourse:
    """Read a source with what the database knows: which other courses there are, and what the version before said."""
    rows = db.session.execute(select(CourseRow.slug, Version.id).join(Version, IS_CURRENT))
    current_ids = dict(rows.all())
    current_id = current_ids.get(slug)
    earlier = course_document(current_id) if current_id is not None else None
    others = frozenset({*current_ids, *other_courses} - {slug})
    return parser.parse_course(
        slug, files, other_courses=others, framework_elements=framework_elements, today=today, earlier=earlier
    )


def normal_files(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files as a version keeps them, by path: text as UTF-8 with LF, pictures as they are."""
    return {
        path: normal_bytes(files[path]) if path.endswith(".md") else files[path]
        for path in sorted(files)
        if not is_left_alone(path)
    }


def lock_course(slug: str, now: datetime) -> CourseRow:
    """The course's row, made where there is none, locked until the transaction ends."""
    find = select(CourseRow).where(CourseRow.slug == slug).with_for_update()
    course = db.session.scalar(find)
    if course is None:
        try:
            with db.session.begin_nested():
                db.session.add(CourseRow(slug=slug, created_at=now))
        except IntegrityError:
            pass  # another publisher was faster; the row is there now
        course = db.session.scalars(find).one()
    return course


def copies_of(document: Course) -> dict[str, Any]:
    """What a version's row says of its document, by column."""
    return {
        "title": document.title.plain[:_LONGEST_TITLE],
        "summary": document.summary,
        "level": document.level,
        "minutes": document.minutes,
        "content_note": document.content_note,
    }


def retire(course: CourseRow, *, actor: Person | None, now: datetime) -> None:
    """Stop new starts; open enrolments go on and records stay. Once is enough."""
    if course.retired_at is None:
        course.retired_at = now
        _note_retirement(course, actor, is_retired=True, now=now)


def bring_back(course: CourseRow, *, actor: Person | None, now: datetime) -> None:
    """Allow new starts of a retired course again."""
    if course.retired_at is not None:
        course.retired_at = None
        _note_retirement(course, actor, is_retired=False, now=now)


def _note_retirement(course: CourseRow, actor: Person | None, *, is_retired: bool, now: datetime) -> None:
    actor_id = actor.id if actor else None
    db.session.add(
        RetirementRecord(course_id=course.id, is_retired=is_retired, recorded_at=now, recorded_by_id=actor_id)
    )
    deed = "course retired" if is_retired else "course brought back"
    audit.record(deed, f"course:{course.slug}", actor_id=actor_id, now=now)


def _check_words(label: str, note: str, refresh_due_on: date | None, today: date | None) -> None:
    fields = {}
    if label not in get_args(Label):
        fields["label"] = "Choose what kind of change this is: editorial, clarifying or material."
    if len(note) > LONGEST_NOTE:
        fields["note"] = f"Shorten the note to at most {LONGEST_NOTE} characters; it has {len(note)}."
    if label == "material" and refresh_due_on and today and refresh_due_on < today:
        fields["refresh_due_on"] = "Choose a day that is not over: people need time to see what changed."
    if fields:
        raise Invalid(fields)


def _new_version(course: CourseRow, document: Course, hash_now: str, now: datetime) -> Version:
    highest = db.session.scalar(select(func.max(Version.number)).where(Version.course_id == course.id))
    return Version(
        course_id=course.id,
        number=(highest or 0) + 1,
        published_at=now,
        source_hash=hash_now,
        **copies_of(document),
    )


def _note_published(slug: str, version: Version) -> None:
    details: dict[str, Any] = {
        "version": version.number,
        "label": version.label,
        "origin": version.origin,
        "source_hash": version.source_hash,
    }
    if version.approved_by_id is not None:
        details["approved_by"] = version.approved_by_id
    if version.refresh_due_on:
        details["refresh_due_on"] = version.refresh_due_on.isoformat()
    thing, actor_id = f"course:{slug}", version.published_by_id
    audit.record("course published", thing, actor_id=actor_id, now=version.published_at, **details)


def _store(course: CourseRow, version: Version, files: Mapping[str, bytes], document: Course) -> None:
    db.session.add(version)
    db.session.flush()
    db.session.add_all(VersionFile(version_id=version.id, path=path, content=data) for path, data in files.items())
    text = document_json.encode(document)
    db.session.add(VersionDocument(version_id=version.id, document_json=text, rendered_at=version.published_at))
    course.current_number = version.number
    db.session.flush()
    db.session.expire(course, ["current_version"])
