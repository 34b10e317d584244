"""Passwords, links and sessions as operations; what is slowed, and what is stored."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from argon2 import PasswordHasher, extract_parameters
from sqlalchemy import func, select, update

from learning.db import db, transaction
from learning.errors import Conflict, Invalid, NotFound
from learning.people import accounts, administration, links, passwords, sessions, tries
from learning.people.models import PasswordLink, Person, SignInSession, Try
from tests.conftest import NOON
from tests.databases import PASSWORD
from tests.makers import make_person

TODAY = NOON.date()


def sign_in(app, checked, **options):
    chosen = {"own_phone": False, "user_agent": "", "address": "192.0.2.1", "replaces": None, **options}
    with transaction():
        return accounts.sign_in(checked, **chosen, settings=app.config["SETTINGS"], now=NOON)


def make_link(person, now=NOON):
    with transaction():
        return links.make_link(person, now)


def set_by_link(token, password="orchard kettle and rain", now=NOON):
    with transaction():
        return accounts.set_password_by_link(
            token, passwords.hash_of(password), address="192.0.2.1", now=now, today=now.date()
        )


def note(count, subject="aisha.khan@example.org", address="192.0.2.1", now=NOON):
    with transaction():
        for _ in range(count):
            tries.note_try("sign-in", subject, address, now)


def is_slowed(subject="aisha.khan@example.org", address="192.0.2.1", now=NOON):
    return tries.is_slowed("sign-in", subject, address, now)


def test_passwords_are_stored_as_argon2id_with_the_stated_parameters():
    parameters = extract_parameters(passwords.hash_of(PASSWORD))
    assert (parameters.type.name, parameters.memory_cost, parameters.time_cost, parameters.parallelism) == (
        "ID",
        19456,
        2,
        1,
    )


def test_an_over_long_password_is_refused_before_it_is_hashed():
    with pytest.raises(ValueError, match="refused before"):
        passwords.hash_of("x" * 129)


def test_nothing_of_a_long_password_is_cut_off():
    long = "kettle-" * 18
    assert passwords.is_right(passwords.hash_of(long), long)
    assert not passwords.is_right(passwords.hash_of(long), long[:-1] + "x")
    assert not passwords.is_right(passwords.hash_of(long), long[:72])


def test_composed_and_decomposed_letters_are_the_same_password():
    assert passwords.is_right(passwords.hash_of("cafe\u0301 kettle otter"), "caf\u00e9 kettle otter")


def test_spaces_at_the_ends_belong_to_the_password():
    assert not passwords.is_right(passwords.hash_of(" kettle lantern otter"), "kettle lantern otter")


def test_a_hash_with_older_parameters_is_renewed_at_sign_in(app, session, monkeypatch):
    person = make_person()
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with transaction() as writing:
        writing.execute(update(Person).where(Person.id == person.id).values(password_hash=weak))
    checked = accounts.check_sign_in(person.email, PASSWORD, is_slowed=False, today=TODAY)
    with monkeypatch.context() as locked:  # hashing is slow: never while others wait for the lock
        locked.setattr(PasswordHasher, "hash", None)
        sign_in(app, checked)
    renewed = session.execute(select(Person.password_hash)).scalar_one()
    assert extract_parameters(renewed).memory_cost == 19456
    assert passwords.is_right(renewed, PASSWORD)


def test_a_password_changed_between_check_and_session_wins(app, session):
    person = make_person()
    checked = accounts.check_sign_in(person.email, PASSWORD, is_slowed=False, today=TODAY)
    set_by_link(make_link(person))
    with pytest.raises(Conflict):
        sign_in(app, checked)


def test_an_account_closed_between_check_and_session_stays_closed(app, session):
    person, boss = make_person(), make_person("Selby")
    checked = accounts.check_sign_in(person.email, PASSWORD, is_slowed=False, today=TODAY)
    with transaction():
        administration.deactivate(person.id, actor_id=boss.id, now=NOON, today=TODAY)
    with pytest.raises(Conflict):
        sign_in(app, checked)


def test_who_is_slowed_does_not_get_in_with_the_right_password(session):
    person = make_person()
    assert accounts.check_sign_in(person.email, PASSWORD, is_slowed=True, today=TODAY) is None


@pytest.mark.parametrize("name", ["nobody@example.org", "no.password@example.org", "aisha.khan@example.org"])
@pytest.mark.parametrize("password", ["wrong wrong wrong", "x" * 10_000])
def test_a_wrong_sign_in_costs_one_comparison_whoever_it_is_for(session, monkeypatch, name, password):
    make_person()
    make_person("New", email="no.password@example.org", password=None)
    compared = []
    verify = PasswordHasher.verify
    monkeypatch.setattr(PasswordHasher, "verify", lambda *given: compared.append(given[1]) or verify(*given))
    assert accounts.check_sign_in(name, password, is_slowed=False, today=TODAY) is None
    assert [extract_parameters(known).memory_cost for known in compared] == [19456]


def test_a_link_works_once(session):
    person = make_person()
    token = make_link(person)
    set_by_link(token)
    assert accounts.check_sign_in(person.email, "orchard kettle and rain", is_slowed=False, today=TODAY)
    with pytest.raises(NotFound, match="used already"):
        set_by_link(token)


def test_two_who_use_a_link_at_once_use_it_once(app, session):
    token = make_link(make_person())
    barrier = threading.Barrier(2)

    def use(number):
        with app.app_context():
            barrier.wait()
            try:
                set_by_link(token, f"orchard kettle and rain {number}")
            except NotFound:
                return "refused"
            return "set"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(use, range(2))) == ["refused", "set"]


def test_looking_at_a_link_does_not_use_it(session):
    person = make_person()
    token = make_link(person)
    for _ in range(3):
        assert links.person_of_link(token, now=NOON, today=TODAY).id == person.id


@pytest.mark.parametrize(("password", "lifetime"), [(PASSWORD, timedelta(hours=1)), (None, timedelta(days=7))])
def test_a_link_lasts_an_hour_or_for_a_first_password_seven_days(session, password, lifetime):
    token = make_link(make_person(password=password))
    before = NOON + lifetime - timedelta(seconds=1)
    assert links.person_of_link(token, now=before, today=before.date())
    with pytest.raises(NotFound, match="too old"):
        links.person_of_link(token, now=NOON + lifetime, today=before.date())


def test_all_links_die_when_the_password_changes(session):
    person = make_person()
    first, second = make_link(person), make_link(person)
    set_by_link(first)
    with pytest.raises(NotFound):
        links.person_of_link(second, now=NOON, today=TODAY)


def test_only_the_hash_of_a_link_is_stored(session):
    token = make_link(make_person())
    assert session.execute(select(PasswordLink.token_hash)).scalar_one() != token
    assert len(token) == 43


@pytest.mark.parametrize("token", ["", "x", "é\0", "A" * 5000])
def test_what_is_no_link_is_not_found(session, token):
    with pytest.raises(NotFound):
        links.person_of_link(token, now=NOON, today=TODAY)


def test_setting_a_password_by_link_ends_every_session(app, session):
    person = make_person()
    sign_in(app, accounts.check_sign_in(person.email, PASSWORD, is_slowed=False, today=TODAY))
    set_by_link(make_link(person))
    assert session.execute(select(func.count()).select_from(SignInSession)).scalar_one() == 0


def test_one_session_ended_from_many_tabs_at_once_ends_once(app, session):
    person = make_person()
    session_id = sign_in(app, accounts.check_sign_in(person.email, PASSWORD, is_slowed=False, today=TODAY))
    barrier = threading.Barrier(4)

    def end(_number):
        with app.app_context():
            barrier.wait()
            try:
                with transaction():
                    sessions.end_own_session(person.id, sessions.hash_of_id(session_id))
            except NotFound:
                return "gone already"
            return "ended"

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(end, range(4))) == ["ended", *["gone already"] * 3]


def test_a_password_made_of_the_organisation_is_refused(app, session):
    with pytest.raises(Invalid) as refusal:
        accounts.hash_new_password("Children and families 1", make_person(), app.config["SETTINGS"])
    assert list(refusal.value.fields) == ["new_password"]


def test_the_eleventh_try_in_a_quarter_of_an_hour_is_slowed_whoever_counts(session):
    note(10)
    assert not is_slowed()
    note(1)
    assert is_slowed()
    assert not is_slowed(subject="ben.ode@example.org")
    later = NOON + tries.WINDOW
    assert not is_slowed(now=later)


def test_of_many_who_try_at_once_ten_get_through(app, session):
    barrier = threading.Barrier(16)

    def attempt(_number):
        with app.app_context():
            barrier.wait()
            return tries.is_one_too_many("sign-in", "aisha.khan@example.org", "192.0.2.1", NOON)

    with ThreadPoolExecutor(16) as pool:
        slowed = list(pool.map(attempt, range(16)))
    assert slowed.count(False) <= 10


def test_an_account_is_slowed_for_addresses_together(session):
    for number in range(11):
        note(1, address=f"198.51.100.{number}")
    assert is_slowed(address="203.0.113.7")


def test_where_somebody_signed_in_before_others_cannot_lock_them_out(session):
    with transaction():
        tries.note_success("sign-in", "aisha.khan@example.org", "203.0.113.7", NOON - timedelta(days=20))
    note(60, address="198.51.100.1")
    note(1, address="203.0.113.7")
    assert not is_slowed(address="203.0.113.7")
    note(10, address="203.0.113.7")
    assert is_slowed(address="203.0.113.7")


def test_an_address_that_tries_many_accounts_is_slowed(session):
    for number in range(51):
        note(1, subject=f"person.{number}@example.org")
    assert is_slowed(subject="person.99@example.org")
    assert not is_slowed(subject="person.99@example.org", address="203.0.113.7")


def test_neighbours_in_one_network_of_the_newer_kind_count_as_one_address(session):
    for number in range(51):
        note(1, subject=f"person.{number}@example.org", address=f"2001:db8::{number:x}")
    assert is_slowed(subject="x", address="2001:db8::ffff")
    assert not is_slowed(subject="x", address="2001:db8:0:1::1")


def test_what_was_typed_does_not_stand_in_the_table_and_old_tries_go(session):
    note(1, subject="my secret pass phrase", now=NOON - timedelta(days=2))
    assert "secret" not in session.execute(select(Try.subject_hash)).scalar_one()
    with transaction():
        tries.forget_old_tries(NOON)
    assert db.session.execute(select(func.count()).select_from(Try)).scalar_one() == 0
