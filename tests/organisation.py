"""A small organisation in which everybody and everything exists that an address can name.

For tests that walk all routes: each person has the same things of their own (a course begun, words written, a
certificate), so that “mine”, “my team's” and “a stranger's” can be asked for by the same table.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from weakref import WeakKeyDictionary

from flask import Flask
from sqlalchemy import select

from learning import clock
from learning.courses import draft_files, drafts
from learning.courses.document import ShortText
from learning.courses.models import Draft
from learning.courses.published import course_by_slug, course_document
from learning.courses.publishing import bring_back, retire
from learning.courses.reviews import ask_for_review
from learning.db import db, transaction
from learning.exchange.bringing import bring_text
from learning.exchange.imports import hold_import
from learning.improvement.comments import key_or_new
from learning.outside.equivalences import keep_equivalence
from learning.outside.evidence_content import Evidence
from learning.outside.models import Equivalence
from learning.people import links, pending_imports, sessions
from learning.people.accounts import note_failed_sign_in
from learning.people.models import Person
from learning.people.place_history import places_of
from learning.people.roles import Role
from learning.plans import agreements
from learning.plans.planning import publish_plan
from learning.practice.reflections import save_reflection
from learning.study import attempts, enrolments
from tests import makers
from tests.study_course import FIRST, SMALL_STEPS, TWO_LESSONS
from tests.web.pages import PageClient

TODAY = date(2026, 11, 24)
YESTERDAY = date(2026, 11, 23)
PICTURE = (Path(__file__).parent / "courses/every-kind/images/window.svg").read_bytes()
WITH_PICTURE = {
    **SMALL_STEPS,
    "01-noticing.md": FIRST.replace(b"Read this first.\n", b"Read this first.\n\n![A window](images/window.svg)\n"),
    "images/window.svg": PICTURE,
}

LEARNER, MANAGER, FORMER_MANAGER = "learner", "manager", "former manager"
AUTHOR, LEARNING_LEAD, ADMINISTRATOR = "author", "learning lead", "administrator"
COLLEAGUE, STRANGER = "colleague", "stranger"  # whom the manager manages, and does not; these two never act
DEACTIVATED, LEAVER, VISITOR = "deactivated", "leaver", "visitor"

SIGNED_IN = frozenset({LEARNER, MANAGER, FORMER_MANAGER, AUTHOR, LEARNING_LEAD, ADMINISTRATOR})
SIGNED_OUT = frozenset({VISITOR, DEACTIVATED, LEAVER})
EVERYBODY = SIGNED_IN | SIGNED_OUT

NAMES = {
    LEARNER: "Lena Marsh",
    MANAGER: "Mona Field",
    FORMER_MANAGER: "Fred Dale",
    AUTHOR: "Ada Quill",
    LEARNING_LEAD: "Lee Hart",
    ADMINISTRATOR: "Amin Okoro",
    COLLEAGUE: "Cora Whitby",
    STRANGER: "Sana Whitlock",
    DEACTIVATED: "Dee Acton",
    LEAVER: "Lev Gale",
}
_ROLES = {AUTHOR: Role.AUTHOR, LEARNING_LEAD: Role.LEARNING_LEAD, ADMINISTRATOR: Role.ADMINISTRATOR}
TOKEN = re.compile(r'name="csrf_token"[^>]* value="(?P<token>[^"]*)"')
_DRAFTED, _TO_PUBLISH, _TO_DISCARD = "being-written", "ready-to-publish", "to-be-discarded"
_TO_REVIEW = "waits-for-review"
_PROPOSED = {"proposal": "to-close", "to_decide": "everyone"}
"""The plans that proposals are about; the form of tests.routes makes one more about the second."""


@dataclass(frozen=True)
class Organisation:
    """What was made. `things` holds, by role, the values for the placeholders of addresses and forms."""

    app: Flask
    person_ids: dict[str, int]
    things: dict[str, dict[str, object]]

    def browser(self, role: str) -> PageClient:
        """A browser in which the person of this role has a session, also where it no longer opens anything."""
        client = PageClient(self.app)
        if role == VISITOR:
            client.get("/sign-in")
            return client
        with self.app.app_context():
            session_id = makers.start_session(self.person_ids[role])
        client.set_cookie("session", session_id)
        return client


_tokens: WeakKeyDictionary[PageClient, tuple[str | None, str]] = WeakKeyDictionary()


def token_of(browser: PageClient) -> str:
    """The CSRF token that a form on a page in this browser would send; a page is asked for it once a session."""
    session_id, token = _tokens.get(browser, (None, ""))
    if not token or session_id != browser.cookie("session"):
        found = TOKEN.search(browser.raw("GET", "/check-certificate").get_data(as_text=True))
        assert found
        token = found["token"]
        _tokens[browser] = (browser.cookie("session"), token)
    return token


def private_words(role: str) -> str:
    """What the person of this role wrote for themselves: nobody else may ever be shown it."""
    return f"only {NAMES[role].split()[0].lower()} knows {mark_of(role)}"


def told_words(role: str) -> str:
    """What the person of this role told the learning team, without their name: for authors and learning leads alone."""
    return f"this is unclear to me {told_mark_of(role)}"


def told_mark_of(role: str) -> str:
    """A word that stands nowhere but in what this role told the learning team."""
    return f"zt{role.replace(' ', '')}tz"


def proof_words(role: str) -> str:
    """What the person of this role wrote, and sent as a file, about learning elsewhere: for whoever confirms it."""
    return f"two days in the town hall {proof_mark_of(role)}"


def proof_mark_of(role: str) -> str:
    """A word that stands nowhere but in what this role sent about learning elsewhere."""
    return f"ze{role.replace(' ', '')}ez"


def mark_of(role: str) -> str:
    """A word that stands nowhere but in the private words of this role."""
    return f"zq{role.replace(' ', '')}qz"


PLAN_TEXT = b"""---
owner: Learning and development
from: 2026-11-01
who: everyone
---
# Everyone
| Course | Due | Renew after | Remind before |
|---|---|---|---|
| [Two lessons](../two-lessons/course.md) | 90 days | 24 months | 30, 7, 1 days |
"""


PEOPLE_FILE = b"email,name\nimported@example.org,Imma Ported\n"


def make_organisation(app: Flask) -> Organisation:
    """Fill an empty database; takes about half a second."""
    with app.app_context():
        people = _make_people()
        _publish_courses(people[AUTHOR])
        things: dict[str, dict[str, object]] = {}
        for role, person in people.items():
            own_slug = "only-hers" if role == STRANGER else "small-steps"
            things[role] = _things_of(app, person, role, own_slug)
        _publish_what_people_are_asked_to_see()
        _make_entries_of_the_log(people[AUTHOR])
        _make_drafts(people[AUTHOR])
        shared = _shared_things(people)
        _agree_plans(shared["newcomer"])
        proposed = {role: _proposals_for(person, people) for role, person in people.items()}
        shared["to_return"] = proposed[COLLEAGUE]["to_decide"]
        things = {role: {**shared, **own, **proposed[role]} for role, own in things.items()}
        things[VISITOR] = {**shared, **things[LEARNER]}
        for role, own in things.items():
            own.update(_somebody_to_sign_in(role))
        return Organisation(app, {role: person.id for role, person in people.items()}, things)


def _make_people() -> dict[str, Person]:
    ends = {LEAVER: {"leaves_on": YESTERDAY}, DEACTIVATED: {"deactivated_at": clock.now()}}
    people = {
        role: makers.make_person(name, roles=(_ROLES[role],) if role in _ROLES else (), **ends.get(role, {}))
        for role, name in NAMES.items()
    }
    assessment, fostering = makers.make_team("Assessment"), makers.make_team("Fostering")
    makers.put_in_team(people[LEARNER], assessment)
    makers.put_in_team(people[COLLEAGUE], assessment)
    makers.put_in_team(people[STRANGER], fostering)
    makers.make_manager(people[MANAGER], assessment)
    makers.make_manager(people[FORMER_MANAGER], assessment, until_on=TODAY)
    return people


def _publish_courses(author: Person) -> None:
    for slug in ("small-steps", "only-hers", _DRAFTED, _TO_PUBLISH, _TO_DISCARD, _TO_REVIEW):
        makers.publish_course(WITH_PICTURE, slug=slug)
    makers.publish_course(TWO_LESSONS, slug="two-lessons")


def _publish_what_people_are_asked_to_see() -> None:
    """A change of substance in the course that everybody completed, so that pages ask for a refresh."""
    second = TWO_LESSONS["02-asking.md"].replace(b"Read that.", b"Read that, and this.")
    files = {**TWO_LESSONS, "02-asking.md": second}
    makers.publish_course(files, slug="two-lessons", note="Asking has changed.", refresh_due_on=date(2027, 2, 12))


def _make_entries_of_the_log(author: Person) -> None:
    """A course that was retired by mistake, and a try at signing in that failed."""
    for step in (retire, bring_back):
        with transaction():
            step(course_by_slug(_DRAFTED), actor=author, now=clock.now())
    with transaction():
        note_failed_sign_in(author.email, address="203.0.113.9", now=clock.now())


def _things_of(app: Flask, person: Person, role: str, slug: str) -> dict[str, object]:
    makers.start_course(person, slug)
    makers.finish_lessons(person, slug)
    makers.send_check(person, _sit_check(person, slug, private_words(role)), slug)
    with transaction():
        words = save_reflection(
            person.id,
            course_by_slug(slug).id,
            "a-hard-visit",
            "where-have-you-met-this",
            prompt="Where have you met this?",
            words=private_words(role),
            revision=0,
            now=clock.now(),
        )
    comment = makers.comment_on(person, "a-hard-visit", slug, words=told_words(role))
    certificate = makers.complete_course(person, "two-lessons").check_code
    makers.note_reminder(person, "two-lessons", due_on=TODAY)
    proof = Evidence(f"%PDF-1.4 {proof_words(role)} %%EOF".encode(), "pdf")
    outside = makers.claim_learning(person, note=proof_words(role), evidence=proof)
    with transaction():
        other_session = sessions.start_session(
            person.id, own_phone=False, user_agent="", replaces=None, settings=app.config["SETTINGS"], now=clock.now()
        )
    return {
        "slug": slug,
        "person": person.id,
        "key": _sit_check(person, slug, private_words(role)),
        "reflection": words.id,
        "comment": comment.id,
        "comment_key": key_or_new(),
        "said": told_words(role),
        "outside": outside.id,
        "outside_key": key_or_new(),
        "proof": proof_words(role),
        "certificate": certificate,
        "session": sessions.hash_of_id(other_session),
        "typed": private_words(role),
    }


def _sit_check(person: Person, slug: str, words: str) -> str:
    """An open sitting, every question answered wrongly, one of them in the person's own words; gives its key."""
    with transaction():
        enrolment = enrolments.own_enrolment(person.id, slug, lock=True)
        sitting = attempts.open_sitting(enrolment, one_page=False, source=random.Random(1), now=clock.now())
        asked = attempts.asked(course_document(enrolment.version_id), sitting)
        answers = {
            place: [words] if isinstance(question.answer, ShortText) else makers.other_answer(question)
            for place, (_, question, _) in enumerate(asked, start=1)
        }
        return attempts.save_answers(enrolment, sitting.key, answers).key


def _make_drafts(author: Person) -> None:
    second_author = makers.make_person("Winnie Sharp", roles=(Role.AUTHOR,))
    _write_drafts(author, _DRAFTED, _TO_PUBLISH, _TO_DISCARD)
    _write_drafts(second_author, _TO_REVIEW)
    with transaction():
        ask_for_review(_TO_REVIEW, expected_revision=2, asker=second_author, now=clock.now())


def _write_drafts(author: Person, *slugs: str) -> None:
    for slug in slugs:
        with transaction():
            drafts.start_draft(slug, author=author, now=clock.now())
        with transaction():
            text = draft_files.text_of(drafts.draft_of(slug), "02-a-hard-visit.md") or ""
            draft_files.save_draft_file(
                slug,
                "02-a-hard-visit.md",
                text.replace("The longer story.", f"The longer story of {slug}."),
                expected_revision=1,
                author=author,
                now=clock.now(),
            )


def _shared_things(people: dict[str, Person]) -> dict[str, object]:
    newcomer = makers.make_person("New Comer")
    return {
        "newcomer": newcomer.id,
        "to_answer": makers.comment_on(people[COLLEAGUE], "noticing", words="A word is missing here.").id,
        "equivalence": _equivalence(people[LEARNING_LEAD]).id,
        "colleague": people[COLLEAGUE].id,
        "empty_team": makers.make_team("Made by a slip").id,
        **_places_of(newcomer),
        "people_import_mark": _hold_people_file(people[ADMINISTRATOR]),
        "drafted": _DRAFTED,
        "to_publish": _TO_PUBLISH,
        "to_discard": _TO_DISCARD,
        "to_review": _TO_REVIEW,
        **{name: _bring(people[AUTHOR]) for name in ("brought", "to_confirm", "to_cancel")},
        "draft_key": db.session.scalar(select(Draft.key).where(Draft.course_id == course_by_slug(_TO_PUBLISH).id)),
    }


def _places_of(person: Person) -> dict[str, object]:
    """The numbers of a team and of two memberships in it: one whose days are changed, and one that is taken back."""
    team = makers.make_team("Duty team")
    makers.put_in_team(person, team, from_on=date(2025, 1, 6), until_on=date(2025, 4, 7))
    makers.put_in_team(person, team)
    lines = places_of(person.id, TODAY).teams
    return {"team": team.id, "place_to_change": lines[0].id, "place_to_remove": lines[1].id}


def _hold_people_file(administrator: Person) -> str:
    """The mark of what is shown of a file of people that the administrator has chosen and not yet confirmed."""
    with transaction():
        pending_imports.hold_import(
            PEOPLE_FILE,
            "people.csv",
            missing_are_leavers=False,
            person_id=administrator.id,
            now=clock.now(),
            today=TODAY,
        )
    pending = pending_imports.own_import(administrator.id, now=clock.now())
    return pending_imports.look_at_import(pending, today=TODAY).mark


def _bring(author: Person) -> str:
    """The key of a text that the author has brought and not yet confirmed."""
    with transaction():
        brought = bring_text("# A visit\n\nKnock first.\n", "")
        return hold_import(brought, name="visit.docx", slug=None, person_id=author.id, now=clock.now()).key


def _agree_plans(newcomer_id: object) -> None:
    """Two plans that ask for a course; somebody is away, does not need it, and has longer for it."""
    for key in ("everyone", "to-close"):
        with transaction():
            publish_plan(key, PLAN_TEXT, origin="folder", actor_id=None, now=clock.now(), today=TODAY)
    for operation in (agreements.exempt, agreements.extend):
        with transaction():
            operation(
                newcomer_id, "everyone", "two-lessons", last_on=TODAY.replace(month=12), reason="Agreed adjustment",
                actor_id=None, now=clock.now(), today=TODAY,
            )  # fmt: skip
    with transaction():
        agreements.pause(newcomer_id, from_on=TODAY, last_on=None, actor_id=None, now=clock.now(), today=TODAY)


def _proposals_for(person: Person, people: dict[str, Person]) -> dict[str, object]:
    """The numbers of two proposals that wait, made by the learning lead, and for them by the manager."""
    by = people[MANAGER if person is people[LEARNING_LEAD] else LEARNING_LEAD]
    return {name: makers.propose(person, by, key).id for name, key in _PROPOSED.items()}


def _equivalence(learning_lead: Person) -> Equivalence:
    with transaction():
        return keep_equivalence(
            "Trauma awareness",
            "A college",
            "two-lessons",
            from_on=date(2020, 1, 1),
            last_on=None,
            actor_id=learning_lead.id,
            now=clock.now(),
        )


def _somebody_to_sign_in(role: str) -> dict[str, object]:
    """An account for the pages before signing in, which any visitor may try: one a role, as a link works once."""
    person = makers.make_person(f"Spare {role.title()}")
    with transaction():
        return {"email": person.email, "token": links.make_link(person, clock.now())}
