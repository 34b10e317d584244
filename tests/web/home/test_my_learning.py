"""The first page after signing in: the next step, then what is overdue, in progress and done."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from learning import clock
from tests.conftest import NOON
from tests.makers import (
    complete_course,
    finish_lessons,
    make_person,
    publish_course,
    send_check,
    sit_check,
    start_course,
)
from tests.study_course import SMALL_STEPS, TWO_LESSONS


def test_the_start_leads_to_sign_in_or_to_my_learning(app, visitor, sign_in) -> None:
    with app.app_context():
        make_person()
    assert visitor.get("/").address == "/sign-in"
    client = sign_in("aisha.khan@example.org")
    assert client.get("/").address == "/my-learning"


def test_somebody_new_is_welcomed_and_led_to_the_courses(app, sign_in) -> None:
    with app.app_context():
        make_person()
    page = sign_in("aisha.khan@example.org").get("/my-learning")
    assert "You have not started a course yet." in page.text
    assert page.link("See all courses") == "/courses"


def test_the_next_lesson_is_one_click_away(app, sign_in) -> None:
    with app.app_context():
        publish_course()
        start_course(make_person())
    page = sign_in("aisha.khan@example.org").get("/my-learning")
    assert page.link("Carry on").startswith("/courses/small-steps/lessons/")
    assert "Next: lesson 1 of" in page.text


def test_when_only_the_check_is_left_carry_on_leads_to_the_course(app, sign_in) -> None:
    with app.app_context():
        publish_course()
        person = make_person()
        start_course(person)
        finish_lessons(person)
    page = sign_in("aisha.khan@example.org").get("/my-learning")
    assert page.link("Carry on") == "/courses/small-steps"
    assert "The final check is left." in page.text


def test_a_completed_course_is_done_and_overdue_when_its_time_has_passed(app, sign_in) -> None:
    with app.app_context():
        publish_course()
        complete_course(make_person())
    page = sign_in("aisha.khan@example.org").get("/my-learning")
    assert "Done (1)" in page.text
    assert "You are up to date." in page.text
    with clock.set_to(lambda: datetime(2028, 11, 24, 12, tzinfo=UTC)):
        page = sign_in("aisha.khan@example.org").get("/my-learning")
    assert "Needs doing (1)" in page.text
    assert "Overdue (repeat)" in page.text


def test_the_minutes_left_are_those_of_the_course_page_once_the_check_is_passed(app, sign_in) -> None:
    any_time = SMALL_STEPS["quiz.md"].replace(b"pass_mark: 80", b"pass_mark: 80\nopens: any time")
    with app.app_context():
        publish_course({**SMALL_STEPS, "quiz.md": any_time})
        person = make_person()
        start_course(person)
        send_check(person, sit_check(person))
    client = sign_in("aisha.khan@example.org")
    for address in ("/courses/small-steps", "/my-learning"):
        assert "You have done 0 of 2 lessons. About 13 minutes left." in client.get(address).text


def test_the_course_touched_last_is_carried_on_first(app, sign_in) -> None:
    with app.app_context():
        person = make_person()
        for slug in ("one", "two"):
            publish_course({**TWO_LESSONS, "03-ending.md": TWO_LESSONS["02-asking.md"]}, slug=slug)
            start_course(person, slug)
    client = sign_in("aisha.khan@example.org")
    assert client.get("/my-learning").link("Carry on") == "/courses/two/lessons/noticing"
    with clock.set_to(lambda: NOON + timedelta(minutes=5)):
        client.get("/courses/one/lessons/noticing").submit(form="/finish")
    assert client.get("/my-learning").link("Carry on") == "/courses/one/lessons/asking"


def test_a_repeat_that_is_under_way_is_in_progress_and_not_called_overdue(app, sign_in) -> None:
    with app.app_context():
        publish_course()
        person = make_person()
        complete_course(person)
        with clock.set_to(lambda: NOON.replace(year=2028)):
            start_course(person)
    with clock.set_to(lambda: NOON.replace(year=2028)):
        page = sign_in("aisha.khan@example.org").get("/my-learning")
    assert page.link("Carry on").startswith("/courses/small-steps/")
    assert "Overdue" not in page.text
