"""Pages of proposals, from the manager's form to what the person reads."""

from __future__ import annotations

from datetime import date

import pytest

from learning.db import transaction
from learning.people.roles import Role
from learning.plans import proposal_finding
from learning.plans.planning import publish_plan
from tests.conftest import NOON
from tests.makers import make_manager, make_person, make_team, publish_course, put_in_team
from tests.organisation import PLAN_TEXT

PROPOSED = {"requirement": "everyone/small-steps", "kind": "later", "last_on": "2027-01-31", "reason": "Court weeks"}


@pytest.fixture
def people(app):
    """A plan asks Aisha for a course; Mona manages her, Lee is a learning lead."""
    with app.app_context():
        publish_course()
        text = PLAN_TEXT.replace(b"two-lessons", b"small-steps")
        with transaction():
            publish_plan("everyone", text, origin="folder", actor_id=None, now=NOON, today=NOON.date())
        aisha = make_person(starts_on=date(2026, 1, 5))
        team = make_team()
        put_in_team(aisha, team)
        make_manager(make_person("Mona Field"), team)
        make_person("Lee Hart", roles=(Role.LEARNING_LEAD,))


def test_a_manager_proposes_a_lead_returns_and_then_agrees_and_the_person_reads_both(people, sign_in) -> None:
    mona, lead = sign_in("mona.field@example.org"), sign_in("lee.hart@example.org")
    form = mona.get("/my-team").follow("Aisha Khan").follow("Propose a later day")
    assert "Write nothing about anybody’s health" in form.text
    refused = form.submit({**PROPOSED, "last_on": "2020-01-01"}, form="/propose")
    assert (refused.status, "Choose today or a later day." in refused.text, "Court weeks" in refused.text) == (
        422, True, True,
    )  # fmt: skip
    assert "Waiting for a learning lead" in form.submit(PROPOSED, form="/propose").text

    waiting = lead.get("/plans").follow("Proposals: 1 waits").follow("Aisha Khan")
    assert waiting.submit({"words": ""}, form="Return it").status == 422
    assert "Returned" in waiting.submit({"words": "By the new year, please."}, form="Return it").text
    again = mona.get("/my-team").follow("Aisha Khan").follow("Propose a later day")
    again.submit({**PROPOSED, "last_on": "2026-12-31"}, form="/propose")
    agreed = lead.get("/my-team/proposals").follow("Aisha Khan").submit(form="Agree")
    assert "It is agreed, and holds from today." in agreed.text

    assert "Agreed" in mona.get("/my-team").follow("Aisha Khan").text
    read = sign_in("aisha.khan@example.org").get("/my-record").follow("What was proposed for me").text
    assert read.index("31 December 2026") < read.index("By the new year, please.")
    assert "Court weeks" in read


def test_a_second_proposal_about_a_course_stays_in_its_form_while_the_first_waits(people, sign_in) -> None:
    form = sign_in("mona.field@example.org").get("/my-team").follow("Aisha Khan").follow("Propose a later day")
    form.submit(PROPOSED, form="/propose")
    page = form.submit({**PROPOSED, "kind": "not needed", "reason": "A long course"}, form="/propose")
    assert (page.status, "A proposal about this course waits already" in page.text) == (422, True)
    assert "A long course" in page.body


def test_the_list_counts_all_that_waits_and_says_that_more_follow(people, sign_in, monkeypatch) -> None:
    mona = sign_in("mona.field@example.org")
    mona.get("/my-team").follow("Aisha Khan").follow("Propose a later day").submit(PROPOSED, form="/propose")
    monkeypatch.setattr(proposal_finding, "MOST_SHOWN", 0)
    page = mona.get("/my-team/proposals")
    assert "1 proposal waits for a learning lead." in page.text
    assert "Those who have waited longest are shown." in page.text
