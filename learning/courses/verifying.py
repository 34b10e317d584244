"""Proves that versions still say what was published, and makes their HTML anew.

Reads the source of every version again. Must not repair anything: a damaged row is named, for people to look into.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from learning import audit
from learning.courses import document_json
from learning.courses.document import Course, Gaps, Question, Text
from learning.courses.format import parser
from learning.courses.format.source_hash import source_hash
from learning.courses.format.wording import with_capital
from learning.courses.models import CourseRow, Version, VersionDocument
from learning.courses.published import files_of
from learning.courses.publishing import copies_of
from learning.db import db
from learning.errors import Conflict


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing that is not as it was published; `thing` names the row."""

    thing: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.thing}: {self.sentence}"


def all_versions() -> list[tuple[str, Version]]:
    """Every version with its course's slug, in the order of slug and number."""
    find = select(CourseRow.slug, Version).join(CourseRow, CourseRow.id == Version.course_id)
    return [(slug, version) for slug, version in db.session.execute(find.order_by(CourseRow.slug, Version.number))]


def damages() -> Iterator[Damage]:
    """Everything about versions that is not as it was published, one version in memory at a time."""
    for slug, version in all_versions():
        yield from _damages_of(slug, version)
    yield from _damaged_numbers()


def render_again(slug: str, version: Version, *, now: datetime) -> bool:
    """Make a version's HTML anew; whether it differs from before.

    Raises Conflict where anything but the HTML would change, so that right answers and keys never move.
    """
    row = db.session.get(VersionDocument, version.id)
    again = _parsed_again(slug, version)
    name = f"{slug} version {version.number}"
    if again is None:
        raise Conflict(f"{name} is left as it is: its source has problems by today's rules, so it cannot be read anew.")
    if row is None or structure_of(document_json.decode(row.document_json)) != structure_of(again):
        raise Conflict(f"{name} is left as it is: more than its HTML would change. Publish a new version instead.")
    text = document_json.encode(again)
    if text == row.document_json:
        return False
    row.document_json, row.rendered_at = text, now
    audit.record("version rendered", f"course:{slug}", actor_id=None, now=now, version=version.number)
    return True


def structure_of(course: Course) -> Course:
    """The document without its HTML: what two renderings of one source must have in common."""
    bare: Course = _without_html(course)
    return bare


def _without_html(thing: Any) -> Any:
    if isinstance(thing, tuple):
        return tuple(_without_html(item) for item in thing)
    if not is_dataclass(thing) or isinstance(thing, type):
        return thing
    if isinstance(thing, Text):
        return replace(thing, html="")
    changes = {field.name: _without_html(getattr(thing, field.name)) for field in fields(thing)}
    if isinstance(thing, Gaps):
        changes["pieces"] = ("",) * len(thing.pieces)
    if isinstance(thing, Question):
        changes["hints"] = tuple(_with_capital(hint) for hint in changes["hints"])
        changes["because"] = _with_capital(changes["because"]) if changes["because"] else None
    return replace(thing, **changes)


def _with_capital(remark: Text) -> Text:
    # Documents from before the reader made this letter a capital say the same, and may be rendered anew.
    return replace(remark, markdown=with_capital(remark.markdown), plain=with_capital(remark.plain))


def _parsed_again(slug: str, version: Version) -> Course | None:
    # Links to other courses are not judged again: one that was withdrawn since does not damage this version.
    parsed = parser.parse_course(slug, files_of(version))
    return None if parsed.problems else parsed.course


def _damages_of(slug: str, version: Version) -> Iterator[Damage]:
    thing = f"course_version {version.id} ({slug} version {version.number})"
    hash_now = source_hash(files_of(version))
    if hash_now != version.source_hash:
        yield Damage(thing, f"its files have the hash {hash_now}, not the stored {version.source_hash}.")
        return
    text = db.session.scalar(select(VersionDocument.document_json).where(VersionDocument.version_id == version.id))
    if text is None:
        yield Damage(thing, "it has no document.")
        return
    try:
        stored = document_json.decode(text)
    except (ValueError, KeyError, TypeError) as error:
        yield Damage(thing, f"its document cannot be read ({error}).")
        return
    again = _parsed_again(slug, version)
    if again is None or structure_of(again) != structure_of(stored):
        yield Damage(thing, "its document does not say what its source says.")
    elif any(getattr(version, column) != said for column, said in copies_of(stored).items()):
        yield Damage(thing, "its title, summary, level, minutes or content note is not that of its document.")


def _damaged_numbers() -> Iterator[Damage]:
    find = (
        select(CourseRow.slug, CourseRow.current_number, func.count(Version.id), func.max(Version.number))
        .join(CourseRow, CourseRow.id == Version.course_id)
        .group_by(CourseRow.slug, CourseRow.current_number)
        .order_by(CourseRow.slug)
    )
    for slug, current, count, highest in db.session.execute(find):
        if count != highest:
            yield Damage(
                f"course {slug}", f"it has {count} versions, but the last is number {highest}: some are missing."
            )
        if current != highest:
            yield Damage(f"course {slug}", f"it offers version {current}, but the last is number {highest}.")
