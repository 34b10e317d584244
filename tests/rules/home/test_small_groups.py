"""Nobody is singled out: what is shown of a total, and what is not."""

from __future__ import annotations

import random
from datetime import date
from itertools import count

import pytest

from learning.home.organisation import (
    HERE,
    MOST_JOB_ROLES,
    NO_JOB_ROLE,
    NO_TEAM,
    OTHER_JOB_ROLES,
    TeamNode,
    by_group,
    job_role_rows,
    target_words,
    team_rows,
    total,
)
from learning.people.small_groups import FEWEST_SHOWN, hidden_groups, hidden_parts
from learning.plans.tally import tally_of


def parts_of(*sizes: int) -> dict[str, range]:
    number = count(step=1_000)
    return {chr(ord("a") + place): range(begin := next(number), begin + size) for place, size in enumerate(sizes)}


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    [
        ((5, 6), ""),
        ((4, 9), "ab"),
        ((1, 5, 9), "ab"),
        ((2, 3, 9), "ab"),
        ((2, 2, 6, 9), "abc"),
        ((4, 4, 9), "ab"),
        ((9, 4, 12), "ab"),
        ((3,), "a"),
        ((), ""),
    ],
)
def test_a_small_group_is_hidden_and_so_is_what_would_give_it_away(sizes, hidden) -> None:
    parts = parts_of(*sizes)
    assert hidden_parts(parts) == frozenset(hidden)
    assert hidden_groups({key: len(people) for key, people in parts.items()}) == frozenset(hidden)


def test_people_who_are_hidden_twice_count_once() -> None:
    assert hidden_parts({"a": {1, 2, 3}, "b": {1, 2, 3}, "c": set(range(10, 20))}) == {"a", "b", "c"}


def test_whatever_the_sizes_nothing_small_can_be_worked_out() -> None:
    chance = random.Random(7)
    for _ in range(300):
        parts = parts_of(*(chance.randrange(1, 12) for _ in range(chance.randrange(9))))
        hidden = hidden_parts(parts)
        left_over = sum(len(parts[key]) for key in hidden)
        assert all(len(parts[key]) >= FEWEST_SHOWN for key in parts if key not in hidden)
        assert left_over == 0 or left_over >= FEWEST_SHOWN or len(hidden) == len(parts)


# Teams and job roles

TEAMS = {
    1: TeamNode("Services", None),
    2: TeamNode("Assessment", 1),
    3: TeamNode("Fostering", 1),
    4: TeamNode("Night duty", 2),
    5: TeamNode("Day duty", 2),
    8: TeamNode("Round", 9),
    9: TeamNode("Circle", 8),
}


def tallies(**sizes: int):
    """People in the teams `t2=6`, and in no team `t0=5`, each asked for two courses of which one is held."""
    people, group_of, number = {}, {}, count(1)
    for name, size in sizes.items():
        for person_id in (next(number) for _ in range(size)):
            people[person_id] = tally_of(["met", "overdue"])
            if name != "t0":
                group_of[person_id] = int(name[1:])
    return by_group(people, group_of)


def shown(rows):
    return rows and {row.name: row.tally.people_count if row.tally else None for row in rows}


def test_a_team_stands_for_all_beneath_it_and_leads_to_them() -> None:
    some = tallies(t1=5, t2=6, t3=7, t4=8, t5=9, t0=5)
    rows = team_rows(TEAMS, some)
    assert shown(rows) == {"Services": 35, NO_TEAM: 5}
    assert rows[0].team_id == 1
    assert rows[0].tally.met_percent == 50
    assert rows[0].tally.late_count == 35
    assert shown(team_rows(TEAMS, some, 1)) == {"Assessment": 23, "Fostering": 7, HERE: 5}
    assert [row.team_id for row in team_rows(TEAMS, some, 1)] == [2, None, None]
    assert shown(team_rows(TEAMS, some, 2)) == {"Day duty": 9, "Night duty": 8, HERE: 6}


def test_who_is_directly_in_a_team_cannot_be_found_from_those_beneath() -> None:
    assert shown(team_rows(TEAMS, tallies(t1=1, t2=6, t3=7), 1)) == {"Assessment": None, "Fostering": 7, HERE: None}


def test_nothing_is_shown_beneath_a_team_that_is_not_shown() -> None:
    some = tallies(t2=0, t3=3, t4=6, t5=6, t1=40)
    assert shown(team_rows(TEAMS, some, 1)) == {"Assessment": None, "Fostering": None, HERE: 40}
    assert team_rows(TEAMS, some, 2) is None
    assert team_rows(TEAMS, some, 4) is None
    assert team_rows(TEAMS, tallies(t1=9), 3) is None


def test_teams_in_a_circle_count_as_no_team() -> None:
    assert shown(team_rows(TEAMS, tallies(t1=6, t8=5))) == {"Services": 6, NO_TEAM: 5}


def test_job_roles_stand_by_name_and_the_smallest_of_very_many_together() -> None:
    assert shown(job_role_rows(by_roles({"Social worker": 9, "Nurse": 6, "": 5}))) == {
        "Nurse": 6, "Social worker": 9, NO_JOB_ROLE: 5,
    }  # fmt: skip
    rows = shown(job_role_rows(by_roles({f"Role {place:02}": 5 for place in range(MOST_JOB_ROLES + 3)})))
    assert len(rows) == MOST_JOB_ROLES + 1
    assert rows[OTHER_JOB_ROLES] == 15


def by_roles(sizes: dict[str, int]):
    return {role: total(tally_of(["met"]) for _ in range(size)) for role, size in sizes.items()}


def test_what_somebody_does_not_need_is_not_asked_and_nothing_missing_is_a_hundred_percent() -> None:
    assert tally_of(["exempt"]).people_count == 0
    tally = total([*(tally_of(["expiring"]) for _ in range(300)), tally_of(["due soon", "exempt"])])
    assert (tally.people_count, tally.asked_count, tally.met_percent, tally.soon_count) == (301, 301, 99, 1)
    assert total([]).met_percent == 0


@pytest.mark.parametrize(
    ("percent", "target", "on", "words"),
    [
        (90, None, None, ""),
        (90, 90, date(2026, 1, 1), "Reached"),
        (80, 90, date(2026, 11, 24), "10 points below"),
        (89, 90, None, "1 point below"),
        (80, 90, date(2026, 11, 23), "Missed"),
    ],
)
def test_a_target_is_reached_below_or_missed(percent, target, on, words) -> None:
    assert target_words(percent, target, on, date(2026, 11, 24)) == words
