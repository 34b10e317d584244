"""Whose standing has changed is stored anew right after the answer, or at the end of the command, and not before."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text

from learning.db import db, transaction
from learning.people.roles import Role
from learning.plans import prompt_settling, settling
from learning.plans.planning import publish_plan
from learning.plans.prompt_settling import settle_everybody
from learning.plans.settling import differences, not_settled
from tests.conftest import NOON
from tests.makers import finish_lessons, make_person, publish_course, sit_check, start_course
from tests.operations.evidence.history import ZONE
from tests.organisation import PLAN_TEXT
from tests.study_course import TWO_LESSONS

TODAY = NOON.date()
PEOPLE = """email,name,staff_number,job_role,team,starts_on
ben@example.org,Ben Okoro,7,Social worker,Assessment,2026-01-05
"""


@pytest.fixture
def settled(app):
    """A plan for everybody, a learning lead, and Aisha about to send her final check; both are settled."""
    with app.app_context():
        publish_course()
        publish_course(TWO_LESSONS, slug="two-lessons")
        make_person("Lee Hart", roles=(Role.LEARNING_LEAD,), starts_on=date(2026, 1, 5))
        aisha = make_person("Aisha Khan", starts_on=date(2026, 1, 5))
        with transaction():
            publish_plan("everyone", PLAN_TEXT, origin="folder", actor_id=None, now=NOON, today=TODAY)
        start_course(aisha)
        finish_lessons(aisha)
        sit_check(aisha)
        settle_everybody()
    return app


def waiting(app) -> list[int]:
    with app.app_context():
        assert list(differences(now=NOON, today=TODAY, time_zone=ZONE)) == []
        return not_settled(TODAY, NOON)


def send(browser):
    form = browser.get("/courses/small-steps/check/answers").form("/send")
    return browser.raw("POST", form.action, data=form.values)


def test_a_final_check_is_answered_first_and_then_its_sender_is_settled(settled, sign_in) -> None:
    response = send(sign_in("aisha.khan@example.org"))
    assert (response.status_code, len(waiting(settled))) == (303, 1)
    response.close()
    assert waiting(settled) == []


def test_a_plan_for_everybody_is_answered_first_and_settled_in_parts(settled, sign_in, monkeypatch) -> None:
    monkeypatch.setattr(prompt_settling, "MOST_AT_ONCE", 1)
    monkeypatch.setattr(prompt_settling, "_PAUSE_SECONDS", 0)
    lead = sign_in("lee.hart@example.org")
    form = lead.get("/plans/everyone/form").form("/form")
    row = {"row-2-course": "small-steps", "row-2-due_on": "20/11/2026", "do": "publish"}
    response = lead.raw("POST", form.action, data={**form.values, **row})
    assert (response.status_code, len(waiting(settled))) == (303, 2)
    response.close()
    assert waiting(settled) == []


def test_people_who_are_imported_are_settled_when_the_command_ends(settled, tmp_path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE, encoding="utf-8")
    with settled.app_context():  # as the program has one round the whole command
        done = settled.test_cli_runner().invoke(args=["people", "import", str(file)])
        assert done.exit_code == 0, done.output
    assert waiting(settled) == []


def test_where_it_cannot_be_stored_the_answer_stands_and_the_log_says_so(settled, sign_in, caplog) -> None:
    response = send(sign_in("aisha.khan@example.org"))
    with settled.app_context():
        db.session.execute(text("DROP TABLE settled_course"))
        db.session.commit()
    response.close()
    assert response.status_code == 303
    assert "is not stored yet" in caplog.text


def test_nothing_is_done_after_a_page_that_changed_nothing(settled, sign_in, count_statements) -> None:
    response = sign_in("aisha.khan@example.org").raw("GET", "/my-learning")
    with count_statements() as statements:
        response.close()
    assert statements == []


def test_a_command_that_did_its_work_ends_well_although_it_cannot_be_stored(settled, tmp_path) -> None:
    file = tmp_path / "people.csv"
    file.write_text(PEOPLE, encoding="utf-8")
    with settled.app_context():
        db.session.execute(text("DROP TABLE settled_course"))
        db.session.commit()
        done = settled.test_cli_runner().invoke(args=["people", "import", str(file)])
    assert (done.exit_code, "not stored yet" in done.output) == (0, True)


def test_what_a_command_changed_before_it_was_refused_is_settled(settled, tmp_path) -> None:
    good, bad = tmp_path / "everyone.md", tmp_path / "nobody.md"
    good.write_bytes(PLAN_TEXT + b"| [Small steps](../small-steps/course.md) | 2026-11-20 | | |\n")
    bad.write_bytes(b"nothing")
    with settled.app_context():
        done = settled.test_cli_runner().invoke(args=["plans", "publish", str(good), str(bad), "--replaces", "1"])
    assert (done.exit_code, "edition 2 published" in done.output) == (1, True), done.output
    assert waiting(settled) == []


def test_while_one_settles_everybody_others_only_have_it_done_once_more(settled) -> None:
    with settled.app_context():
        with transaction():
            settling.unsettle(None)
        with prompt_settling._at_it:
            prompt_settling.settle_again(None)
        assert len(not_settled(TODAY, NOON)) == 2
        prompt_settling.settle_again(None)
    assert waiting(settled) == []
