"""Naming many people in a statement: of a few their numbers, of very many nobody, as all are read then."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, true

MOST_NAMED = 5_000
"""More people than this are not named in a statement, as both databases limit its length: all are read."""


PeopleToName = Collection[int] | BindParameter[Any] | None
"""People by their numbers; those whom a statement that is made once is given each time; None for everybody."""


def is_one_of(person_id: Any, person_ids: PeopleToName) -> ColumnElement[bool]:
    """The condition that a column names one of these people; always so for None and for very many, who are sorted out
    by whoever reads."""
    if person_ids is None or (not isinstance(person_ids, BindParameter) and len(person_ids) > MOST_NAMED):
        return true()
    named: ColumnElement[bool] = person_id.in_(person_ids)
    return named
