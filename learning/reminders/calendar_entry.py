"""PURE. The due day of a course as an entry for somebody's own calendar (RFC 5545 and 5546).

One person and course have one entry for good: it keeps its UID, and of two states the one with the higher SEQUENCE
holds. It is published and never an invitation: nobody is asked to accept, and no answer comes back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit

from icalendar import Calendar, Event, vCalAddress

Method = Literal["PUBLISH", "CANCEL"]

_SEQUENCES_BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """What one file says: which course of which person falls due on which day, as of a moment."""

    person_id: int
    course_id: int
    title: str
    address: str
    """Of the course's page."""
    due_on: date
    said_at: datetime
    is_cancelled: bool = False

    @property
    def method(self) -> Method:
        """What a calendar is to do with it."""
        return "CANCEL" if self.is_cancelled else "PUBLISH"

    @property
    def uid(self) -> str:
        """The name of the entry, the same whatever the day."""
        return f"course-{self.course_id}-person-{self.person_id}@{urlsplit(self.address).hostname}"

    @property
    def sequence(self) -> int:
        """Rises with each state that is said: the seconds since a day before the first."""
        return max(0, int((self.said_at - _SEQUENCES_BEGIN).total_seconds()))


def calendar_text(entry: CalendarEntry, *, organiser: str) -> str:
    """The file's text; `organiser` is the address that our mails come from."""
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.said_at.astimezone(UTC))
    event.add("organizer", vCalAddress(f"mailto:{organiser}"))
    event.add("dtstart", entry.due_on)
    event.add("dtend", entry.due_on + timedelta(days=1))
    event.add("summary", f"Last day: {entry.title}")
    event.add("description", f"The last day on time for this course.\n{entry.address}")
    event.add("url", entry.address)
    # The titles of courses may speak of hard things, and calendars are often shared.
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", "-//Golden Thread//Reminders//EN")
    calendar.add("version", "2.0")
    calendar.add("method", entry.method)
    calendar.add_component(event)
    return calendar.to_ical().decode("utf-8")
