"""Who may see what: roles, and the one table that says what each may see. Nowhere else.

The privacy page prints the table; access rules and tests read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person may be beyond a learner, which everybody is. Managing a team is no role but a fact of the day."""

    AUTHOR = "author"
    LEARNING_LEAD = "learning lead"
    ADMINISTRATOR = "administrator"


class Policy(StrEnum):
    """Who may open a page. Each route carries exactly one."""

    PUBLIC = "public"
    STUDY = "study"  # everybody who is signed in; the only policy that a long phone session is enough for
    OWN_ACCOUNT = "own account"
    MANAGER = "manager"  # manages at least one team today
    CONTENT = "content"  # authors; learning leads may read
    AUTHOR = "author"
    LEARNING_LEAD = "learning lead"
    PEOPLE_READER = "people reader"  # administrators; learning leads may read
    ADMINISTRATOR = "administrator"


_ROLES_OF_POLICY: dict[Policy, frozenset[Role]] = {
    Policy.CONTENT: frozenset({Role.AUTHOR, Role.LEARNING_LEAD}),
    Policy.AUTHOR: frozenset({Role.AUTHOR}),
    Policy.LEARNING_LEAD: frozenset({Role.LEARNING_LEAD}),
    Policy.PEOPLE_READER: frozenset({Role.ADMINISTRATOR, Role.LEARNING_LEAD}),
    Policy.ADMINISTRATOR: frozenset({Role.ADMINISTRATOR}),
}


def may_open(policy: Policy, roles: frozenset[Role], *, manages_somebody: bool) -> bool:
    """Whether an active, signed-in person with these roles may open pages of this policy."""
    if policy in (Policy.PUBLIC, Policy.STUDY, Policy.OWN_ACCOUNT):
        return True
    if policy is Policy.MANAGER:
        return manages_somebody or Role.LEARNING_LEAD in roles
    return bool(roles & _ROLES_OF_POLICY[policy])


@dataclass(frozen=True, slots=True)
class WhoSees:
    """One row of the privacy page: a thing that is recorded and who sees it, in words for staff."""

    what: str
    you: str
    manager: str
    learning_lead: str
    author: str
    administrator: str
    kept: str


WHO_SEES_WHAT: tuple[WhoSees, ...] = (
    WhoSees(
        "Which courses you started and finished, the day, the version and the certificate",
        "Yes", "Yes, while they manage your team", "Yes", "No", "No",
        "For as long as your employer keeps training records",
    ),
    WhoSees(
        "What you have learned elsewhere, the file that proves it, and what was said about it",
        "Yes", "Yes, while they manage your team", "Yes", "No", "No",
        "For as long as your employer keeps training records",
    ),
    WhoSees(
        "Your scores, attempts, answers and whether you took a shorter version",
        "Yes", "No", "No", "No", "No", "With your learning record",
    ),
    WhoSees(
        "How many people chose which answer in a final check: from five people up, without names",
        "No", "No", "Yes", "Yes", "No", "With the learning records",
    ),
    WhoSees(
        "What you tell the learning team about a lesson",
        "Yes", "No", "Yes, with your name only if you allow it", "Yes, with your name only if you allow it", "No",
        "Until you delete it; once it is answered, with the course",
    ),
    WhoSees(
        "That you have a later day for a course, do not need it, or are away; why you are away is not kept",
        "What it changes", "What it changes, and that you are away today", "Yes", "No", "No",
        "With your learning record",
    ),
    WhoSees(
        "What your manager proposes for you about a course, such as a later day, why, and what became of it",
        "Yes", "Yes, while they manage your team", "Yes", "No", "No", "With your learning record",
    ),
    WhoSees(
        "Which reminders about courses were sent to you, and on which day",
        "Yes", "Yes, while they manage your team", "Yes", "No", "No", "With your learning record",
    ),
    WhoSees("Your reflections", "Yes, only you", "No", "No", "No", "No", "Until you delete them"),
    WhoSees("What you type in practice questions", "While the page is open", "No", "No", "No", "No", "Not kept"),
    WhoSees(
        "Your name, e-mail, staff number, job role and teams",
        "Yes", "Name, job role and team", "Yes", "No", "Yes", "While you work here, then with your learning record",
    ),
    WhoSees(
        "Who opened your page, a certificate or a file of yours, or a table or list with you in it, and on which day",
        "Yes", "No", "No", "No", "No", "With your learning record",
    ),
    WhoSees(
        "When you signed in or out, when that failed, and from which address",
        "Your open sessions", "No", "No", "No", "Yes", "30 days",
    ),
    WhoSees(
        "Who changed your account, roles or teams, and when",
        "If you ask", "No", "No", "No", "Yes", "With your learning record",
    ),
)  # fmt: skip
