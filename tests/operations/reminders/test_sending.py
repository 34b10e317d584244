"""The command with a real mail server: who gets what, once; what a server that is away or a crash leaves to do."""

from __future__ import annotations

import itertools
import threading
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from sqlalchemy import select

from learning import clock
from learning.audit import AuditEvent
from learning.db import db, transaction
from learning.people.job_roles import note_job_roles
from learning.people.models import Person, Team
from learning.people.record_access import looks_at
from learning.plans import agreements
from learning.plans.planning import close_plan
from learning.reminders import sending
from learning.reminders.due_mails import due_mails
from learning.reminders.models import Reminder, ReminderMail
from learning.reminders.sent import sent_to, sent_to_everybody
from learning.reminders.working_hours import WorkingHours
from tests.conftest import NOON
from tests.makers import complete_course, make_manager, make_person, make_team, publish_course, put_in_team
from tests.operations.reminders.conftest import DUE, calendars, noon_on, plan, texts
from tests.study_course import SMALL_STEPS

AISHA, MORGAN = "aisha.khan@example.org", "morgan.price@example.org"
MONDAY = date(2026, 11, 30)
DAY = timedelta(days=1)


def agree(operation, *arguments, now, **options):
    """Something is agreed with somebody."""
    with transaction():
        operation(*arguments, actor_id=None, now=now, **options)


def event_of(mail):
    """The method and the event of a mail's one calendar file."""
    (text,) = calendars(mail)
    calendar = Calendar.from_ical(text)
    return calendar["method"], calendar.events[0]


def test_a_course_that_falls_due_is_told_once_with_its_day_its_address_and_a_calendar_file(aisha, call):
    mails = call.at(NOON)
    assert call.result.exit_code == 0
    assert "2 mails sent (courses to do: 1, weekly news of a team: 1)." in call.result.output
    words = texts(mails)[AISHA]
    for said in ("Hello Aisha Khan", "Small steps\n", "by 10 December 2026", "http://localhost/courses/small-steps"):
        assert said in words
    assert "http://localhost/support" in words
    mail = next(mail for mail in mails if mail["To"] == AISHA)
    assert "Small steps" not in mail["Subject"], "it would stand on locked screens"
    method, event = event_of(mail)
    assert (method, event.start) == ("PUBLISH", DUE)
    assert call.at(NOON + timedelta(hours=1)) == []
    assert call.at(NOON + DAY) == []
    assert [(one.course_title, one.mailed_on, one.due_on) for one in sent_to(aisha)] == [
        ("Small steps", NOON.date(), DUE)
    ]


def test_outside_working_hours_nothing_goes_out_and_it_is_said_when_they_begin(aisha, call):
    for moment in (NOON.replace(hour=18), NOON.replace(day=28), NOON.replace(month=12, day=25)):
        assert call.at(moment) == []
        assert call.result.exit_code == 0
    assert "They begin on Tuesday 29 December 2026 at 08:00." in call.result.output
    assert db.session.scalars(select(ReminderMail)).all() == []


def test_a_dry_run_says_what_would_come_sends_nothing_and_tells_whom_it_named(aisha, call):
    assert call.at(NOON.replace(hour=20), "--dry-run") == []
    assert "2 mails would be sent on Wednesday 25 November 2026 at 08:00" in call.result.output
    assert f"{AISHA} (courses to do: 1)" in call.result.output
    assert db.session.scalars(select(ReminderMail)).all() == []
    (look,) = looks_at(aisha, time_zone=ZoneInfo("Europe/London"))
    assert look.what == "the list of who gets a reminder next"
    assert db.session.scalars(select(AuditEvent.thing).filter_by(action="reminders listed")).all() == [
        f"person:{aisha}"
    ], "of the manager it says only that there is news of the team"


def test_several_courses_are_one_mail_with_a_calendar_file_each(aisha, call):
    publish_course(slug="two-steps")
    plan(key="more", two_steps="2026-12-12", small_steps="2027-01-31")
    mails = [mail for mail in call.at(NOON) if mail["To"] == AISHA]
    assert len(mails) == 1
    assert texts(mails)[AISHA].count("Please do this by") == 2, "of two plans, the one that presses most speaks"
    assert [event.start for text in calendars(mails[0]) for event in Calendar.from_ical(text).events] == [
        DUE,
        date(2026, 12, 12),
    ]


def test_a_day_that_moves_and_a_course_that_is_done_change_the_same_entry(aisha, call):
    _, first = event_of(call.at(NOON)[0])
    agree(agreements.extend, aisha, "social-workers", "small-steps", last_on=date(2027, 2, 10), reason="Court work",
          now=NOON, today=NOON.date())  # fmt: skip
    (moved_mail,) = call.at(NOON + DAY)
    assert "The last day for this is now 10 February 2027." in texts([moved_mail])[AISHA]
    method, moved = event_of(moved_mail)
    assert (method, moved.start) == ("PUBLISH", date(2027, 2, 10))
    complete_course(db.session.get_one(Person, aisha))
    (done_mail,) = call.at(NOON + 2 * DAY)
    assert "You have done this. Thank you." in texts([done_mail])[AISHA]
    method, done = event_of(done_mail)
    assert method == "CANCEL"
    assert first["uid"] == moved["uid"] == done["uid"]
    assert first["sequence"] < moved["sequence"] < done["sequence"]
    assert call.at(NOON + 3 * DAY) == []


@pytest.mark.parametrize("what", ["exempt", "close"])
def test_what_is_not_asked_any_more_leaves_the_calendar_and_no_reason_is_told(aisha, call, what):
    call.at(NOON)
    if what == "exempt":
        agree(agreements.exempt, aisha, "social-workers", "small-steps", last_on=date(2027, 3, 1), reason="Zqreason",
              now=NOON, today=NOON.date())  # fmt: skip
    else:
        agree(close_plan, "social-workers", now=NOON, today=NOON.date())
    mails = call.at(NOON + DAY)
    assert event_of(mails[0])[0] == "CANCEL"
    assert "You do not need to do this for now." in texts(mails)[AISHA]
    assert "Zqreason" not in texts(mails)[AISHA]
    assert call.at(noon_on(DUE + timedelta(days=1))) == []


@pytest.mark.parametrize(("is_exempt", "expected"), [(False, ("PUBLISH", date(2026, 12, 14))), (True, ("CANCEL", DUE))])
def test_who_is_away_is_mailed_nothing_and_once_back_what_became_of_the_day(aisha, call, is_exempt, expected):
    _, first = event_of(call.at(NOON)[0])
    agree(agreements.pause, aisha, from_on=NOON.date(), last_on=date(2026, 11, 27), now=NOON, today=NOON.date())
    if is_exempt:
        agree(agreements.exempt, aisha, "social-workers", "small-steps", last_on=date(2027, 3, 1), reason="Agreed",
              now=NOON, today=NOON.date())  # fmt: skip
    assert call.at(NOON + DAY) == []
    mail = next(mail for mail in call.at(noon_on(MONDAY)) if mail["To"] == AISHA)
    method, event = event_of(mail)
    assert (method, event.start) == expected
    assert event["uid"] == first["uid"]
    assert "away" not in texts([mail])[AISHA]


def test_nobody_is_reminded_before_the_first_day_on_which_a_plan_asks_them(aisha, call):
    plan(key="managers", who="team manager", begins="2026-12-01", small_steps=DUE.isoformat())
    assert "Please do this by" not in texts(call.at(NOON))[MORGAN]
    assert MORGAN not in texts(call.at(NOON + DAY))
    assert "Please do this by 10 December 2026." in texts(call.at(noon_on(MONDAY + DAY)))[MORGAN]


@pytest.mark.parametrize("how", ["left", "deactivated", "not begun", "without an address", "away", "not needed"])
def test_nobody_is_reminded_who_should_be_left_in_peace(aisha, call, how):
    with transaction() as session:
        person = session.get_one(Person, aisha)
        person.leaves_on = NOON.date() - DAY if how == "left" else None
        person.deactivated_at = NOON if how == "deactivated" else None
        person.starts_on = NOON.date() + DAY if how == "not begun" else person.starts_on
        person.email = "" if how == "without an address" else person.email
    if how == "away":
        agree(agreements.pause, aisha, from_on=NOON.date(), last_on=None, now=NOON, today=NOON.date())
    if how == "not needed":
        agree(agreements.exempt, aisha, "social-workers", "small-steps", last_on=date(2027, 3, 1), reason="Agreed",
              now=NOON, today=NOON.date())  # fmt: skip
    mails = call.at(NOON)
    assert call.result.exit_code == 0
    # Only for want of an address is a course still something to talk about.
    assert [mail["To"] for mail in mails] == ([MORGAN] if how == "without an address" else [])


def test_after_missed_nights_the_latest_note_goes_out_and_no_other(aisha, call):
    words = texts(call.at(noon_on(DUE - DAY)))[AISHA]
    assert words.count("Small steps\n") == 1
    assert [(one.kind, one.step) for one in db.session.scalars(select(Reminder))] == [("before", 1)]


def test_after_the_day_it_is_told_kindly_three_times_and_the_last_says_so(aisha, call):
    told = [texts(call.at(noon_on(DUE + timedelta(days=days)))).get(AISHA, "") for days in (1, 4, 20, 33, 34, 50, 76)]
    assert ["It is not too late." in words for words in told] == [True, False, True, False, True, False, False]
    assert ["We do not write about this day again." in words for words in told if words] == [False, False, True]


def test_what_changed_in_a_course_is_told_as_what_it_is(aisha, call):
    complete_course(db.session.get_one(Person, aisha))
    files = {**SMALL_STEPS, "01-noticing.md": SMALL_STEPS["01-noticing.md"].replace(b"Read this first.", b"New law.")}
    publish_course(files, label="material", note="New law.", refresh_due_on=DUE)
    words = texts(call.at(NOON))[AISHA]
    assert "Please see what changed by 10 December 2026." in words


def test_a_manager_is_told_names_and_courses_once_a_week_and_nothing_else(aisha, call):
    put_in_team(make_person("Ben Okoro", starts_on=date(2026, 1, 5)), make_team("Another"))
    words = texts(call.at(noon_on(MONDAY)))[MORGAN]
    assert "Due soon\n- Aisha Khan: Small steps\n" in words
    assert "Overdue" not in words
    assert "Ben" not in words
    for hint in ("%", "2026", "score", AISHA):
        assert hint not in words
    assert MORGAN not in texts(call.at(noon_on(MONDAY + DAY)))
    told = [(to.name, one.mailed_on, one.words, one.due_on) for to, one in sent_to_everybody()]
    assert ("Morgan Price", MONDAY, "weekly news of the team", None) in told
    words = texts(call.at(noon_on(date(2026, 12, 14))))[MORGAN]
    assert "Overdue\n- Aisha Khan: Small steps\n" in words
    complete_course(db.session.get_one(Person, aisha))
    assert MORGAN not in texts(call.at(noon_on(date(2026, 12, 21)))), "nothing is due, so there is no mail"


def test_where_one_manager_is_away_and_another_has_not_begun_the_next_above_is_told(aisha, call):
    team, above = db.session.scalars(select(Team)).one(), make_team("Services")
    make_manager(make_person("Eve Moss", job_role="Team manager", starts_on=NOON.date() + DAY), team)
    make_manager(make_person("Dana Cole", job_role="Service manager", starts_on=date(2026, 1, 5)), above)
    with transaction() as session:
        session.get_one(Team, team.id).parent_id = above.id
    morgan = db.session.scalars(select(Person).where(Person.email == MORGAN)).one()
    agree(agreements.pause, morgan.id, from_on=NOON.date(), last_on=None, now=NOON, today=NOON.date())
    assert {mail["To"] for mail in call.at(NOON)} == {AISHA, "dana.cole@example.org"}


def test_a_digest_that_was_missed_on_monday_comes_later_in_the_week(aisha, call):
    assert MORGAN in texts(call.at(noon_on(MONDAY + 3 * DAY)))


def test_a_manager_with_a_course_of_their_own_gets_one_mail_with_both(aisha, call):
    dana = make_person("Dana Cole", starts_on=date(2026, 1, 5))
    make_manager(dana, db.session.scalars(select(Team)).one())
    (words,) = (text for to, text in texts(call.at(NOON)).items() if to == "dana.cole@example.org")
    assert "Please do this by 10 December 2026." in words
    assert "- Aisha Khan: Small steps\n" in words
    assert "Dana Cole:" not in words


def test_what_comes_up_on_the_day_of_a_digest_waits_for_the_next(aisha, call):
    assert MORGAN in texts(call.at(NOON))
    plan(key="managers", who="team manager", small_steps=DUE.isoformat())
    assert call.at(NOON + timedelta(hours=2)) == []
    assert call.result.output == "0 mails sent.\n"
    call.at(NOON + timedelta(hours=2), "--dry-run")
    assert "0 mails would be sent now." in call.result.output
    assert "Please do this by" in texts(call.at(NOON + DAY))[MORGAN]


def test_an_address_that_is_refused_stops_nobody_and_is_tried_again_on_the_next_day(aisha, call, post_box):
    make_person("Zoe Lane", starts_on=date(2026, 1, 5))
    post_box.answers[AISHA] = "550 no such box"
    mails = call.at(NOON)
    assert {mail["To"] for mail in mails} == {MORGAN, "zoe.lane@example.org"}
    assert call.result.exit_code == 1
    assert f"tried again on the next working day: {AISHA}" in call.result.output
    assert sent_to(aisha) == []
    assert call.at(NOON + timedelta(hours=2)) == []
    post_box.answers.clear()
    assert list(texts(call.at(NOON + DAY))) == [AISHA]


def test_a_server_that_is_away_leaves_everything_for_the_next_call(aisha, call, post_box):
    post_box.answers.update({AISHA: "421 closing", MORGAN: "421 closing"})
    assert call.at(NOON) == []
    assert call.result.exit_code == 1
    assert "The rest waits for the next call" in call.result.output
    assert db.session.scalars(select(ReminderMail)).all() == []
    post_box.answers.clear()
    assert len(call.at(NOON + timedelta(minutes=5))) == 2


def test_when_the_hours_end_in_between_the_rest_waits(aisha, call, app, post_box):
    ticks = itertools.count()
    with clock.set_to(lambda: NOON.replace(hour=17, minute=58, second=30) + next(ticks) * timedelta(seconds=25)):
        result = app.test_cli_runner().invoke(args=["reminders", "send"])
    assert result.exit_code == 0
    assert "1 mail sent" in result.output
    assert "The working hours ended." in result.output
    assert len(post_box.envelopes) == 1


def test_a_claim_that_nobody_finished_is_left_for_an_hour_and_then_sent(aisha, call):
    hours = WorkingHours(NOON.tzinfo)
    due = next(one for one in due_mails(NOON.date(), hours=hours, known_at=NOON) if one.email == AISHA)
    with transaction():
        sending.claim(due, now=NOON)
    assert AISHA not in texts(call.at(NOON + timedelta(minutes=59)))
    assert "Small steps" in texts(call.at(NOON + timedelta(minutes=61)))[AISHA]
    assert "1 mail had been begun and not finished" in call.result.output


def test_a_mail_that_has_to_be_sent_twice_on_a_day_has_one_name(aisha, call):
    first = {mail["To"]: mail["Message-ID"] for mail in call.at(NOON)}
    with transaction() as session:
        for mail in session.scalars(select(ReminderMail)):
            mail.sent_at = None
    assert {mail["To"]: mail["Message-ID"] for mail in call.at(NOON + timedelta(hours=2))} == first


def test_two_calls_at_once_send_each_mail_once(aisha, call, app, post_box):
    for number in range(6):
        make_person(f"Person {number}", starts_on=date(2026, 1, 5), email=f"person.{number}@example.org")
    start, exit_codes = threading.Barrier(2), []

    def send() -> None:
        start.wait()
        exit_codes.append(app.test_cli_runner().invoke(args=["reminders", "send"]).exit_code)

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert exit_codes == [0, 0]
    recipients = [one.rcpt_tos[0] for one in post_box.envelopes]
    assert sorted(recipients) == sorted(set(recipients))
    assert len(recipients) == 8


def test_two_hundred_people_more_cost_no_statement_more(aisha, call, count_statements):
    hours = WorkingHours(NOON.tzinfo)

    def count() -> tuple[int, int]:
        with count_statements() as statements:
            found = due_mails(NOON.date(), hours=hours, known_at=NOON)
        return len(found), len(statements)

    few = count()
    with transaction() as session:
        people = [
            Person(name=f"Person {number}", email=f"person.{number}@example.org", job_role="Social worker",
                   starts_on=date(2026, 1, 5), created_at=NOON)
            for number in range(200)
        ]  # fmt: skip
        session.add_all(people)
        session.flush()
        note_job_roles([person.id for person in people], now=NOON, today=NOON.date())
    many = count()
    assert many[0] == few[0] + 200
    assert many[1] == few[1] <= 16
