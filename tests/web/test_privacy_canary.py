"""Private words stay with their writer: a text nobody else may see is looked for everywhere it must not be."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import inspect, select, text

from learning.audit import AuditEvent
from learning.db import Model, db
from tests.organisation import (
    AUTHOR,
    LEARNER,
    LEARNING_LEAD,
    MANAGER,
    NAMES,
    SIGNED_IN,
    STRANGER,
    VISITOR,
    Organisation,
    mark_of,
    proof_mark_of,
    token_of,
    told_mark_of,
)
from tests.routes import READS, WRITES
from tests.web.conftest import on_sqlite

MARK = mark_of(LEARNER)
TOLD = told_mark_of(LEARNER)
PROOF = proof_mark_of(LEARNER)
OTHERS = sorted((SIGNED_IN - {LEARNER}) | {VISITOR, STRANGER})
_REFUSALS = {
    "sqlite": (
        [f"CREATE TRIGGER refuse_{deed} BEFORE {deed} ON {{table}} BEGIN SELECT RAISE(ABORT, 'disk is ill'); END"
         for deed in ("INSERT", "UPDATE")],
        ["DROP TRIGGER refuse_INSERT", "DROP TRIGGER refuse_UPDATE"],
    ),
    "postgresql": (
        ["ALTER TABLE {table} ADD CONSTRAINT refuse_all CHECK (id < 0) NOT VALID"],
        ["ALTER TABLE {table} DROP CONSTRAINT refuse_all"],
    ),
}  # fmt: skip
"""How to make every write to a table fail, and how to end it; PostgreSQL then quotes the row that it refuses."""
WHERE_THE_WORDS_ARE_KEPT = {"reflection", "sitting", "attempt"}
WHO_IS_TOLD = {(AUTHOR, "improvement.comments"), (LEARNING_LEAD, "improvement.comments")}
"""What a learner tells the learning team is read by these alone, and on this page."""

WHO_CONFIRMS = {
    (role, endpoint) for role in (MANAGER, LEARNING_LEAD) for endpoint in ("outside.team_learning", "outside.evidence")
}
"""What a person says and sends about learning elsewhere is read by who may confirm it, and on these pages."""


def test_the_writer_reads_them(organisation: Organisation) -> None:
    browser, things = organisation.browser(LEARNER), organisation.things[LEARNER]
    shown_on = {
        route.endpoint
        for route in READS
        if MARK in browser.raw("GET", route.address_for(things)).get_data(as_text=True)
    }
    assert shown_on == {
        "practice.my_reflections",
        "practice.download_reflections",
        "practice.confirm_delete",
        "study.lesson",
        "study.check_all",
        "study.check_question",
        "study.check_answers",
        "study.result",
    }


@on_sqlite
@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_is_shown_them_on_any_page_or_export(organisation: Organisation, role: str) -> None:
    browser, things = organisation.browser(role), organisation.things[role]
    seen = []
    for route in READS:
        for asked_for in (things, organisation.things[LEARNER]):
            for ending in ("", "?words=zq&search=zq&page=1&show=everyone&back=answers&route=short"):
                answer = browser.raw("GET", route.address_for(asked_for).partition("?")[0] + ending)
                body = answer.get_data().decode("utf-8", "replace") + str(answer.headers)
                told_in_vain = TOLD in body and (role, route.endpoint) not in WHO_IS_TOLD
                if MARK in body or told_in_vain or (PROOF in body and (role, route.endpoint) not in WHO_CONFIRMS):
                    seen.append(f"{route.endpoint}{ending}: {answer.status_code}")
    assert seen == []


@pytest.mark.parametrize("role", [AUTHOR, LEARNING_LEAD])
def test_those_who_are_told_something_are_not_told_by_whom(organisation: Organisation, role: str) -> None:
    told = organisation.browser(role).raw("GET", "/write/small-steps/comments").get_data(as_text=True)
    assert TOLD in told
    assert [name for other, name in NAMES.items() if other != role and name in told] == []


def test_they_stand_in_no_other_table(organisation: Organisation) -> None:
    with organisation.app.app_context():
        holding = {
            table.name
            for table in Model.metadata.sorted_tables
            if any(MARK in repr(tuple(row)) for row in db.session.execute(select(table)))
        }
        audited = db.session.scalars(select(AuditEvent)).all()
        assert holding == WHERE_THE_WORDS_ARE_KEPT
        assert {
            table.name
            for table in Model.metadata.sorted_tables
            if any(TOLD in repr(tuple(row)) for row in db.session.execute(select(table)))
        } == {"lesson_comment"}
        assert {
            table.name
            for table in Model.metadata.sorted_tables
            if any(PROOF in repr(tuple(row)) for row in db.session.execute(select(table)))
        } == {"outside_learning", "evidence_file"}
        assert audited
        assert set(inspect(db.engine).get_table_names()) - {"alembic_version"} == set(Model.metadata.tables)


def test_what_is_typed_in_a_practice_question_is_kept_nowhere(organisation: Organisation) -> None:
    typed = "zqpracticeqz, whatever it means"
    browser, slug = organisation.browser(LEARNER), organisation.things[LEARNER]["slug"]
    page = browser.raw(
        "POST",
        f"/courses/{slug}/lessons/noticing/questions/what-does-the-p-in-pace-stand-for",
        data={"q-what-does-the-p-in-pace-stand-for": typed, "csrf_token": token_of(browser)},
    )
    assert typed in page.get_data(as_text=True)
    with organisation.app.app_context():
        rows = [repr(tuple(row)) for table in Model.metadata.sorted_tables for row in db.session.execute(select(table))]
    assert not [row for row in rows if "zqpracticeqz" in row]


def test_no_line_of_the_log_holds_them(organisation: Organisation, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    things = organisation.things[LEARNER]
    for route in WRITES:
        if LEARNER in route.who and not route.endpoint.startswith("people."):
            browser = organisation.browser(LEARNER)
            data = {**route.form_for(things), "csrf_token": token_of(browser)}
            browser.raw("POST", route.address_for(things), data=data)
            browser.raw("POST", route.address_for(things), data={**data, "csrf_token": "stale"})
    assert caplog.records
    assert MARK not in _logged(caplog)
    assert TOLD not in _logged(caplog)
    assert PROOF not in _logged(caplog)


@pytest.mark.parametrize(
    ("table", "endpoint"),
    [
        ("reflection", "study.save_reflection"),
        ("sitting", "study.save_check_all"),
        ("attempt", "study.send_check"),
        ("lesson_comment", "improvement.send_comment"),
        ("outside_learning", "outside.claim"),
    ],
)
def test_not_even_when_they_cannot_be_saved(
    organisation: Organisation, caplog: pytest.LogCaptureFixture, table: str, endpoint: str
) -> None:
    caplog.set_level(logging.DEBUG)
    browser, things = organisation.browser(STRANGER), organisation.things[STRANGER]
    route = next(route for route in WRITES if route.endpoint == endpoint)
    data = {**route.form_for(things), "csrf_token": token_of(browser)}
    with _writing_fails(organisation, table):
        answer = browser.raw("POST", route.address_for(things), data=data)
    assert answer.status_code == 503
    assert ("words" not in data) or data["words"] in answer.get_data(as_text=True), "what was typed is given back"
    assert "Database failure" in caplog.text
    assert mark_of(STRANGER) not in _logged(caplog)
    assert told_mark_of(STRANGER) not in _logged(caplog)
    assert proof_mark_of(STRANGER) not in _logged(caplog)


@contextmanager
def _writing_fails(organisation: Organisation, table: str) -> Iterator[None]:
    """A table into which nothing can be written for a while."""
    with organisation.app.app_context():
        made, unmade = _REFUSALS[db.engine.dialect.name]
        _run(made, table)
    try:
        yield
    finally:
        with organisation.app.app_context():
            _run(unmade, table)


def _run(statements: list[str], table: str) -> None:
    with db.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement.format(table=table)))


def _logged(caplog: pytest.LogCaptureFixture) -> str:
    """Every log line as it would be written, failures with all they say; mails to the console are among them."""
    writer = logging.Formatter("%(message)s")
    return "\n".join(writer.format(record) for record in caplog.records)
