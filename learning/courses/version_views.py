"""Any published version, read by those who write: its pages as learners see them, its files, and bringing it back."""

from __future__ import annotations

from flask import Response, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.courses import drafts
from learning.courses.addresses import CourseAddresses
from learning.courses.blueprint import blueprint
from learning.courses.drafts import draft_of
from learning.courses.models import Version
from learning.courses.overview import course_overviews
from learning.courses.preview import preview_of, reading_order
from learning.courses.published import course_document, file_of, files_of, version_of
from learning.courses.restoring import restore_version
from learning.courses.write_views import can_write, whole_number
from learning.db import transaction
from learning.errors import Conflict, NotFound
from learning.people.access import allow, current_person
from learning.people.roles import Policy


@blueprint.get("/write/<slug>/versions/<int:number>")
@allow(Policy.CONTENT)
def read_version(slug: str, number: int) -> ResponseReturnValue:
    """What a version is, and its files."""
    version = version_of(slug, number)
    overview = course_overviews(slug)[0]
    line = next(line for line in overview.versions if line.version.id == version.id)
    return render_template(
        "courses/version.html",
        slug=slug,
        line=line,
        version=version,
        newest=overview.versions[0].version,
        paths=reading_order(list(files_of(version))),
        can_write=can_write(),
    )


@blueprint.get("/write/<slug>/versions/<int:number>/pages/<path:path>")
@allow(Policy.CONTENT)
def read_version_page(slug: str, number: int, path: str) -> ResponseReturnValue:
    """One page of a version: as learners see it, and as it was written."""
    version = version_of(slug, number)
    content = file_of(version, path)
    if content is None or not path.endswith(".md"):
        raise NotFound
    return render_template(
        "courses/version_page.html",
        slug=slug,
        version=version,
        path=path,
        text=content.decode("utf-8", "replace"),
        preview=preview_of(course_document(version.id), path),
        links=CourseAddresses(
            pages=url_for("study.course", slug=slug),
            images=url_for("courses.picture", slug=slug, number=number, name="-").removesuffix("/-"),
        ),
    )


@blueprint.get("/write/<slug>/versions/<int:number>/files/<path:path>")
@allow(Policy.CONTENT)
def download_version_file(slug: str, number: int, path: str) -> ResponseReturnValue:
    """One file of a version, byte for byte, to be saved."""
    content = file_of(version_of(slug, number), path)
    if content is None:
        raise NotFound
    answer: Response = make_response(content)
    answer.headers["Content-Type"] = (
        "text/markdown; charset=utf-8" if path.endswith(".md") else "application/octet-stream"
    )
    answer.headers.set("Content-Disposition", "attachment", filename=path.rpartition("/")[2])
    return answer


@blueprint.get("/write/<slug>/versions/<int:number>/restore")
@allow(Policy.AUTHOR)
def confirm_restore(slug: str, number: int) -> ResponseReturnValue:
    """What restoring a version would do, and the button for it."""
    return _restore_page(version_of(slug, number), slug)


@blueprint.post("/write/<slug>/versions/<int:number>/restore")
@allow(Policy.AUTHOR)
def restore(slug: str, number: int) -> ResponseReturnValue:
    """Make the draft say what this version said."""
    try:
        with transaction():
            restore_version(
                slug,
                number,
                author=current_person(),
                now=clock.now(),
                thrown_away_revision=whole_number("revision") or None,
            )
    except Conflict as refusal:
        return _restore_page(version_of(slug, number), slug, fault=refusal.sentence), 409
    return redirect(url_for("courses.write_course", slug=slug, notice="version-restored"), 303)


def _restore_page(version: Version, slug: str, fault: str = "") -> str:
    return render_template(
        "courses/restore.html",
        slug=slug,
        version=version,
        draft=draft_of(slug),
        draft_author=drafts.last_author_name(slug),
        newest=version.course.current_version,
        fault=fault,
    )
