"""Pictures of published versions: to everybody who is signed in, by what they are, unable to run anything."""

from __future__ import annotations

import pytest

from learning import clock
from learning.courses import drafts
from learning.db import transaction
from learning.people.roles import Role
from tests import makers
from tests.study_course import SMALL_STEPS

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><circle r="1"/></svg>'
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
SLUG = "small-steps"


@pytest.fixture
def learner(session, sign_in):
    """A learner's browser; the course has pictures in version 2 only."""
    makers.publish_course()
    makers.publish_course({**SMALL_STEPS, "images/window.svg": SVG, "images/photo.png": PNG})
    makers.make_person("Aisha Khan")
    return sign_in("aisha.khan@example.org")


def address(number: int, name: str) -> str:
    """The address of a picture."""
    return f"/courses/{SLUG}/versions/{number}/images/{name}"


@pytest.mark.parametrize(
    ("name", "kind", "data"), [("window.svg", "image/svg+xml", SVG), ("photo.png", "image/png", PNG)]
)
def test_a_picture_is_served_by_what_it_is_and_can_run_nothing(learner, name, kind, data) -> None:
    answer = learner.raw("GET", address(2, name))
    assert answer.status_code == 200
    assert answer.get_data() == data
    assert answer.headers["Content-Type"] == kind
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"


@pytest.mark.parametrize(
    "path",
    [
        address(1, "window.svg"),
        address(3, "window.svg"),
        address(2, "nothing.svg"),
        address(2, "a%00b.svg"),
        address(2, "..%2fcourse.md"),
        address(2**63, "window.svg"),
        f"/courses/{SLUG}/versions/2/course.md",
        "/courses/nothing/versions/1/images/window.svg",
    ],
)
def test_what_no_published_version_holds_is_not_found(learner, path) -> None:
    assert learner.raw("GET", path).status_code == 404


def test_a_visitor_sees_no_picture(learner, visitor) -> None:
    assert b"<svg" not in visitor.raw("GET", address(2, "window.svg")).get_data()


def test_a_picture_of_a_draft_is_for_authors_only(learner, sign_in) -> None:
    author = makers.make_person("Ruth Bell", roles=(Role.AUTHOR,))
    with transaction():
        drafts.start_draft(SLUG, author=author, now=clock.now())
    draft_address = f"/write/{SLUG}/draft/images/window.svg"
    assert learner.raw("GET", draft_address).status_code == 403
    answer = sign_in("ruth.bell@example.org").raw("GET", draft_address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/svg+xml")
    assert answer.headers["Cache-Control"] == "no-store"
