"""What is asked of a person, counted, and written down course by course in one short text."""

from __future__ import annotations

from typing import get_args

from learning.plans.standing import Key
from learning.plans.tally import Tally, keys_as_text, keys_from_text, tally_of


def test_each_key_counts_as_what_it_is() -> None:
    counted = {key: tally_of([key, "met"]) for key in get_args(Key)}
    nothing_more = Tally(1, 1, 1, 0, 0)
    assert counted == {
        "exempt": nothing_more,
        "met": Tally(1, 2, 2, 0, 0),
        "expiring": Tally(1, 2, 2, 0, 0),
        "lapsed": Tally(1, 2, 1, 0, 1),
        "upcoming": Tally(1, 2, 1, 0, 0),
        "due soon": Tally(1, 2, 1, 1, 0),
        "overdue": Tally(1, 2, 1, 0, 1),
    }
    assert tally_of(["exempt"]) == Tally()


def test_the_text_says_each_course_with_its_key_and_is_the_same_for_people_who_stand_alike() -> None:
    keys = dict(enumerate(get_args(Key), start=7))
    assert dict(keys_from_text(keys_as_text(keys))) == keys
    assert keys_as_text(dict(reversed(keys.items()))) == keys_as_text(keys)
    assert (keys_as_text({}), list(keys_from_text(""))) == ("", [])
