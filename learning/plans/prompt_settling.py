"""Stores how people stand as soon as something has changed it: what `learning.afterwards` does.

Never within what changed it: a learner who sends a final check, or a learning lead who publishes a plan for everybody,
does not wait for it. Should it not come to that, pages are right all the same, and the next `flask standings settle`
makes them fast.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Sequence

from sqlalchemy.orm import Session

from learning import clock
from learning.db import transaction
from learning.people.models import Person
from learning.plans.settling import MOST_AT_ONCE, not_settled, settle, wait_for_recording
from learning.web.context import day_of, settings

_UNSETTLED = "golden_thread_unsettled_people"
_PAUSE_SECONDS = 0.12
"""Between two parts. On SQLite whoever waits to write looks a tenth of a second apart whether it is free."""

_at_it, _asked_for = threading.Lock(), threading.Event()

People = frozenset[int] | None
"""Some people by their numbers; None for everybody."""


def note_unsettled(session: Session, person_ids: Collection[int] | None) -> None:
    """Remember whose stored days a transaction is taking away; None for everybody's."""
    before: People = session.info.get(_UNSETTLED, frozenset())
    session.info[_UNSETTLED] = None if before is None or person_ids is None else before.union(person_ids)


def take_unsettled(session: Session) -> People:
    """Whom the session has unsettled since this was asked last."""
    found: People = session.info.pop(_UNSETTLED, frozenset())
    return found


def settle_again(person_ids: People) -> None:
    """Store how these people stand; where they are many, as with everybody, whoever has nothing right stored."""
    if person_ids is None or len(person_ids) > MOST_AT_ONCE:
        _settle_everybody_once()
    elif person_ids:
        now = clock.now()
        with transaction():
            settle(person_ids, now=now, today=day_of(now), time_zone=settings().time_zone)


def settle_everybody() -> int:
    """Store how everybody stands of whom nothing is stored that is right today; gives how many those were.

    In parts, each of which begins with a look at who is left: several who do this at once share the work.
    """
    count = last_id = 0
    while some := _settle_next(last_id):
        count, last_id = count + len(some), some[-1]
        if len(some) < MOST_AT_ONCE:
            break
        time.sleep(_PAUSE_SECONDS)
    return count


def _settle_next(last_id: int) -> Sequence[int]:
    """Settle the next people after one, and give who those were."""
    with transaction():
        wait_for_recording()
        now = clock.now()
        some = not_settled(day_of(now), now, Person.id > last_id, at_most=MOST_AT_ONCE)
        if some:
            settle(some, now=now, today=day_of(now), time_zone=settings().time_zone)
    return some


def _settle_everybody_once() -> None:
    """Settle everybody, or have whoever is at it in this process do it once more: no other request is kept by it."""
    _asked_for.set()
    while _asked_for.is_set() and _at_it.acquire(blocking=False):
        try:
            _asked_for.clear()
            settle_everybody()
        finally:
            _at_it.release()
