"""Having those who record something of the same person at once wait for each other."""

from __future__ import annotations

from sqlalchemy import select

from learning.db import db
from learning.people.models import Person


def lock_people(*person_ids: int) -> None:
    """Lock these people until the transaction ends, always in the same order, so that nobody waits in a circle.

    Rows that name a person can still be written meanwhile. SQLite, where one transaction writes at a time, needs none.
    """
    locked = select(Person.id).where(Person.id.in_(sorted(person_ids))).order_by(Person.id)
    db.session.execute(locked.with_for_update(key_share=True))
