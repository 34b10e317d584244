"""What all pages of one course need: its document, its addresses, and whether they carry the Exit button."""

from __future__ import annotations

from typing import Any

from flask import url_for

from learning.courses.addresses import CourseAddresses
from learning.courses.document import Course
from learning.study.models import Enrolment


def names_for(course: Course, version_number: int) -> dict[str, Any]:
    """Names for the template of a page of this course: course, links, exit_button."""
    address = url_for("study.course", slug=course.slug)
    return {
        "course": course,
        "version_number": version_number,
        "links": CourseAddresses(pages=address, images=f"{address}/versions/{version_number}/images"),
        "exit_button": describes_harm(course),
    }


def names_for_enrolment(enrolment: Enrolment, course: Course) -> dict[str, Any]:
    """The same for somebody's own version of a course."""
    return {**names_for(course, enrolment.version.number), "enrolment": enrolment}


def describes_harm(course: Course) -> bool:
    """Whether the course or one of its lessons has a content note; then every page can be left at once."""
    return bool(course.content_note) or any(lesson.content_note for lesson in course.lessons)
