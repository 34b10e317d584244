"""The first page after signing in: the next step, then what is overdue, in progress and done."""

from __future__ import annotations

from datetime import UTC, datetime

from learning import clock
from tests.makers import complete_course, finish_lessons, make_person, publish_course, start_course


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
