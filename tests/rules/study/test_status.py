"""Where somebody stands with a course, on the days round an expiry; months; check codes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from learning.courses.format.months import add_months
from learning.study.codes import ALPHABET, code_in, grouped, new_code
from learning.study.status import CompletionFact, VersionFact, status_of

EXPIRES = date(2028, 11, 21)
FOR_GOOD = CompletionFact(1, date(2026, 11, 21), None, is_void=False, version_number=1)
LAPSING = CompletionFact(2, date(2026, 11, 21), EXPIRES, is_void=False, version_number=1)


def test_nothing_done_is_not_started_and_an_open_enrolment_in_progress():
    assert status_of([], is_open=False, today=EXPIRES).words == "Not started"
    assert status_of([], is_open=True, today=EXPIRES).words == "In progress"


def test_a_completion_that_counts_for_good_is_done():
    status = status_of([FOR_GOOD], is_open=False, today=date(2126, 1, 1))
    assert (status.key, status.words, status.number) == ("done", "Done", 1)


def test_a_completion_counts_up_to_the_last_day_named():
    last_day = EXPIRES - timedelta(days=1)
    status = status_of([LAPSING], is_open=False, today=last_day)
    assert (status.key, status.words) == ("done", "Done, repeat by 20 November 2028")
    assert status.repeat_by_on == last_day


def test_a_completion_is_overdue_on_the_day_it_expires():
    status = status_of([LAPSING], is_open=False, today=EXPIRES)
    assert (status.key, status.words) == ("late", "Overdue (repeat)")


def test_reading_a_course_again_does_not_undo_it():
    assert status_of([FOR_GOOD], is_open=True, today=EXPIRES).words == "Done"
    assert status_of([LAPSING], is_open=True, today=EXPIRES).words == "Overdue (repeat)"


def test_a_voided_completion_counts_for_nothing():
    void = CompletionFact(1, date(2026, 11, 21), None, is_void=True, version_number=1)
    assert status_of([void], is_open=False, today=EXPIRES).words == "Not started"
    assert status_of([void, LAPSING], is_open=False, today=date(2027, 1, 1)).number == 2


def test_the_completion_that_counts_longest_decides():
    later = CompletionFact(3, date(2027, 11, 21), date(2029, 11, 21), is_void=False, version_number=1)
    assert status_of([later, LAPSING], is_open=False, today=EXPIRES).number == 3
    assert status_of([later, FOR_GOOD], is_open=False, today=EXPIRES).number == 1


SEE_BY = date(2027, 2, 12)
MATERIAL = VersionFact(2, "material", SEE_BY)


def test_what_changed_in_substance_is_to_be_seen_by_its_day_and_the_completion_counts_until_then():
    status = status_of([FOR_GOOD], is_open=False, today=SEE_BY, versions=[MATERIAL])
    assert (status.key, status.words) == ("done", "Done, see what changed by 12 February 2027")
    assert (status.refresh_by_on, status.number) == (SEE_BY, 1)
    status = status_of([FOR_GOOD], is_open=True, today=SEE_BY + timedelta(days=1), versions=[MATERIAL])
    assert (status.key, status.words) == ("late", "Overdue (what changed)")


def test_of_several_changes_the_earliest_day_holds():
    later = VersionFact(3, "material", date(2027, 1, 31))
    assert status_of([FOR_GOOD], is_open=False, today=SEE_BY, versions=[MATERIAL, later]).key == "late"


def test_a_completion_of_the_version_or_a_later_one_owes_nothing():
    seen = replace(FOR_GOOD, number=9, version_number=2)
    assert status_of([FOR_GOOD, seen], is_open=False, today=EXPIRES, versions=[MATERIAL]).words == "Done"
    void = replace(seen, is_void=True)
    assert status_of([FOR_GOOD, void], is_open=False, today=EXPIRES, versions=[MATERIAL]).key == "late"


@pytest.mark.parametrize(
    ("see_by", "words"),
    [
        (date(2028, 11, 19), "Done, see what changed by 19 November 2028"),
        (date(2028, 11, 20), "Done, repeat by 20 November 2028"),
        (date(2028, 11, 21), "Done, repeat by 20 November 2028"),
    ],
)
def test_of_a_repeat_and_a_change_the_earlier_day_speaks(see_by, words):
    versions = [VersionFact(2, "material", see_by)]
    status = status_of([LAPSING], is_open=False, today=date(2028, 1, 1), versions=versions)
    assert (status.words, status.refresh_by_on) == (words, see_by)


def test_who_must_repeat_the_whole_course_owes_no_refresh():
    status = status_of([LAPSING], is_open=False, today=EXPIRES, versions=[MATERIAL])
    assert (status.words, status.refresh_by_on) == ("Overdue (repeat)", None)


@pytest.mark.parametrize("version", [VersionFact(2, "clarifying", SEE_BY), VersionFact(2, "material", None)])
def test_a_lighter_change_and_one_without_a_day_ask_nothing(version):
    assert status_of([FOR_GOOD], is_open=False, today=date(2126, 1, 1), versions=[version]).words == "Done"


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 11, 24), 24, date(2028, 11, 24)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 11, 24), 0, date(2026, 11, 24)),
        (date(2026, 11, 24), 10**9, date.max),
    ],
)
def test_months_are_added_to_the_same_day_or_the_last(day, months, expected):
    assert add_months(day, months) == expected


def test_a_check_code_is_read_back_however_it_is_typed():
    code = new_code()
    assert len(code) == 16
    assert set(code) <= set(ALPHABET)
    assert len(grouped(code).split("-")) == 4
    for typed in (code, grouped(code), f"  {grouped(code).lower().replace('-', ' ')} "):
        assert code_in(typed) == code


@pytest.mark.parametrize("typed", ["", "BCDF", "A" * 16, "BCDF-GHJK-MNPR-STV1", "BCDF" * 5, "\x00" * 16])
def test_what_cannot_be_a_code_is_none(typed):
    assert code_in(typed) is None
