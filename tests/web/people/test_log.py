"""The log: who signed in, what was done to accounts, and nothing about anybody's learning."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, select

from learning import audit, clock
from learning.audit import AuditEvent
from learning.db import transaction
from learning.people import accounts, sign_in_log
from learning.people.models import SignInEvent
from learning.people.roles import Role
from tests.conftest import NOON
from tests.makers import make_person
from tests.web.pages import words_of

SECRET = "hunter2 in the wrong box"


@pytest.fixture
def boss(session, sign_in):
    make_person("Selby Thirsk", roles=(Role.ADMINISTRATOR,))
    return sign_in("selby.thirsk@example.org")


def lines(page) -> list[list[str]]:
    return [[words_of(cell) for cell in row.findall("*")] for row in page.all("tbody/tr")]


def test_signing_in_and_out_and_what_failed_is_listed_the_latest_first(session, boss, visitor) -> None:
    make_person()
    for name in ("aisha.khan@example.org", SECRET):
        visitor.get("/sign-in").submit({"name": name, "password": SECRET}, form="/sign-in")
    visitor.get("/sign-in").submit(
        {"name": "aisha.khan@example.org", "password": "a quiet walk by the canal"}, form="/sign-in"
    ).submit(form="/sign-out")
    page = boss.get("/admin/people").follow("Log")
    assert [(who, did, address) for who, _, did, address in lines(page)][:4] == [
        ("Aisha Khan", "Signed out", "127.0.0.1"),
        ("Aisha Khan", "Signed in", "127.0.0.1"),
        ("A name that nobody has", "Could not sign in", "127.0.0.1"),
        ("Aisha Khan", "Could not sign in", "127.0.0.1"),
    ]
    assert lines(page)[0][1] == "24 November 2026 at 12:00"
    assert SECRET not in page.body


def test_deeds_are_listed_by_part_and_learning_is_not(session, boss) -> None:
    aisha = make_person()
    with transaction():
        for action, thing in (
            ("role given", f"person:{aisha.id}"),
            ("team removed", "team:77"),
            ("course published", "course:small-steps"),
            ("course completed", "completion:1"),
            ("record opened", f"person:{aisha.id}"),
            ("pause agreed", f"person:{aisha.id}"),
        ):
            details = {"role given": {"role": "author"}, "team removed": {"name": "A slip"}}.get(action, {})
            audit.record(action, thing, actor_id=aisha.id, now=NOON, **details)
        audit.record("password link made", f"person:{aisha.id}", actor_id=None, now=NOON)
    found = [(who, did, about) for who, _, did, about in lines(boss.get("/admin/log?part=accounts"))]
    assert found == [
        ("A command", "Password link made", "Aisha Khan"),
        ("Aisha Khan", "Team removed", "A slip"),
        ("Aisha Khan", "Role given: author", "Aisha Khan"),
    ]
    assert [line[2:] for line in lines(boss.get("/admin/log?part=content"))] == [["Course published", "small-steps"]]


def test_sign_ins_are_forgotten_after_thirty_days_and_a_flood_of_failures_fills_nothing(session) -> None:
    aisha = make_person()
    row = {"kind": "failed", "person_id": None, "address": "203.0.113.9"}
    days = [timedelta(days=31), *[timedelta(minutes=number) for number in range(sign_in_log.MOST_FAILED_IN_A_DAY)]]
    with transaction():
        session.execute(insert(SignInEvent), [row | {"happened_at": NOON - ago} for ago in days])
    with transaction():
        accounts.note_failed_sign_in("aisha.khan@example.org", address="203.0.113.9", now=NOON)
        sign_in_log.note_sign_in("in", aisha.id, "2001:db8::1", NOON)
    kept = session.scalars(select(SignInEvent)).all()
    assert len(kept) == sign_in_log.MOST_FAILED_IN_A_DAY + 1
    assert [(one.kind, one.address) for one in kept if one.person_id] == [("in", "2001:db8::/64")]
    with transaction():
        session.execute(delete(SignInEvent))
        accounts.note_failed_sign_in("aisha.khan@example.org", address="", now=clock.now())
    assert [one.person_id for one in session.scalars(select(SignInEvent))] == [aisha.id]


def test_a_long_log_is_paged_and_costs_the_same(session, boss, count_statements) -> None:
    counts = []
    for size in (3, 60):
        with transaction():
            deed = {
                "happened_at": NOON,
                "actor_id": None,
                "action": "person changed",
                "thing": "person:1",
                "details": {},
            }
            session.execute(insert(AuditEvent), [deed] * size)
        with count_statements() as statements:
            page = boss.get("/admin/log?part=accounts")
        counts.append(len(statements))
    assert counts[0] == counts[1]
    assert "Page 1 of 2" in page.text
    assert len(lines(page.follow("Next"))) == 13
    assert boss.get("/admin/log?part=nonsense&page=-7").status == 200
