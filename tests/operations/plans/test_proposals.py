"""Proposals: a manager's word becomes an agreement by a learning lead's alone, once, and the person can read it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from learning.db import transaction
from learning.errors import Conflict, Invalid, NotAllowed, NotFound
from learning.people.roles import Role
from learning.plans import planning, proposal_finding, proposals
from learning.plans.everything_known import standings_of
from learning.plans.models import Exemption, Extension, Proposal
from learning.settings import settings_from
from tests.conftest import NOON
from tests.makers import make_manager, make_person, make_team, publish_course, put_in_team

TODAY = NOON.date()
LAST = date(2026, 12, 31)
ZONE = settings_from({}).time_zone
WHEN = {"now": NOON, "today": TODAY}
PLAN = b"""---
owner: Learning and development
from: 2026-11-01
who: everyone
---
# Everyone
| Course | Due |
|---|---|
| [Small steps](../small-steps/course.md) | 14 days |
"""


@pytest.fixture
def people(session):
    """A member of staff, who manages them, a learning lead and a manager of others; a plan asks for a course."""
    publish_course()
    with transaction():
        planning.publish_plan("everyone", PLAN, origin="folder", actor_id=None, **WHEN)
    aisha = make_person(starts_on=date(2026, 1, 5))
    mona, other, lead = make_person("Mona"), make_person("Omar"), make_person("Lee", roles=(Role.LEARNING_LEAD,))
    team = make_team()
    put_in_team(aisha, team)
    make_manager(mona, team)
    make_manager(other, make_team("Fostering"))
    return aisha, mona, lead, other


def propose(person, viewer, *, kind="later", last_on=LAST, reason="A term of court weeks", when=WHEN):
    with transaction():
        return proposals.propose(
            person.id, "everyone", "small-steps", kind=kind, last_on=last_on, reason=reason, viewer=viewer, **when
        )


def decide(operation, proposal, viewer, *, when=WHEN, **words):
    with transaction():
        return operation(proposal.id, viewer, **words, **when)


def standing_of(person) -> str:
    return standings_of([person.id], day=TODAY, known_at=NOON, time_zone=ZONE)[0].standing.key


def count_of(session, rows) -> int:
    return session.scalar(select(func.count()).select_from(rows))


@pytest.mark.parametrize(
    ("kind", "row", "then"), [("later", Extension, "upcoming"), ("not needed", Exemption, "exempt")]
)
def test_nothing_holds_before_a_learning_lead_agrees_and_then_it_does_once(session, people, kind, row, then) -> None:
    aisha, mona, lead, _ = people
    proposal = propose(aisha, mona, kind=kind)
    assert propose(aisha, mona, kind=kind).id == proposal.id
    assert standing_of(aisha) == "overdue"
    for _ in range(2):
        decide(proposals.agree_to, proposal, lead)
    assert standing_of(aisha) == then
    agreed = session.scalars(select(row)).one()
    assert (agreed.reason, agreed.recorded_by_id) == ("A term of court weeks", lead.id)
    with pytest.raises(Conflict, match="decided"):
        decide(proposals.take_back, proposal, mona)


def test_what_is_returned_or_taken_back_changes_nothing_and_another_may_follow(session, people) -> None:
    aisha, mona, lead, _ = people
    first = propose(aisha, mona)
    with pytest.raises(Invalid, match="waits already") as refusal:
        propose(aisha, mona, kind="not needed")
    assert list(refusal.value.fields) == ["requirement"]
    with pytest.raises(Invalid):
        decide(proposals.return_proposal, first, lead, words=" ")
    decide(proposals.return_proposal, first, lead, words="Two weeks are enough.")
    decide(proposals.take_back, propose(aisha, mona), mona)
    assert [one.outcome.kind for one in proposal_finding.proposals_about(aisha.id)] == ["taken back", "returned"]
    assert count_of(session, Extension) == 0
    assert proposal_finding.waiting_for(lead, today=TODAY) == []


def test_only_who_manages_a_person_proposes_and_nobody_for_themselves(people) -> None:
    aisha, mona, lead, other = people
    with pytest.raises(NotFound):
        propose(aisha, other)
    with pytest.raises(NotAllowed):
        propose(lead, lead)
    about_lead = Proposal(
        person_id=lead.id, plan_id=1, course_id=1, kind="later", last_on=LAST, reason="Why", proposed_by_id=mona.id,
        recorded_at=NOON,
    )  # fmt: skip
    with transaction() as session:
        session.add(about_lead)
    with pytest.raises(NotAllowed):
        decide(proposals.agree_to, about_lead, lead)
    proposal = propose(aisha, mona)
    with pytest.raises(NotFound):
        proposal_finding.visible_proposal(proposal.id, other, today=TODAY)
    assert [one.id for one in proposal_finding.waiting_for(mona, today=TODAY)] == [proposal.id]
    assert proposal_finding.waiting_count(lead, today=TODAY) == 1


def test_a_learning_lead_returns_what_somebody_else_proposed_and_takes_back_only_their_own(session, people) -> None:
    aisha, mona, lead, _ = people
    proposal = propose(aisha, mona)
    with pytest.raises(NotAllowed, match="Return it"):
        decide(proposals.take_back, proposal, lead)
    assert proposal.outcome is None
    decide(proposals.take_back, proposal, mona)
    assert decide(proposals.take_back, propose(aisha, lead), lead).outcome.kind == "taken back"


def test_another_manager_of_the_person_may_take_a_proposal_back(session, people) -> None:
    aisha, mona, _, other = people
    team = make_team("Night duty")
    put_in_team(aisha, team)
    make_manager(other, team)
    assert decide(proposals.take_back, propose(aisha, mona), other).outcome.kind == "taken back"


def test_what_can_hold_no_more_is_not_agreed(session, people) -> None:
    aisha, mona, lead, _ = people
    proposal = propose(aisha, mona, last_on=TODAY)
    tomorrow = NOON + timedelta(days=1)
    with pytest.raises(Conflict, match="has passed"):
        decide(proposals.agree_to, proposal, lead, when={"now": tomorrow, "today": tomorrow.date()})
    with transaction():
        planning.close_plan("everyone", actor_id=lead.id, **WHEN)
    with pytest.raises(Conflict, match="does not ask for this course"):
        decide(proposals.agree_to, proposal, lead)
    assert (count_of(session, Extension), proposal_finding.waiting_count(lead, today=TODAY)) == (0, 1)
