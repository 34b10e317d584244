"""Standings counted by group, differences counted, and what people type as day and moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from learning.errors import Invalid
from learning.evidence.asking import asked_day, check_asked, read_moment
from learning.evidence.counting import KEYS, counted, people_by_version, total
from learning.evidence.differences import counted_differences, differences
from learning.evidence.pack_words import STANDINGS, audience_words, due_words, renewal_words, target_words
from learning.plans.document import Audience
from learning.plans.standing import WORDS, PersonStanding, Standing
from learning.settings import settings_from

ZONE = settings_from({}).time_zone
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def rows(*keys: str, course_id: int = 7, first: int = 1, version: int = 1) -> list[PersonStanding]:
    return [
        PersonStanding(number, 1, course_id, Standing(key, number=number, version_number=version))
        for number, key in enumerate(keys, start=first)
    ]


def test_the_share_done_is_of_those_who_need_it_and_rounded_down() -> None:
    found = total(rows("met", "expiring", "overdue", "exempt", "due soon", "exempt", "lapsed", "upcoming"))
    assert (found.people, found.done_percent) == (8, 33)
    assert found.by_key == {
        "met": 1, "expiring": 1, "upcoming": 1, "due soon": 1, "overdue": 1, "lapsed": 1, "exempt": 2,
    }  # fmt: skip
    assert total(rows(*["exempt"] * 5)).done_percent is None
    assert (total([]).people, total([]).done_percent) == (0, None)


def test_a_small_group_is_not_shown_nor_what_would_tell_its_numbers() -> None:
    groups = {1: "Big", 2: "Big", 3: "Small"}
    people = rows(*["met"] * 20)
    found = counted(
        people, lambda row: (groups[1] if row.person_id > 9 else "Middle" if row.person_id > 3 else "Small",)
    )
    assert [(one.group, one.people, one.done_percent) for one in found] == [
        ("Big", 11, 100), ("Middle", "not shown", None), ("Small", "fewer than five", None),
    ]  # fmt: skip
    assert found[1].as_data()["standings"] is None


def test_groups_stand_by_number_and_the_first_of_two_alike_is_hidden_whatever_they_are_called() -> None:
    def teams(row: PersonStanding) -> list[int | None]:
        return [None] if row.person_id <= 2 else [10] if row.person_id <= 7 else [9]

    found = counted(rows(*["met"] * 12), teams)
    assert [(one.group, one.people) for one in found] == [(9, "not shown"), (10, 5), (None, "fewer than five")]


def test_all_of_fewer_than_five_are_not_shown_either() -> None:
    assert total(rows("met", "overdue")).as_data() == {
        "people": "fewer than five", "standings": None, "done_percent": None,
    }  # fmt: skip


def test_people_are_counted_by_the_version_that_their_standing_rests_on() -> None:
    some = [*rows(*["met"] * 6), *rows(*["met"] * 5, first=10, version=2), *rows("overdue", first=20, version=3)]
    assert people_by_version(some, 7) == {1: 6, 2: 5}
    assert people_by_version([*some, *rows("met", first=30, version=0)], 7) == {
        1: 6,
        2: "not shown",
        0: "fewer than five",
    }
    assert people_by_version(some, 8) == {}


def test_differences_name_what_reads_otherwise_and_what_is_new_or_gone() -> None:
    then, now = rows("met", "overdue", "met"), rows("overdue", "overdue", first=1)
    now += rows("due soon", first=9)
    found = differences(then, now)
    assert [(one.person_id, *one.keys) for one in found] == [
        (1, "met", "overdue"), (3, "met", None), (9, None, "due soon"),
    ]  # fmt: skip
    assert differences(then, then) == []


def test_differences_without_names_say_fewer_than_five() -> None:
    found = differences(rows(*["met"] * 6), [*rows(*["overdue"] * 5), *rows("lapsed", first=6)])
    assert counted_differences(found, [7]) == [(7, "met", "lapsed", "fewer than five"), (7, "met", "overdue", 5)]


@pytest.mark.parametrize("text", ["", "yesterday", "2026-13-01", "٢٠٢٦-١١-٢٤x", "1/2", "9" * 400, "2026-11-24T12:00"])
def test_what_is_no_day_is_refused_with_its_field(text: str) -> None:
    with pytest.raises(Invalid) as refusal:
        asked_day(text)
    assert list(refusal.value.fields) == ["on"]


def test_a_day_and_a_moment_can_be_typed_in_several_ways() -> None:
    assert asked_day(" 24/11/2026 ") == asked_day("2026-11-24") == date(2026, 11, 24)
    assert read_moment("2026-07-01T13:00", ZONE) == read_moment("2026-07-01T12:00Z", ZONE)
    for text in ("", "now", "0001-01-01T00:00+14:00", "2026-07-01T25:00"):
        with pytest.raises(Invalid):
            read_moment(text, ZONE)


def test_of_what_is_still_to_come_there_is_no_evidence() -> None:
    check_asked(NOW.date(), NOW, now=NOW, today=NOW.date())
    for on, known_at in ((NOW.date() + timedelta(days=1), NOW), (NOW.date(), NOW + timedelta(seconds=1))):
        with pytest.raises(Invalid):
            check_asked(on, known_at, now=NOW, today=NOW.date())


def test_every_standing_has_words_in_the_pack() -> None:
    assert set(STANDINGS) == set(WORDS) == set(KEYS)


def test_a_plan_is_told_in_words() -> None:
    assert audience_words(Audience()) == "everyone"
    some = Audience(("Social worker", "Nurse"), ("East",), leads_people=True)
    assert audience_words(some) == "job role Social worker or Nurse; in East, or in a team beneath; leads people"
    assert [due_words(None, None), due_words(None, 28), due_words(date(2027, 3, 1), None)] == [
        "no last day", "within 28 days of joining", "by 1 March 2027",
    ]  # fmt: skip
    assert [renewal_words(24), renewal_words(None)] == ["every 24 months", "as the course says"]
    assert target_words(80, "31 March 2027") == "The target is 80 % done by 31 March 2027"
