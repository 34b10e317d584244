"""What is done while midnight passes stands under one day: that of the moment which is stored."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from learning import clock
from learning.people.accounts import person_by_sign_in_name
from learning.study import enrolments
from learning.study.completions import completions_of
from tests import makers

MIDNIGHT = datetime(2026, 11, 25, tzinfo=UTC)


@pytest.fixture
def waits_past_midnight(monkeypatch):
    """The clock stands just before midnight; whoever waits for the lock of an enrolment gets it after midnight."""
    time = [MIDNIGHT - timedelta(seconds=1)]
    lock = enrolments.own_enrolment

    def slowly(*arguments, **options):
        if options.get("lock"):
            time[0] = MIDNIGHT + timedelta(seconds=1)
        return lock(*arguments, **options)

    with clock.set_to(lambda: time[0]):
        yield lambda: monkeypatch.setattr(enrolments, "own_enrolment", slowly)


def repeat_day(app) -> date:
    """The day by which Aisha Khan's one completion is to be repeated."""
    with app.app_context():
        [record] = completions_of([person_by_sign_in_name("aisha.khan@example.org").id])
        assert record.completed_at > MIDNIGHT
        return record.repeat_by_on


def test_a_final_check_that_waits_past_midnight_is_repeated_from_the_day_it_was_passed(
    waits_past_midnight, app, learner, as_aisha
) -> None:
    as_aisha(makers.start_course)
    as_aisha(makers.finish_lessons)
    as_aisha(makers.sit_check)
    page = learner.get("/courses/small-steps/check/answers")
    waits_past_midnight()
    page.submit(form="/send")
    assert repeat_day(app) == date(2028, 11, 25)
