"""A course as a zip of its folder: a version, or the draft as it stands. The same files give the same bytes."""

from __future__ import annotations

from flask import Response, make_response
from flask.typing import ResponseReturnValue

from learning.courses.drafts import draft_of
from learning.courses.published import course_by_slug, files_of, version_of
from learning.errors import NotFound
from learning.exchange.blueprint import blueprint
from learning.exchange.safe_zip import write_zip
from learning.people.access import allow
from learning.people.roles import Policy


@blueprint.get("/write/<slug>/draft.zip")
@allow(Policy.CONTENT)
def draft_zip(slug: str) -> ResponseReturnValue:
    """The draft as it was last saved."""
    draft = draft_of(course_by_slug(slug).slug)
    if draft is None:
        raise NotFound("There is no draft of this course.")
    return _answer({file.path: file.content for file in draft.files}, slug, "draft")


@blueprint.get("/write/<slug>/versions/<int:number>.zip")
@allow(Policy.CONTENT)
def version_zip(slug: str, number: int) -> ResponseReturnValue:
    """A published version."""
    return _answer(files_of(version_of(slug, number)), slug, f"version-{number}")


def _answer(files: dict[str, bytes], slug: str, ending: str) -> Response:
    answer = make_response(write_zip(files, folder=slug))
    answer.headers["Content-Type"] = "application/zip"
    answer.headers.set("Content-Disposition", "attachment", filename=f"{slug}-{ending}.zip")
    return answer
