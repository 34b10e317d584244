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

from flask import Flask
from sqlalchemy import select

from learning import clock
from learning.courses import draft_files, drafts
from learning.courses.document import ShortText
from learning.courses.models import Draft
from learning.courses.published import course_by_slug, course_document
from learning.db import db, transaction
from learning.people import links, sessions
from learning.people.models import Person
from learning.people.roles import Role
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
        with self.app.app_context(), transaction():
            session_id = sessions.start_session(
                self.person_ids[role],
                own_phone=False,
                user_agent="",
                replaces=None,
                settings=self.app.config["SETTINGS"],
                now=clock.now(),
            )
        client.set_cookie("session", session_id)
        return client


def token_of(browser: PageClient) -> str:
    """The CSRF token that a form on a page in this browser would send."""
    found = TOKEN.search(browser.raw("GET", "/check-certificate").get_data(as_text=True))
    assert found
    return found["token"]


def private_words(role: str) -> str:
    """What the person of this role wrote for themselves: nobody else may ever be shown it."""
    return f"only {NAMES[role].split()[0].lower()} knows {mark_of(role)}"


def mark_of(role: str) -> str:
    """A word that stands nowhere but in the private words of this role."""
    return f"zq{role.replace(' ', '')}qz"


def make_organisation(app: Flask) -> Organisation:
    """Fill an empty database; takes about half a second."""
    with app.app_context():
        people = _make_people()
        _publish_courses(people[AUTHOR])
        things: dict[str, dict[str, object]] = {}
        for role, person in people.items():
            own_slug = "only-hers" if role == STRANGER else "small-steps"
            things[role] = _things_of(app, person, role, own_slug)
        _make_drafts(people[AUTHOR])
        shared = _shared_things(people)
        things = {role: {**shared, **own} for role, own in things.items()}
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
    for slug in ("small-steps", "only-hers", _DRAFTED, _TO_PUBLISH, _TO_DISCARD):
        makers.publish_course(WITH_PICTURE, slug=slug)
    makers.publish_course(TWO_LESSONS, slug="two-lessons")


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
    certificate = makers.complete_course(person, "two-lessons").check_code
    with transaction():
        other_session = sessions.start_session(
            person.id, own_phone=False, user_agent="", replaces=None, settings=app.config["SETTINGS"], now=clock.now()
        )
    return {
        "slug": slug,
        "person": person.id,
        "key": _sit_check(person, slug, private_words(role)),
        "reflection": words.id,
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
    for slug in (_DRAFTED, _TO_PUBLISH, _TO_DISCARD):
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
        "empty_team": makers.make_team("Made by a slip").id,
        "drafted": _DRAFTED,
        "to_publish": _TO_PUBLISH,
        "to_discard": _TO_DISCARD,
        "draft_key": db.session.scalar(select(Draft.key).where(Draft.course_id == course_by_slug(_TO_PUBLISH).id)),
    }


def _somebody_to_sign_in(role: str) -> dict[str, object]:
    """An account for the pages before signing in, which any visitor may try: one a role, as a link works once."""
    person = makers.make_person(f"Spare {role.title()}")
    with transaction():
        return {"email": person.email, "token": links.make_link(person, clock.now())}
