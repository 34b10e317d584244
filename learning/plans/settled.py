"""What is stored of each person for speed: their tally for each plan, what they hold, and for how long it is so."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from learning.people.spans import OPEN, Span, known
from learning.plans.held_courses import held_courses
from learning.plans.plan_standings import Facts, PersonStanding, by_person_and_course, cells_from
from learning.plans.standing import Key
from learning.plans.steady import asked_steady_until, first_after, held_steady_until, standing_steady_until
from learning.plans.tally import Tally, tally_of


@dataclass(slots=True)
class Settled:
    """How one person stands on a day, as pages of everybody count it; so until the day `until_on`.

    Of who does not work here on the day nothing is counted. `by_plan` is what each plan asks, course by course. `held`
    are the courses they hold, with the last day of each that must then be done again.
    """

    until_on: date = OPEN
    by_plan: dict[int, dict[int, Key]] = field(default_factory=dict)
    held: dict[int, date | None] = field(default_factory=dict)

    def tallies(self) -> Iterator[tuple[int, Tally]]:
        """What each plan asks, counted; without the plans of which they need nothing."""
        for plan_id, keys in self.by_plan.items():
            tally = tally_of(keys.values())
            if tally.people_count:
                yield plan_id, tally


def settled_from(facts: Facts, person_ids: Collection[int], *, day: date, known_at: datetime) -> dict[int, Settled]:
    """What to store of each of these people, by their numbers."""
    found = {person_id: Settled(_work_steady_until(facts, person_id, day, known_at)) for person_id in person_ids}
    standings: list[PersonStanding] = []
    last_asked: Sequence[tuple[Span, int]] = ()
    for cell in cells_from(facts, day=day, known_at=known_at, at_work=True):
        of_person = found.get(cell.person_id)
        if of_person is None:
            continue
        standing = cell.standing_on(day, known_at)
        standings.append(PersonStanding(cell.person_id, cell.plan_id, cell.course_id, standing))
        of_person.by_plan.setdefault(cell.plan_id, {})[cell.course_id] = standing.key
        if cell.asked is not last_asked:  # a person's courses with the same days come one after another
            last_asked = cell.asked
            of_person.until_on = min(of_person.until_on, asked_steady_until(day, (span for span, _ in last_asked)))
        until_on = standing_steady_until(
            day, standing, rule=cell.rule, completions=cell.completions, agreements=cell.agreements
        )
        of_person.until_on = min(of_person.until_on, until_on)
    _add_held(found, facts, standings, day, known_at)
    return found


def _work_steady_until(facts: Facts, person_id: int, day: date, known_at: datetime) -> date:
    """The first later day on which the person begins to work here, ends to, or changes their job role."""
    job_roles = known(facts.people.work[person_id].job_roles, known_at) if person_id in facts.people.work else []
    return first_after(day, (one for fact in job_roles for one in fact.span))


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
