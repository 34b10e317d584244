"""A person's private words: saved, read and deleted by their writer alone. Never logged, mailed, counted, audited."""

from __future__ import annotations

import unicodedata
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from learning.courses.models import CourseRow
from learning.db import HIGHEST_ID, db
from learning.errors import Conflict, Invalid, NotFound
from learning.people.locking import lock_people
from learning.practice.models import Reflection

LONGEST_WORDS = 10_000


class StaleWords(Conflict):
    """Another window saved since this one was opened; `stored` holds what is saved now."""

    def __init__(self, stored: Reflection) -> None:
        super().__init__("You saved other words here from another window. Both are below; nothing was lost.")
        self.stored = stored


def storable(words: str) -> str:
    """Words without control characters, which nobody types on purpose and PostgreSQL refuses, and blank ends."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs")).strip()


def save_reflection(
    person_id: int,
    course_id: int,
    lesson_key: str,
    block_key: str,
    *,
    prompt: str,
    words: str,
    revision: int,
    now: datetime,
) -> Reflection:
    """Keep a person's words on one reflection. `revision` is the one that the page was made from, 0 for none.

    Saving the same words again changes nothing. Raises Invalid for no words or too many, StaleWords where another
    window was faster.
    """
    words = storable(words)
    if not words:
        raise Invalid({"words": "Write something before you save. You can delete what you wrote in My reflections."})
    if len(words) > LONGEST_WORDS:
        raise Invalid({"words": f"Use up to {LONGEST_WORDS:,} characters. You have {len(words):,}."})
    # Two windows that save at once wait here for each other.
    lock_people(person_id)
    stored = reflections_of_lesson(person_id, course_id, lesson_key).get(block_key)
    if stored is None:
        stored = Reflection(
            person_id=person_id,
            course_id=course_id,
            lesson_key=lesson_key,
            block_key=block_key,
            revision=0,
            created_at=now,
        )
        db.session.add(stored)
    elif stored.words == words:
        return stored
    elif stored.revision != revision:
        raise StaleWords(stored)
    stored.prompt, stored.words, stored.revision, stored.updated_at = prompt, words, stored.revision + 1, now
    return stored


def reflections_of_lesson(person_id: int, course_id: int, lesson_key: str) -> dict[str, Reflection]:
    """The person's words on one lesson, by the key of the reflection."""
    query = _of(person_id).where(Reflection.course_id == course_id, Reflection.lesson_key == lesson_key)
    return {row.block_key: row for row in db.session.execute(query).scalars()}


def own_reflections(person_id: int) -> list[Reflection]:
    """All words of a person with their courses, by course and in the order they were first written."""
    query = _of(person_id).options(joinedload(Reflection.course).joinedload(CourseRow.current_version))
    return list(db.session.execute(query.order_by(Reflection.course_id, Reflection.id)).scalars())


def own_reflection(person_id: int, reflection_id: int) -> Reflection:
    """One piece of a person's own words; raises NotFound, for anybody else's too."""
    if reflection_id > HIGHEST_ID:
        raise NotFound
    query = _of(person_id).where(Reflection.id == reflection_id).options(joinedload(Reflection.course))
    found = db.session.execute(query).scalar_one_or_none()
    if found is None:
        raise NotFound
    return found


def delete_reflection(reflection: Reflection) -> None:
    """Delete a person's words for good."""
    db.session.delete(reflection)


def _of(person_id: int) -> Select[Reflection]:
    return select(Reflection).where(Reflection.person_id == person_id)
