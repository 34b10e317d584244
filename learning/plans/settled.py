"""What is stored of each person for speed: their tally for each plan, what they hold, and for how long it is so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from learning.people.spans import OPEN
from learning.plans.held_courses import held_courses
from learning.plans.plan_standings import Facts, PersonStanding, by_person_and_course, cells_from
from learning.plans.standing import Key
from learning.plans.steady import held_steady_until, standing_steady_until
from learning.plans.tally import Tally, tally_of


@dataclass(slots=True)
class Settled:
    """How one person stands on a day, as pages of everybody count it; so until the day `until_on`.

    `tallies` are by plan, without those of which they need nothing. `held` are the courses they hold, with the last day
    of each that must then be done again.
    """

    until_on: date = OPEN
    tallies: dict[int, Tally] = field(default_factory=dict)
    held: dict[int, date | None] = field(default_factory=dict)


def settled_from(facts: Facts, person_ids: Collection[int], *, day: date, known_at: datetime) -> dict[int, Settled]:
    """What to store of each of these people, by their numbers."""
    found = {person_id: Settled() for person_id in person_ids}
    standings: list[PersonStanding] = []
    keys: defaultdict[tuple[int, int], list[Key]] = defaultdict(list)
    for cell in cells_from(facts, day=day, known_at=known_at):
        of_person = found.get(cell.person_id)
        if of_person is None:
            continue
        standing = cell.standing_on(day, known_at)
        standings.append(PersonStanding(cell.person_id, cell.plan_id, cell.course_id, standing))
        keys[cell.person_id, cell.plan_id].append(standing.key)
        until_on = standing_steady_until(
            day,
            standing,
            rule=cell.rule,
            asked=(span for span, _ in cell.asked),
            completions=cell.completions,
            agreements=cell.agreements,
        )
        of_person.until_on = min(of_person.until_on, until_on)
    for (person_id, plan_id), some in keys.items():
        tally = tally_of(some)
        if tally.people_count:
            found[person_id].tallies[plan_id] = tally
    _add_held(found, facts, standings, day, known_at)
    return found


def moments_of(facts: Facts) -> Iterator[datetime]:
    """Every moment at which one of these facts became known or was taken back."""
    yield from facts.people.moments()
    yield from (edition.recorded_at for plan in facts.plans.plans.values() for edition in plan.editions)
    yield from (change.recorded_at for changes in facts.plans.retirements.values() for change in changes)
    yield from (refresh.recorded_at for some in facts.refreshes.values() for refresh in some)
    for some in facts.completions.values():
        for one in some:
            yield one.recorded_at
            if one.voided_at is not None:
                yield one.voided_at


def _add_held(
    found: dict[int, Settled], facts: Facts, standings: list[PersonStanding], day: date, known_at: datetime
) -> None:
    asked = by_person_and_course(standings)
    for one in held_courses(found.keys(), facts.completions, asked, day=day, known_at=known_at):
        found[one.person_id].held[one.course_id] = None if one.is_refresh else one.last_on
    for (person_id, course_id), some in facts.completions.items():
        standing = asked.get((person_id, course_id))
        if person_id in found and (standing is None or standing.key == "exempt"):
            of_person = found[person_id]
            of_person.until_on = min(of_person.until_on, held_steady_until(day, some))
