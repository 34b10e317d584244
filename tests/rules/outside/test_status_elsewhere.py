"""A course that was met elsewhere has the status of a completion, and nothing changes in it afterwards."""

from __future__ import annotations

from datetime import date

from learning.study.status import CompletionFact, VersionFact, status_of

TODAY = date(2026, 11, 24)
CHANGED = [VersionFact(2, "material", TODAY)]
ELSEWHERE = CompletionFact(-7, date(2026, 5, 4), None, False, 0)


def test_nobody_is_asked_to_see_what_changed_in_a_course_that_they_met_elsewhere():
    status = status_of([ELSEWHERE], is_open=False, today=TODAY, versions=CHANGED)
    assert (status.words, status.refresh_by_on, status.is_elsewhere) == ("Done", None, True)


def test_who_also_read_an_earlier_version_here_is_asked():
    here = CompletionFact(3, date(2026, 1, 5), None, False, 1)
    status = status_of([ELSEWHERE, here], is_open=False, today=TODAY, versions=CHANGED)
    assert (status.refresh_by_on, status.is_elsewhere) == (TODAY, False)
