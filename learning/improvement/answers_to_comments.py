"""What the learning team does with comments: reads them without names, answers, and says what changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import aliased, joinedload

from learning import audit
from learning.courses.models import CourseRow, Version
from learning.courses.published import versions_of
from learning.db import HIGHEST_ID, db
from learning.errors import Conflict, Invalid, NotFound
from learning.improvement.comments import lock_comment
from learning.improvement.models import LessonComment
from learning.paging import nearest_page
from learning.people.models import Person
from learning.practice.reflections import storable

LONGEST_ANSWER = 1_000
LONGEST_CHANGE = 300
COMMENTS_ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class CommentLine:
    """A comment as authors see it; `writer_name` is empty unless the writer allowed it to be shown."""

    comment: LessonComment
    writer_name: str
    answered_by: str


@dataclass(frozen=True, slots=True)
class CommentsPage:
    """One page of a course's comments; `page` counts from 1."""

    lines: list[CommentLine]
    open_count: int
    comment_count: int
    page: int
    page_count: int


@dataclass(frozen=True, slots=True)
class Change:
    """“You said, we changed”: in an author's words, with the version that changed it."""

    words: str
    version_number: int
    published_at: datetime


def comments_of(course: CourseRow, page: int) -> CommentsPage:
    """A course's comments: those to answer first, the oldest first; then the others, the latest first."""
    counts = select(func.count(), func.count(LessonComment.answer)).where(LessonComment.course_id == course.id)
    comment_count, answered_count = db.session.execute(counts).one()
    page, page_count = nearest_page(comment_count, page, at_once=COMMENTS_ON_A_PAGE)
    is_open = LessonComment.answer.is_(None)
    query = (
        _lines()
        .where(LessonComment.course_id == course.id)
        .order_by(is_open.desc(), case((is_open, LessonComment.id), else_=-LessonComment.id))
        .limit(COMMENTS_ON_A_PAGE)
        .offset((page - 1) * COMMENTS_ON_A_PAGE)
    )
    lines = [CommentLine(*row) for row in db.session.execute(query)]
    return CommentsPage(lines, comment_count - answered_count, comment_count, page, page_count)


def comment_of(course: CourseRow, comment_id: int) -> CommentLine:
    """One comment on this course; raises NotFound."""
    query = _lines().where(LessonComment.course_id == course.id, LessonComment.id == min(comment_id, HIGHEST_ID))
    found = db.session.execute(query).one_or_none()
    if found is None:
        raise NotFound
    return CommentLine(*found)


def later_versions(course: CourseRow, comment: LessonComment) -> list[Version]:
    """The versions that came after the one the writer read, the newest first."""
    return [version for version in versions_of(course) if version.number > comment.version.number]


def answer_comment(
    course: CourseRow,
    comment_id: int,
    *,
    answer: str,
    change: str,
    changed_in_number: int | None,
    expected_revision: int,
    author_id: int,
    now: datetime,
) -> LessonComment:
    """Answer a comment, or answer it anew; with `change` and a later version, say to all learners what changed in it.

    The same answer again changes nothing. Raises NotFound, Invalid by field, and Conflict where another author has
    answered since `expected_revision`.
    """
    lock_comment(comment_id)
    comment = comment_of(course, comment_id).comment
    answer, change = storable(answer), storable(change)
    changed_in = _version_among(later_versions(course, comment), changed_in_number)
    faults = _faults(comment, answer, change, changed_in)
    if faults:
        raise Invalid(faults)
    given = (answer, change or None, changed_in.id if changed_in else None)
    if given == (comment.answer, comment.change, comment.changed_in_id):
        return comment
    if comment.revision != expected_revision:
        raise Conflict(
            "Somebody else has answered this comment in the meantime. Your words are below; nothing is lost."
        )
    comment.answer, comment.change, comment.changed_in_id = given
    comment.answered_by_id, comment.answered_at, comment.revision = author_id, now, comment.revision + 1
    audit.record("comment answered", f"course:{course.slug}", actor_id=author_id, now=now, comment=comment.id)
    return comment


def open_comment_counts() -> Mapping[int, int]:
    """How many comments wait for an answer, by course."""
    counts = select(LessonComment.course_id, func.count()).where(LessonComment.answer.is_(None))
    return dict(db.session.execute(counts.group_by(LessonComment.course_id)).all())


def changes_of(slug: str, *, most: int | None = None) -> list[Change]:
    """What changed in a course because somebody said something, the newest version first; at most so many."""
    query = (
        select(LessonComment.change, Version.number, Version.published_at)
        .join(CourseRow, CourseRow.id == LessonComment.course_id)
        .join(Version, Version.id == LessonComment.changed_in_id)
        .where(CourseRow.slug == slug)
        .order_by(Version.number.desc(), LessonComment.id.desc())
        .limit(most)
    )
    return [Change(words or "", number, published_at) for words, number, published_at in db.session.execute(query)]


def _lines() -> Select[LessonComment, str, str]:
    writer, answering = aliased(Person), aliased(Person)
    # A name that must not be shown is not even read.
    writer_name = case((LessonComment.shows_name, writer.name), else_="")
    return (
        select(LessonComment, writer_name, func.coalesce(answering.name, ""))
        .join(writer, writer.id == LessonComment.person_id)
        .outerjoin(answering, answering.id == LessonComment.answered_by_id)
        .options(joinedload(LessonComment.version, innerjoin=True), joinedload(LessonComment.changed_in))
    )


def _version_among(versions: list[Version], number: int | None) -> Version | None:
    if number is None:
        return None
    found = next((version for version in versions if version.number == number), None)
    if found is None:
        raise Invalid({"changed_in": "Choose a version that came after the one this person read."})
    return found


def _faults(comment: LessonComment, answer: str, change: str, changed_in: Version | None) -> dict[str, str]:
    faults = {}
    if not answer:
        faults["answer"] = "Write an answer. One sentence is enough."
    elif len(answer) > LONGEST_ANSWER:
        faults["answer"] = f"Use at most {LONGEST_ANSWER:,} characters. You have used {len(answer):,}."
    if changed_in and not change:
        faults["change"] = "Say in a sentence what was said and what you changed."
    elif len(change) > LONGEST_CHANGE:
        faults["change"] = f"Use at most {LONGEST_CHANGE:,} characters. You have used {len(change):,}."
    elif _folded(comment.words) in _folded(change):
        faults["change"] = "Say it in words of your own: this person wrote to you, not to everybody."
    elif change and not changed_in:
        faults["changed_in"] = "Choose the version that changed it, or leave out what you changed."
    return faults


def _folded(words: str) -> str:
    return " ".join(words.casefold().split())
