"""One page of a draft: its text in a plain box, what is wrong with it, and how learners will see it."""

from __future__ import annotations

from functools import partial

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.courses import draft_files, drafts
from learning.courses.addresses import CourseAddresses
from learning.courses.blueprint import blueprint
from learning.courses.draft_files import StaleDraft, has_page, text_hash, text_of
from learning.courses.draft_history import path_now
from learning.courses.draft_pages import course_title, draft_or_refuse
from learning.courses.draft_preview import check_typed_page
from learning.courses.format.parser import ParsedCourse
from learning.courses.format.source_text import with_plain_line_ends
from learning.courses.framework_elements import framework_elements
from learning.courses.insertions import insertions_for, with_block_at_end
from learning.courses.merging import merged
from learning.courses.models import Draft
from learning.courses.outline import page_key
from learning.courses.preview import heading_lines, preview_of, reading_order
from learning.courses.write_views import can_write, check, whole_number
from learning.db import transaction
from learning.errors import Invalid, NotFound
from learning.people.access import allow, current_person
from learning.people.roles import Policy
from learning.web.context import settings, today


@blueprint.get("/write/<slug>/pages/<path:path>")
@allow(Policy.CONTENT)
def edit_page(slug: str, path: str) -> ResponseReturnValue:
    """The text of a page, its problems and its preview."""
    draft = draft_or_refuse(slug)
    text = text_of(draft, path)
    if text is None:
        now = path_now(draft, path)
        if now != path:
            return redirect(url_for("courses.edit_page", slug=slug, path=now), 303)
        raise NotFound(f"The draft has no page {path}. It may have been removed or renamed.")
    checked = check(draft)
    names = {**_checked_names(draft, path, text, checked), "problem_count": len(checked.problems)}
    return _page(draft, path, text, opened=text_hash(text), revision=draft.revision, **names)


@blueprint.post("/write/<slug>/pages/<path:path>")
@allow(Policy.AUTHOR)
def save_page(slug: str, path: str) -> ResponseReturnValue:
    """Save the text as it is typed, then show what is wrong with it."""
    text = _typed_text()
    try:
        with transaction():
            draft = draft_files.save_draft_file(
                slug,
                path,
                text,
                expected_revision=whole_number("revision"),
                opened_hash=request.form.get("opened", ""),
                author=current_person(),
                now=clock.now(),
            )
            path = path_now(draft, path)
    except StaleDraft as stale:
        return _both_texts(slug, path, stale), 409
    except Invalid as refusal:
        return _unsaved_page(slug, path, text, sentence=refusal.sentence), 422
    return redirect(url_for("courses.edit_page", slug=slug, path=path, notice="page-saved"), 303)


@blueprint.post("/write/<slug>/preview/<path:path>")
@allow(Policy.AUTHOR)
def preview_page(slug: str, path: str) -> ResponseReturnValue:
    """What is wrong with a page as it stands in the box, and how learners would see it; nothing is saved."""
    draft = draft_or_refuse(slug)
    path = _path_there(draft, path)
    text = _typed_text()
    return render_template("courses/_checked.html", slug=slug, path=path, **_typed_names(draft, path, text))


@blueprint.post("/write/<slug>/insert/<path:path>")
@allow(Policy.AUTHOR)
def insert_block(slug: str, path: str) -> ResponseReturnValue:
    """The editor with a block at the end of what is typed, for browsers without script; nothing is saved."""
    block = insertions_for(path).get(request.form.get("insert", ""))
    if block is None:
        return _unsaved_page(slug, path, _typed_text(), sentence="Choose what to add."), 422
    text = with_block_at_end(_typed_text(), block.markdown)
    return _unsaved_page(slug, path, text, added=block.name)


def _typed_text() -> str:
    return with_plain_line_ends(request.form.get("text", ""))


def _path_there(draft: Draft, path: str) -> str:
    path = path_now(draft, path)
    if not has_page(draft, path):
        raise NotFound(f"The draft has no page {path}. It may have been removed or renamed.")
    return path


def _unsaved_page(slug: str, path: str, text: str, **names: object) -> str:
    """The editor with a text that is not saved; it still says which text its author opened."""
    draft = draft_or_refuse(slug)
    path = _path_there(draft, path)
    names = {**({} if names.get("sentence") else _typed_names(draft, path, text)), **names, "is_saved": False}
    opened = request.form.get("opened", "")
    return _page(draft, path, text, opened=opened, revision=whole_number("revision"), **names)


def _page(draft: Draft, path: str, text: str, **names: object) -> str:
    """The editor; `opened` tells a later save which text the author has seen."""
    return render_template(
        "courses/edit_page.html",
        **{"problems": [], "warnings": [], "problem_count": 0, "sentence": "", "is_saved": True, "added": "", **names},
        slug=draft.course.slug,
        path=path,
        key=page_key(path),
        text=text,
        title=course_title(draft),
        paths=reading_order([file.path for file in draft.files]),
        insertions=insertions_for(path),
        can_write=can_write(),
    )


def _typed_names(draft: Draft, path: str, text: str) -> dict[str, object]:
    elements = partial(framework_elements, settings().courses_folder)
    checked = check_typed_page(draft, path, text, today=today(), framework_elements=elements)
    return {**_checked_names(draft, path, text, checked), "is_typed": True}


def _checked_names(draft: Draft, path: str, text: str, checked: ParsedCourse) -> dict[str, object]:
    slug, preview = draft.course.slug, preview_of(checked.course, path)
    has_passages = preview is not None and preview.kind in ("about", "lesson")  # all else has its lines in its blocks
    return {
        "problems": [problem for problem in checked.problems if problem.path == path],
        "warnings": [warning for warning in checked.warnings if warning.path == path],
        "preview": preview,
        "heading_lines": heading_lines(text) if has_passages else {},
        "links": CourseAddresses(
            pages=url_for("study.course", slug=slug),
            images=url_for("courses.draft_picture", slug=slug, name="-").removesuffix("/-"),
        ),
    }


def _both_texts(slug: str, path: str, stale: StaleDraft) -> str:
    draft = draft_or_refuse(slug)
    saved_by = drafts.last_author_name(slug)
    both = None
    if stale.opened_text is not None and stale.saved_text is not None:
        both = merged(stale.opened_text, stale.typed_text, stale.saved_text, their_name=saved_by)
    return render_template(
        "courses/both_texts.html",
        slug=slug,
        path=path_now(draft, path),
        key=page_key(path),
        title=course_title(draft),
        stale=stale,
        merged=both,
        opened=text_hash(stale.saved_text or ""),
        saved_by=saved_by,
    )
