"""Pictures of courses, served so that nothing in them can run or reach out, whatever an author put there."""

from __future__ import annotations

from flask import Response, make_response
from flask.typing import ResponseReturnValue

from learning.courses.blueprint import blueprint
from learning.courses.drafts import draft_of
from learning.courses.published import file_of, version_of
from learning.errors import NotFound
from learning.people.access import allow
from learning.people.roles import Policy

_TYPES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"RIFF", "image/webp"),
)
_SANDBOX = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_A_YEAR = "private, max-age=31536000, immutable"


@blueprint.get("/courses/<slug>/versions/<int:number>/images/<name>")
@allow(Policy.STUDY)
def picture(slug: str, number: int, name: str) -> ResponseReturnValue:
    """A picture of a published version, which never changes."""
    content = file_of(version_of(slug, number), f"images/{name}")
    if content is None:
        raise NotFound
    answer = picture_answer(content, name)
    answer.headers["Cache-Control"] = _A_YEAR
    return answer


@blueprint.get("/write/<slug>/draft/images/<name>")
@allow(Policy.CONTENT)
def draft_picture(slug: str, name: str) -> ResponseReturnValue:
    """A picture of a draft, for its preview."""
    draft = draft_of(slug)
    content = next((file.content for file in draft.files if file.path == f"images/{name}"), None) if draft else None
    if content is None:
        raise NotFound
    return picture_answer(content, name)


def picture_answer(content: bytes, name: str) -> Response:
    """The answer with a picture's bytes, in a box of its own."""
    # The type is that of the first bytes; what is none of these was parsed as SVG before it was published.
    kind = next((kind for start, kind in _TYPES if content.startswith(start)), "image/svg+xml")
    answer = make_response(content)
    answer.headers["Content-Type"] = kind
    answer.headers["Content-Security-Policy"] = _SANDBOX
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers.set("Content-Disposition", "inline", filename=name)
    return answer
