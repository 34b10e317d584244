"""The course page: what is done, what is next, and the offer of a newer version."""

from __future__ import annotations

import pytest

from learning import clock
from learning.courses.new_course import begin_course
from learning.courses.published import course_by_slug
from learning.courses.publishing import retire
from learning.db import transaction
from learning.study.completions import completion_with_code
from learning.study.voiding import void_completion
from tests import makers
from tests.conftest import NOON
from tests.study_course import SMALL_STEPS, TWO_LESSONS

NEWER = {**SMALL_STEPS, "02-a-hard-visit.md": SMALL_STEPS["02-a-hard-visit.md"].replace(b"The longer", b"Another")}


def test_before_starting_lessons_are_named_and_not_open(learner):
    page = learner.get("/courses/small-steps")
    assert "5 questions · 80% to pass" in page.text
    assert not [link for link in page.all("a[@href]") if "/lessons/" in link.get("href")]
    assert learner.get("/courses/small-steps/lessons/noticing").status == 404
    assert learner.get("/courses/small-steps/check").status == 404


def test_a_course_that_is_not_there_is_not_found(learner):
    for slug in ("nothing", "small%00steps", "x" * 500):
        assert learner.get(f"/courses/{slug}").status == 404


def test_a_course_that_nobody_has_published_yet_is_not_found_by_any_way(app, learner, as_aisha):
    as_aisha(lambda person: _begin_course(person, "secret-plans"))
    page = learner.get("/courses/small-steps")
    token = {"csrf_token": page.form("/start").values["csrf_token"][0]}
    unknown = [learner.get("/courses/nothing"), learner.post("/courses/nothing/start", token)]
    secret = [learner.get("/courses/secret-plans"), learner.post("/courses/secret-plans/start", token)]
    assert [(answer.status, answer.text) for answer in secret] == [(answer.status, answer.text) for answer in unknown]
    assert {answer.status for answer in secret} == {404}


def test_the_check_says_why_it_cannot_start_and_has_no_link(learner, as_aisha):
    as_aisha(makers.start_course)
    page = learner.get("/courses/small-steps")
    assert "Cannot start yet. Opens when you have finished the 2 lessons that are left." in page.text
    assert not [link for link in page.all("a[@href]") if link.get("href").endswith("/check")]


def test_a_newer_version_is_offered_and_taken(app, learner, as_aisha):
    as_aisha(makers.start_course)
    page = learner.get("/courses/small-steps/lessons/noticing").submit(form="/finish")
    with app.app_context():
        makers.publish_course(NEWER, note="The visit is told anew.")
    page = learner.get("/courses/small-steps")
    assert "There is a newer version" in page.text
    assert "What is new: The visit is told anew." in page.text
    assert "version 1" in page.text
    page = page.submit(form="/take-newer")
    assert "You have moved on to the newer version" in page.text
    assert "version 2" in page.text
    assert "You have done 1 of 2 lessons." in page.text
    assert "There is a newer version" not in page.text


def test_a_completed_course_stays_readable_in_its_version_and_can_be_done_again(app, learner, as_aisha):
    as_aisha(makers.start_course)
    as_aisha(makers.complete_course)
    with app.app_context():
        makers.publish_course(NEWER)
    page = learner.get("/courses/small-steps")
    assert "You completed version 1 on 24 November 2026. It counts until 23 November 2028." in page.text
    assert "The longer story." in learner.get("/courses/small-steps/lessons/a-hard-visit").text
    assert "This is practice" in learner.get("/courses/small-steps/check").text
    page = page.submit(form="Do this course again, in its newest version")
    assert "version 2" in page.text
    assert "You have done 0 of 2 lessons." in page.text
    assert "You have completed this course" in page.text


@pytest.mark.parametrize(
    ("label", "words"),
    [("material", "Something to know or do has changed."), ("clarifying", "The same message, said more clearly.")],
)
def test_who_completed_a_course_is_told_what_is_new_in_it_and_that_nothing_has_to_be_done(
    app, learner, as_aisha, label, words
):
    as_aisha(makers.complete_course)
    with app.app_context():
        makers.publish_course(NEWER, label=label, note="The visit is told anew.")
    page = learner.get("/my-learning").follow("There is a newer version: see what is new")
    assert page.address == "/courses/small-steps"
    assert f"Version 2 came out on 24 November 2026. {words} What is new: The visit is told anew." in page.text
    assert "You do not have to do it again. Your completion stands." in page.text
    page.submit(form="Do this course again")
    for address in ("/courses/small-steps", "/my-learning"):
        assert "There is a newer version" not in learner.get(address).text


def test_new_wording_is_no_news_and_hides_none(app, learner, as_aisha):
    as_aisha(makers.complete_course)
    with app.app_context():
        makers.publish_course(NEWER, label="editorial", note="A comma.")
    for address in ("/courses/small-steps", "/my-learning"):
        assert "There is a newer version" not in learner.get(address).text
    with app.app_context():
        makers.publish_course(SMALL_STEPS, label="material", note="Told again.")
        makers.publish_course(NEWER, label="editorial", note="Another comma.")
    page = learner.get("/courses/small-steps")
    assert "What is new: Told again." in page.text
    assert "comma" not in page.text


def test_a_retired_course_has_no_news(app, learner, as_aisha):
    as_aisha(makers.complete_course)
    with app.app_context():
        makers.publish_course(NEWER)
        with transaction():
            retire(course_by_slug("small-steps"), actor=None, now=NOON)
    for address in ("/courses/small-steps", "/my-learning"):
        assert "There is a newer version" not in learner.get(address).text


def test_a_completion_that_has_lapsed_asks_for_a_repeat(learner, as_aisha, sign_in):
    as_aisha(makers.complete_course)
    as_of = NOON.replace(year=2028)
    with clock.set_to(lambda: as_of):
        client = sign_in("aisha.khan@example.org")
        page = client.get("/courses/small-steps")
    assert "It is time to repeat this course" in page.text
    assert "It counted until 23 November 2028." in page.text
    assert page.form("Do this course again")


def test_a_voided_completion_says_so_and_the_course_can_be_done_again(app, learner, as_aisha):
    code = as_aisha(lambda person: makers.complete_course(person).check_code)
    with app.app_context(), transaction():
        void_completion(completion_with_code(code), reason="A mistake.", voided_by_id=None, now=NOON)
    for address in ("/courses/small-steps", "/my-record"):
        page = learner.get(address)
        assert "voided on 24 November 2026, so it does not count. The reason given: A mistake." in page.text
        assert page.link("who to ask") == "/support"
    page = learner.get("/my-learning")
    assert "You have not started a course yet." not in page.text
    assert "You are up to date." not in page.text
    assert "Your completion of 24 November 2026 was voided on 24 November 2026." in page.text
    check = learner.get("/courses/small-steps/check").text
    assert "stays" not in check
    assert "was voided" in check
    page = page.follow("Small steps")
    page = page.submit(form="Do this course again")
    assert "You have done 0 of 2 lessons." in page.text
    assert "The reason given: A mistake." in page.text
    assert "Your completion of 24 November 2026 was voided" in learner.get("/my-learning").text


def test_finishing_from_an_old_page_after_a_void_does_not_say_that_the_course_is_completed(app, learner, as_aisha):
    as_aisha(makers.start_course)
    old = learner.get("/courses/small-steps/lessons/noticing")
    code = as_aisha(lambda person: makers.complete_course(person).check_code)
    assert "You have completed this course." in old.submit(form="/finish").text
    with app.app_context(), transaction():
        void_completion(completion_with_code(code), reason="A mistake.", voided_by_id=None, now=NOON)
    assert "You have completed this course" not in old.submit(form="/finish").text


def test_a_retired_course_goes_on_for_who_has_begun_it(app, learner, as_aisha):
    as_aisha(makers.start_course)
    with app.app_context(), transaction():
        retire(course_by_slug("small-steps"), actor=None, now=NOON)
    page = learner.get("/courses/small-steps")
    assert "Nobody can start this course any more. You can finish it, and it counts just the same." in page.text
    as_aisha(makers.finish_lessons)
    as_aisha(lambda person: makers.send_check(person, makers.sit_check(person)))
    assert "This course is not offered any more. You can still read it." in learner.get("/courses/small-steps").text


def test_a_double_click_on_start_starts_once(learner):
    page = learner.get("/courses/small-steps")
    page.submit(form="/start")
    assert page.submit(form="/start").status == 200


def test_the_last_lesson_of_a_course_without_a_check_leads_to_the_certificate(app, learner, as_aisha):
    with app.app_context():
        makers.publish_course(TWO_LESSONS, slug="two")
    as_aisha(makers.start_course, "two")
    page = learner.get("/courses/two").follow("Begin with lesson 1").submit(form="/finish").submit(form="/finish")
    assert "You have completed this course." in page.text
    assert page.follow("See your certificate").status == 200


@pytest.mark.parametrize(("slug", "has_exit"), [("small-steps", True), ("noted-lesson", True), ("two", False)])
def test_every_page_of_a_course_with_a_content_note_can_be_left_at_once(app, learner, as_aisha, slug, has_exit):
    with app.app_context():
        makers.publish_course(TWO_LESSONS, slug="two")
        makers.publish_course({**SMALL_STEPS, "course.md": TWO_LESSONS["course.md"]}, slug="noted-lesson")
    as_aisha(makers.start_course, slug)
    for address in (f"/courses/{slug}", f"/courses/{slug}/lessons/noticing"):
        assert ("Exit this page" in learner.get(address).body) == has_exit


def test_moving_on_from_a_page_left_open_says_so_only_where_somebody_moved(app, learner, as_aisha):
    as_aisha(makers.start_course)
    with app.app_context():
        makers.publish_course(NEWER)
    page = learner.get("/courses/small-steps")
    as_aisha(makers.complete_course)
    page = page.submit(form="/take-newer")
    assert "version 1" in page.text
    assert "You have moved on" not in page.text


def _begin_course(person, slug):
    with transaction():
        begin_course("Plans", slug, author=person, now=NOON)
