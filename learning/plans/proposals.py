"""A manager proposes an agreement for one of their people; a learning lead agrees, or returns it with a sentence."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from sqlalchemy import select

from learning import audit
from learning.db import HIGHEST_ID, db
from learning.errors import Conflict, Invalid, NotAllowed, NotFound
from learning.people.administration import person_by_id
from learning.people.locking import lock_people
from learning.people.models import Person
from learning.people.roles import Role
from learning.plans import agreements
from learning.plans.models import Proposal, ProposalOutcome
from learning.plans.proposal_finding import visible_proposal
from learning.plans.proposal_words import KINDS
from learning.practice.reflections import storable
from learning.study.certificates import may_see_record_of

LONGEST_SENTENCE = 500
_OWN_IS_FOR_OTHERS = "What is agreed with you is for somebody else to propose and to decide. Ask your manager."
_FASTER = "Somebody else was faster: it is decided or taken back already. Load the page again to see how it stands."
_NOT_YOURS = "Somebody else proposed this. Return it with a sentence that says why."
_WAITS = (
    "A proposal about this course waits already. You find it on the page of this person: take it back first, or wait "
    "for the answer."
)
_CANNOT_HOLD = "It cannot be agreed any more. Return it and say so."

Outcome = Literal["agreed", "returned", "taken back"]


def check_may_propose(person_id: int, viewer: Person, *, today: date) -> Person:
    """The person, where the viewer may propose for them; raises NotFound, and NotAllowed for the viewer's own."""
    if person_id == viewer.id:
        raise NotAllowed(_OWN_IS_FOR_OTHERS)
    if person_id > HIGHEST_ID or not may_see_record_of(person_id, viewer, today=today):
        raise NotFound
    return person_by_id(person_id)


def propose(
    person_id: int, plan_key: str, slug: str, *, kind: str, last_on: date, reason: str, viewer: Person,
    now: datetime, today: date,
) -> Proposal:  # fmt: skip
    """Propose a later day, or that a course is not needed; the same again, while it waits, is one proposal.

    Raises NotFound, NotAllowed for oneself, and Invalid for words or a day that cannot be taken and where another
    proposal about this course still waits.
    """
    person = check_may_propose(person_id, viewer, today=today)
    plan_id, course_id = agreements.requirement_ids(plan_key, slug)
    if kind not in KINDS:
        raise Invalid({"kind": "Choose what is proposed."})
    reason = storable(reason)
    agreements.check_agreement(reason, last_on, today)
    lock_people(person.id)
    waiting = _waiting_about(person.id, plan_id, course_id)
    if waiting is not None:
        if (waiting.kind, waiting.last_on, waiting.reason) == (kind, last_on, reason):
            return waiting
        raise Invalid({"requirement": _WAITS})
    row = Proposal(
        person_id=person.id, plan_id=plan_id, course_id=course_id, kind=kind, last_on=last_on, reason=reason,
        proposed_by_id=viewer.id, recorded_at=now,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    _note("proposal made", row, viewer.id, now)
    return row


def agree_to(proposal_id: int, viewer: Person, *, now: datetime, today: date) -> Proposal:
    """Agree: from today the exemption or the later day holds. A second time changes nothing.

    Raises NotFound, NotAllowed for oneself, and Conflict where it is returned or taken back, its day has passed, or
    the plan does not ask for the course any more.
    """
    proposal = _of_somebody_else(proposal_id, viewer, today)
    if _is_decided(proposal, "agreed"):
        return proposal
    agreed = agreements.extend if proposal.kind == "later" else agreements.exempt
    try:
        agreed(
            proposal.person_id,
            proposal.plan.key,
            proposal.course.slug,
            last_on=proposal.last_on,
            reason=proposal.reason,
            actor_id=viewer.id,
            now=now,
            today=today,
        )
    except NotFound as gone:
        raise Conflict(f"The plan does not ask for this course any more. {_CANNOT_HOLD}") from gone
    except Invalid as past:
        raise Conflict(f"The day that was proposed has passed. {_CANNOT_HOLD}") from past
    return _decide(proposal, "agreed", "", viewer.id, now)


def return_proposal(proposal_id: int, viewer: Person, *, words: str, now: datetime, today: date) -> Proposal:
    """Return it with a sentence; raises NotFound, NotAllowed for oneself, Invalid and Conflict."""
    proposal = _of_somebody_else(proposal_id, viewer, today)
    words = storable(words)
    if not words:
        raise Invalid({"words": "Say in a sentence why, or what would make it possible."})
    if len(words) > LONGEST_SENTENCE:
        raise Invalid({"words": f"Use at most {LONGEST_SENTENCE} characters. You have used {len(words)}."})
    if proposal.outcome is not None:
        raise Conflict(_FASTER)
    return _decide(proposal, "returned", words, viewer.id, now)


def may_take_back(proposal: Proposal, viewer: Person) -> bool:
    """Whether it is the viewer's to take back: who decides it returns it instead, unless they proposed it."""
    return proposal.proposed_by_id == viewer.id or Role.LEARNING_LEAD not in viewer.roles


def take_back(proposal_id: int, viewer: Person, *, now: datetime, today: date) -> Proposal:
    """Take a proposal back while it waits; a second time changes nothing. Raises NotFound, NotAllowed and Conflict."""
    proposal = _of_somebody_else(proposal_id, viewer, today)
    if not may_take_back(proposal, viewer):
        raise NotAllowed(_NOT_YOURS)
    if _is_decided(proposal, "taken back"):
        return proposal
    return _decide(proposal, "taken back", "", viewer.id, now)


def _of_somebody_else(proposal_id: int, viewer: Person, today: date) -> Proposal:
    """The proposal, locked before it is read, so that only one outcome is written."""
    locked = select(Proposal.id).where(Proposal.id == min(proposal_id, HIGHEST_ID))
    db.session.execute(locked.with_for_update())
    proposal = visible_proposal(proposal_id, viewer, today=today)
    if proposal.person_id == viewer.id:
        raise NotAllowed(_OWN_IS_FOR_OTHERS)
    return proposal


def _is_decided(proposal: Proposal, kind: Outcome) -> bool:
    """Whether this is the outcome already; raises Conflict for another one."""
    if proposal.outcome is None:
        return False
    if proposal.outcome.kind != kind:
        raise Conflict(_FASTER)
    return True


def _waiting_about(person_id: int, plan_id: int, course_id: int) -> Proposal | None:
    return db.session.scalar(
        select(Proposal).where(
            Proposal.person_id == person_id,
            Proposal.plan_id == plan_id,
            Proposal.course_id == course_id,
            ~Proposal.outcome.has(),
        )
    )


def _decide(proposal: Proposal, kind: Outcome, words: str, by_id: int, now: datetime) -> Proposal:
    db.session.add(
        ProposalOutcome(proposal_id=proposal.id, kind=kind, words=words, recorded_by_id=by_id, recorded_at=now)
    )
    _note(f"proposal {kind}", proposal, by_id, now)
    db.session.flush()
    db.session.expire(proposal, ["outcome"])
    return proposal


def _note(deed: str, proposal: Proposal, actor_id: int, now: datetime) -> None:
    audit.record(deed, f"proposal:{proposal.id}", actor_id=actor_id, now=now, person=proposal.person_id)
