"""PURE. What the teams that follow from reporting lines are called: “People who report to N”."""

from __future__ import annotations

import re
from itertools import chain, count

from learning.people.names import LONGEST_TEAM_NAME

_BEGINS = "People who report to "
_LONGEST_KEY = 40
_MARK = re.compile(r" \([^()]*\)$")


def is_name_of_reports(team_name: str) -> bool:
    """Whether a team is called as those that follow from reporting lines."""
    return team_name.casefold().startswith(_BEGINS.casefold())


def is_right_name(team_name: str, manager_name: str) -> bool:
    """Whether a team is called after its manager, perhaps with a mark that tells two of one name apart."""
    mark = _MARK.search(team_name)
    return team_name in (_name(manager_name), _name(manager_name, mark[0] if mark else ""))


def free_name(manager_name: str, key: str, taken: set[str]) -> str:
    """What to call the team of a manager; `taken` holds the case-folded names there are, and is added to.

    `key`, a staff number or e-mail address, is the mark where another manager is called the same.
    """
    key = re.sub(r"[()]", "", key)[:_LONGEST_KEY]
    marks = chain(["", f" ({key})"], (f" ({number})" for number in count(2)))
    name = next(one for one in (_name(manager_name, mark) for mark in marks) if one.casefold() not in taken)
    taken.add(name.casefold())
    return name


def _name(manager_name: str, mark: str = "") -> str:
    room = LONGEST_TEAM_NAME - len(_BEGINS) - len(mark)
    shown = manager_name if len(manager_name) <= room else f"{manager_name[: room - 1].rstrip()}…"
    return f"{_BEGINS}{shown}{mark}"
