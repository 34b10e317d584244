"""All versions of a course, and what changed between any two of them, or since one of them in the draft."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from learning.courses.blueprint import blueprint
from learning.courses.change_words import sentences
from learning.courses.drafts import NO_DRAFT, draft_of
from learning.courses.models import Draft, Version
from learning.courses.overview import course_overviews
from learning.courses.published import course_by_slug, version_of
from learning.courses.retirement import retirement_history
from learning.courses.version_changes import State, changes_of, file_changes
from learning.courses.write_views import can_write, check
from learning.errors import NotFound
from learning.people.access import allow
from learning.people.roles import Policy

_DRAFT = "draft"
_LONGEST_NUMBER = 9


@blueprint.get("/write/<slug>/versions")
@allow(Policy.CONTENT)
def versions(slug: str) -> ResponseReturnValue:
    """Every version, two of them to be compared, and when the course was retired."""
    overview = course_overviews(course_by_slug(slug).slug)[0]
    return render_template(
        "courses/versions.html",
        overview=overview,
        can_write=can_write(),
        retirements=retirement_history(overview.course),
    )


@blueprint.get("/write/<slug>/changes")
@allow(Policy.CONTENT)
def changes(slug: str) -> ResponseReturnValue:
    """What changed from `?old=` to `?new=`, or to the draft; with `&file=`, in one file, with all its lines."""
    old, new = _version(slug, "old"), _state(slug, "new")
    only = request.args.get("file")
    return render_template(
        "courses/changes.html",
        slug=slug,
        old=old,
        new=new,
        new_value=new.number if isinstance(new, Version) else _DRAFT,
        new_words=f"version {new.number}" if isinstance(new, Version) else "the draft",
        sentences=None if only else _sentences(old, new),
        files=file_changes(old, new, only),
        only=only,
    )


def _sentences(old: Version, new: State) -> list[str] | None:
    """The changes in human words; None while the draft has problems, as then it cannot be read for sure."""
    if isinstance(new, Version):
        return sentences(changes_of(old, new))
    checked = check(new)
    if checked.problems or checked.course is None:
        return None
    return sentences(changes_of(old, new, checked.course))


def _state(slug: str, name: str) -> Version | Draft:
    if request.args.get(name) != _DRAFT:
        return _version(slug, name)
    draft = draft_of(course_by_slug(slug).slug)
    if draft is None:
        raise NotFound(NO_DRAFT)
    return draft


def _version(slug: str, name: str) -> Version:
    text = request.args.get(name, "")
    if not text.isascii() or not text.isdigit() or len(text) > _LONGEST_NUMBER:
        raise NotFound
    return version_of(slug, int(text))
