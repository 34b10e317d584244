"""What is done of a course and what comes next, from its document and the lessons finished. Never stored."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from learning.courses.document import Course, Lesson


@dataclass(frozen=True, slots=True)
class Progress:
    """Required items done of required items: every lesson and, where there is one, the final check.

    `next_lesson` is the first lesson not finished. `check_waits_for` says in words why the final check cannot be
    started yet; None when it can, or when there is none.
    """

    done_count: int
    required_count: int
    next_lesson: Lesson | None
    minutes_left: int
    check_is_passed: bool
    check_waits_for: str | None
    is_complete: bool


def progress_of(course: Course, finished_lesson_keys: Collection[str], *, check_is_passed: bool) -> Progress:
    """Progress of somebody who finished these lessons; keys that the course does not have count for nothing."""
    left = [lesson for lesson in course.lessons if lesson.key not in finished_lesson_keys]
    check_is_left = course.quiz is not None and not check_is_passed
    required_count = len(course.lessons) + (1 if course.quiz else 0)
    minutes_left = sum(lesson.minutes for lesson in left)
    if course.quiz and check_is_left:
        minutes_left += course.quiz.minutes or 0
    return Progress(
        done_count=required_count - len(left) - int(check_is_left),
        required_count=required_count,
        next_lesson=left[0] if left else None,
        minutes_left=minutes_left,
        check_is_passed=course.quiz is not None and check_is_passed,
        check_waits_for=_check_waits_for(course, len(left)),
        is_complete=not left and not check_is_left,
    )


def completion_rule(course: Course) -> str:
    """The one completion rule in a sentence for this course; printed on its page and kept in every record."""
    count = len(course.lessons)
    lessons = {1: "the lesson", 2: "both lessons"}.get(count, f"all {count} lessons")
    check = f", and reached {course.quiz.pass_mark_percent}% in the final check" if course.quiz else ""
    return (
        f"You complete this course when you have finished {lessons}, "
        f"in full or by a shorter version where there is one{check}."
    )


def done_sentence(course: Course, progress: Progress) -> str:
    """How far somebody is, in words: “You have done 2 of 6 lessons. About 20 minutes left.”"""
    if progress.is_complete:
        return "You have done everything in this course."
    left = lessons_left(course, progress)
    if left:
        count = len(course.lessons)
        noun = "lesson" if count == 1 else "lessons"
        sentence = f"You have done {count - left} of {count} {noun}."
    else:
        sentence = "You have done every lesson. The final check is left."
    return f"{sentence} {about_minutes(progress.minutes_left)}".strip()


def lessons_left(course: Course, progress: Progress) -> int:
    """How many lessons are not finished."""
    return len(course.lessons) - progress.done_count + int(progress.check_is_passed)


def about_minutes(minutes: int) -> str:
    """“About 20 minutes left.”, or nothing where none are."""
    return f"About {minutes} {'minute' if minutes == 1 else 'minutes'} left." if minutes else ""


def _check_waits_for(course: Course, left: int) -> str | None:
    if course.quiz is None or course.quiz.opens_any_time or not left:
        return None
    if left == 1:
        return "Opens when you have finished one more lesson."
    return f"Opens when you have finished the {left} lessons that are left."
