"""A second author reads a draft before it is published, where the organisation wants it.

A review is of the draft as it was at one revision: any save after it makes it worth nothing. Whoever asked for it, and
whoever saved last, cannot decide it, so at least two people have read the words that are published.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import select
from sqlalchemy.orm import aliased

from learning import audit
from learning.courses.drafts import check_revision, locked_draft
from learning.courses.models import CourseRow, Draft, DraftReview
from learning.courses.publishing import parse_source
from learning.db import db
from learning.errors import BadSource, Conflict, Invalid, NotAllowed
from learning.people.models import Person

Decision = Literal["approved", "returned"]
Stage = Literal["not asked", "waiting", "approved", "returned", "changed since"]

LONGEST_WORDS = 1000


@dataclass(frozen=True, slots=True)
class Review:
    """The newest review of a draft, and where the draft stands with it; names are empty where there is nobody."""

    stage: Stage = "not asked"
    row: DraftReview | None = None
    asker_name: str = ""
    decider_name: str = ""


@dataclass(frozen=True, slots=True)
class WaitingDraft:
    """A draft that somebody asked to have read, and that nobody has decided on or saved since."""

    slug: str
    draft: Draft
    row: DraftReview
    asker_name: str
    last_author_name: str


def review_of(draft: Draft) -> Review:
    """Where a draft stands with its newest review."""
    asker, decider = aliased(Person), aliased(Person)
    found = db.session.execute(
        select(DraftReview, asker.name, decider.name)
        .join(asker, asker.id == DraftReview.asked_by_id)
        .outerjoin(decider, decider.id == DraftReview.decided_by_id)
        .where(DraftReview.draft_id == draft.id)
        .order_by(DraftReview.id.desc())
        .limit(1)
    ).first()
    if found is None:
        return Review()
    row, asker_name, decider_name = found
    return Review(stage_of(row, draft.revision), row, asker_name, decider_name or "")


def stage_of(row: DraftReview, revision: int) -> Stage:
    """Where a draft at this revision stands with a review."""
    if row.revision != revision:
        return "changed since"
    return next((decision for decision in get_args(Decision) if decision == row.decision), "waiting")


def reason_not_to_decide(draft: Draft, row: DraftReview, person: Person) -> str:
    """Why this person cannot decide a review, as a sentence; empty where they can."""
    if person.id == row.asked_by_id:
        return "You asked for this review. Another author has to decide."
    if person.id == draft.updated_by_id:
        return "You saved this draft last. An author who did not write these words has to decide."
    return ""


def waiting_drafts() -> list[WaitingDraft]:
    """Every draft that waits for a second author, the longest waiting first."""
    asker, last_author = aliased(Person), aliased(Person)
    found = db.session.execute(
        select(CourseRow.slug, Draft, DraftReview, asker.name, last_author.name)
        .join(Draft, Draft.course_id == CourseRow.id)
        .join(DraftReview, (DraftReview.draft_id == Draft.id) & (DraftReview.revision == Draft.revision))
        .join(asker, asker.id == DraftReview.asked_by_id)
        .join(last_author, last_author.id == Draft.updated_by_id)
        .where(DraftReview.decision.is_(None))
        .order_by(DraftReview.asked_at, DraftReview.id)
    )
    return [WaitingDraft(*row) for row in found]


def ask_for_review(slug: str, *, expected_revision: int, asker: Person, now: datetime) -> DraftReview:
    """Ask that a second author reads the draft as it stands; once is enough.

    Raises BadSource while there are problems: nobody could publish what was approved.
    """
    draft = locked_draft(slug, now)
    check_revision(draft, expected_revision)
    review = review_of(draft)
    if review.row is not None and review.stage in ("waiting", "approved"):
        return review.row
    parsed = parse_source(slug, {file.path: file.content for file in draft.files}, today=None)
    if parsed.problems:
        raise BadSource(parsed.problems)
    row = DraftReview(draft_id=draft.id, revision=draft.revision, asked_by_id=asker.id, asked_at=now, words="")
    db.session.add(row)
    audit.record("review asked", f"course:{slug}", actor_id=asker.id, now=now, revision=draft.revision)
    db.session.flush()
    return row


def decide_review(
    slug: str, decision: Decision, words: str, *, expected_revision: int, reviewer: Person, now: datetime
) -> DraftReview:
    """Approve the draft as it stands, or return it with a sentence that says why; once is enough.

    Raises NotAllowed for whoever asked or saved last, Conflict where somebody else has decided or the draft was saved
    since, and Invalid for "words".
    """
    draft = locked_draft(slug, now)
    check_revision(draft, expected_revision)
    review = review_of(draft)
    if review.row is None or review.stage == "changed since":
        raise Conflict(
            "Nobody has asked for a review of this draft as it stands.", heading="There is nothing to decide"
        )
    row = review.row
    if row.decision is not None:
        if (row.decision, row.decided_by_id) == (decision, reviewer.id):
            return row
        done = "approved this draft" if row.decision == "approved" else "returned this draft"
        raise Conflict(f"{review.decider_name} has {done} already.", heading="This review is decided already")
    _refuse_unfit(draft, row, decision, words.strip(), reviewer)
    row.decision, row.words, row.decided_by_id, row.decided_at = decision, words.strip(), reviewer.id, now
    audit.record(f"draft {decision}", f"course:{slug}", actor_id=reviewer.id, now=now, revision=draft.revision)
    db.session.flush()
    return row


def approver_id_of(draft: Draft) -> int | None:
    """Who approved a locked draft as it stands; None where nobody did."""
    review = review_of(draft)
    return review.row.decided_by_id if review.row is not None and review.stage == "approved" else None


def _refuse_unfit(draft: Draft, row: DraftReview, decision: Decision, words: str, reviewer: Person) -> None:
    reason = reason_not_to_decide(draft, row, reviewer)
    if reason:
        raise NotAllowed(reason)
    if decision == "returned" and not words:
        raise Invalid({"words": "Say in a sentence what should change. The author reads it."})
    if len(words) > LONGEST_WORDS:
        raise Invalid({"words": f"Use at most {LONGEST_WORDS:,} characters. You have used {len(words):,}."})
