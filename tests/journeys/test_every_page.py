"""Every page that anybody can open: no fault in any width and colour scheme, by eye or by keyboard.

Walks the table of all routes, so that a page that is new there is looked at here without a further line.
"""

from __future__ import annotations

import pytest

from tests.journeys.examination import faults_of
from tests.journeys.windows import Windows
from tests.organisation import ADMINISTRATOR, AUTHOR, LEARNER, LEARNING_LEAD, MANAGER, VISITOR
from tests.routes import MINE, READS, Route

_CAN_BE_CHANGED_BY_SOME = ("/write", "/admin")
_WHO_LOOKS = (VISITOR, LEARNER, MANAGER, AUTHOR, ADMINISTRATOR, LEARNING_LEAD)


@pytest.mark.parametrize("role", _WHO_LOOKS)
def test_no_page_has_a_fault(windows: Windows, role: str) -> None:
    routes = [route for route in READS if _who_looks(route) == role]
    faults = _faults(windows, routes, role)
    assert not faults, "\n".join(faults)


def test_no_page_has_a_fault_for_somebody_who_may_read_and_not_change(windows: Windows) -> None:
    routes = [
        route for route in READS if LEARNING_LEAD in route.who and route.address.startswith(_CAN_BE_CHANGED_BY_SOME)
    ]
    faults = _faults(windows, routes, LEARNING_LEAD)
    assert not faults, "\n".join(faults)


def _who_looks(route: Route) -> str:
    return next(role for role in _WHO_LOOKS if role in route.who)


def _faults(windows: Windows, routes: list[Route], role: str) -> list[str]:
    assert routes
    page, found = windows.window(role), []
    for route in routes:
        owner = next(owner for owner, who in route.reach.items() if role in who)
        path = route.address_for(windows.things(role if owner == MINE else owner))
        if windows.html(role, path):
            page.goto(windows.address + path)
            found += [f"{path}: {fault}" for fault in faults_of(page)]
    return found
