"""Pages of reminders: what comes next for the learning lead, what was sent for the person and their manager."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from icalendar import Calendar

from learning import clock
from learning.db import db, transaction
from learning.people.models import Person
from learning.people.roles import Role
from learning.plans.planning import close_plan
from learning.reminders import next_count
from tests.conftest import NOON
from tests.makers import (
    complete_course,
    make_manager,
    make_person,
    make_team,
    note_reminder,
    publish_course,
    put_in_team,
)
from tests.operations.reminders.conftest import plan
from tests.web.pages import words_of
from tests.web.table_files import lines_of

DUE = date(2026, 12, 10)


@pytest.fixture
def aisha(app):
    """A person whom a plan asks for a course by 10 December, with a manager; gives her number."""
    with app.app_context():
        publish_course()
        person = make_person(starts_on=date(2026, 1, 5))
        team = make_team()
        put_in_team(person, team)
        make_manager(make_person("Morgan Price", job_role="Team manager"), team)
        make_person("Lee Hart", job_role="Learning lead", roles=(Role.LEARNING_LEAD,))
        plan(small_steps=DUE.isoformat())
        return person.id


def test_the_learning_lead_sees_how_many_mails_come_and_an_example_that_names_nobody(aisha, sign_in):
    page = sign_in("lee.hart@example.org").get("/plans").follow("Reminders").follow("See what goes out next")
    assert "2 mails can go out now." in page.text
    counts = [[words_of(cell) for cell in row] for row in page.all("tbody/tr")]
    assert lines_of(sign_in("lee.hart@example.org"), "/reminders/next.csv") == counts
    assert counts == [["Courses to do", "1"], ["Weekly news of a team", "1"]]
    assert "Hello Sam Example" in page.text
    assert "Please do this by 10 December 2026." in page.text
    assert "Aisha" not in page.body


def test_at_night_the_pages_say_when_the_next_hours_begin(aisha, sign_in):
    with clock.set_to(lambda: NOON.replace(hour=20)):
        page = sign_in("lee.hart@example.org").get("/reminders")
        assert "Nothing goes out now. The next working hours begin on 25 November 2026 at 08:00." in page.text
        page = page.follow("See what goes out next")
    assert "2 mails will go out next." in page.text
    assert "25 November 2026 at 08:00" in page.text


def test_with_nothing_to_send_the_page_says_so(aisha, sign_in):
    with clock.set_to(lambda: NOON - timedelta(days=20)):
        page = sign_in("lee.hart@example.org").get("/reminders/next")
    assert "No mails can go out now." in page.text
    assert "One of them" not in page.text


@pytest.fixture
def many_people(monkeypatch):
    """Too many people to be looked at for a page, as far as the product is concerned."""
    monkeypatch.setattr(next_count, "MOST_PEOPLE_COUNTED", 1)


def test_of_many_people_the_page_says_what_was_counted_last_and_counts_again_when_asked(
    aisha, app, sign_in, many_people, count_statements
):
    browser = sign_in("lee.hart@example.org")
    page = browser.get("/reminders/next")
    assert "Nobody has counted yet what goes out next." in page.text
    assert browser.raw("GET", "/reminders/next.csv").status_code == 404
    page = page.submit(form="/reminders/next")
    assert "2 mails will go out next. This was counted on 24 November 2026 at 12:00." in page.text
    assert "Hello Sam Example" in page.text
    assert "Aisha" not in page.body
    with app.app_context(), transaction():
        close_plan("social-workers", actor_id=None, now=NOON, today=NOON.date())
    later = NOON + timedelta(hours=1)
    with clock.set_to(lambda: later):
        with count_statements() as statements:
            page = browser.get("/reminders/next")
        assert "2 mails will go out next. This was counted on 24 November 2026 at 12:00." in page.text
        assert len(statements) <= 5
        assert lines_of(browser, "/reminders/next.csv") == [["Courses to do", "1"], ["Weekly news of a team", "1"]]
        page = page.submit(form="/reminders/next")
    assert "No mails will go out next. This was counted on 24 November 2026 at 13:00." in page.text


def test_of_many_people_several_may_count_at_once(aisha, app, sign_in, many_people):
    windows = [sign_in("lee.hart@example.org") for _ in range(4)]
    form = windows[0].get("/reminders/next").form("/reminders/next")
    together = threading.Barrier(len(windows))

    def count(window):
        together.wait()
        return window.raw("POST", "/reminders/next", data=form.values).status_code

    for window in windows[1:]:
        window.set_cookie("session", windows[0].cookie("session"))
    with ThreadPoolExecutor(len(windows)) as pool:
        assert set(pool.map(count, windows)) == {303}


def test_at_night_nothing_is_counted_again(aisha, app, sign_in, many_people):
    for hours in (8, 9):
        with app.app_context(), clock.set_to(lambda hours=hours: NOON + timedelta(hours=hours)):
            assert app.test_cli_runner().invoke(args=["reminders", "send"]).exit_code == 0
    with clock.set_to(lambda: NOON + timedelta(hours=9)):
        page = sign_in("lee.hart@example.org").get("/reminders/next")
    assert "The next working hours begin on 25 November 2026 at 08:00." in page.text
    assert "This was counted on 24 November 2026 at 20:00." in page.text


def test_of_many_people_the_hourly_command_counts(aisha, app, sign_in, many_people):
    with app.app_context():
        done = app.test_cli_runner().invoke(args=["reminders", "send"])
    assert done.exit_code == 0, done.output
    page = sign_in("lee.hart@example.org").get("/reminders/next")
    assert "This was counted on 24 November 2026 at 12:00." in page.text


def test_the_page_says_when_the_last_mail_went_out_and_whose_days_are_kept(aisha, app, sign_in):
    browser = sign_in("lee.hart@example.org")
    page = browser.get("/reminders")
    assert "No mail has gone out yet." in page.text
    assert "not on bank holidays (England and Wales)" in page.text
    with app.app_context():
        note_reminder(make_person("Cara Lane"), due_on=NOON.date() + timedelta(days=7))
    page = browser.get("/reminders")
    assert "The last mail went out on 24 November 2026 at 12:00. On that day it was 1 mail." in page.text


def test_what_was_sent_stands_on_ones_own_page_and_on_the_managers(aisha, app, sign_in):
    own = sign_in("aisha.khan@example.org")
    assert "Nothing has been sent yet." in own.get("/my-record").follow("Reminders sent to me").text
    with app.app_context():
        note_reminder(make_person("Other Person"), due_on=date(2026, 12, 1))
        person = make_person("Cara Lane")
        note_reminder(person, due_on=DUE, digest_week_on=date(2026, 11, 30))
    words = "3 December 2026: weekly news of the team 3 December 2026: Small steps, to be done by 10 December 2026"
    assert words in sign_in("cara.lane@example.org").get("/my-record/reminders").text
    page = sign_in("lee.hart@example.org").get(f"/my-team/people/{person.id}")
    assert "Reminders sent (2)" in page.text
    assert words in page.text
    sent = ["2026-12-03", "Small steps", "to be done by", "2026-12-10"]
    news = ["2026-12-03", "", "weekly news of the team", ""]
    lead, cara = sign_in("lee.hart@example.org"), sign_in("cara.lane@example.org")
    files = [lines_of(lead, f"/my-team/people/{person.id}/reminders.csv"), lines_of(cara, "/my-record/reminders.csv")]
    assert files == [[news, sent], [news, sent]]
    assert lines_of(lead, "/reminders/sent.csv")[:2] == [["Cara Lane", "", *news], ["Cara Lane", "", *sent]]
    assert len(lines_of(lead, "/reminders/sent.csv")) == 3
    assert "Lee Hart" in cara.get("/my-record/looks").text
    assert "Reminders sent" not in sign_in("morgan.price@example.org").get(f"/my-team/people/{aisha}").text


def test_the_day_of_a_course_can_be_taken_along_as_a_calendar_file(aisha, sign_in):
    browser = sign_in("aisha.khan@example.org")
    address = browser.get("/my-learning").link("Put the day in my calendar")
    answer = browser.raw("GET", address)
    assert answer.mimetype == "text/calendar"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="small-steps.ics"'
    (event,) = Calendar.from_ical(answer.get_data(as_text=True)).events
    assert event.start == DUE
    assert event["url"] == "http://localhost/courses/small-steps"


@pytest.mark.parametrize("how", ["done", "closed"])
def test_a_calendar_file_that_was_taken_is_cancelled_by_the_same_address(aisha, app, sign_in, how):
    browser = sign_in("aisha.khan@example.org")
    page = browser.get("/my-learning")
    assert page.text.count("It does not change there by itself: when the day moves, take it again.") == 1
    (taken,) = Calendar.from_ical(browser.raw("GET", "/my-learning/small-steps.ics").get_data(as_text=True)).events
    with app.app_context():
        if how == "done":
            complete_course(db.session.get_one(Person, aisha))
        else:
            with transaction():
                close_plan("social-workers", actor_id=None, now=NOON, today=NOON.date())
    with clock.set_to(lambda: NOON + timedelta(minutes=1)):
        cancelled = Calendar.from_ical(browser.raw("GET", "/my-learning/small-steps.ics").get_data(as_text=True))
    (event,) = cancelled.events
    assert (cancelled["method"], event["status"], event["uid"]) == ("CANCEL", "CANCELLED", taken["uid"])
    assert event["sequence"] > taken["sequence"]


def test_a_course_without_a_day_has_no_calendar_file(aisha, app, sign_in):
    with app.app_context():
        publish_course(slug="two-steps")
    browser = sign_in("aisha.khan@example.org")
    assert browser.get("/my-learning/two-steps.ics").status == 404
    assert browser.get("/my-learning/no-such-course.ics").status == 404


def test_a_day_that_has_passed_is_not_offered_for_the_calendar(aisha, sign_in):
    with clock.set_to(lambda: NOON + timedelta(days=30)):
        page = sign_in("aisha.khan@example.org").get("/my-learning")
    assert "Was due 10 December 2026" in page.text
    assert "my calendar" not in page.text
