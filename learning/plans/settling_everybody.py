"""Stores how everybody stands of whom nothing is stored that is right today: a new day ends what is stored of some."""

from __future__ import annotations

import time
from collections.abc import Sequence

from learning import clock
from learning.db import transaction
from learning.people.models import Person
from learning.plans.settling import MOST_AT_ONCE, When, not_settled, one_at_a_time, settle
from learning.web.context import day_of, settings

_PAUSE_SECONDS = 0.12
"""Between two parts. On SQLite whoever waits to write looks a tenth of a second apart whether it is free."""


def settle_everybody() -> int:
    """Settle whoever has to be; gives how many those were.

    In parts, each a transaction that looks anew who is left: others record in between, and several who do this at once
    share the work.
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
        one_at_a_time()
        now = clock.now()
        some = not_settled(day_of(now), now, Person.id > last_id, at_most=MOST_AT_ONCE)
        settle(some, When(day_of(now), now, settings().time_zone))
    return some
