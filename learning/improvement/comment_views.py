"""Telling the learning team about a lesson, and My comments: what one said and what came of it."""

from __future__ import annotations

import re

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.courses.published import course_by_slug, course_document
from learning.db import transaction
from learning.errors import Invalid, NotFound
from learning.improvement import comments
from learning.improvement.answers_to_comments import changes_of
from learning.improvement.blueprint import blueprint
from learning.improvement.forms import CommentForm
from learning.people.access import allow, current_person
from learning.people.roles import Policy
from learning.study import enrolments
from learning.study.course_pages import names_for, names_for_enrolment
from learning.web.context import day_of, settings
from learning.web.filters import day

_REVISION = re.compile(r"[0-9]{1,9}")


@blueprint.get("/courses/<slug>/lessons/<key>/comments")
@allow(Policy.STUDY)
def comment_on_lesson(slug: str, key: str) -> ResponseReturnValue:
    """A form for what is unclear, wrong or missing in a lesson, and what one has said about it before."""
    return _page(slug, key, CommentForm(formdata=None), comments.key_or_new())


@blueprint.post("/courses/<slug>/lessons/<key>/comments")
@allow(Policy.STUDY)
def send_comment(slug: str, key: str) -> ResponseReturnValue:
    """Tell the learning team; then this page again, where the comment stands."""
    person_id = current_person().id
    form, form_key = CommentForm(), comments.key_or_new(request.form.get("key", ""))
    if not form.validate():
        return _page(slug, key, form, form_key), 422
    now = clock.now()
    try:
        with transaction():
            comments.send_comment(
                person_id,
                slug,
                key,
                words=form.words.data or "",
                shows_name=bool(form.shows_name.data),
                key=form_key,
                since=clock.start_of_day(day_of(now), settings().time_zone),
                now=now,
            )
    except Invalid as refusal:
        form.show(refusal)
        return _page(slug, key, form, form_key), 422
    return redirect(url_for("improvement.comment_on_lesson", slug=slug, key=key, notice="comment-sent"), 303)


@blueprint.get("/my-comments")
@allow(Policy.STUDY)
def my_comments() -> ResponseReturnValue:
    """All one's comments with their answers, by course."""
    return render_template("improvement/my_comments.html", comments=comments.own_comments(current_person().id))


@blueprint.get("/my-comments.txt")
@allow(Policy.STUDY)
def download_comments() -> ResponseReturnValue:
    """The same as a plain text file."""
    lines = [f"My comments, {day(clock.now())}"]
    for one in comments.own_comments(current_person().id):
        version = one.course.current_version
        title = version.title if version else one.course.slug
        shown = "with my name" if one.shows_name else "without my name"
        lines += ["", "", f"{title}: {one.lesson_title}", f"({day(one.made_at)}, {shown})", "", one.words]
        if one.answer is not None:
            lines += ["", f"The learning team answered on {day(one.answered_at)}:", one.answer]
        if one.changed_in is not None:
            lines += ["", f"Changed in version {one.changed_in.number}."]
    response = Response("\n".join([*lines, ""]).replace("\n", "\r\n"), mimetype="text/plain")
    response.headers["Content-Disposition"] = 'attachment; filename="my-comments.txt"'
    return response


@blueprint.post("/my-comments/<int:comment_id>/read")
@allow(Policy.STUDY)
def answer_read(comment_id: int) -> ResponseReturnValue:
    """Note that the answer is read, so that My learning no longer tells of it."""
    person_id, sent = current_person().id, request.form.get("revision", "")
    revision = int(sent) if _REVISION.fullmatch(sent) else 0
    with transaction():
        comments.note_answer_read(person_id, comment_id, revision)
    return redirect(url_for("improvement.my_comments", notice="answer-read", _anchor=f"comment-{comment_id}"), 303)


@blueprint.get("/my-comments/<int:comment_id>/delete")
@allow(Policy.STUDY)
def confirm_delete_comment(comment_id: int) -> ResponseReturnValue:
    """Ask before the comment is deleted."""
    comment = comments.own_comment(current_person().id, comment_id)
    return render_template("improvement/delete_comment.html", comment=comment)


@blueprint.post("/my-comments/<int:comment_id>/delete")
@allow(Policy.STUDY)
def delete_comment(comment_id: int) -> ResponseReturnValue:
    """Delete the comment for good."""
    person_id = current_person().id
    with transaction():
        comments.delete_comment(person_id, comment_id)
    return redirect(url_for("improvement.my_comments", notice="comment-deleted"), 303)


@blueprint.get("/courses/<slug>/changes")
@allow(Policy.STUDY)
def changes(slug: str) -> ResponseReturnValue:
    """“You said, we changed”: all of it, for everybody who can open the course."""
    row = course_by_slug(slug)
    enrolment = enrolments.enrolment_or_none(current_person().id, slug)
    version = enrolment.version if enrolment else row.current_version
    if version is None or (enrolment is None and row.retired_at):
        raise NotFound
    document = course_document(version.id)
    return render_template(
        "improvement/changes.html", **names_for(document, version.number), all_changes=changes_of(row.slug)
    )


def _page(slug: str, key: str, form: CommentForm, form_key: str) -> str:
    enrolment, course, lesson = comments.own_lesson(current_person().id, slug, key)
    return render_template(
        "improvement/comment_on_lesson.html",
        **names_for_enrolment(enrolment, course),
        lesson=lesson,
        form=form,
        form_key=form_key,
        said=comments.own_comments(enrolment.person_id, course_id=enrolment.course_id, lesson_key=lesson.key),
    )
