"""The days of a job role put right by an administrator: what lists show, what a file does afterwards, what is kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import delete, select

from learning.audit import AuditEvent
from learning.db import transaction
from learning.errors import Invalid
from learning.people import place_days
from learning.people.administration import Details, change_details
from learning.people.import_people import import_people
from learning.people.job_roles import follow_job_roles
from learning.people.models import Person, PersonJobRole
from learning.people.place_days import PlaceDays
from learning.people.place_history import places_of
from tests.conftest import NOON
from tests.makers import make_person

TODAY = NOON.date()
SINCE = date(2026, 1, 5)
HEADER = "email,name,job_role,starts_on"


def arrive(job_role, *, name="Aisha Khan", now=NOON):
    """Import a file of one person; gives how many people it changes."""
    file = f"{HEADER}\naisha@example.org,{name},{job_role},2026-01-05\n".encode()
    with transaction():
        return len(import_people(file, now=now, today=now.date()).lines)


def change(job_role, from_on, until_on=None, *, now=NOON):
    person, line = line_of(job_role)
    days = PlaceDays(person.id, 0, from_on, until_on)
    with transaction():
        place_days.change_days("job-role", line.id, days, actor_id=person.id, now=now, today=now.date())


def never_was(job_role, *, now=NOON):
    person, line = line_of(job_role)
    with transaction():
        place_days.take_back("job-role", line.id, person.id, actor_id=person.id, now=now, today=now.date())


def line_of(job_role):
    with transaction() as session:
        person = session.scalars(select(Person)).one()
        return person, next(line for line in places_of(person.id, TODAY).job_roles if line.name == job_role)


def held(session):
    """The role that lists show, and the days of each that count."""
    session.expire_all()
    rows = session.scalars(select(PersonJobRole).where(PersonJobRole.withdrawn_at.is_(None)))
    person = session.scalars(select(Person)).one()
    return person.job_role, sorted((row.from_on, row.until_on, row.job_role) for row in rows)


@pytest.fixture
def promoted(session):
    """Somebody who is a team manager since today, as a file says that came late: it was on 1 November."""
    arrive("Social worker", now=NOON - timedelta(days=7))
    arrive("Team manager")


def test_a_change_that_was_told_late_is_put_right_and_the_same_file_changes_nothing(session, promoted):
    november = date(2026, 11, 1)
    with pytest.raises(Invalid) as refusal:
        change("Team manager", november)
    assert refusal.value.fields["job_role"].startswith("The person is “Social worker” on some of these days. Change")
    first = date(2026, 1, 12)
    change("Social worker", first, november)
    change("Team manager", november)
    right = ("Team manager", [(first, november, "Social worker"), (november, None, "Team manager")])
    assert held(session) == right
    assert arrive("Team manager", now=NOON + timedelta(days=1)) == 0
    assert arrive("Team manager", name="Aisha Marsh", now=NOON + timedelta(days=1)) == 1
    assert held(session) == right
    assert len(session.scalars(select(PersonJobRole)).all()) == 5
    said = session.scalars(select(AuditEvent).where(AuditEvent.action == "job role days changed")).all()
    assert [(one.details["job_role"], one.details["from_on"]) for one in said] == [
        ("Social worker", "2026-01-12"),
        ("Team manager", "2026-11-01"),
    ]


def test_a_role_that_never_was_leaves_none_until_the_one_before_goes_on(session, promoted):
    never_was("Team manager")
    person, _ = line_of("Social worker")
    with transaction():
        married = Details(person.email, "Aisha Marsh", starts_on=SINCE)
        change_details(person.id, married, actor_id=person.id, now=NOON, today=TODAY)
    assert held(session) == ("", [(SINCE, TODAY, "Social worker")])
    change("Social worker", SINCE)
    assert held(session) == ("Social worker", [(SINCE, None, "Social worker")])
    assert arrive("Social worker", name="Aisha Marsh", now=NOON + timedelta(days=1)) == 0


def test_a_role_that_begins_later_is_shown_from_that_day_and_no_file_begins_it_before(session, promoted):
    december = date(2026, 12, 1)
    change("Team manager", december)
    change("Social worker", SINCE, december)
    later = [(SINCE, december, "Social worker"), (december, None, "Team manager")]
    assert held(session) == ("Social worker", later)
    for named in ("Team manager", "Social worker"):  # a file may be early or late
        assert arrive(named, now=NOON + timedelta(days=1)) == 0
    assert held(session) == ("Social worker", later)
    for day, job_role in ((date(2026, 11, 30), "Social worker"), (december, "Team manager")):
        with transaction():
            follow_job_roles(day)
        assert held(session) == (job_role, later)


def test_who_begins_later_goes_by_the_role_to_come(session):
    arrive("Social worker", now=NOON - timedelta(days=365))
    assert held(session)[0] == "Social worker"
    change("Social worker", date(2026, 1, 12), now=NOON - timedelta(days=365))
    assert held(session) == ("Social worker", [(date(2026, 1, 12), None, "Social worker")])
    assert arrive("Social worker", now=NOON - timedelta(days=364)) == 0


def test_the_words_of_somebody_without_any_days_are_left_alone(session):
    make_person()
    with transaction() as writing:
        writing.execute(delete(PersonJobRole))
        follow_job_roles(TODAY)
    assert held(session) == ("Social worker", [])
