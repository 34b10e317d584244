"""The comments of a course, read by those who write; answering them, and saying what changed."""

from __future__ import annotations

import re

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.courses.models import CourseRow
from learning.courses.overview import course_overviews
from learning.courses.published import course_by_slug
from learning.db import transaction
from learning.errors import Conflict, Invalid
from learning.improvement.answers_to_comments import (
    CommentLine,
    answer_comment,
    comment_of,
    comments_of,
    later_versions,
)
from learning.improvement.blueprint import blueprint
from learning.improvement.forms import AnswerForm
from learning.people.access import allow, current_person, current_person_may_open
from learning.people.roles import Policy


@blueprint.get("/write/<slug>/comments")
@allow(Policy.CONTENT)
def comments(slug: str) -> ResponseReturnValue:
    """What learners have said about a course, those to answer first."""
    course = course_by_slug(slug)
    found = comments_of(course, request.args.get("page", 1, type=int))
    return render_template("improvement/comments.html", slug=slug, title=course_overviews(slug)[0].title, found=found)


@blueprint.get("/write/<slug>/comments/<int:comment_id>")
@allow(Policy.CONTENT)
def comment(slug: str, comment_id: int) -> ResponseReturnValue:
    """One comment with its answer, and a form for those who may answer."""
    course = course_by_slug(slug)
    return _page(course, comment_of(course, comment_id))


@blueprint.post("/write/<slug>/comments/<int:comment_id>")
@allow(Policy.AUTHOR)
def answer(slug: str, comment_id: int) -> ResponseReturnValue:
    """Answer a comment, and say what changed where something did."""
    course = course_by_slug(slug)
    line = comment_of(course, comment_id)
    form = AnswerForm()
    if not form.validate():
        return _page(course, line, form), 422
    author_id = current_person().id
    try:
        with transaction():
            answer_comment(
                course_by_slug(slug),
                comment_id,
                answer=form.answer.data or "",
                change=form.change.data or "",
                changed_in_number=_number(form.changed_in.data or ""),
                expected_revision=request.form.get("revision", -1, type=int),
                author_id=author_id,
                now=clock.now(),
            )
    except Invalid as refusal:
        form.show(refusal)
        return _page(course, comment_of(course, comment_id), form), 422
    except Conflict as refusal:
        return _page(course, comment_of(course, comment_id), form, overtaken=refusal.sentence), 409
    return redirect(url_for("improvement.comments", slug=slug, notice="comment-answered"), 303)


def _page(course: CourseRow, line: CommentLine, form: AnswerForm | None = None, *, overtaken: str = "") -> str:
    comment = line.comment
    versions = later_versions(course, comment)
    if form is None:
        changed_in = str(comment.changed_in.number) if comment.changed_in else ""
        said = {"answer": comment.answer, "change": comment.change, "changed_in": changed_in}
        form = AnswerForm(formdata=None, data=said)
    form.offer(versions)
    return render_template(
        "improvement/comment.html",
        slug=course.slug,
        line=line,
        comment=comment,
        form=form,
        can_say_what_changed=bool(versions),
        can_answer=current_person_may_open(Policy.AUTHOR),
        overtaken=overtaken,
    )


def _number(text: str) -> int | None:
    """The number of a version; None where nothing was chosen, and 0, which no version has, where it is no number."""
    if not text:
        return None
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0
