"""The day of a course for somebody's own calendar: one entry for good, published, moved and taken out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar

from learning.reminders.calendar_entry import CalendarEntry, calendar_text

ENTRY = CalendarEntry(
    3, 7, "Loss; grief, and more: what “helps” a child when somebody dies", "https://learn.example.org/courses/loss",
    date(2026, 12, 10), datetime(2026, 11, 24, 12, tzinfo=UTC),
)  # fmt: skip


def read(entry: CalendarEntry):
    """The file's method and its one event, read by a parser."""
    calendar = Calendar.from_ical(calendar_text(entry, organiser="learning@example.org"))
    (event,) = calendar.events
    return calendar["method"], event


def test_it_is_a_whole_day_that_blocks_nothing_and_that_others_cannot_read():
    method, event = read(ENTRY)
    assert method == "PUBLISH"
    assert (event.start, event.end) == (date(2026, 12, 10), date(2026, 12, 11))
    assert (event["transp"], event["class"], event["status"]) == ("TRANSPARENT", "PRIVATE", "CONFIRMED")
    assert event["summary"] == f"Last day: {ENTRY.title}"
    assert event["url"] == ENTRY.address


def test_nobody_is_invited_so_that_no_answer_is_asked_for():
    _, event = read(ENTRY)
    assert "attendee" not in event
    assert event["organizer"] == "mailto:learning@example.org"


def test_a_moved_day_is_the_same_entry_said_later():
    (_, before), (_, after) = (
        read(one)
        for one in (ENTRY, replace(ENTRY, due_on=date(2027, 1, 10), said_at=ENTRY.said_at + timedelta(seconds=1)))
    )
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"] > 0
    assert after.start == date(2027, 1, 10)


def test_what_is_taken_out_is_cancelled_under_the_same_name():
    method, event = read(replace(ENTRY, is_cancelled=True, said_at=ENTRY.said_at + timedelta(days=1)))
    assert (method, event["status"]) == ("CANCEL", "CANCELLED")
    assert event["uid"] == ENTRY.uid
    assert event["sequence"] > ENTRY.sequence


def test_each_person_and_course_has_a_name_of_its_own():
    others = (replace(ENTRY, person_id=4), replace(ENTRY, course_id=8))
    assert len({one.uid for one in (ENTRY, *others)}) == 3
    assert ENTRY.uid.endswith("@learn.example.org")


def test_lines_are_short_and_end_as_calendars_want_them():
    text = calendar_text(ENTRY, organiser="learning@example.org")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert "\n" not in text.replace("\r\n", "")
