"""What changed since somebody completed a course: how pages say it, ask for it and thank for it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from learning import clock
from learning.db import transaction
from learning.study.completions import completion_with_code
from learning.study.voiding import void_completion
from tests import makers
from tests.conftest import NOON
from tests.operations.study.test_refreshes import DUE, LESSON, LESSON_AND_QUESTION, OUTCOME

SEE_BY = "12 February 2027"
COURSE = "/courses/small-steps"


@pytest.fixture
def publish(app):
    """Publishes the next version of the small course, seen by the day of these tests."""

    def run(files, *, note="Told anew.", due=DUE):
        with app.app_context():
            makers.publish_course(files, note=note, refresh_due_on=due)

    return run


def test_the_course_page_asks_exactly_for_what_changed_and_leads_through_it(learner, as_aisha, publish):
    as_aisha(makers.complete_course)
    publish(LESSON_AND_QUESTION)
    page = learner.get("/my-learning")
    assert "Needs doing (1)" in page.text
    assert f"Done, see what changed by {SEE_BY}" in page.text
    assert "Done (1)" not in page.text
    page = learner.get(COURSE)
    assert "Something to know or do has changed. What is new: Told anew." in page.text
    assert "Lesson “A hard visit” was reworded" in page.text
    assert "Flop" not in page.text
    assert "only 1 page and 1 question, about 10 minutes" in page.text
    assert f"Please do it by {SEE_BY}. Until then your completion counts as before." in page.text
    assert "You do not have to do it again" not in page.text
    page = page.submit(form="See what changed (1 page, 1 question)")
    assert "Here is what changed." in page.text
    assert "What changed since version 1" in page.text
    assert "You have seen 0 of 1 changed page. About 10 minutes left." in page.text
    assert page.text.count("You have done this") == 1
    assert "1 changed question · 80% to pass" in page.text
    assert "This is a refresh: you completed version 1 before. You complete version 2 when" in page.text
    assert learner.get("/my-learning").text.count("You have seen 0 of 1 changed page.") == 1


def test_a_changed_page_says_what_changed_and_another_does_not(learner, as_aisha, publish):
    as_aisha(makers.complete_course)
    publish(LESSON_AND_QUESTION)
    page = learner.get(COURSE).submit(form="/refresh")
    kept = learner.get(f"{COURSE}/lessons/noticing")
    assert "This page has changed" not in kept.text
    assert not kept.all("form[@action='/courses/small-steps/lessons/noticing/finish']")
    assert page.link("Begin with lesson 2") == f"{COURSE}/lessons/a-hard-visit"
    page = learner.get(f"{COURSE}/lessons/a-hard-visit?route=full")
    assert "This page has changed since you completed the course" in page.text
    assert "Version 2, 24 November 2026: Told anew." in page.text
    page = page.submit(form="/finish")
    assert page.address.startswith(f"{COURSE}/check")
    assert "Only the questions that changed since you completed this course." in page.text
    assert "1 question" in page.text
    as_aisha(lambda person: makers.send_check(person, makers.sit_check(person)))
    page = learner.get(COURSE)
    assert "You completed version 2 on 24 November 2026. It counts until 23 November 2028." in page.text
    assert "You have seen everything that changed." in page.text
    assert "See what changed" not in page.text
    record = learner.get("/my-record")
    assert "A refresh: version 1 on 24 November 2026, then what changed up to version 2." in record.text
    certificate = page.follow("See your certificate")
    assert "Version 1 on 24 November 2026; what changed up to version 2 on 24 November 2026" in certificate.text


def test_where_no_question_changed_the_check_is_not_asked_and_says_so(learner, as_aisha, publish):
    as_aisha(makers.complete_course)
    publish(LESSON)
    page = learner.get(COURSE).submit(form="See what changed (1 page)")
    assert "No question of it has changed." in page.text
    assert (
        "No question of the final check has changed, so you have nothing to answer."
        in learner.get(f"{COURSE}/check").text
    )
    page = learner.get(f"{COURSE}/lessons/a-hard-visit?route=full").submit(form="/finish")
    assert "Thank you. You have seen what changed, and it is on your record." in page.text
    assert page.address.startswith(COURSE)
    assert page.text.count("You have done this") == 2
    assert "This is practice" in learner.get(f"{COURSE}/check").text


def test_where_nothing_but_the_outcomes_changed_one_button_says_that_it_was_read(learner, as_aisha, publish):
    as_aisha(makers.complete_course)
    publish(OUTCOME)
    page = learner.get(COURSE)
    assert "Outcome added to the course: “Say no”" in page.text
    assert "No page and no question changed, so there is nothing to do but to read this." in page.text
    assert "What you take away, as it says now" in page.text
    again = page
    page = page.submit(form="I have read what changed")
    assert "Thank you. You have seen what changed" in page.text
    assert "You completed version 2" in page.text
    assert "Thank you" not in again.submit(form="I have read what changed").text


def test_a_version_that_came_out_meanwhile_is_read_first(learner, as_aisha, publish):
    as_aisha(makers.complete_course)
    publish(OUTCOME)
    page = learner.get(COURSE)
    publish(LESSON)
    refused = page.submit(form="/refresh")
    assert refused.status == 409
    assert "Version 3 of this course came out while you had the page open." in refused.text


def test_a_completion_voided_during_its_refresh_says_so_and_the_course_is_done_anew(app, learner, as_aisha, publish):
    code = as_aisha(lambda person: makers.complete_course(person).check_code)
    publish(LESSON_AND_QUESTION)
    learner.get(COURSE).submit(form="/refresh")
    old = learner.get(f"{COURSE}/lessons/a-hard-visit?route=full")
    with app.app_context(), transaction():
        void_completion(completion_with_code(code), reason="A mistake.", voided_by_id=None, now=NOON)
    assert "You have seen" not in old.submit(form="/finish").text
    assert "Your completion of this course was voided" in learner.get(f"{COURSE}/check").text
    page = learner.get(COURSE)
    assert "The reason given: A mistake." in page.text
    assert "See what changed" not in page.text
    page = page.submit(form="Do this course again")
    assert "You have done 0 of 2 lessons." in page.text


def test_after_its_day_every_page_says_overdue(learner, as_aisha, publish, sign_in):
    as_aisha(makers.complete_course)
    publish(LESSON)
    late = NOON + timedelta(days=100)
    with clock.set_to(lambda: late):
        browser = sign_in("aisha.khan@example.org")
        for address in ("/my-learning", "/courses"):
            assert "Overdue (what changed)" in browser.get(address).text
        page = browser.get(COURSE)
        assert "Something in this course has changed" in page.text
        assert f"It counted until {SEE_BY}." in page.text
        assert f"It was to be done by {SEE_BY}. It counts again once you have." in page.text
        assert f"see what changed by {SEE_BY}" in browser.get("/my-record").text
        assert date(2027, 2, 12).isoformat() in browser.raw("GET", "/my-record.csv").get_data(as_text=True)


def test_a_lesson_in_a_refresh_costs_at_most_six_statements(learner, as_aisha, publish, count_statements):
    as_aisha(makers.complete_course)
    publish(LESSON)
    learner.get(COURSE).submit(form="/refresh")
    address = f"{COURSE}/lessons/a-hard-visit?route=full"
    learner.get(address)
    with count_statements() as statements:
        learner.get(address)
    assert len(statements) <= 6, statements
