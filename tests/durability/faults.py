"""Compares what learners were told with what the database holds, and the rows with each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from learning.audit import AuditEvent
from learning.courses.models import CourseRow
from learning.people.models import Person
from learning.study.models import Attempt, CompletionRecord, Enrolment, FinishedLesson, Sitting
from tests.durability.courses import LESSONS, WITH_CHECK, WORDS_PLACE
from tests.durability.learners import Told


def faults_of(session: Session, everybody: Iterable[Told]) -> list[str]:
    """A sentence for everything that is lost, doubled or half done; empty when all is well."""
    found = list(_of_file(session))
    for told in everybody:
        found += [f"{told.email}: {fault}" for fault in (*told.odd, *_of_what_was_told(session, told))]
    return [*found, *_of_attempts(session), *_of_completions(session), *_of_enrolments(session)]


def _of_file(session: Session) -> Iterator[str]:
    if session.get_bind().dialect.name != "sqlite":
        return
    for check in ("integrity_check", "foreign_key_check"):
        answer = session.execute(text(f"PRAGMA {check}")).all()
        if answer not in ([], [("ok",)]):
            yield f"{check}: {answer}"


def _of_what_was_told(session: Session, told: Told) -> Iterator[str]:
    yield from _of_sent(session, told)
    yield from _of_saved(session, told)
    for slug, started_count in told.started.items():
        runs = _runs(session, told.email, slug)
        if len(runs) != started_count:
            yield f"{slug} was started {started_count} times and stands there {len(runs)} times"
        for course, run, lesson in told.finished:
            if course == slug and not session.get(FinishedLesson, (runs[run].id, lesson)):
                yield f"lost: {lesson} of {slug}, run {run}, was finished"
        for course, run in told.completed:
            if course == slug and runs[run].closed_because != "completed":
                yield f"lost: {slug}, run {run}, was completed"


def _of_sent(session: Session, told: Told) -> Iterator[str]:
    for key, addresses in told.sent.items():
        stored = session.scalars(select(Attempt.number).where(Attempt.sitting_key == key)).all()
        if len(stored) != 1:
            yield f"the sending {key} was acknowledged and stands there {len(stored)} times"
        if addresses != {f"/courses/{WITH_CHECK}/check/attempts/{number}" for number in stored}:
            yield f"the sending {key} led to {sorted(addresses)} and is stored as {stored}"


def _of_saved(session: Session, told: Told) -> Iterator[str]:
    for key, words in told.saved.items():
        row = session.scalar(select(Attempt).where(Attempt.sitting_key == key)) or session.scalar(
            select(Sitting).where(Sitting.key == key)
        )
        if row is None or row.answers.get(WORDS_PLACE) != [words]:
            yield f"lost: “{words}” was saved under {key}"


def _runs(session: Session, email: str, slug: str) -> list[Enrolment]:
    query = select(Enrolment).join(Person, Person.id == Enrolment.person_id).join(Enrolment.course)
    return list(session.scalars(query.where(Person.email == email, CourseRow.slug == slug).order_by(Enrolment.id)))


def _of_attempts(session: Session) -> Iterator[str]:
    numbers: dict[int, list[int]] = {}
    for attempt in session.scalars(select(Attempt).order_by(Attempt.id)):
        numbers.setdefault(attempt.enrolment_id, []).append(attempt.number)
    for enrolment_id, found in numbers.items():
        if found != list(range(1, len(found) + 1)):
            yield f"the attempts of enrolment {enrolment_id} are numbered {found}"
    stored = Counter(
        (f"enrolment:{enrolment_id}", number) for enrolment_id, found in numbers.items() for number in found
    )
    events = session.scalars(select(AuditEvent).where(AuditEvent.action == "final check sent"))
    audited = Counter((event.thing, event.details["attempt"]) for event in events)
    yield from (f"attempt without audit row: {one}" for one in stored - audited)
    yield from (f"audit row without attempt: {one}" for one in audited - stored)


def _of_completions(session: Session) -> Iterator[str]:
    records = session.scalars(select(CompletionRecord)).all()
    events = session.scalars(select(AuditEvent).where(AuditEvent.action == "course completed"))
    stored, audited = Counter(f"completion:{record.id}" for record in records), Counter(event.thing for event in events)
    yield from (f"completion without audit row: {one}" for one in stored - audited)
    yield from (f"audit row without completion: {one}" for one in audited - stored)
    for record in records:
        if record.attempt_id is None:
            continue
        attempt = session.get_one(Attempt, record.attempt_id)
        if attempt.enrolment_id != record.enrolment_id or not attempt.passed:
            yield f"completion {record.id} rests on attempt {attempt.id}, which does not bear it"
    bearing = {record.enrolment_id for record in records if record.attempt_id}
    passed = set(session.scalars(select(Attempt.enrolment_id).where(Attempt.passed.is_(True))))
    yield from (f"enrolment {one} was passed and has no completion" for one in passed - bearing)


def _of_enrolments(session: Session) -> Iterator[str]:
    slugs = dict(session.execute(select(CourseRow.id, CourseRow.slug)).all())
    completed = Counter(session.scalars(select(CompletionRecord.enrolment_id)))
    finished: dict[int, set[str]] = {}
    for row in session.scalars(select(FinishedLesson)):
        finished.setdefault(row.enrolment_id, set()).add(row.lesson_key)
    open_pairs: Counter[tuple[int, int]] = Counter()
    for enrolment in session.scalars(select(Enrolment)):
        open_pairs[enrolment.person_id, enrolment.course_id] += enrolment.closed_at is None
        if completed[enrolment.id] != (enrolment.closed_because == "completed"):
            yield f"enrolment {enrolment.id} ({enrolment.closed_because}) has {completed[enrolment.id]} completions"
        if completed[enrolment.id] and finished.get(enrolment.id) != set(LESSONS[slugs[enrolment.course_id]]):
            yield f"enrolment {enrolment.id} is completed with lessons {finished.get(enrolment.id)}"
    yield from (f"person and course {pair} are open {count} times" for pair, count in open_pairs.items() if count > 1)
