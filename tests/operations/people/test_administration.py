"""What administrators may do to accounts, and the two things that always hold."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import func, select

from learning.audit import AuditEvent
from learning.db import db, transaction
from learning.errors import Conflict, Invalid, NotAllowed, NotFound
from learning.people import administration, links
from learning.people.administration import Details
from learning.people.models import Person, PersonRole
from learning.people.roles import Role
from tests.conftest import NOON
from tests.makers import make_person

TODAY = NOON.date()
ADMINISTRATOR = (Role.ADMINISTRATOR,)


def do(operation, *arguments, **options):
    with transaction():
        return operation(*arguments, now=NOON, **options)


def test_a_role_is_given_and_taken_and_written_down(session):
    boss, person = make_person("Selby", roles=ADMINISTRATOR), make_person()
    for held in (True, False):
        do(administration.set_role, person.id, Role.AUTHOR, held=held, actor_id=boss.id, today=TODAY)
        assert (Role.AUTHOR in administration.person_by_id(person.id).roles) == held
    deeds = session.execute(select(AuditEvent.action, AuditEvent.thing, AuditEvent.actor_id)).all()
    assert deeds == [("role given", f"person:{person.id}", boss.id), ("role taken", f"person:{person.id}", boss.id)]


def test_giving_a_role_twice_changes_nothing(session):
    person = make_person(roles=(Role.AUTHOR,))
    do(administration.set_role, person.id, Role.AUTHOR, held=True, actor_id=None, today=TODAY)
    assert session.execute(select(func.count()).select_from(AuditEvent)).scalar_one() == 0


def test_nobody_gives_a_role_to_themselves(session):
    boss = make_person(roles=ADMINISTRATOR)
    with pytest.raises(NotAllowed, match="themselves"):
        do(administration.set_role, boss.id, Role.LEARNING_LEAD, held=True, actor_id=boss.id, today=TODAY)


def test_the_last_administrator_keeps_the_role(session):
    boss = make_person(roles=ADMINISTRATOR)
    with pytest.raises(Conflict, match="last administrator"):
        do(administration.set_role, boss.id, Role.ADMINISTRATOR, held=False, actor_id=boss.id, today=TODAY)
    assert administration.administrator_count(TODAY) == 1


def test_administrators_who_left_or_are_deactivated_do_not_count(session):
    boss = make_person(roles=ADMINISTRATOR)
    make_person("Left", roles=ADMINISTRATOR, leaves_on=date(2026, 11, 23))
    make_person("Closed", roles=ADMINISTRATOR, deactivated_at=NOON)
    with pytest.raises(Conflict):
        do(administration.set_role, boss.id, Role.ADMINISTRATOR, held=False, actor_id=None, today=TODAY)


def test_the_last_administrator_is_not_deactivated(session):
    boss, other = make_person(roles=ADMINISTRATOR), make_person("Ben Ode")
    with pytest.raises(Conflict):
        do(administration.deactivate, boss.id, actor_id=other.id, today=TODAY)


def test_the_last_administrator_cannot_be_given_a_last_day_of_work_in_the_past(session):
    boss, other = make_person(roles=ADMINISTRATOR), make_person("Ben Ode")
    details = Details(boss.email, boss.name, leaves_on=date(2026, 11, 1))
    with pytest.raises(Conflict):
        do(administration.change_details, boss.id, details, actor_id=other.id, today=TODAY)


@pytest.mark.parametrize("way", ["role", "deactivate", "mixed"])
def test_two_administrators_who_remove_each_other_at_once_leave_one(app, session, way):
    first, second = make_person("First", roles=ADMINISTRATOR), make_person("Second", roles=ADMINISTRATOR)
    ids = {first.id: second.id, second.id: first.id}
    barrier = threading.Barrier(2)

    def remove(person_id):
        takes_role = way == "role" or (way == "mixed" and person_id == first.id)
        with app.app_context():
            barrier.wait()
            try:
                if takes_role:
                    do(
                        administration.set_role, person_id, Role.ADMINISTRATOR,
                        held=False, actor_id=ids[person_id], today=TODAY,
                    )  # fmt: skip
                else:
                    do(administration.deactivate, person_id, actor_id=ids[person_id], today=TODAY)
            except Conflict:
                return "refused"
            return "removed"

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(remove, ids))
    assert answers == ["refused", "removed"]
    assert administration.administrator_count(TODAY) == 1


def test_nobody_deactivates_themselves(session):
    boss = make_person(roles=ADMINISTRATOR)
    make_person("Second", roles=ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        do(administration.deactivate, boss.id, actor_id=boss.id, today=TODAY)


def test_a_deactivated_person_keeps_roles_and_password_for_coming_back(session):
    boss, person = make_person("Selby", roles=ADMINISTRATOR), make_person(roles=(Role.AUTHOR,))
    do(administration.deactivate, person.id, actor_id=boss.id, today=TODAY)
    do(administration.reactivate, person.id, actor_id=boss.id, today=TODAY)
    again = administration.person_by_id(person.id)
    assert again.is_active(TODAY)
    assert again.roles == {Role.AUTHOR}
    assert again.password_hash


def test_links_die_with_deactivation_and_with_a_new_e_mail_address(session):
    boss, person = make_person("Selby", roles=ADMINISTRATOR), make_person()
    _, token = do(administration.send_link_again, person.id, actor_id=boss.id, today=TODAY)
    details = Details("new.address@example.org", person.name)
    do(administration.change_details, person.id, details, actor_id=boss.id, today=TODAY)
    with pytest.raises(NotFound):
        links.person_of_link(token, now=NOON, today=TODAY)
    _, token = do(administration.send_link_again, person.id, actor_id=boss.id, today=TODAY)
    do(administration.deactivate, person.id, actor_id=boss.id, today=TODAY)
    do(administration.reactivate, person.id, actor_id=boss.id, today=TODAY)
    with pytest.raises(NotFound):
        links.person_of_link(token, now=NOON, today=TODAY)


def test_no_link_is_sent_to_somebody_who_left(session):
    person = make_person(leaves_on=date(2026, 11, 1))
    with pytest.raises(Conflict):
        do(administration.send_link_again, person.id, actor_id=None, today=TODAY)


@pytest.mark.parametrize(
    ("details", "field"),
    [
        (Details("aisha.khan@example.org", "Other"), "email"),
        (Details("other@example.org", "Other", "KX1"), "staff_number"),
        (Details("no address", "Other"), "email"),
        (Details("other@example.org", ""), "name"),
        (Details("other@example.org", "O", None, "", date(2026, 2, 1), date(2026, 1, 1)), "leaves_on"),
    ],
)
def test_details_that_cannot_be_are_refused_with_their_field(session, details, field):
    make_person(staff_number="KX1")
    with pytest.raises(Invalid) as refusal:
        do(administration.add_person, details, actor_id=None, today=TODAY)
    assert list(refusal.value.fields) == [field]


def test_two_who_add_the_same_person_at_once_make_one(app, session):
    barrier = threading.Barrier(2)

    def add(_number):
        with app.app_context():
            barrier.wait()
            try:
                do(administration.add_person, Details("new@example.org", "New"), actor_id=None, today=TODAY)
            except Invalid as refusal:
                return list(refusal.fields)
            return []

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(add, range(2)))
    assert answers == [[], ["email"]]
    assert session.execute(select(func.count()).select_from(Person)).scalar_one() == 1


def test_the_first_administrator_needs_nobody_before_them(session):
    person = do(
        administration.add_person,
        Details("first@example.org", "First"),
        actor_id=None,
        today=TODAY,
        roles=frozenset(ADMINISTRATOR),
    )
    assert db.session.execute(select(PersonRole.person_id)).scalars().all() == [person.id]


@pytest.mark.parametrize("number", [0, 999, 2**31, 2**63, 10**30])
def test_a_person_who_is_not_there_is_not_found(session, number):
    with pytest.raises(NotFound):
        administration.person_by_id(number)
