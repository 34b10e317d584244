"""Every route of the product, once: an address and a form that work, and who gets in. The access tests walk this table.

`{names}` in addresses and forms are filled with the things of tests.organisation. `mine`, `my_teams` and `a_strangers`
say who gets in when the thing belongs to whoever asks, to a colleague whom the manager manages, or to a stranger.
Writes stand in an order in which each still works after those above it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.organisation import (
    ADMINISTRATOR,
    AUTHOR,
    COLLEAGUE,
    EVERYBODY,
    LEARNING_LEAD,
    MANAGER,
    PEOPLE_FILE,
    PICTURE,
    PLAN_TEXT,
    SIGNED_IN,
    STRANGER,
)

Who = frozenset[str]

NOBODY: Who = frozenset()
LEAD: Who = frozenset({LEARNING_LEAD})
MANAGERS: Who = frozenset({MANAGER, LEARNING_LEAD})
CONTENT: Who = frozenset({AUTHOR, LEARNING_LEAD})
AUTHORS: Who = frozenset({AUTHOR})
PEOPLE_READERS: Who = frozenset({ADMINISTRATOR, LEARNING_LEAD})
ADMINISTRATORS: Who = frozenset({ADMINISTRATOR})

MINE = "mine"
PLAN = PLAN_TEXT.decode()


@dataclass(frozen=True)
class Route:
    """One endpoint and method: who passes its policy (`who`), and whose things they then get to (`reach`)."""

    endpoint: str
    method: str
    address: str
    who: Who
    form: Mapping[str, str] = field(default_factory=dict)
    file: str = ""
    """The name of the field that takes a file; `content` goes in it."""
    content: bytes = PICTURE
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
_ENTER = "/my-team/people/{person}/elsewhere"
_PROPOSE = "/my-team/people/{person}/propose"
_PROPOSAL = {
    "requirement": "everyone/two-lessons", "kind": "later", "last_on": "2027-01-31", "reason": "Court weeks",
}  # fmt: skip
_SHEET = {
    "title": "Cooks", "owner": "Learning and development", "from_on": "01/11/2026", "job_roles": "cook", "rows": "1",
    "row-1-course": "two-lessons", "row-1-due_after_days": "90", "do": "try",
}  # fmt: skip
_OUTSIDE = {
    "title": "Practice {outside_key}", "provider": "A college", "kind": "external", "held_on": "04/05/2026",
    "hours": "6", "minutes": "", "course": "", "note": "{proof}", "key": "{outside_key}",
}  # fmt: skip
_NEW_PASSWORD = "seven quiet herons on a wall"

READS = (
    Route("home.start", "GET", "/", EVERYBODY),
    Route("home.my_learning", "GET", "/my-learning", SIGNED_IN),
    Route("home.calendar_file", "GET", "/my-learning/two-lessons.ics", SIGNED_IN),
    Route("home.my_team", "GET", "/my-team", MANAGERS),
    Route("home.my_team_table", "GET", "/my-team.csv", MANAGERS),
    Route("home.my_team_print", "GET", "/my-team/print", MANAGERS),
    Route("home.course_counts_table", "GET", "/my-team/courses.csv", MANAGERS),
    Route("home.teams_counts_table", "GET", "/my-team/teams.csv", MANAGERS),
    Route("home.team_course", "GET", "/my-team/courses/two-lessons", MANAGERS),
    Route("home.team_course_table", "GET", "/my-team/courses/two-lessons.csv", MANAGERS),
    Route("home.supervision", "GET", "/my-team/courses/two-lessons/supervision", MANAGERS),
    Route("home.hours_by_year", "GET", "/my-record/hours", SIGNED_IN),
    Route("home.hours_table", "GET", "/my-record/hours.csv", SIGNED_IN),
    Route("home.organisation", "GET", "/organisation", LEAD),
    Route("home.organisation_plan", "GET", "/organisation/plans/everyone", LEAD),
    Route("home.organisation_framework", "GET", "/organisation/frameworks/leeds-trauma-informed-approach", LEAD),
    Route("home.forecast", "GET", "/organisation/forecast", LEAD),
    Route("home.organisation_table", "GET", "/organisation.csv", LEAD),
    Route("home.organisation_plan_table", "GET", "/organisation/plans/everyone.csv", LEAD),
    Route("home.forecast_table", "GET", "/organisation/forecast.csv", LEAD),
    Route(
        "home.organisation_framework_table", "GET", "/organisation/frameworks/leeds-trauma-informed-approach.csv", LEAD
    ),
    Route("evidence.evidence", "GET", "/organisation/evidence", LEAD),
    Route("evidence.pack", "GET", "/organisation/evidence/pack.pdf?plan=everyone&on=2026-11-24&names=yes", LEAD),
    Route("evidence.completions", "GET", "/organisation/evidence/completions.csv?on=2026-11-24", LEAD),
    Route("home.team_person", "GET", "/my-team/people/{person}", MANAGERS, my_teams=MANAGERS, a_strangers=LEAD),
    Route(
        "home.team_person_table", "GET", "/my-team/people/{person}.csv", MANAGERS, my_teams=MANAGERS, a_strangers=LEAD
    ),
    Route(
        "home.team_person_reminders_table",
        "GET",
        "/my-team/people/{person}/reminders.csv",
        MANAGERS,
        my_teams=MANAGERS,
        a_strangers=LEAD,
    ),
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
    Route("people.people_table", "GET", "/admin/people.csv", PEOPLE_READERS),
    Route("people.confirm_administrator", "GET", f"{_PERSON}/make-administrator", ADMINISTRATORS),
    Route("people.confirm_deactivate", "GET", f"{_PERSON}/deactivate", ADMINISTRATORS),
    Route("people.person", "GET", "/admin/people/{newcomer}", PEOPLE_READERS),
    Route("people.set_password", "GET", "/password/set/{token}", EVERYBODY),
    Route("people.sign_in", "GET", "/sign-in", EVERYBODY),
    Route("people.teams", "GET", "/admin/teams", PEOPLE_READERS),
    Route("people.teams_table", "GET", "/admin/teams.csv", PEOPLE_READERS),
    Route("people.team", "GET", "/admin/teams/{team}", PEOPLE_READERS),
    Route("people.team_table", "GET", "/admin/teams/{team}.csv", PEOPLE_READERS),
    Route("people.places", "GET", f"{_PERSON}/places", PEOPLE_READERS),
    Route("people.places_table", "GET", f"{_PERSON}/places.csv", PEOPLE_READERS),
    Route("people.place", "GET", f"{_PERSON}/places/member/{{place_to_change}}", ADMINISTRATORS),
    Route("people.log", "GET", "/admin/log", ADMINISTRATORS),
    Route("people.log_table", "GET", "/admin/log.csv", ADMINISTRATORS),
    Route("people.choose_import", "GET", "/admin/people/import", ADMINISTRATORS),
    Route("people.look_at_import", "GET", "/admin/people/import/look", ADMINISTRATORS),
    Route("people.import_table", "GET", "/admin/people/import/look.csv", ADMINISTRATORS),
    Route("practice.my_reflections", "GET", "/my-reflections", SIGNED_IN),
    Route("practice.download_reflections", "GET", "/my-reflections.txt", SIGNED_IN),
    _of_one_person("practice.confirm_delete", "GET", "/my-reflections/{reflection}/delete"),
    _in_own_course("improvement.comment_on_lesson", "GET", f"{_LESSON}/comments"),
    Route("improvement.my_comments", "GET", "/my-comments", SIGNED_IN),
    Route("improvement.download_comments", "GET", "/my-comments.txt", SIGNED_IN),
    _of_one_person("improvement.confirm_delete_comment", "GET", "/my-comments/{comment}/delete"),
    Route("improvement.changes", "GET", f"{_COURSE}/changes", SIGNED_IN),
    Route("improvement.comments", "GET", "/write/small-steps/comments", CONTENT),
    Route("improvement.comment", "GET", "/write/small-steps/comments/{to_answer}", CONTENT),
    Route("improvement.figures", "GET", "/write/small-steps/figures", AUTHOR),
    Route("improvement.figures_table", "GET", "/write/small-steps/figures.csv", AUTHOR),
    Route("home.catalogue", "GET", "/courses", SIGNED_IN),
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
    Route("reminders.my_reminders", "GET", "/my-record/reminders", SIGNED_IN),
    Route("reminders.reminders", "GET", "/reminders", LEAD),
    Route("reminders.preview", "GET", "/reminders/next", LEAD),
    Route("reminders.my_reminders_table", "GET", "/my-record/reminders.csv", SIGNED_IN),
    Route("reminders.sent_table", "GET", "/reminders/sent.csv", LEAD),
    Route("reminders.next_table", "GET", "/reminders/next.csv", LEAD),
    Route("study.who_looked", "GET", "/my-record/looks", SIGNED_IN),
    Route("study.who_looked_table", "GET", "/my-record/looks.csv", SIGNED_IN),
    Route("outside.my_record_table", "GET", "/my-record.csv", SIGNED_IN),
    Route("outside.add_learning", "GET", "/my-record/elsewhere/add", SIGNED_IN),
    _of_one_person("outside.own_learning", "GET", "/my-record/elsewhere/{outside}"),
    Route(
        "outside.evidence",
        "GET",
        "/learning-elsewhere/{outside}/evidence",
        SIGNED_IN,
        mine=SIGNED_IN,
        my_teams=MANAGERS,
        a_strangers=LEAD,
    ),
    Route("outside.team_learnings", "GET", "/my-team/elsewhere", MANAGERS),
    Route(
        "outside.team_learning",
        "GET",
        "/my-team/elsewhere/{outside}",
        MANAGERS,
        mine=MANAGERS,
        my_teams=MANAGERS,
        a_strangers=LEAD,
    ),
    Route("outside.enter_for_person", "GET", _ENTER, MANAGERS, my_teams=MANAGERS, a_strangers=LEAD),
    Route("outside.register", "GET", "/my-team/elsewhere/register", MANAGERS),
    Route("outside.all_equivalences", "GET", "/my-team/elsewhere/equivalences", LEAD),
    Route("outside.equivalences_table", "GET", "/my-team/elsewhere/equivalences.csv", LEAD),
    Route("outside.confirm_end_equivalence", "GET", "/my-team/elsewhere/equivalences/{equivalence}/end", LEAD),
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
    Route("courses.courses_table", "GET", "/write.csv", CONTENT),
    Route("courses.write_course", "GET", "/write/{drafted}", CONTENT),
    Route("courses.edit_page", "GET", "/write/{drafted}/pages/01-noticing.md", CONTENT),
    Route("courses.page_name", "GET", "/write/{drafted}/draft/pages/02-a-hard-visit.md/name", AUTHORS),
    Route("courses.draft_picture", "GET", "/write/{drafted}/draft/images/window.svg", CONTENT),
    Route("courses.read_version", "GET", "/write/{drafted}/versions/1", CONTENT),
    Route("courses.read_version_page", "GET", "/write/{drafted}/versions/1/pages/01-noticing.md", CONTENT),
    Route("courses.versions", "GET", "/write/{drafted}/versions", CONTENT),
    Route("courses.versions_table", "GET", "/write/{drafted}/versions.csv", CONTENT),
    Route("courses.changes", "GET", "/write/{drafted}/changes?old=1&new=draft", CONTENT),
    Route("courses.download_version_file", "GET", "/write/{drafted}/versions/1/files/course.md", CONTENT),
    Route("courses.confirm_restore", "GET", "/write/{drafted}/versions/1/restore", AUTHORS),
    Route("courses.waiting_reviews", "GET", "/reviews", CONTENT),
    Route("courses.review", "GET", "/write/{to_review}/review", CONTENT),
    Route("exchange.bring_course", "GET", "/bring", AUTHORS),
    Route("exchange.bring_into_course", "GET", "/write/{drafted}/bring", AUTHORS),
    Route("exchange.preview_import", "GET", "/bring/{brought}", AUTHORS),
    Route("exchange.pictures", "GET", "/write/{drafted}/pictures", AUTHORS),
    Route("exchange.bring_questions", "GET", "/write/{drafted}/questions", AUTHORS),
    Route("exchange.version_questions", "GET", "/write/{drafted}/versions/1/questions", CONTENT),
    Route("exchange.download_questions", "GET", "/write/{drafted}/versions/1/questions/final-check/gift", CONTENT),
    Route("exchange.draft_zip", "GET", "/write/{drafted}/draft.zip", CONTENT),
    Route("exchange.version_zip", "GET", "/write/{drafted}/versions/1.zip", CONTENT),
    Route("frameworks.frameworks", "GET", "/frameworks", CONTENT),
    Route("frameworks.framework", "GET", "/frameworks/leeds-trauma-informed-approach", CONTENT),
    Route("frameworks.coverage_table", "GET", "/frameworks/coverage.csv", CONTENT),
    Route("plans.plans", "GET", "/plans", LEAD),
    Route("plans.plan", "GET", "/plans/everyone", LEAD),
    Route("plans.plans_table", "GET", "/plans.csv", LEAD),
    Route("plans.plan_table", "GET", "/plans/everyone.csv", LEAD),
    Route("plans.plan_people_table", "GET", "/plans/everyone/people.csv", LEAD),
    Route("plans.editions_table", "GET", "/plans/everyone/editions.csv", LEAD),
    Route("plans.requirements_table", "GET", "/plans/everyone/requirements.csv", LEAD),
    Route("plans.agreed_table", "GET", "/plans/everyone/agreed.csv", LEAD),
    Route("plans.away_table", "GET", "/plans/away.csv", LEAD),
    Route("plans.new_plan", "GET", "/plans/new", LEAD),
    Route("plans.edit_plan", "GET", "/plans/everyone/edit", LEAD),
    Route("plans.new_plan_form", "GET", "/plans/new/form", LEAD),
    Route("plans.edit_plan_form", "GET", "/plans/everyone/form", LEAD),
    Route("plans.propose", "GET", _PROPOSE, MANAGERS, my_teams=MANAGERS, a_strangers=LEAD),
    Route("plans.proposals", "GET", "/my-team/proposals", MANAGERS),
    Route("plans.proposal", "GET", "/my-team/proposals/{proposal}", MANAGERS, my_teams=MANAGERS, a_strangers=LEAD),
    Route("plans.my_proposals", "GET", "/my-record/proposals", SIGNED_IN),
    Route("plans.confirm_close", "GET", "/plans/everyone/close", LEAD),
    Route("plans.agree", "GET", "/plans/everyone/agree", LEAD),
    Route("plans.away", "GET", "/plans/away", LEAD),
    Route("plans.ask_back", "GET", "/plans/away/{newcomer}/back", LEAD),
    Route("web.brand_css", "GET", "/brand.css", EVERYBODY),
    Route("web.health", "GET", "/health", EVERYBODY),
    Route("web.patterns", "GET", "/patterns", EVERYBODY),
)

WRITES = (
    Route("study.start", "POST", f"{_COURSE}/start", SIGNED_IN),
    Route("study.begin_refresh", "POST", f"{_COURSE}/refresh", SIGNED_IN, {"version": "1"}),
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
    _in_own_course(
        "improvement.send_comment", "POST", f"{_LESSON}/comments", {"words": "{said}, again", "key": "{comment_key}"}
    ),
    Route(
        "improvement.answer",
        "POST",
        "/write/small-steps/comments/{to_answer}",
        AUTHORS,
        {"answer": "Thank you, we will.", "changed_in": "", "change": "", "revision": "0"},
    ),
    _of_one_person("improvement.answer_read", "POST", "/my-comments/{comment}/read"),
    _of_one_person("improvement.delete_comment", "POST", "/my-comments/{comment}/delete"),
    Route("outside.claim", "POST", "/my-record/elsewhere/add", SIGNED_IN, _OUTSIDE),
    Route(
        "outside.say_of_own",
        "POST",
        "/my-record/elsewhere/{outside}",
        SIGNED_IN,
        {"do": "take-back"},
        mine=SIGNED_IN,
        my_teams=NOBODY,
        a_strangers=NOBODY,
    ),
    Route(
        "outside.say_of_learning",
        "POST",
        "/my-team/elsewhere/{outside}",
        MANAGERS,
        {"do": "confirm"},
        my_teams=MANAGERS,
        a_strangers=LEAD,
    ),
    Route("outside.enter_learning", "POST", _ENTER, MANAGERS, _OUTSIDE, my_teams=MANAGERS, a_strangers=LEAD),
    Route(
        "outside.look_at_register",
        "POST",
        "/my-team/elsewhere/register",
        MANAGERS,
        {**_OUTSIDE, "title": "A day on loss", "people": "{colleague}"},
    ),
    Route(
        "outside.enter_register",
        "POST",
        "/my-team/elsewhere/register/enter",
        MANAGERS,
        {**_OUTSIDE, "title": "A day on loss", "people": "{colleague}"},
    ),
    Route(
        "outside.keep_equivalence",
        "POST",
        "/my-team/elsewhere/equivalences",
        LEAD,
        {
            "title": "Restorative practice",
            "provider": "A college",
            "course": "two-lessons",
            "from_on": "01/01/2020",
            "last_on": "",
        },
    ),
    Route(
        "outside.end_equivalence",
        "POST",
        "/my-team/elsewhere/equivalences/{equivalence}/end",
        LEAD,
        {"last_on": "01/01/2027"},
    ),
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
    Route(
        "courses.preview_page",
        "POST",
        "/write/{drafted}/preview/01-noticing.md",
        AUTHORS,
        {"text": "---\nminutes: 5\n---\n# Noticing\n\nNot saved.\n"},
    ),
    Route(
        "courses.insert_block",
        "POST",
        "/write/{drafted}/insert/01-noticing.md",
        AUTHORS,
        {"text": "# Noticing\n", "insert": "scenario", "revision": "3", "opened": "old"},
    ),
    Route("courses.add_page", "POST", "/write/{drafted}/draft/pages", AUTHORS, {"kind": "lesson", "title": "Asking"}),
    Route(
        "courses.remove_page", "POST", "/write/{drafted}/draft/pages/03-asking.md/remove", AUTHORS, {"revision": "4"}
    ),
    Route(
        "courses.put_back_page",
        "POST",
        "/write/{drafted}/draft/pages/04-later.md/put-back",
        AUTHORS,
        {"text": "---\nminutes: 5\n---\n# Later\n"},
    ),
    Route("courses.move_page", "POST", "/write/{drafted}/draft/pages/move", AUTHORS, {"to": "later 1"}),
    Route(
        "courses.rename_page",
        "POST",
        "/write/{drafted}/draft/pages/banks/responses.md/name",
        AUTHORS,
        {"name": "Survival responses"},
    ),
    Route("courses.undo_outline", "POST", "/write/{drafted}/draft/undo", AUTHORS, {"change": "999999999"}),
    Route(
        "courses.publish",
        "POST",
        "/write/{to_publish}/publish",
        AUTHORS,
        {"key": "{draft_key}", "revision": "2", "label": "editorial", "note": "More words."},
    ),
    Route("courses.restore", "POST", "/write/two-lessons/versions/1/restore", AUTHORS),
    Route("courses.ask_for_review", "POST", "/write/{to_review}/review/ask", AUTHORS, {"revision": "2"}),
    Route(
        "courses.decide_review",
        "POST",
        "/write/{to_review}/review",
        AUTHORS,
        {"revision": "2", "decision": "returned", "words": "Say it more simply."},
    ),
    Route("exchange.read_course", "POST", "/bring", AUTHORS, {"text": "# A visit\n\nKnock first.", "name": ""}),
    Route("exchange.read_into_course", "POST", "/write/{drafted}/bring", AUTHORS, {"text": "# A visit\n\nKnock."}),
    Route("exchange.confirm_import", "POST", "/bring/{to_confirm}", AUTHORS, {"title": "A visit", "slug": "a-visit"}),
    Route("exchange.cancel_import", "POST", "/bring/{to_cancel}/cancel", AUTHORS),
    Route(
        "exchange.look_at_questions",
        "POST",
        "/write/{drafted}/questions/look",
        AUTHORS,
        {"name": "From elsewhere", "text": "Is it so? {{T}}"},
    ),
    Route(
        "exchange.add_questions",
        "POST",
        "/write/{drafted}/questions",
        AUTHORS,
        {"name": "From elsewhere", "text-1": "# Bank\n"},
    ),
    Route(
        "exchange.add_picture",
        "POST",
        "/write/{drafted}/pictures",
        AUTHORS,
        {"shows": "A window", "page": "course.md"},
        file="file",
    ),
    Route(
        "plans.make_plan", "POST", "/plans/new", LEAD, {"key": "cooks", "text": PLAN, "number": "0", "do": "publish"}
    ),
    Route("plans.save_plan", "POST", "/plans/everyone/edit", LEAD, {"text": PLAN, "number": "1", "do": "try"}),
    Route("plans.make_plan_by_form", "POST", "/plans/new/form", LEAD, {**_SHEET, "key": "more-cooks"}),
    Route("plans.save_plan_by_form", "POST", "/plans/everyone/form", LEAD, {**_SHEET, "base": PLAN, "number": "1"}),
    Route("plans.send_proposal", "POST", _PROPOSE, MANAGERS, _PROPOSAL, my_teams=MANAGERS, a_strangers=LEAD),
    Route(
        "plans.take_back_proposal",
        "POST",
        "/my-team/proposals/{proposal}/take-back",
        MANAGERS,
        my_teams=MANAGERS,
        a_strangers=LEAD,
    ),
    Route(
        "plans.decide_proposal",
        "POST",
        "/my-team/proposals/{to_decide}/decide",
        LEAD,
        {"do": "agree"},
        my_teams=LEAD,
        a_strangers=LEAD,
    ),
    Route(
        "plans.note_agreement",
        "POST",
        "/plans/everyone/agree",
        LEAD,
        {
            "email": "lena.marsh@example.org",
            "course": "two-lessons",
            "kind": "not needed",
            "last_on": "2026-12-31",
            "reason": "Agreed adjustment",
        },
    ),
    Route("reminders.count_again", "POST", "/reminders/next", LEAD),
    Route("plans.needed_again", "POST", "/plans/everyone/needed-again/{newcomer}/two-lessons", LEAD),
    Route(
        "plans.note_away",
        "POST",
        "/plans/away",
        LEAD,
        {"email": "lena.marsh@example.org", "from_on": "2026-11-30", "last_on": ""},
    ),
    Route("plans.note_back", "POST", "/plans/away/{newcomer}/back", LEAD, {"back_on": "2026-12-31"}),
    Route("plans.close_plan", "POST", "/plans/to-close/close", LEAD),
    Route("courses.discard_draft", "POST", "/write/{to_discard}/draft/discard", AUTHORS, {"revision": "2"}),
    Route(
        "people.add_person", "POST", "/admin/people/add", ADMINISTRATORS, {**_DETAILS, "email": "another@example.org"}
    ),
    Route("people.read_import", "POST", "/admin/people/import", ADMINISTRATORS, file="file", content=PEOPLE_FILE),
    Route(
        "people.confirm_import",
        "POST",
        "/admin/people/import/confirm",
        ADMINISTRATORS,
        {"mark": "{people_import_mark}"},
    ),
    Route("people.cancel_import", "POST", "/admin/people/import/cancel", ADMINISTRATORS),
    Route("people.add_place", "POST", f"{_PERSON}/places", ADMINISTRATORS, {"team": "Fostering", "what": "acting"}),
    Route(
        "people.change_place",
        "POST",
        f"{_PERSON}/places/member/{{place_to_change}}",
        ADMINISTRATORS,
        {"from_on": "01/02/2026", "last_on": ""},
    ),
    Route("people.remove_place", "POST", f"{_PERSON}/places/member/{{place_to_remove}}/remove", ADMINISTRATORS),
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
