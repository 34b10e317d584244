"""Every form as it is refused: who opens which page, what they put into which form, and the answer's status.

Addresses and values are filled with the things of tests.organisation, as in tests.routes. Nothing here changes a thing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.organisation import ADMINISTRATOR, AUTHOR, LEARNER, LEARNING_LEAD, MANAGER, VISITOR

_LESSON = "/courses/{slug}/lessons"
_CHECK = "/courses/{slug}/check/questions"
_PERSON = "/admin/people/{newcomer}"
_PAGE = "/write/{drafted}/pages/01-noticing.md"
_DRAFT = "/write/{to_discard}"
_COMMENT = "/write/small-steps/comments/{to_answer}"


@dataclass(frozen=True)
class Refusal:
    """One form that is refused; `action` is the end of where it is sent."""

    name: str
    role: str
    address: str
    action: str
    values: Mapping[str, str] = field(default_factory=dict)
    status: int = 422


REFUSALS = (
    Refusal("signing in with nothing", VISITOR, "/sign-in", "/sign-in"),
    Refusal("a wrong password", VISITOR, "/sign-in", "/sign-in", {"name": "{email}", "password": "not this one"}),
    Refusal("a link for nobody", VISITOR, "/password/forgot", "/password/forgot"),
    Refusal("a short new password", VISITOR, "/password/set/{token}", "{token}", {"new_password": "short"}),
    Refusal("a certificate without a code", VISITOR, "/check-certificate", "/check-certificate"),
    Refusal("an old form of a visitor", VISITOR, "/password/forgot", "/password/forgot", {"csrf_token": "old"}, 400),
    Refusal("changing no password", LEARNER, "/account", "/account/password"),
    Refusal(
        "a wrong current password",
        LEARNER,
        "/account",
        "/account/password",
        {"current_password": "not this one", "new_password": "seven quiet herons on a wall"},
    ),
    Refusal("a practice question without an answer", LEARNER, f"{_LESSON}/noticing", "/what-is-fight"),
    Refusal("a practice question with parts left out", LEARNER, f"{_LESSON}/noticing", "/what-belongs-together"),
    Refusal("gaps left empty", LEARNER, f"{_LESSON}/noticing", "/what-is-trauma"),
    Refusal("steps without places", LEARNER, f"{_LESSON}/noticing", "/what-comes-first"),
    Refusal(
        "private words that are too long",
        LEARNER,
        f"{_LESSON}/a-hard-visit?route=full",
        "/reflections/where-have-you-met-this",
        {"words": "A long day. " * 2000},
    ),
    Refusal(
        "private words saved from another window",
        LEARNER,
        f"{_LESSON}/a-hard-visit?route=full",
        "/reflections/where-have-you-met-this",
        {"words": "Other words,\nfrom another window.", "revision": "0"},
        409,
    ),
    Refusal("a comment without words", LEARNER, f"{_LESSON}/noticing/comments", "/noticing/comments"),
    Refusal("learning elsewhere without anything", LEARNER, "/my-record/elsewhere/add", "/elsewhere/add"),
    Refusal("an answer without words", AUTHOR, _COMMENT, _COMMENT),
    Refusal(
        "an answer given by somebody else", AUTHOR, _COMMENT, _COMMENT, {"answer": "Thank you.", "revision": "7"}, 409
    ),
    Refusal("a check question without an answer", LEARNER, f"{_CHECK}/2", f"{_CHECK}/2", {"q2": ""}),
    Refusal("a check with a question left out", LEARNER, _CHECK, _CHECK, {"q2": "", "q3-1": ""}),
    Refusal("a person without a name", ADMINISTRATOR, "/admin/people/add", "/admin/people/add"),
    Refusal(
        "details that cannot be",
        ADMINISTRATOR,
        _PERSON,
        f"{_PERSON}/details",
        {"name": "", "email": "nobody", "starts_on": "tomorrow", "leaves_on": "1/13/2026"},
    ),
    Refusal("teams that cannot be read", ADMINISTRATOR, _PERSON, f"{_PERSON}/teams", {"teams": "Assessment > > East"}),
    Refusal("teams that are not there", ADMINISTRATOR, _PERSON, f"{_PERSON}/teams", {"teams": "Nowhere | Asessment"}),
    Refusal("no file of people", ADMINISTRATOR, "/admin/people/import", "/admin/people/import"),
    Refusal(
        "an import that was shown otherwise",
        ADMINISTRATOR,
        "/admin/people/import/look",
        "/import/confirm",
        {"mark": "another"},
        409,
    ),
    Refusal(
        "a team that is not there, from no day",
        ADMINISTRATOR,
        f"{_PERSON}/places",
        f"{_PERSON}/places",
        {"team": "Asessment", "last_on": "1/13/2026"},
    ),
    Refusal("a plan with problems", LEARNING_LEAD, "/plans/everyone/edit", "/everyone/edit", {"text": "# Nothing"}),
    Refusal(
        "a plan in the form with faults",
        LEARNING_LEAD,
        "/plans/everyone/form",
        "/everyone/form",
        {"title": "", "introduction": "# Another title", "row-1-due_on": "soon", "row-2-due_after_days": "7"},
    ),
    Refusal("a new plan without anything", LEARNING_LEAD, "/plans/new/form", "/new/form", {"owner": "", "from_on": ""}),
    Refusal("agreeing nothing with nobody", LEARNING_LEAD, "/plans/everyone/agree", "/everyone/agree"),
    Refusal("nobody away from no day", LEARNING_LEAD, "/plans/away", "/plans/away"),
    Refusal(
        "back in another century",
        LEARNING_LEAD,
        "/plans/away/{newcomer}/back",
        "/{newcomer}/back",
        {"back_on": "2126-12-01"},
    ),
    Refusal("a proposal without anything", MANAGER, "/my-team/people/{colleague}/propose", "/propose"),
    Refusal(
        "returning a proposal without a word",
        LEARNING_LEAD,
        "/my-team/proposals/{to_return}",
        "/{to_return}/decide",
        {"do": "return"},
    ),
    Refusal("a course without a title", AUTHOR, "/write", "/write"),
    Refusal("a page that is too long", AUTHOR, _PAGE, _PAGE, {"text": "A long page. " * 6000}),
    Refusal("a page over 1 MB", AUTHOR, _PAGE, _PAGE, {"text": "A long page. " * 90_000}, 413),
    Refusal(
        "a page saved by somebody else",
        AUTHOR,
        _PAGE,
        _PAGE,
        {"text": "# Mine\n\nWords of mine.", "revision": "1", "opened": "old"},
        409,
    ),
    Refusal("a page without a title", AUTHOR, _DRAFT, "/draft/pages", {"title": " "}),
    Refusal(
        "a page renamed to nothing",
        AUTHOR,
        "/write/{drafted}/draft/pages/02-a-hard-visit.md/name",
        "/02-a-hard-visit.md/name",
        {"name": " "},
    ),
    Refusal("bringing nothing", AUTHOR, "/bring", "/bring"),
    Refusal("bringing words that are hidden signs", AUTHOR, "/write/{drafted}/bring", "/bring", {"html": "<br>"}),
    Refusal("a course from elsewhere without a name", AUTHOR, "/bring/{brought}", "/bring/{brought}", {"title": ""}),
    Refusal("bringing no questions", AUTHOR, "/write/{drafted}/questions", "/questions/look"),
    Refusal("no picture", AUTHOR, "/write/{drafted}/pictures", "/pictures"),
    Refusal("publishing without saying what changed", AUTHOR, _DRAFT, "/publish"),
    Refusal(
        "publishing a draft that changed meanwhile",
        AUTHOR,
        _DRAFT,
        "/publish",
        {"label": "editorial", "note": "Shorter words.", "revision": "1"},
        409,
    ),
    Refusal("throwing a draft away that changed meanwhile", AUTHOR, _DRAFT, "/draft/discard", {"revision": "1"}, 409),
)
