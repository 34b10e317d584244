"""Which notes are due to one person: before a day, after it, when it moves, and when nothing is asked any more."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from learning.plans.standing import Standing
from learning.reminders.reminder_rules import MOST_OVERDUE_NOTES, Asked, Note, Sent, notes_due

COURSE = 7
DUE = date(2026, 12, 10)


def asked(key="due soon", due_on=DUE, *, remind=(30, 7, 1), course=COURSE, **standing):
    """One course that is asked."""
    return {course: Asked(Standing(key, due_on, **standing), remind)}


def was_sent(kind, step, on, due_on=DUE, *, course=COURSE, about="first"):
    """A note that went out."""
    return Sent(Note(course, kind, step, due_on, about), on)


def kinds(found) -> list[tuple[str, int]]:
    """Kind and step of each."""
    return [(note.kind, note.step) for note in found]


def before(days: int) -> date:
    """So many days before the due day."""
    return DUE - timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "expected"),
    [(31, []), (30, [30]), (29, [30]), (8, [30]), (7, [7]), (2, [7]), (1, [1]), (0, [1])],
)
def test_the_latest_step_that_was_reached_is_due_and_no_earlier_one(days, expected):
    assert kinds(notes_due(asked(), [], before(days))) == [("before", step) for step in expected]


def test_each_step_is_due_once_for_a_day():
    sent = [was_sent("before", 30, before(30)), was_sent("before", 7, before(5))]
    assert notes_due(asked(), sent, before(4)) == ()
    assert kinds(notes_due(asked(), sent, before(1))) == [("before", 1)]


def test_an_earlier_step_does_not_follow_a_later_one():
    assert notes_due(asked(remind=(30, 14, 7)), [was_sent("before", 7, before(7))], before(6)) == ()


def test_a_plan_that_never_reminds_before_is_taken_at_its_word():
    assert notes_due(asked(remind=()), [], before(1)) == ()


def test_after_the_day_there_are_three_notes_a_fortnight_apart_and_then_silence():
    sent: list[Sent] = []
    for number in range(100):
        day = DUE + timedelta(days=1 + number)
        sent += [Sent(note, day) for note in notes_due(asked("overdue"), sent, day)]
    assert [(one.note.step, (one.on - DUE).days) for one in sent] == [(1, 1), (2, 15), (3, 29)]
    assert len(sent) == MOST_OVERDUE_NOTES


def test_another_day_that_passes_is_written_about_anew():
    sent = [was_sent("overdue", step, DUE + timedelta(days=14 * step)) for step in (1, 2, 3)]
    later = DUE + timedelta(days=730)
    found = notes_due(asked("lapsed", later, number=1), sent, later + timedelta(days=1))
    assert kinds(found) == [("overdue", 1)]
    assert found[0].about == "repeat"


def test_a_repeat_and_what_changed_are_told_as_what_they_are():
    (repeat,) = notes_due(asked("expiring", number=1), [], before(7))
    (refresh,) = notes_due(asked("expiring", number=1, is_refresh=True), [], before(7))
    assert (repeat.about, refresh.about) == ("repeat", "refresh")


@pytest.mark.parametrize("standing", [Standing("met"), Standing("exempt"), Standing("upcoming", DUE, is_paused=True)])
def test_nobody_is_reminded_of_what_is_not_asked_for_now(standing):
    assert notes_due({COURSE: Asked(standing, (30,))}, [], before(3)) == ()


def test_a_day_that_moves_is_told_to_the_calendar_that_holds_it():
    sent = [was_sent("before", 7, before(7))]
    later = DUE + timedelta(days=60)
    (note,) = notes_due(asked("upcoming", later), sent, before(5))
    assert (note.kind, note.due_on, note.puts_in_calendar) == ("moved", later, True)
    sent += [Sent(note, before(5))]
    assert notes_due(asked("upcoming", later), sent, before(4)) == ()


def test_a_day_that_moves_close_is_told_by_its_reminder():
    sent = [was_sent("before", 7, before(7))]
    assert kinds(notes_due(asked(due_on=DUE + timedelta(days=2)), sent, before(5))) == [("before", 7)]


def test_a_day_that_moves_back_and_forth_is_told_each_time():
    sent = [was_sent("before", 30, before(30))]
    for number, due_on in enumerate([DUE + timedelta(days=60), DUE, DUE + timedelta(days=60), DUE]):
        day = before(29 - number)
        (note,) = notes_due(asked(due_on=due_on), sent, day)
        assert (note.kind, note.due_on) == ("moved", due_on)
        sent.append(Sent(note, day))
    assert len({one.note for one in sent}) == len(sent), "no two are the same note"


@pytest.mark.parametrize(
    ("standing", "about"),
    [
        (Standing("met"), "done"),
        (Standing("exempt"), "not asked"),
        (None, "not asked"),
    ],
)
def test_what_is_done_or_not_asked_any_more_leaves_the_calendar_once(standing, about):
    sent = [was_sent("before", 7, before(7))]
    now_asked = {COURSE: Asked(standing, (30, 7))} if standing else {}
    (note,) = notes_due(now_asked, sent, before(5))
    assert (note.kind, note.due_on, note.about) == ("cancelled", DUE, about)
    assert notes_due(now_asked, [*sent, Sent(note, before(5))], before(4)) == ()


@pytest.mark.parametrize("due_on", [None, DUE + timedelta(days=40)])
def test_who_is_away_is_told_nothing_and_the_moved_day_once_they_are_back(due_on):
    sent = [was_sent("before", 7, before(7))]
    assert notes_due(asked("upcoming", due_on, is_paused=True), sent, before(5)) == ()
    (note,) = notes_due(asked("upcoming", DUE + timedelta(days=40)), sent, before(2))
    assert (note.kind, note.due_on) == ("moved", DUE + timedelta(days=40))


def test_a_day_that_has_passed_stays_in_the_calendar_as_what_it_was():
    assert notes_due({COURSE: Asked(Standing("met"))}, [was_sent("before", 7, before(7))], before(-1)) == ()


def test_what_left_the_calendar_too_early_comes_back():
    sent = [was_sent("before", 7, before(7)), was_sent("cancelled", 1, before(6), about="done")]
    assert kinds(notes_due(asked(), sent, before(5))) == [("moved", 1)]


def test_on_a_day_with_a_mail_nothing_more_is_due():
    sent = [was_sent("before", 7, before(7), course=8)]
    assert notes_due(asked(), sent, before(7)) == ()
    assert kinds(notes_due(asked(), sent, before(6))) == [("before", 7), ("cancelled", 1)]
