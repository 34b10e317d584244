"""Where one person stands with one course by what they learned elsewhere, for the page of the course."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from learning.outside.completions import FROM_NO_VERSION, outside_completions
from learning.study.status import CompletionFact, Status, status_of


@dataclass(frozen=True, slots=True)
class DoneElsewhere:
    """The latest of it, with the number and the words of the learning that it rests on."""

    status: Status
    learning_id: int
    source: str

    @property
    def counts(self) -> bool:
        """Whether the course is done by it today, and need not be repeated yet."""
        return self.status.key == "done"


def done_elsewhere(person_id: int, course_id: int, *, today: date) -> DoneElsewhere | None:
    """What stands for this course or meets it; None where nothing does, or all of it was voided."""
    found = {one.number: one for one in outside_completions([person_id], [course_id]) if one.voided_at is None}
    if not found:
        return None
    status = status_of(
        (
            CompletionFact(one.number, one.completed_on, one.expires_on, False, FROM_NO_VERSION)
            for one in found.values()
        ),
        is_open=False,
        today=today,
    )
    best = found[status.number or 0]
    return DoneElsewhere(status, best.learning_id, best.source)
