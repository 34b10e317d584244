"""Plain functions that put things into a test's database; each opens its own transaction and gives back the row."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from flask import current_app

from learning import clock
from learning.courses.document import Choices, Ordering, Question, TrueFalse
from learning.courses.models import Version
from learning.courses.published import course_by_slug, course_document
from learning.courses.publishing import publish_files
from learning.db import transaction
from learning.improvement.comments import key_or_new, send_comment
from learning.improvement.models import LessonComment
from learning.outside import claims
from learning.outside.declared import Declared
from learning.outside.evidence_content import Evidence
from learning.outside.models import OutsideLearning
from learning.people import sessions
from learning.people.job_roles import note_job_roles
from learning.people.models import Membership, Person, PersonRole, Team, TeamManager
from learning.people.passwords import hash_of
from learning.people.roles import Role
from learning.people.team_tree import note_parents
from learning.plans.models import Proposal
from learning.plans.planning import plan_by_key
from learning.reminders.models import Reminder, ReminderMail
from learning.study import attempts, enrolments
from learning.study.answers import StoredAnswer
from learning.study.completions import completion_of_enrolment
from learning.study.models import Attempt, CompletionRecord, Enrolment
from learning.study.scoring import right_answer
from tests.databases import PASSWORD
from tests.study_course import SMALL_STEPS

_hashes: dict[str, str] = {}


def make_person(
    name: str = "Aisha Khan",
    *,
    email: str | None = None,
    roles: tuple[Role, ...] = (),
    password: str | None = PASSWORD,
    staff_number: str | None = None,
    job_role: str = "Social worker",
    starts_on: date | None = None,
    leaves_on: date | None = None,
    deactivated_at: datetime | None = None,
) -> Person:
    """A person who can sign in with tests.databases.PASSWORD; the e-mail is made from the name."""
    if password and password not in _hashes:
        _hashes[password] = hash_of(password)  # slow on purpose, so once a run
    person = Person(
        name=name,
        email=email or f"{name.lower().replace(' ', '.')}@example.org",
        staff_number=staff_number,
        job_role=job_role,
        starts_on=starts_on,
        leaves_on=leaves_on,
        deactivated_at=deactivated_at,
        password_hash=_hashes[password] if password else None,
        created_at=clock.now(),
    )
    person.role_rows = [PersonRole(role=role.value) for role in roles]
    with transaction() as session:
        session.add(person)
        session.flush()
        note_job_roles([person.id], now=clock.now(), today=clock.now().date())
    return person


def start_session(person_id: int) -> str:
    """The id of a session of this person, as their browser's cookie holds it; in an application context."""
    with transaction():
        return sessions.start_session(
            person_id,
            own_phone=False,
            user_agent="",
            replaces=None,
            settings=current_app.config["SETTINGS"],
            now=clock.now(),
        )


def make_team(name: str = "Assessment", *, parent: Team | None = None) -> Team:
    """A team, empty."""
    team = Team(name=name, parent_id=parent.id if parent else None)
    with transaction() as session:
        session.add(team)
        session.flush()
        note_parents([team.id], now=clock.now(), today=clock.now().date())
    return team


def put_in_team(person: Person, team: Team, *, from_on: date = date(2026, 1, 5), until_on: date | None = None) -> None:
    """A membership; `until_on` is the first day on which it no longer holds."""
    with transaction() as session:
        session.add(
            Membership(
                person_id=person.id, team_id=team.id, from_on=from_on, until_on=until_on, recorded_at=clock.now()
            )
        )


def make_manager(
    person: Person,
    team: Team,
    *,
    from_on: date = date(2026, 1, 5),
    until_on: date | None = None,
    is_acting: bool = False,
) -> None:
    """Has the person manage the team, or act as its manager."""
    with transaction() as session:
        session.add(
            TeamManager(
                person_id=person.id,
                team_id=team.id,
                from_on=from_on,
                until_on=until_on,
                is_acting=is_acting,
                recorded_at=clock.now(),
            )
        )


# Study: courses to work through, and steps through them


def publish_course(
    files: Mapping[str, bytes] = SMALL_STEPS,
    *,
    slug: str = "small-steps",
    label: str = "material",
    note: str = "",
    refresh_due_on: date | None = None,
) -> Version:
    """A published version of a course; the one of tests.study_course unless other files are given."""
    words: dict[str, Any] = {"label": label, "note": note, "refresh_due_on": refresh_due_on}
    with transaction():
        published = publish_files(slug, files, **words, origin="folder", publisher=None, now=clock.now())
    return published.version


def start_course(person: Person, slug: str = "small-steps") -> Enrolment:
    """The person's open enrolment in a published course."""
    with transaction():
        enrolments.start(course_by_slug(slug), person.id, now=clock.now())
    return enrolments.own_enrolment(person.id, slug)


def finish_lessons(person: Person, slug: str = "small-steps", *, route: str = "full") -> CompletionRecord | None:
    """Has the person finish all lessons; gives the record where that completes the course."""
    record = None
    course = course_document(enrolments.own_enrolment(person.id, slug).version_id)
    for lesson in course.lessons:
        chosen = route if lesson.short_version else "full"
        with transaction():
            enrolment = enrolments.own_enrolment(person.id, slug, lock=True)
            record = enrolments.finish_lesson(
                enrolment, lesson.key, route=chosen, now=clock.now(), today=clock.now().date()
            )
    return record


def sit_check(person: Person, slug: str = "small-steps", *, right_count: int | None = None) -> str:
    """Open a sitting and answer every question, so many of them rightly (all unless said); gives its key."""
    with transaction():
        enrolment = enrolments.own_enrolment(person.id, slug, lock=True)
        sitting = attempts.open_sitting(enrolment, one_page=False, source=random.Random(1), now=clock.now())
        course = course_document(enrolment.version_id)
        asked = attempts.asked(course, sitting)
        answers = {
            place: right_answer(question) if right_count is None or place <= right_count else other_answer(question)
            for place, (_, question, _) in enumerate(asked, start=1)
        }
        return attempts.save_answers(enrolment, sitting.key, answers).key


def send_check(person: Person, key: str, slug: str = "small-steps") -> Attempt:
    """Send a sitting."""
    with transaction():
        enrolment = enrolments.own_enrolment(person.id, slug, lock=True)
        return attempts.send_sitting(enrolment, key, now=clock.now(), today=clock.now().date())


def complete_course(person: Person, slug: str = "small-steps") -> CompletionRecord:
    """Start a course and complete it, with its final check where it has one."""
    enrolment = start_course(person, slug)
    record = finish_lessons(person, slug)
    if record is None:
        send_check(person, sit_check(person, slug), slug)
    record = completion_of_enrolment(enrolment.id)
    assert record is not None
    return record


def comment_on(
    person: Person, lesson_key: str, slug: str = "small-steps", *, words: str = "A word is missing.", shows_name=False
) -> LessonComment:
    """What the person tells the learning team about a lesson of a course that they have started."""
    with transaction():
        return send_comment(
            person.id,
            slug,
            lesson_key,
            words=words,
            shows_name=shows_name,
            key=key_or_new(),
            since=clock.now(),
            now=clock.now(),
        )


def claim_learning(
    person: Person,
    *,
    title: str = "Motivational interviewing",
    provider: str = "A charity",
    held_on: date = date(2026, 5, 4),
    course_slug: str = "",
    note: str = "",
    evidence: Evidence | None = None,
) -> OutsideLearning:
    """What the person says they learned elsewhere, six hours of it; it waits to be confirmed."""
    declared = Declared(title, provider, held_on, 360, course_slug=course_slug, note=note)
    now = clock.now()
    with transaction():
        return claims.claim(person.id, declared, evidence=evidence, key=claims.key_or_new(), now=now, today=now.date())


def propose(person: Person, by: Person, plan_key: str = "everyone", slug: str = "two-lessons") -> Proposal:
    """What somebody proposes for the person: a later day, which waits for a learning lead."""
    row = Proposal(
        person_id=person.id, plan_id=plan_by_key(plan_key).id, course_id=course_by_slug(slug).id, kind="later",
        last_on=date(2027, 1, 31), reason="Court weeks", proposed_by_id=by.id, recorded_at=clock.now(),
    )  # fmt: skip
    with transaction() as session:
        session.add(row)
    return row


def note_reminder(
    person: Person, slug: str = "small-steps", *, due_on: date, kind: str = "before", digest_week_on: date | None = None
) -> None:
    """Has a reminder about a course have been mailed to the person a week before its day, maybe with a team's news."""
    note = Reminder(
        person_id=person.id, course_id=course_by_slug(slug).id, kind=kind, step=7, due_on=due_on, about="first"
    )
    mailed_on = due_on - timedelta(days=7)
    with transaction() as session:
        session.add(
            ReminderMail(
                person_id=person.id,
                mailed_on=mailed_on,
                digest_week_on=digest_week_on,
                claimed_at=clock.now(),
                sent_at=clock.now(),
                reminders=[note],
            )
        )


def other_answer(question: Question) -> StoredAnswer:
    """A complete answer that is not right."""
    match question.answer:
        case Choices(options=options):
            return [next(index for index, option in enumerate(options) if not option.right)]
        case TrueFalse(right=right):
            return ["false" if right else "true"]
        case Ordering(steps=steps):
            return list(range(len(steps), 0, -1))
        case _:
            return ["something else"]
