"""What learners tell the learning team about a lesson: sent, read again and deleted by their writer.

Never logged, mailed or audited: the row is all there is, and who wrote it stays with the writer.
"""

from __future__ import annotations

import re
import uuid
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from learning.courses.document import Course, Lesson
from learning.courses.models import CourseRow
from learning.courses.published import course_document
from learning.db import HIGHEST_ID, db
from learning.errors import Conflict, Invalid, NotFound
from learning.improvement.models import LessonComment
from learning.people.locking import lock_people
from learning.practice.reflections import storable
from learning.study.enrolments import own_enrolment
from learning.study.models import Enrolment

LONGEST_COMMENT = 2_000
MOST_A_DAY = 10

_KEY = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def send_comment(
    person_id: int,
    slug: str,
    lesson_key: str,
    *,
    words: str,
    shows_name: bool,
    key: str,
    since: datetime,
    now: datetime,
) -> LessonComment:
    """Keep what a person says about a lesson of their own version; sent again with the same key, it is kept once.

    `since` is when the day began. Raises NotFound for a lesson that is not theirs to read, and Invalid for no words,
    too many, or one comment too many that day.
    """
    enrolment, _, lesson = own_lesson(person_id, slug, lesson_key)
    words, key = _fitting(words), key_or_new(key)
    # Two clicks at once wait here for each other.
    lock_people(person_id)
    of_person = select(LessonComment).where(LessonComment.person_id == person_id)
    sent_before = db.session.scalar(of_person.where(LessonComment.key == key))
    if sent_before:
        return sent_before
    _refuse_too_many(person_id, since)
    comment = LessonComment(
        person_id=person_id,
        course_id=enrolment.course_id,
        version_id=enrolment.version_id,
        lesson_key=lesson.key,
        lesson_title=lesson.title.plain,
        key=key,
        words=words,
        shows_name=shows_name,
        made_at=now,
        revision=0,
    )
    db.session.add(comment)
    return comment


def own_lesson(person_id: int, slug: str, lesson_key: str) -> tuple[Enrolment, Course, Lesson]:
    """A lesson in the person's own version of a course; raises NotFound where they have begun none that has it."""
    enrolment = own_enrolment(person_id, slug)
    course = course_document(enrolment.version_id)
    lesson = course.lesson(lesson_key)
    if lesson is None:
        raise NotFound
    return enrolment, course, lesson


def key_or_new(key: str = "") -> str:
    """The idempotency key that a form sent, or a new one where it sent none."""
    return key if _KEY.fullmatch(key) else str(uuid.uuid4())


def own_comments(person_id: int, *, course_id: int | None = None, lesson_key: str | None = None) -> list[LessonComment]:
    """A person's comments with their courses, by course, the latest first; of one course or lesson where it is said."""
    query = select(LessonComment).where(LessonComment.person_id == person_id)
    if course_id is not None:
        query = query.where(LessonComment.course_id == course_id)
    if lesson_key is not None:
        query = query.where(LessonComment.lesson_key == lesson_key)
    query = query.options(
        joinedload(LessonComment.course, innerjoin=True).joinedload(CourseRow.current_version),
        joinedload(LessonComment.changed_in),
    )
    return list(db.session.scalars(query.order_by(LessonComment.course_id, LessonComment.id.desc())))


def own_comment(person_id: int, comment_id: int) -> LessonComment:
    """One of a person's own comments; raises NotFound, for anybody else's too."""
    if comment_id > HIGHEST_ID:
        raise NotFound
    query = select(LessonComment).where(LessonComment.person_id == person_id, LessonComment.id == comment_id)
    found = db.session.scalar(query.options(joinedload(LessonComment.course, innerjoin=True)))
    if found is None:
        raise NotFound
    return found


def delete_comment(person_id: int, comment_id: int) -> None:
    """Delete a person's own comment for good; raises Conflict once it is answered."""
    lock_comment(comment_id)
    comment = own_comment(person_id, comment_id)
    if comment.is_answered:
        raise Conflict(
            "The learning team has answered it, so it stays with its answer. If it should not, write to them about it.",
            heading="This comment cannot be deleted any more",
        )
    db.session.delete(comment)


def news_of_comments(person_id: int) -> list[LessonComment]:
    """A person's comments with an answer that they have not read, the latest answer first."""
    is_news = LessonComment.answer.is_not(None) & (LessonComment.seen_revision < LessonComment.revision)
    query = select(LessonComment).where(LessonComment.person_id == person_id, is_news)
    return list(db.session.scalars(query.order_by(LessonComment.answered_at.desc(), LessonComment.id)))


def note_answer_read(person_id: int, comment_id: int, revision: int) -> None:
    """Note that the writer has read this answer to their comment; one that came after it stays news."""
    lock_comment(comment_id)
    comment = own_comment(person_id, comment_id)
    comment.seen_revision = max(comment.seen_revision, min(revision, comment.revision))


def lock_comment(comment_id: int) -> None:
    """Keep everybody else from changing a comment until the transaction ends; to be called before it is read."""
    locked = select(LessonComment.id).where(LessonComment.id == min(comment_id, HIGHEST_ID))
    db.session.execute(locked.with_for_update())


def _refuse_too_many(person_id: int, since: datetime) -> None:
    sent = select(func.count()).where(LessonComment.person_id == person_id, LessonComment.made_at >= since)
    if db.session.execute(sent).scalar_one() >= MOST_A_DAY:
        raise Invalid(
            {
                "words": f"Thank you: you have sent {MOST_A_DAY} comments today, and that is as many as one day has "
                "room for. Copy this one and keep it, and send it tomorrow."
            }
        )


def _fitting(words: str) -> str:
    words = storable(words)
    if not words:
        raise Invalid({"words": "Write what is unclear, wrong or missing."})
    if len(words) > LONGEST_COMMENT:
        raise Invalid({"words": f"Use at most {LONGEST_COMMENT:,} characters. You have used {len(words):,}."})
    return words
