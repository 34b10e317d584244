"""Every route of the product, once: an address and a form that work, and who gets in. The access tests walk this table.

`{names}` in addresses and forms are filled with the things of tests.organisation. `mine`, `my_teams` and `a_strangers`
say who gets in when the thing belongs to whoever asks, to a colleague whom the manager manages, or to a stranger.
Writes stand in an order in which each still works after those above it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.organisation import ADMINISTRATOR, AUTHOR, COLLEAGUE, EVERYBODY, LEARNING_LEAD, MANAGER, SIGNED_IN, STRANGER

Who = frozenset[str]

NOBODY: Who = frozenset()
LEAD: Who = frozenset({LEARNING_LEAD})
MANAGERS: Who = frozenset({MANAGER, LEARNING_LEAD})
CONTENT: Who = frozenset({AUTHOR, LEARNING_LEAD})
AUTHORS: Who = frozenset({AUTHOR})
PEOPLE_READERS: Who = frozenset({ADMINISTRATOR, LEARNING_LEAD})
ADMINISTRATORS: Who = frozenset({ADMINISTRATOR})

MINE = "mine"


@dataclass(frozen=True)
class Route:
    """One endpoint and method: who passes its policy (`who`), and whose things they then get to (`reach`)."""

    endpoint: str
    method: str
    address: str
    who: Who
    form: Mapping[str, str] = field(default_factory=dict)
    mine: Who | None = None
    my_teams: Who | None = None
    a_strangers: Who | None = None

    @property
    def reach(self) -> dict[str, Who]:
        """Whose thing is asked for, and who gets it: MINE, or the role that it belongs to."""
        said = {MINE: self.mine, COLLEAGUE: self.my_teams, STRANGER: self.a_strangers}
        return {owner: who for owner, who in said.items() if who is not None} or {MINE: self.who}

    def address_for(self, things: Mapping[str, object]) -> str:
        """The address with these things filled in."""
        return self.address.format_map(things)

    def form_for(self, things: Mapping[str, object]) -> dict[str, str]:
        """The form with these things filled in, without its token."""
        return {name: value.format_map(things) for name, value in self.form.items()}


def _in_own_course(endpoint: str, method: str, address: str, form: Mapping[str, str] | None = None) -> Route:
    """A page of a course that one has begun: it does not exist in a course that only the stranger has begun."""
    return Route(endpoint, method, address, SIGNED_IN, form or {}, mine=SIGNED_IN, a_strangers=NOBODY)


def _of_one_person(endpoint: str, method: str, address: str) -> Route:
    """A thing with a number that belongs to one person: nobody else gets to it, whoever manages them."""
    return Route(endpoint, method, address, SIGNED_IN, mine=SIGNED_IN, my_teams=NOBODY, a_strangers=NOBODY)


_COURSE = "/courses/{slug}"
_LESSON = "/courses/{slug}/lessons/a-hard-visit"
_PERSON = "/admin/people/{newcomer}"
_DETAILS = {"name": "New Comer", "email": "new.comer@example.org", "staff_number": "", "job_role": "", "starts_on": ""}
_ANSWERS = {"q1": "1", "q2": "{typed}", "q3-1": "1", "q3-2": "2", "q3-3": "3", "q4": "true", "q5": "true"}
_NEW_PASSWORD = "seven quiet herons on a wall"

READS = (
    Route("home.start", "GET", "/", EVERYBODY),
    Route("home.my_learning", "GET", "/my-learning", SIGNED_IN),
    Route("home.my_team", "GET", "/my-team", MANAGERS),
    Route("home.my_team_csv", "GET", "/my-team.csv", MANAGERS),
    Route("home.my_team_print", "GET", "/my-team/print", MANAGERS),
    Route("home.team_course", "GET", "/my-team/courses/two-lessons", MANAGERS),
    Route("home.team_person", "GET", "/my-team/people/{person}", MANAGERS, my_teams=MANAGERS, a_strangers=LEAD),
    Route("pages.accessibility", "GET", "/accessibility", EVERYBODY),
    Route("pages.cookies", "GET", "/cookies", EVERYBODY),
    Route("pages.help", "GET", "/help", EVERYBODY),
    Route("guides.guide", "GET", "/help/guides/for-managers", EVERYBODY),
    Route("pages.privacy", "GET", "/privacy", EVERYBODY),
    Route("pages.support", "GET", "/support", EVERYBODY),
    Route("people.account", "GET", "/account", SIGNED_IN),
    Route("people.add_person", "GET", "/admin/people/add", ADMINISTRATORS),
    Route("people.forgot", "GET", "/password/forgot", EVERYBODY),
    Route("people.left", "GET", "/left", EVERYBODY),
    Route("people.people", "GET", "/admin/people", PEOPLE_READERS),
    Route("people.confirm_administrator", "GET", f"{_PERSON}/make-administrator", ADMINISTRATORS),
    Route("people.confirm_deactivate", "GET", f"{_PERSON}/deactivate", ADMINISTRATORS),
    Route("people.person", "GET", "/admin/people/{newcomer}", PEOPLE_READERS),
    Route("people.set_password", "GET", "/password/set/{token}", EVERYBODY),
    Route("people.sign_in", "GET", "/sign-in", EVERYBODY),
    Route("people.teams", "GET", "/admin/teams", PEOPLE_READERS),
    Route("practice.my_reflections", "GET", "/my-reflections", SIGNED_IN),
    Route("practice.download_reflections", "GET", "/my-reflections.txt", SIGNED_IN),
    _of_one_person("practice.confirm_delete", "GET", "/my-reflections/{reflection}/delete"),
    Route("study.catalogue", "GET", "/courses", SIGNED_IN),
    Route("study.course", "GET", _COURSE, SIGNED_IN),
    _in_own_course("study.lesson", "GET", f"{_LESSON}?route=full"),
    Route("study.practice_again", "GET", f"{_LESSON}/questions/what-is-fight", SIGNED_IN),
    Route("study.reflection_again", "GET", f"{_LESSON}/reflections/where-have-you-met-this", SIGNED_IN),
    _in_own_course("study.scene", "GET", f"{_LESSON}/scenarios/the-missed-visit/at-the-door"),
    _in_own_course("study.check", "GET", f"{_COURSE}/check"),
    _in_own_course("study.check_all", "GET", f"{_COURSE}/check/questions"),
    _in_own_course("study.check_question", "GET", f"{_COURSE}/check/questions/2"),
    _in_own_course("study.check_answers", "GET", f"{_COURSE}/check/answers"),
    _in_own_course("study.result", "GET", f"{_COURSE}/check/attempts/1"),
    Route("study.my_record", "GET", "/my-record", SIGNED_IN),
    Route("study.who_looked", "GET", "/my-record/looks", SIGNED_IN),
    Route("study.my_record_csv", "GET", "/my-record.csv", SIGNED_IN),
    Route(
        "study.certificate",
        "GET",
        "/certificates/{certificate}",
        SIGNED_IN,
        mine=SIGNED_IN,
        my_teams=MANAGERS,
        a_strangers=LEAD,
    ),
    Route("study.verify_certificate", "GET", "/check-certificate", EVERYBODY),
    Route("courses.picture", "GET", f"{_COURSE}/versions/1/images/window.svg", SIGNED_IN),
    Route("courses.write", "GET", "/write", CONTENT),
    Route("courses.write_course", "GET", "/write/{drafted}", CONTENT),
    Route("courses.edit_page", "GET", "/write/{drafted}/pages/01-noticing.md", CONTENT),
    Route("courses.draft_picture", "GET", "/write/{drafted}/draft/images/window.svg", CONTENT),
    Route("courses.read_version", "GET", "/write/{drafted}/versions/1", CONTENT),
    Route("courses.read_version_page", "GET", "/write/{drafted}/versions/1/pages/01-noticing.md", CONTENT),
    Route("frameworks.frameworks", "GET", "/frameworks", CONTENT),
    Route("frameworks.framework", "GET", "/frameworks/leeds-trauma-informed-approach", CONTENT),
    Route("frameworks.coverage_csv", "GET", "/frameworks/coverage.csv", CONTENT),
    Route("web.brand_css", "GET", "/brand.css", EVERYBODY),
    Route("web.health", "GET", "/health", EVERYBODY),
    Route("web.patterns", "GET", "/patterns", EVERYBODY),
)

WRITES = (
    Route("study.start", "POST", f"{_COURSE}/start", SIGNED_IN),
    _in_own_course("study.take_newer", "POST", "/courses/{slug}/take-newer"),
    _in_own_course("study.finish_lesson", "POST", f"{_LESSON}/finish", {"route": "full"}),
    _in_own_course(
        "study.check_practice",
        "POST",
        "/courses/{slug}/lessons/noticing/questions/what-is-fight",
        {"q-what-is-fight": "1"},
    ),
    _in_own_course(
        "study.save_reflection",
        "POST",
        f"{_LESSON}/reflections/where-have-you-met-this",
        {"words": "{typed}, still", "revision": "1"},
    ),
    _in_own_course("study.begin_check", "POST", f"{_COURSE}/check/begin", {"pages": "each"}),
    _in_own_course(
        "study.save_check_question", "POST", f"{_COURSE}/check/questions/2", {"key": "{key}", "q2": "{typed}"}
    ),
    _in_own_course("study.save_check_all", "POST", f"{_COURSE}/check/questions", {"key": "{key}", **_ANSWERS}),
    _in_own_course("study.send_check", "POST", f"{_COURSE}/check/send", {"key": "{key}"}),
    _in_own_course("study.discard_check", "POST", f"{_COURSE}/check/discard", {"key": "of none"}),
    _of_one_person("practice.delete_words", "POST", "/my-reflections/{reflection}/delete"),
    _of_one_person("people.end_session", "POST", "/account/sessions/{session}/end"),
    Route(
        "study.verify_certificate", "POST", "/check-certificate", EVERYBODY, {"code": "{certificate}", "surname": ""}
    ),
    Route("courses.begin_course", "POST", "/write", AUTHORS, {"title": "Children and loss", "slug": ""}),
    Route("courses.start_draft", "POST", "/write/{drafted}/draft", AUTHORS),
    Route(
        "courses.save_page",
        "POST",
        "/write/{drafted}/pages/01-noticing.md",
        AUTHORS,
        {"text": "---\nminutes: 5\n---\n# Noticing\n", "revision": "2"},
    ),
    Route("courses.add_page", "POST", "/write/{drafted}/draft/pages", AUTHORS, {"path": "03-asking.md"}),
    Route(
        "courses.remove_page", "POST", "/write/{drafted}/draft/pages/03-asking.md/remove", AUTHORS, {"revision": "4"}
    ),
    Route(
        "courses.publish",
        "POST",
        "/write/{to_publish}/publish",
        AUTHORS,
        {"key": "{draft_key}", "revision": "2", "label": "editorial", "note": "More words."},
    ),
    Route("courses.discard_draft", "POST", "/write/{to_discard}/draft/discard", AUTHORS, {"revision": "2"}),
    Route(
        "people.add_person", "POST", "/admin/people/add", ADMINISTRATORS, {**_DETAILS, "email": "another@example.org"}
    ),
    Route("people.change_details", "POST", f"{_PERSON}/details", ADMINISTRATORS, _DETAILS),
    Route("people.change_teams", "POST", f"{_PERSON}/teams", ADMINISTRATORS, {"teams": "Assessment", "managed": ""}),
    Route("people.remove_team", "POST", "/admin/teams/{empty_team}/remove", ADMINISTRATORS),
    Route("people.change_role", "POST", f"{_PERSON}/role", ADMINISTRATORS, {"role": "author", "held": "yes"}),
    Route("people.send_link", "POST", f"{_PERSON}/link", ADMINISTRATORS),
    Route("people.end_sessions", "POST", f"{_PERSON}/sign-out", ADMINISTRATORS),
    Route("people.deactivate", "POST", f"{_PERSON}/deactivate", ADMINISTRATORS),
    Route("people.reactivate", "POST", f"{_PERSON}/reactivate", ADMINISTRATORS),
    Route("people.forgot", "POST", "/password/forgot", EVERYBODY, {"name": "nobody@example.org"}),
    Route(
        "people.change_password",
        "POST",
        "/account/password",
        SIGNED_IN,
        {"current_password": "a quiet walk by the canal", "new_password": _NEW_PASSWORD},
    ),
    Route(
        "people.sign_in", "POST", "/sign-in", EVERYBODY, {"name": "{email}", "password": "a quiet walk by the canal"}
    ),
    Route("people.set_password", "POST", "/password/set/{token}", EVERYBODY, {"new_password": _NEW_PASSWORD}),
    Route("people.sign_out", "POST", "/sign-out", EVERYBODY),
    Route("people.leave", "POST", "/leave", EVERYBODY),
)

ROUTES = READS + WRITES
