"""What people completed and what newer versions ask of them, as standings take it: from the rows, or from read ones."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from learning.outside.completions import OutsideCompletion
from learning.plans.person_facts import completions_by_person, completions_from, refreshes_by_course
from learning.plans.standing import Completion, Refresh
from learning.study.begun import Begun


@dataclass(frozen=True, slots=True)
class Learned:
    """Completions by person and course, the voided ones too; and the versions that ask for a refresh, by course."""

    completions: Mapping[tuple[int, int], Sequence[Completion]]
    refreshes: Mapping[int, Sequence[Refresh]]


def read_learned(person_ids: Collection[int] | None, course_ids: Collection[int], *, time_zone: ZoneInfo) -> Learned:
    """What these people, or everybody for None, completed of these courses: three statements."""
    return Learned(completions_by_person(person_ids, course_ids, time_zone=time_zone), refreshes_by_course(course_ids))


def learned_from(begun: Begun, elsewhere: Iterable[OutsideCompletion], *, time_zone: ZoneInfo) -> Learned:
    """The same of every course, from what a page has read already, which needs both for more than standings."""
    refreshes = {
        course_id: [
            Refresh(one.number, one.due_on, one.published_at)
            for one in sorted(asking, key=lambda one: one.number)
            if one.label == "material"
        ]
        for course_id, asking in begun.asking.items()
    }
    return Learned(completions_from(begun.completions, elsewhere, time_zone=time_zone), refreshes)
