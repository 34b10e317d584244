"""What an author should see before a draft becomes a version: what is new in it, and whether a second author agrees."""

from __future__ import annotations

from dataclasses import dataclass

from learning.courses.change_words import LabelHint, label_hint, sentences
from learning.courses.format.parser import ParsedCourse
from learning.courses.models import Draft, Version
from learning.courses.reviews import Review, reason_not_to_decide, review_of
from learning.courses.version_changes import changes_of
from learning.people.models import Person


@dataclass(frozen=True, slots=True)
class BeforePublishing:
    """What is new since the current version in sentences, and what they look like; who may do what about a review.

    `hint` is None where there is nothing to compare: for a first version, and while the draft has problems.
    """

    sentences: tuple[str, ...]
    hint: LabelHint | None
    review: Review
    reason_not_to_decide: str

    @property
    def is_approved(self) -> bool:
        """Whether a second author approved the draft as it stands."""
        return self.review.stage == "approved"


def before_publishing(draft: Draft, checked: ParsedCourse, person: Person) -> BeforePublishing:
    """All of that, for this person."""
    review = review_of(draft)
    reason = reason_not_to_decide(draft, review.row, person) if review.row else ""
    current: Version | None = draft.course.current_version
    if current is None or checked.course is None or checked.problems:
        return BeforePublishing((), None, review, reason)
    changes = changes_of(current, draft, checked.course)
    return BeforePublishing(tuple(sentences(changes)), label_hint(changes), review, reason)
