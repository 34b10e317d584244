"""PURE. Where one person stands with one requirement, on a day, as it was known at a moment.

Two arguments decide: the day that is asked about, and the moment of knowledge. What was recorded after that moment is
not known, so a standing can be told again years later and comes out the same. Rank and words stand here as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from learning.courses.format.months import add_months
from learning.people.spans import OPEN, DatedFact, Span, is_known, merged, span_on
from learning.plans.editions import Rule
from learning.study.status import day_in_words

Key = Literal["exempt", "met", "expiring", "lapsed", "upcoming", "due soon", "overdue"]

RANKS: dict[Key, int] = {
    "exempt": 0, "met": 1, "expiring": 2, "upcoming": 3, "due soon": 4, "lapsed": 5, "overdue": 5,
}  # fmt: skip
"""How much a standing presses; the same number where it presses alike."""

WORDS: dict[Key, str] = {
    "exempt": "Not needed",
    "met": "Done",
    "expiring": "Done",
    "lapsed": "Overdue (repeat)",
    "upcoming": "Not started",
    "due soon": "Due soon",
    "overdue": "Overdue",
}


class Completion(NamedTuple):
    """One completion of the course, of version 0 where it was learned elsewhere.

    `expires_on` is the first day on which it no longer counts by the course's own refresh time. `renewed_from_on` is
    the day from which a plan counts its renewal, that of the completion in full where only what changed was asked; None
    where it is the same day.
    """

    number: int
    completed_on: date
    expires_on: date | None
    recorded_at: datetime
    voided_at: datetime | None = None
    version_number: int = 1
    renewed_from_on: date | None = None


class Refresh(NamedTuple):
    """A version of the course that asks those who completed an earlier one to see what changed, by a day."""

    version_number: int
    due_on: date
    recorded_at: datetime


class Agreements(NamedTuple):
    """What was agreed with one person: that a course is not needed, a later day for it, and time away."""

    exemptions: Sequence[DatedFact[None]] = ()
    extensions: Sequence[DatedFact[date]] = ()
    """The new last day on time, from the day on which it was agreed."""
    pauses: Sequence[DatedFact[None]] = ()


NOTHING_AGREED = Agreements()
_DAY = timedelta(days=1)
_months_later = lru_cache(maxsize=4096)(add_months)


class Standing(NamedTuple):
    """Exactly one of seven keys. `due_on` is the last day on which completing, or repeating, is on time; None for
    never, and while nobody knows when somebody will be back. The rest is the completion that counts or counted."""

    key: Key
    due_on: date | None = None
    expires_on: date | None = None
    number: int | None = None
    completed_on: date | None = None
    version_number: int | None = None
    is_paused: bool = False
    is_refresh: bool = False
    """Whether only what changed in the course is asked for."""

    @property
    def words(self) -> str:
        """What the screen says; where somebody has begun, a page may say In progress for Not started."""
        if self.is_refresh and self.key == "lapsed":
            return "Overdue (what changed)"
        if self.key == "expiring" and self.due_on:
            return f"Done, {'see what changed' if self.is_refresh else 'repeat'} by {day_in_words(self.due_on)}"
        return WORDS[self.key]


class PersonStanding(NamedTuple):
    """Where one person stands with one course of one plan."""

    person_id: int
    plan_id: int
    course_id: int
    standing: Standing


class _Case(NamedTuple):
    """What is asked of one person on one day, and what was agreed."""

    day: date
    known_at: datetime
    joined_on: date
    rule: Rule
    agreements: Agreements
    pauses: Sequence[Span]

    @property
    def is_paused(self) -> bool:
        return bool(self.pauses) and span_on(self.pauses, self.day) is not None


def standing_on(
    day: date,
    *,
    known_at: datetime,
    joined_on: date,
    rule: Rule,
    completions: Sequence[Completion] = (),
    refreshes: Sequence[Refresh] = (),
    agreements: Agreements = NOTHING_AGREED,
) -> Standing:
    """The standing of a person who is asked by a rule, without a break since `joined_on`.

    `asked_on` gives both; a day before `joined_on` is looked at as it will be, so that people see what is coming.
    """
    if any(_holds(one, day, known_at) for one in agreements.exemptions):
        return Standing("exempt")
    pauses = merged(one.span for one in agreements.pauses if is_known(one, known_at)) if agreements.pauses else ()
    case = _Case(day, known_at, joined_on, rule, agreements, pauses)
    counting = [one for one in completions if _counts_on(one, day, known_at)] if completions else []
    if counting:
        return _with_completions(case, counting, refreshes)
    due_on = _due_on(case)
    key = _open_key(case, due_on, was_met=False)
    return Standing(key, None if due_on == OPEN else due_on, is_paused=case.is_paused)


def days_asked(stretches: Iterable[Span], fits: Iterable[Sequence[Span]]) -> list[tuple[Span, int]]:
    """The days on which a person is asked, in order: those of each stretch of the plan on which they fit its audience.

    With each goes the place of its stretch, from 0.
    """
    found = []
    for place, ((first, last), days) in enumerate(zip(stretches, fits, strict=True)):
        for from_on, until_on in days:
            if from_on < last and until_on > first:
                found.append((Span(max(from_on, first), min(until_on, last)), place))
    return found


def asked_on(asked: Iterable[tuple[Span, int]], day: date) -> tuple[date, int] | None:
    """Since when a person has been asked without a break on a day, and the place of the stretch that asks.

    Before it begins, the first that is to come; None where nothing is asked and nothing will be.
    """
    joined_on, ended_on = date.min, date.min
    for span, place in asked:
        if span.from_on != ended_on:
            joined_on = span.from_on
        ended_on = span.until_on
        if day < ended_on:
            return joined_on, place
    return None


def most_pressing(standings: Iterable[Standing]) -> Standing | None:
    """Of several plans that ask for one course, the standing that presses most; of those, the one due first.

    Of those that still are alike it is always the same one, in whichever order they come: the whole course before what
    changed in it, what runs out first, the latest completion.
    """
    return max(standings, key=_pressure, default=None)


def _pressure(one: Standing) -> tuple[int, int, bool, int, str, int]:
    due_on, expires_on = one.due_on or OPEN, one.expires_on or OPEN
    return RANKS[one.key], -due_on.toordinal(), not one.is_refresh, -expires_on.toordinal(), one.key, one.number or 0


def _with_completions(case: _Case, completions: Sequence[Completion], refreshes: Sequence[Refresh]) -> Standing:
    refresh_by_on = _refresh_by(refreshes, completions, case.known_at) if refreshes else None
    best, in_full_until_on, expires_on = _best(completions, case.rule, refresh_by_on)
    is_refresh = expires_on < in_full_until_on
    key: Key = "met"
    due_on: date | None = expires_on if expires_on == OPEN else expires_on - _DAY
    if case.day >= expires_on:
        due_on = _due_on(case)
        if due_on is not None:
            # A repeat is never asked for sooner than a first time would be.
            due_on = max(due_on, _moved(best.completed_on, expires_on - _DAY, case.pauses))
        key = _open_key(case, due_on, was_met=expires_on > case.joined_on)
    elif due_on is not None and (due_on - case.day).days <= case.rule.soon_days:
        key = "expiring"
    return Standing(
        key,
        None if due_on == OPEN else due_on,
        None if expires_on == OPEN else expires_on,
        best.number,
        best.completed_on,
        best.version_number,
        case.is_paused,
        is_refresh,
    )


def _counts_on(completion: Completion, day: date, known_at: datetime) -> bool:
    """Whether it had been made by that day, and was known and not known to be void."""
    if completion.completed_on > day or completion.recorded_at > known_at:
        return False
    return completion.voided_at is None or completion.voided_at > known_at


def _best(completions: Sequence[Completion], rule: Rule, refresh_by_on: date | None) -> tuple[Completion, date, date]:
    """The completion that counts longest, with the first day on which it no longer counts: in full, and with what
    changed since not seen, which is asked of no one who learned it elsewhere."""
    ends = []
    for one in completions:
        expires_on = in_full_until_on = _expires_on(one, rule)
        if refresh_by_on is not None and one.version_number:
            expires_on = min(expires_on, refresh_by_on + _DAY)
        ends.append((expires_on, in_full_until_on, one.number, one))
    # What stands for the course and is equal to it too is there twice, with one number.
    expires_on, in_full_until_on, _, best = max(ends, key=lambda end: end[:3])
    return best, in_full_until_on, expires_on


def _expires_on(completion: Completion, rule: Rule) -> date:
    if rule.renew_after_months is not None:
        return _months_later(completion.renewed_from_on or completion.completed_on, rule.renew_after_months)
    return completion.expires_on or OPEN


def _refresh_by(refreshes: Sequence[Refresh], completions: Sequence[Completion], known_at: datetime) -> date | None:
    """The last day for seeing what changed since the newest version that the person completed; None without one."""
    seen = max(one.version_number for one in completions)
    if not seen:
        return None
    return min(
        (one.due_on for one in refreshes if one.version_number > seen and one.recorded_at <= known_at), default=None
    )


def _due_on(case: _Case) -> date | None:
    """The last day on time; OPEN while somebody is away and nobody knows until when, None for never.

    None also before somebody is asked at all, of a day that will have passed by then: nobody is late before their time.
    """
    if case.rule.due_on is not None:
        due_on = case.rule.due_on
    elif case.rule.due_after_days is not None:
        due_on = _days_later(case.joined_on, case.rule.due_after_days)
    else:
        return None
    due_on = _moved(case.joined_on, due_on, case.pauses)
    for one in case.agreements.extensions:
        if one.from_on <= case.day and is_known(one, case.known_at):
            due_on = max(due_on, _moved(one.from_on, one.value, case.pauses))
    return None if case.day < case.joined_on and due_on < case.joined_on else due_on


def _moved(counted_from_on: date, due_on: date, pauses: Sequence[Span]) -> date:
    """A due day, moved by the days away that fall into the time that somebody had."""
    for pause in pauses:
        begin = max(pause.from_on, counted_from_on)
        if begin > due_on:
            break
        if pause.until_on == OPEN:
            return OPEN
        if pause.until_on > begin:
            due_on = _days_later(due_on, (pause.until_on - begin).days)
    return due_on


def _days_later(day: date, day_count: int) -> date:
    return date.fromordinal(min(day.toordinal() + day_count, OPEN.toordinal()))


def _open_key(case: _Case, due_on: date | None, *, was_met: bool) -> Key:
    # Nothing of somebody who is away is overdue, also what was overdue before: it waits until they are back.
    if due_on is None or due_on == OPEN or case.is_paused:
        return "upcoming"
    if case.day > due_on:
        return "lapsed" if was_met else "overdue"
    return "due soon" if (due_on - case.day).days <= case.rule.soon_days else "upcoming"


def _holds(fact: DatedFact[None], day: date, known_at: datetime) -> bool:
    return is_known(fact, known_at) and fact.from_on <= day and (fact.until_on is None or day < fact.until_on)
