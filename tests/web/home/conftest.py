"""What the tests of a manager's pages share."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from learning.db import db
from learning.people.models import Team
from tests.makers import (
    complete_course,
    make_manager,
    make_person,
    make_team,
    publish_course,
    put_in_team,
    start_course,
)

DEPARTMENT = "Children's services"


@pytest.fixture
def team(prepared):
    """A manager of a team with a team beneath, three people and one published course."""
    return prepared(_my_team)


def _my_team():
    manager = make_person("Morgan Price")
    department = make_team(DEPARTMENT)
    assessment = make_team("Assessment", parent=department)
    make_manager(manager, department)
    people = {}
    for name in ("Aisha Khan", "Bola Adeyemi", "Carys Evans"):
        people[name] = make_person(name)
        put_in_team(people[name], assessment)
    publish_course()
    complete_course(people["Aisha Khan"])
    start_course(people["Bola Adeyemi"])
    stranger = make_person("Sam Stranger")
    put_in_team(stranger, make_team("Another team"))
    return {"people": {name: one.id for name, one in people.items()}, "stranger": stranger.id}


def fill_team(count: int) -> None:
    """So many more people in the team of the fixture."""
    assessment = db.session.scalars(select(Team).where(Team.name == "Assessment")).one()
    for number in range(count):
        put_in_team(make_person(f"Person Number{number}", password=None), assessment)
