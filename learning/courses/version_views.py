"""Any published version, read by those who write: its files as text, and each page as learners see it."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from learning.courses.addresses import CourseAddresses
from learning.courses.blueprint import blueprint
from learning.courses.overview import course_overviews
from learning.courses.preview import preview_of, reading_order
from learning.courses.published import course_document, files_of, version_of
from learning.errors import NotFound
from learning.people.access import allow
from learning.people.roles import Policy


@blueprint.get("/write/<slug>/versions/<int:number>")
@allow(Policy.CONTENT)
def read_version(slug: str, number: int) -> ResponseReturnValue:
    """What a version is, and its files."""
    version = version_of(slug, number)
    line = next(line for line in course_overviews(slug)[0].versions if line.version.id == version.id)
    paths = reading_order(list(files_of(version)))
    return render_template("courses/version.html", slug=slug, line=line, version=version, paths=paths)


@blueprint.get("/write/<slug>/versions/<int:number>/pages/<path:path>")
@allow(Policy.CONTENT)
def read_version_page(slug: str, number: int, path: str) -> ResponseReturnValue:
    """One page of a version: as learners see it, and as it was written."""
    version = version_of(slug, number)
    content = files_of(version).get(path)
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
