"""One page of a draft: its text in a plain box, what is wrong with it, and how learners will see it."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.courses import draft_files, drafts
from learning.courses.addresses import CourseAddresses
from learning.courses.blueprint import blueprint
from learning.courses.draft_files import StaleDraft
from learning.courses.format.source_text import with_plain_line_ends
from learning.courses.models import Draft
from learning.courses.preview import preview_of
from learning.courses.published import course_by_slug
from learning.courses.write_views import can_write, check, whole_number
from learning.db import transaction
from learning.errors import Invalid, NotFound
from learning.people.access import allow, current_person
from learning.people.roles import Policy


@blueprint.get("/write/<slug>/pages/<path:path>")
@allow(Policy.CONTENT)
def edit_page(slug: str, path: str) -> ResponseReturnValue:
    """The text of a page, its problems and its preview."""
    draft = _draft(slug)
    text = draft_files.text_of(draft, path)
    if text is None:
        raise NotFound(f"The draft has no page {path}. It may have been removed or renamed.")
    checked = check(draft)
    return _page(
        draft,
        path,
        text,
        problems=[problem for problem in checked.problems if problem.path == path],
        warnings=[warning for warning in checked.warnings if warning.path == path],
        problem_count=len(checked.problems),
        preview=preview_of(checked.course, path),
    )


@blueprint.post("/write/<slug>/pages/<path:path>")
@allow(Policy.AUTHOR)
def save_page(slug: str, path: str) -> ResponseReturnValue:
    """Save the text as it is typed, then show what is wrong with it."""
    text = with_plain_line_ends(request.form.get("text", ""))
    try:
        with transaction():
            draft_files.save_draft_file(
                slug,
                path,
                text,
                expected_revision=whole_number("revision"),
                opened_hash=request.form.get("opened", ""),
                author=current_person(),
                now=clock.now(),
            )
    except StaleDraft as stale:
        return _both_texts(slug, path, stale), 409
    except Invalid as refusal:
        return _page(_draft(slug), path, text, sentence=refusal.sentence), 422
    return redirect(url_for("courses.edit_page", slug=slug, path=path, notice="page-saved"), 303)


def _draft(slug: str) -> Draft:
    draft = drafts.draft_of(course_by_slug(slug).slug)
    if draft is None:
        raise NotFound("There is no draft of this course any more: it was published or thrown away.")
    return draft


def _page(draft: Draft, path: str, text: str, **names: object) -> str:
    """The editor; `opened` tells a later save which text the author has seen."""
    slug = draft.course.slug
    seen = draft_files.text_of(draft, path) or ""
    return render_template(
        "courses/edit_page.html",
        **{"problems": [], "warnings": [], "problem_count": 0, "preview": None, "sentence": "", **names},
        slug=slug,
        path=path,
        text=text,
        revision=whole_number("revision") if names.get("sentence") else draft.revision,
        opened=request.form.get("opened", "") if names.get("sentence") else draft_files.text_hash(seen),
        can_write=can_write(),
        links=CourseAddresses(
            pages=url_for("study.course", slug=slug),
            images=url_for("courses.draft_picture", slug=slug, name="-").removesuffix("/-"),
        ),
    )


def _both_texts(slug: str, path: str, stale: StaleDraft) -> str:
    return render_template(
        "courses/both_texts.html",
        slug=slug,
        path=path,
        stale=stale,
        opened=draft_files.text_hash(stale.saved_text or ""),
        saved_by=drafts.last_author_name(slug),
    )
