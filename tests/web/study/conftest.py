"""A learner in a browser, with a course to study."""

from __future__ import annotations

import pytest

from learning.people.accounts import person_by_sign_in_name
from tests import makers


@pytest.fixture
def learner(prepared, sign_in):
    """A browser in which Aisha Khan is signed in; the small course is published."""
    prepared(_learner_and_course)
    return sign_in("aisha.khan@example.org")


def _learner_and_course():
    makers.make_person()
    makers.publish_course()


@pytest.fixture
def as_aisha(app):
    """Runs a maker of tests.makers for Aisha Khan."""

    def run(maker, *arguments, **options):
        with app.app_context():
            return maker(person_by_sign_in_name("aisha.khan@example.org"), *arguments, **options)

    return run
