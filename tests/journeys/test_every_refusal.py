"""Every form that is refused, and every page that says no: no fault in any look, and the title says it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from learning.web.error_pages import refusal_page
from tests.journeys.examination import faults_of
from tests.journeys.refusals import REFUSALS, Refusal
from tests.journeys.windows import Windows
from tests.organisation import ADMINISTRATOR, AUTHOR, FORMER_MANAGER, LEARNER, LEARNING_LEAD, MANAGER, VISITOR

TYPED = {"words": "Nan did, every Wednesday.\nShe never asked why."}


@pytest.mark.parametrize("role", [VISITOR, LEARNER, MANAGER, ADMINISTRATOR, AUTHOR, LEARNING_LEAD])
def test_no_refused_form_has_a_fault(windows: Windows, role: str) -> None:
    faults = [
        f"{refusal.name}: {fault}"
        for refusal in REFUSALS
        if refusal.role == role
        for fault in _faults_of_refusal(windows, refusal)
    ]
    assert not faults, "\n".join(faults)


def test_sending_a_check_with_a_question_left_out_has_no_fault(windows: Windows) -> None:
    page, things = windows.window(FORMER_MANAGER), windows.things(FORMER_MANAGER)
    check = f"/courses/{things['slug']}/check"
    page.goto(windows.address + check)
    windows.send(page, f"{check}/discard")
    page.goto(windows.address + check)
    windows.send(page, f"{check}/begin")
    page.goto(f"{windows.address}{check}/answers")
    assert windows.send(page, f"{check}/send") == 422
    assert [*_faults_in_saying_no(page), *faults_of(page)] == []


def test_the_page_for_a_form_sent_after_the_session_ended_has_no_fault_nor_has_the_one_after_it(
    windows: Windows,
) -> None:
    page, things = windows.window(LEARNER), windows.things(LEARNER)
    page.goto(f"{windows.address}/courses/{things['slug']}/lessons/a-hard-visit?route=full")
    windows.sign_out(LEARNER)
    assert windows.send(page, "/reflections/where-have-you-met-this", TYPED) == 401
    assert faults_of(page) == []
    account = {"name": "lena.marsh@example.org", "password": "a quiet walk by the canal"}
    assert windows.send(page, "/sign-in", account) == 200
    assert faults_of(page) == []


@pytest.mark.parametrize("path", ["/no-such-page", "/admin/people", "/sign-out", "/certificates/BCDFGHJKLMNPQRST"])
def test_a_page_that_is_not_there_or_not_open_has_no_fault(windows: Windows, path: str) -> None:
    page = windows.window(LEARNER)
    answer = page.goto(windows.address + path)
    assert answer
    assert answer.status in (403, 404, 405)
    assert faults_of(page) == []


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503])
def test_the_page_of_a_failure_gives_back_what_was_typed_and_has_no_fault(windows: Windows, status: int) -> None:
    page, app = windows.window(VISITOR), windows.organisation.app
    # Nobody can make the product fail at will, so its own page for a failure stands at an address of its own.
    with app.test_request_context("/failed", method="POST", data=TYPED):
        app.preprocess_request()
        body, _, _ = refusal_page(status)
    page.route("**/failed", lambda route: route.fulfill(status=status, body=body, content_type="text/html"))
    page.goto(f"{windows.address}/failed")
    page.unroute("**/failed")
    assert page.locator("main textarea").input_value() == TYPED["words"]
    assert [*_faults_in_saying_no(page), *faults_of(page)] == []


def _faults_of_refusal(windows: Windows, refusal: Refusal) -> Iterator[str]:
    page, things = windows.window(refusal.role), windows.things(refusal.role)
    page.goto(windows.address + refusal.address.format_map(things))
    values = {name: value.format_map(things) for name, value in refusal.values.items()}
    status = windows.send(page, refusal.action.format_map(things), values)
    if status != refusal.status:
        yield f"answered with {status}"
    yield from _faults_in_saying_no(page)
    yield from faults_of(page)


def _faults_in_saying_no(page: Page) -> Iterator[str]:
    if not page.title().startswith("Error: "):
        yield f"the title is {page.title()}"
    summaries = page.locator(".error-summary")
    if summaries.count() and not summaries.first.evaluate("summary => summary === document.activeElement"):
        yield "the summary of errors has not got the focus"
