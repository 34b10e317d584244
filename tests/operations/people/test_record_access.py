"""Who looked at whose record, as it is told to the person it is about."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from learning.audit import AuditEvent
from learning.db import db, transaction
from learning.people import record_access
from tests.conftest import NOON
from tests.makers import make_person, make_team, put_in_team

LONDON = ZoneInfo("Europe/London")
TODAY = NOON.date()
DAY = timedelta(days=1)


def look(viewer, team, shown_on):
    now = NOON - (TODAY - shown_on)
    record_access.note_teams_shown(viewer, [team.id], "team opened", time_zone=LONDON, now=now)


def days_told_to(person, **options):
    return [one.on for one in record_access.looks_at(person.id, time_zone=LONDON, **options)]


def test_what_happened_in_a_team_that_one_left_does_not_crowd_out_what_is_about_oneself(session):
    person, manager, team = make_person(), make_person("Mona Field"), make_team()
    put_in_team(person, team, until_on=TODAY - timedelta(days=200))
    seen_on = TODAY - timedelta(days=150)
    record_access.note_person_shown(
        manager, person.id, "record opened", time_zone=LONDON, now=NOON - timedelta(days=150)
    )
    for days in range(120, 0, -1):
        look(manager, team, TODAY - timedelta(days=days))
    assert days_told_to(person) == [seen_on]


def test_a_table_counts_from_the_first_day_in_the_team_until_the_day_of_leaving(session):
    person, manager, team = make_person(), make_person("Mona Field"), make_team()
    first, left = TODAY - timedelta(days=5), TODAY - timedelta(days=3)
    put_in_team(person, team, from_on=first, until_on=left)
    for days in range(7, 0, -1):
        look(manager, team, TODAY - timedelta(days=days))
    assert days_told_to(person) == [left - timedelta(days=1), first]


def test_a_look_stands_there_once_though_one_was_in_the_team_twice(session):
    person, manager, team = make_person(), make_person("Mona Field"), make_team()
    put_in_team(person, team)
    put_in_team(person, team)
    look(manager, team, TODAY)
    (told,) = record_access.looks_at(person.id, time_zone=LONDON)
    assert (told.viewer_name, told.team) == ("Mona Field", "Assessment")


def test_what_is_exported_every_night_stands_there_once_a_day_and_hides_nothing_in_the_file(session):
    person, manager = make_person(), make_person("Mona Field")
    record_access.note_person_shown(manager, person.id, "record opened", time_zone=LONDON, now=NOON)
    for nights in (1, 1, 2, 3, 3):
        record_access.note_export_by_command(time_zone=LONDON, now=NOON + DAY * nights)
    assert days_told_to(person, most=2) == [TODAY + DAY * 3, TODAY + DAY * 2]
    assert days_told_to(person, most=None) == [TODAY + DAY * 3, TODAY + DAY * 2, TODAY + DAY, TODAY]


def test_each_kind_of_look_has_words_for_the_person_it_is_about():
    assert set(record_access.WHAT) == set(get_args(record_access.Shown))
    assert len(set(record_access.WHAT.values())) == len(record_access.WHAT)


def test_two_managers_who_open_one_record_on_one_day_are_two_looks_and_one_on_two_days_too(session):
    person, managers = make_person(), [make_person(name) for name in ("Mona Field", "Nils Wood")]
    for viewer, days in ((managers[0], 0), (managers[1], 0), (managers[0], 1), (managers[0], 1)):
        now = NOON + DAY * days
        record_access.note_person_shown(viewer, person.id, "record opened", time_zone=LONDON, now=now)
    told = record_access.looks_at(person.id, time_zone=LONDON)
    assert [(one.on, one.viewer_name) for one in told] == [
        (TODAY + DAY, "Mona Field"), (TODAY, "Nils Wood"), (TODAY, "Mona Field"),
    ]  # fmt: skip


def test_looks_at_several_people_are_noted_in_one_order_so_that_two_viewers_do_not_wait_in_a_circle(session):
    manager, people = make_person("Mona Field"), [make_person(f"Person {sign}") for sign in "ABCDEF"]
    ids = [one.id for one in people]
    record_access.note_people_shown(manager, ids[::-1], "reminders listed", time_zone=LONDON, now=NOON)
    keys = list(
        session.scalars(select(AuditEvent.look_key).where(AuditEvent.look_key.is_not(None)).order_by(AuditEvent.id))
    )
    assert len(keys) == len(ids)
    assert keys == sorted(keys)


@pytest.mark.parametrize("app", ["postgresql"], indirect=True)
def test_a_look_that_cannot_be_noted_is_no_look_that_is_there_already(session):
    person, manager = make_person(), make_person("Mona Field")
    record_access.note_person_shown(manager, person.id, "record opened", time_zone=LONDON, now=NOON)
    with transaction():  # as after a restore that forgot the sequences
        session.execute(text("SELECT setval(pg_get_serial_sequence('audit_event', 'id'), 1, false)"))
    with pytest.raises(IntegrityError):
        record_access.note_person_shown(manager, person.id, "record opened", time_zone=LONDON, now=NOON + DAY)
    assert days_told_to(person) == [TODAY]


def test_windows_that_open_a_record_at_the_same_moment_are_one_look(app):
    with app.app_context():
        person, manager = make_person(), make_person("Mona Field")
    together = threading.Barrier(6)

    def open_record(_window):
        with app.app_context():
            together.wait()
            record_access.note_person_shown(manager, person.id, "record opened", time_zone=LONDON, now=NOON)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(open_record, range(6)))
    with app.app_context():
        assert db.session.scalar(select(func.count()).where(AuditEvent.action == "record opened")) == 1
