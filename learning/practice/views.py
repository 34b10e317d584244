"""My reflections: a person's private words to read, take away and delete. Changing them happens in the lesson."""

from __future__ import annotations

from itertools import groupby

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.db import transaction
from learning.people.access import allow, current_person
from learning.people.roles import Policy
from learning.practice.models import Reflection
from learning.practice.reflections import delete_reflection, own_reflection, own_reflections
from learning.web.filters import day

blueprint = Blueprint("practice", __name__)


@blueprint.get("/my-reflections")
@allow(Policy.STUDY)
def my_reflections() -> ResponseReturnValue:
    """All one's words, by course."""
    return render_template("practice/my_reflections.html", groups=_by_course(own_reflections(current_person().id)))


@blueprint.get("/my-reflections.txt")
@allow(Policy.STUDY)
def download_reflections() -> ResponseReturnValue:
    """The same as a plain text file."""
    parts = [f"My reflections, {day(clock.now())}", ""]
    for title, reflections in _by_course(own_reflections(current_person().id)):
        parts += ["", title, "=" * len(title), ""]
        for one in reflections:
            parts += [one.prompt, f"({day(one.updated_at)})", "", one.words, ""]
    response = Response("\n".join(parts).replace("\n", "\r\n"), mimetype="text/plain")
    response.headers["Content-Disposition"] = 'attachment; filename="my-reflections.txt"'
    return response


@blueprint.get("/my-reflections/<int:reflection_id>/delete")
@allow(Policy.STUDY)
def confirm_delete(reflection_id: int) -> ResponseReturnValue:
    """Ask before the words are deleted."""
    reflection = own_reflection(current_person().id, reflection_id)
    return render_template("practice/delete_reflection.html", reflection=reflection)


@blueprint.post("/my-reflections/<int:reflection_id>/delete")
@allow(Policy.STUDY)
def delete_words(reflection_id: int) -> ResponseReturnValue:
    """Delete the words for good."""
    person_id = current_person().id
    with transaction():
        delete_reflection(own_reflection(person_id, reflection_id))
    return redirect(url_for("practice.my_reflections", notice="words-deleted"), 303)


def _by_course(reflections: list[Reflection]) -> list[tuple[str, list[Reflection]]]:
    grouped = groupby(reflections, key=lambda one: one.course_id)
    return [(_title_of(list_of), list_of) for list_of in (list(group) for _, group in grouped)]


def _title_of(reflections: list[Reflection]) -> str:
    course = reflections[0].course
    return course.current_version.title if course.current_version else course.slug
