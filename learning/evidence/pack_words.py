"""PURE. The words of the inspection pack: what the standings mean, how they were counted, and whom a plan is for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from learning.people.small_groups import SENTENCE
from learning.plans.document import Audience
from learning.plans.standing import Key
from learning.study.status import day_in_words

STANDINGS: Mapping[Key, tuple[str, str]] = {
    "met": ("Done", "A completion counts on the day."),
    "expiring": ("Done, repeat soon", "A completion counts on the day, and the last day for repeating it is near."),
    "upcoming": ("Not yet due", "Nothing counts yet, and the last day on time is not near."),
    "due soon": (
        "Due soon",
        "Nothing counts yet, and the last day on time is within the earliest reminder or 30 days.",
    ),
    "overdue": ("Overdue", "The last day on time has passed, and nothing has ever counted."),
    "lapsed": ("Overdue (repeat)", "A completion counted once and no longer does, and the last day has passed."),
    "exempt": ("Not needed", "It was agreed with the person that they do not need it on that day."),
}
"""What each standing is called here, and what it means."""

METHOD = (
    "Two arguments decide everything here: the day that is asked about, and the moment of knowledge. What was recorded "
    "after that moment is not known to this pack; what was withdrawn or voided after it still counts.",
    "Every standing is worked out anew from what is recorded: where people worked, what the plan asked on that day, "
    "what was completed, what was agreed with people. No standing is stored.",
    "Counted are people who worked here on the day and whom the plan asks or will ask. A person counts once for each "
    "course. Teams are those that a person is in directly; somebody in two teams counts in both. Teams and job roles "
    "are those of the day.",
    "“Share done” is the share of those who hold a completion that counts, of all who are asked, without those for "
    "whom it was agreed that they do not need it. It is rounded down.",
    SENTENCE,
    "A completion names the version of the course that was done. The hash of a version is the SHA-256 of its source "
    "files: the same hash means the same text, to the letter.",
    "A lesson covers an element of a framework where its author said so and somebody published it: read, practised by "
    "tasks in the lesson, or assessed by the final check.",
)


def team_words(number: int, name: str | None) -> str:
    """What a team is called in the part of numbers; None where its name would name its manager."""
    return f"A team of direct reports (number {number})" if name is None else name


def audience_words(audience: Audience) -> str:
    """Whom a plan is for."""
    parts = []
    if audience.job_roles:
        parts.append(f"job role {' or '.join(audience.job_roles)}")
    if audience.teams:
        parts.append(f"in {' or '.join(audience.teams)}, or in a team beneath")
    if audience.leads_people is not None:
        parts.append("leads people" if audience.leads_people else "does not lead people")
    return "; ".join(parts) or "everyone"


def due_words(due_on: date | None, due_after_days: int | None) -> str:
    """By when a course is asked for."""
    if due_on:
        return f"by {day_in_words(due_on)}"
    return "no last day" if due_after_days is None else f"within {due_after_days} days of joining"


def renewal_words(renew_after_months: int | None) -> str:
    """When it is to be done again."""
    return f"every {renew_after_months} months" if renew_after_months else "as the course says"


def target_words(percent: int | None, by: str | None) -> str:
    """The target of a plan, the day in words."""
    if percent is None:
        return "The plan sets no target"
    return f"The target is {percent} % done{f' by {by}' if by else ''}"
