"""What authors do to a draft as a whole: begin it, add and remove pages, throw it away."""

from __future__ import annotations

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.courses import draft_files, draft_outline, drafts
from learning.courses.blueprint import blueprint
from learning.courses.forms import NewPageForm
from learning.courses.write_views import course_page, whole_number
from learning.db import transaction
from learning.errors import Conflict, Invalid
from learning.people.access import allow, current_person
from learning.people.roles import Policy


@blueprint.post("/write/<slug>/draft")
@allow(Policy.AUTHOR)
def start_draft(slug: str) -> ResponseReturnValue:
    """Begin the draft, or go on with the one there is."""
    with transaction():
        drafts.start_draft(slug, author=current_person(), now=clock.now())
    return _back(slug, "draft-started")


@blueprint.post("/write/<slug>/draft/pages")
@allow(Policy.AUTHOR)
def add_page(slug: str) -> ResponseReturnValue:
    """Add a page with its first words."""
    form = NewPageForm()
    if not form.validate():
        return course_page(slug, new_page_form=form), 422
    try:
        with transaction():
            path = draft_outline.add_new_page(
                slug, form.kind.data, form.title.data or "", author=current_person(), now=clock.now()
            )
    except Invalid as refusal:
        form.show(refusal)
        return course_page(slug, new_page_form=form), 422
    return redirect(url_for("courses.edit_page", slug=slug, path=path, notice="page-added"), 303)


@blueprint.post("/write/<slug>/draft/pages/<path:path>/remove")
@allow(Policy.AUTHOR)
def remove_page(slug: str, path: str) -> ResponseReturnValue:
    """Take a page or picture out of the draft."""
    try:
        with transaction():
            draft_files.remove_draft_file(
                slug, path, expected_revision=whole_number("revision"), author=current_person(), now=clock.now()
            )
    except Conflict as refusal:
        return course_page(slug, faults=[("draft", refusal.sentence)]), 409
    return _back(slug, "page-removed")


@blueprint.post("/write/<slug>/draft/discard")
@allow(Policy.AUTHOR)
def discard_draft(slug: str) -> ResponseReturnValue:
    """Throw the draft away."""
    try:
        with transaction():
            is_there = drafts.discard_draft(
                slug, expected_revision=whole_number("revision"), author=current_person(), now=clock.now()
            )
    except Conflict as refusal:
        return course_page(slug, faults=[("draft", refusal.sentence)]), 409
    if not is_there:
        return redirect(url_for("courses.write", notice="draft-discarded"), 303)
    return _back(slug, "draft-discarded")


def _back(slug: str, notice: str) -> ResponseReturnValue:
    return redirect(url_for("courses.write_course", slug=slug, notice=notice), 303)
