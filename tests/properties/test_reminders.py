"""Whatever happens and whenever the command is called: one mail a day, in working hours, nothing twice."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from learning.clock import day_of
from learning.plans.standing import Standing
from learning.reminders.reminder_rules import MOST_OVERDUE_NOTES, Asked, Sent, notes_due
from learning.reminders.working_hours import CLOSES_AT, OPENS_AT, WorkingHours

LONDON = ZoneInfo("Europe/London")
HOURS = WorkingHours(LONDON, "england and wales")
FIRST = date(2026, 10, 12)  # clocks go back two weeks later
SPRING = date(2027, 3, 15)  # and forward two weeks after this
LENGTH_DAYS = 40

moments = st.builds(
    lambda begin, minute: datetime(begin.year, begin.month, begin.day, tzinfo=UTC) + timedelta(minutes=minute),
    st.sampled_from([FIRST, SPRING]),
    st.integers(0, LENGTH_DAYS * 24 * 60),
)
standings = st.one_of(
    st.builds(
        lambda key, days, number, is_refresh, is_paused: Standing(
            key, FIRST + timedelta(days=days), number=number, is_refresh=is_refresh, is_paused=is_paused
        ),
        st.sampled_from(["due soon", "upcoming", "overdue", "lapsed", "expiring", "met"]),
        st.integers(-40, 60),
        st.none() | st.just(1),
        st.booleans(),
        st.sampled_from([False, False, False, True]),
    ),
    st.just(Standing("exempt")),
)
courses = st.dictionaries(
    st.integers(1, 4), st.builds(Asked, standings, st.sampled_from([(), (7, 1), (30, 14, 7, 1)])), max_size=4
)
lives = st.lists(courses, min_size=1, max_size=5)
"""What is asked of a person, in parts of their time: it changes as the days go by."""


def call_at(moments_of_calls, life) -> list[Sent]:
    """What is sent to a person when the command is called at these moments, as the command does it."""
    sent: list[Sent] = []
    for moment in sorted(moments_of_calls):
        if HOURS.is_open(moment):
            day = day_of(moment, LONDON)
            part = life[(day - FIRST).days * len(life) // 200 % len(life)]
            sent += [Sent(note, day) for note in notes_due(part, sent, day)]
    return sent


@given(st.lists(moments, max_size=60), lives)
@settings(max_examples=150)
def test_the_same_note_never_goes_out_twice_and_no_course_is_written_about_twice_a_day(calls, life):
    sent = call_at(calls, life)
    assert len({one.note[:4] for one in sent}) == len(sent)
    assert all(count == 1 for count in Counter((one.note.course_id, one.on) for one in sent).values())
    about_passed_days = Counter((one.note.course_id, one.note.due_on) for one in sent if one.note.kind == "overdue")
    assert all(count <= MOST_OVERDUE_NOTES for count in about_passed_days.values())


@given(st.lists(moments, max_size=60), lives)
@settings(max_examples=150)
def test_calling_at_any_hours_sends_what_one_call_a_day_in_working_hours_sends(calls, life):
    days = {day_of(moment, LONDON) for moment in calls if HOURS.is_open(moment)}
    at_noon = [datetime(day.year, day.month, day.day, 12, tzinfo=LONDON) for day in days]
    assert call_at(calls, life) == call_at(at_noon, life)


@given(courses, st.integers(0, LENGTH_DAYS), st.integers(1, 30))
def test_after_missed_nights_a_course_is_written_about_once(asked, number, missed):
    day = FIRST + timedelta(days=number)
    before = [Sent(note, day) for note in notes_due(asked, [], day)]
    found = Counter(note.course_id for note in notes_due(asked, before, day + timedelta(days=missed)))
    assert all(count == 1 for count in found.values())


@given(moments)
@settings(max_examples=300)
def test_the_hours_are_those_on_the_wall_also_where_the_clocks_change(moment):
    here = moment.astimezone(LONDON)
    assert HOURS.is_open(moment) == (HOURS.is_working_day(here.date()) and OPENS_AT <= here.time() < CLOSES_AT)
    opens = HOURS.opens_next(moment)
    assert opens >= moment
    assert HOURS.is_open(opens)
    assert opens == moment or opens.astimezone(LONDON).time() == OPENS_AT
    assert opens - moment < timedelta(days=6)
    assert not any(
        HOURS.is_open(moment + timedelta(hours=hour)) for hour in range(int((opens - moment) / timedelta(hours=1)))
    )
