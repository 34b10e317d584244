"""What a page of refusal says: its heading is about what was refused, and its advice can be followed."""

from __future__ import annotations

import pytest

from learning import clock
from learning.courses.published import course_by_slug
from learning.courses.publishing import retire
from learning.db import transaction
from learning.people.roles import Role
from learning.web.error_pages import refusal_page
from tests import makers
from tests.organisation import token_of

COURSE = "/courses/small-steps"


@pytest.fixture
def learner(session, sign_in):
    """Somebody signed in, beside a published course."""
    makers.publish_course()
    makers.make_person()
    return sign_in("aisha.khan@example.org")


def send(browser, address, **fields):
    return browser.post(address, {**fields, "csrf_token": token_of(browser)})


def is_about_staleness(page):
    return "in the meantime" in page.text or "load the page again" in page.text


def test_a_course_that_is_not_offered_any_more(learner):
    with transaction():
        retire(course_by_slug("small-steps"), actor=None, now=clock.now())
    page = send(learner, f"{COURSE}/start")
    assert (page.status, page.h1) == (409, "This course cannot be started any more")
    assert not is_about_staleness(page)


def test_a_check_that_waits_for_lessons(learner):
    send(learner, f"{COURSE}/start")
    page = send(learner, f"{COURSE}/check/begin", pages="each")
    assert (page.status, page.h1) == (409, "The final check cannot be started yet")
    assert not is_about_staleness(page)


def test_a_check_that_was_sent_already(learner):
    send(learner, f"{COURSE}/start")
    page = send(learner, f"{COURSE}/check/send", key="of none")
    assert (page.status, page.h1) == (409, "These answers cannot be sent again")
    assert not is_about_staleness(page)


def test_an_account_that_is_not_in_use_gets_no_link(session, sign_in):
    makers.make_person("Selby Thirsk", roles=(Role.ADMINISTRATOR,))
    left = makers.make_person("Left", deactivated_at=clock.now())
    page = send(sign_in("selby.thirsk@example.org"), f"/admin/people/{left.id}/link")
    assert (page.status, page.h1) == (409, "This account is not in use")
    assert not is_about_staleness(page)


def test_what_was_changed_meanwhile_is_to_be_loaded_again(app):
    with app.test_request_context(), app.app_context():
        body, status, _ = refusal_page(409, "Somebody was faster.")
    assert status == 409
    assert "Something changed in the meantime" in body
    assert "load the page again and try once more" in body
