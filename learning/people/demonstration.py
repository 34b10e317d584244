"""A small organisation for trying the product out, made only where there is nobody. No password is fixed or kept."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import insert, select

from learning import audit
from learning.db import db
from learning.people.administration import Details, add_person
from learning.people.models import Membership, Person, Team, TeamManager
from learning.people.passwords import hash_of
from learning.people.roles import Role
from learning.people.team_tree import note_parents

_SERVICES, _EAST = "Children’s services", "Family support, east"
_DAYS_SINCE_START = 400

_WORDS = """
    acorn amber anchor badger bakery barley basket beacon bramble bridge bucket candle canvas carpet cedar cellar
    clover cobble copper cottage crayon cushion daisy dinner drizzle ember fabric falcon feather fiddle filter
    fountain garden garlic glacier goblet granite hammer harbour hazel heron hollow jacket kettle ladder lantern
    lemon linen magnet maple marble meadow mitten mosaic napkin nettle nutmeg oatmeal orchard otter paddle pebble
    pencil pillow plaster pocket pottery quarry quilt raisin ribbon saddle sandal satchel scarf shovel sparrow
    spindle teapot thimble thistle timber tractor trumpet tunnel turnip velvet violet walnut wicker willow window
""".split()  # noqa: SIM905 - a list of a hundred quoted words would be harder to read


class DemonstrationAccount(NamedTuple):
    """Somebody to sign in as."""

    name: str
    role: str
    email: str
    password: str


class _Someone(NamedTuple):
    name: str
    shown_role: str | None  # None: no password, there so that the team has people
    job_role: str
    roles: frozenset[Role] = frozenset()
    team: str | None = _EAST
    manages: str | None = None


_PEOPLE = (
    _Someone("Aisha Rahman", "learner", "Social worker"),
    _Someone("Morgan Price", "manager", "Team manager", team=_SERVICES, manages=_SERVICES),
    _Someone("Lucy Okonkwo", "author", "Practice educator", frozenset({Role.AUTHOR}), team=None),
    _Someone("Harpreet Gill", "learning lead", "Learning lead", frozenset({Role.LEARNING_LEAD}), team=None),
    _Someone("Tom Whitfield", "administrator", "Systems officer", frozenset({Role.ADMINISTRATOR}), team=None),
    _Someone("Bola Adeyemi", None, "Family support worker"),
    _Someone("Carys Evans", None, "Social worker"),
    _Someone("Daniel Kaminski", None, "Personal adviser"),
    _Someone("Shanice Campbell", None, "Family support worker"),
    _Someone("Margaret Doyle", None, "Independent reviewing officer", team=_SERVICES),
    _Someone("Farid Karimi", None, "Social worker in the first year"),
    _Someone("Jo Hartley", None, "Foster carer supporter"),
    _Someone("Priya Nair", None, "Business support officer", team=_SERVICES),
)  # fmt: skip


def create_demonstration(now: datetime) -> list[DemonstrationAccount]:
    """Make the organisation and give those who can sign in; nothing, and an empty list, where there is anybody."""
    if db.session.execute(select(Person.id).limit(1)).first() is not None:
        return []
    today = now.date()
    teams = _make_teams(now)
    accounts = []
    for number, someone in enumerate(_PEOPLE):
        started_on = today - timedelta(days=_DAYS_SINCE_START - 29 * number)
        email = f"{someone.name.lower().replace(' ', '.')}@example.org"
        details = Details(email, someone.name, f"GT{number + 1:03}", someone.job_role, starts_on=started_on)
        person = add_person(details, actor_id=None, now=now, today=today, roles=someone.roles)
        held = {"person_id": person.id, "from_on": started_on, "until_on": None, "recorded_at": now}
        if someone.team:
            db.session.execute(insert(Membership), [{**held, "team_id": teams[someone.team]}])
        if someone.manages:
            db.session.execute(insert(TeamManager), [{**held, "team_id": teams[someone.manages]}])
        if someone.shown_role:
            password = readable_password()
            person.password_hash = hash_of(password)
            accounts.append(DemonstrationAccount(someone.name, someone.shown_role, email, password))
    audit.record("demonstration made", "organisation", actor_id=None, now=now, people=len(_PEOPLE))
    return accounts


def readable_password() -> str:
    """Four random words and a number: long, and easy to type from the screen."""
    return "-".join([*(secrets.choice(_WORDS) for _ in range(4)), str(10 + secrets.randbelow(90))])


def _make_teams(now: datetime) -> dict[str, int]:
    services = Team(name=_SERVICES, parent_id=None)
    db.session.add(services)
    db.session.flush()
    east = Team(name=_EAST, parent_id=services.id)
    db.session.add(east)
    db.session.flush()
    note_parents([east.id], now=now, today=now.date() - timedelta(days=_DAYS_SINCE_START))
    return {_SERVICES: services.id, _EAST: east.id}
