"""What authors do to the outline of a draft: move a lesson, rename a page, put one back, undo the last change."""

from __future__ import annotations

import re

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.courses import draft_files, draft_history, draft_outline
from learning.courses.blueprint import blueprint
from learning.courses.draft_outline import Moved
from learning.courses.draft_pages import course_title, draft_or_refuse
from learning.courses.forms import PageNameForm
from learning.courses.outline import page_key
from learning.courses.published import course_document
from learning.courses.write_views import course_page, whole_number
from learning.db import transaction
from learning.errors import Conflict, Invalid, NotFound
from learning.people.access import allow, current_person
from learning.people.roles import Policy

_KEY_AND_PLACE = re.compile(r"([a-z0-9-]{1,80}) ([0-9]{1,4})")


@blueprint.post("/write/<slug>/draft/pages/move")
@allow(Policy.AUTHOR)
def move_page(slug: str) -> ResponseReturnValue:
    """Put a lesson at another place; a second click leaves it there."""
    wanted = _KEY_AND_PLACE.fullmatch(request.form.get("to", ""))
    if wanted is None:
        raise Invalid({"to": "Choose a lesson and where it goes: Up or Down."})
    with transaction():
        moved = draft_outline.move_lesson(slug, wanted[1], int(wanted[2]), author=current_person(), now=clock.now())
    return _to_outline(slug, moved, "lesson-moved")


@blueprint.get("/write/<slug>/draft/pages/<path:path>/name")
@allow(Policy.AUTHOR)
def page_name(slug: str, path: str) -> ResponseReturnValue:
    """Where a page is renamed or taken out."""
    return _name_page(slug, path, PageNameForm(formdata=None, name=path))


@blueprint.post("/write/<slug>/draft/pages/<path:path>/name")
@allow(Policy.AUTHOR)
def rename_page(slug: str, path: str) -> ResponseReturnValue:
    """Give a page another name; links to it in the draft follow."""
    form = PageNameForm()
    if not form.validate():
        return _name_page(slug, path, form), 422
    try:
        with transaction():
            moved = draft_outline.rename_page(
                slug, path, form.name.data or "", author=current_person(), now=clock.now()
            )
    except Invalid as refusal:
        form.show(refusal)
        return _name_page(slug, path, form), 422
    return _to_outline(slug, moved, "page-renamed")


@blueprint.post("/write/<slug>/draft/pages/<path:path>/put-back")
@allow(Policy.AUTHOR)
def put_back_page(slug: str, path: str) -> ResponseReturnValue:
    """Add a page that somebody took out, with the text of whoever still had it open."""
    text = request.form.get("text", "")
    with transaction():
        draft_files.add_draft_file(slug, path, text, author=current_person(), now=clock.now())
    return redirect(url_for("courses.edit_page", slug=slug, path=path, notice="page-added"), 303)


@blueprint.post("/write/<slug>/draft/undo")
@allow(Policy.AUTHOR)
def undo_outline(slug: str) -> ResponseReturnValue:
    """Undo the last change of the outline."""
    try:
        with transaction():
            moved = draft_outline.undo_outline_change(
                slug, whole_number("change"), author=current_person(), now=clock.now()
            )
    except Conflict as refusal:
        return course_page(slug, faults=[("outline", refusal.sentence)]), 409
    return _to_outline(slug, moved, "outline-undone")


def _to_outline(slug: str, moved: Moved | None, notice: str) -> ResponseReturnValue:
    if moved is None:
        return redirect(url_for("courses.write_course", slug=slug, notice=notice), 303)
    notice = f"{notice}-look" if moved.to_look_at else notice
    anchor = f"file-{page_key(moved.path)}"
    return redirect(url_for("courses.write_course", slug=slug, notice=notice, _anchor=anchor), 303)


def _name_page(slug: str, path: str, form: PageNameForm) -> str:
    draft = draft_or_refuse(slug)
    path = draft_history.path_now(draft, path)
    if path == "course.md" or path not in {file.path for file in draft.files}:
        raise NotFound(f"The draft has no page {path} that can be renamed or taken out.")
    current = draft.course.current_version
    is_learnt = current is not None and course_document(current.id).lesson(page_key(path)) is not None
    return render_template(
        "courses/page_name.html",
        slug=slug,
        path=path,
        form=form,
        title=course_title(draft),
        revision=draft.revision,
        is_learnt=is_learnt,
        can_be_renamed=path.endswith(".md") and path != "quiz.md",
    )
