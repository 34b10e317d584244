"""A register: one course, one day, many people. Looked at first; then all of them at once, or nobody."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal, NamedTuple

from sqlalchemy import insert, or_, select

from learning import audit
from learning.db import db
from learning.errors import Invalid, NotAllowed, NotFound
from learning.outside.claims import OWN_IS_FOR_OTHERS
from learning.outside.declared import Declared, recorded
from learning.outside.evidence import keep_evidence
from learning.outside.evidence_content import Evidence
from learning.outside.finding import people_to_enter_for, recorded_already
from learning.outside.models import FurtherRecord, OutsideLearning
from learning.outside.register_file import RegisterLine, read_register
from learning.people.locking import lock_people
from learning.people.models import Person
from learning.people.table_file import Fault

_COPIED = (
    *("kind", "title", "title_key", "provider", "provider_key", "held_on", "declared_minutes"),
    *("course_id", "repeat_after_months", "note", "origin", "key", "evidence_hash", "entered_by_id", "recorded_at"),
)
_AT_ONCE = 1_000


class Outcome(NamedTuple):
    """What entering a register would do for one person; `row` is that of the file, 0 for a tick in a list."""

    row: int
    person_id: int
    name: str
    what: Literal["add", "has it"]


@dataclass(frozen=True, slots=True)
class RegisterPlan:
    """What entering a register would do; with a fault, nothing. Each person once, in the order given."""

    outcomes: tuple[Outcome, ...]
    faults: tuple[Fault, ...]
    repeated: tuple[str, ...] = ()
    """Who is named more than once, which is no fault: they are entered once."""
    note: str = ""
    """What of the file was not read."""

    @property
    def added(self) -> list[Outcome]:
        """Who would get it on their record."""
        return [one for one in self.outcomes if one.what == "add"]

    @property
    def doubles(self) -> list[Outcome]:
        """Who has it already."""
        return [one for one in self.outcomes if one.what == "has it"]


def plan_file(declared: Declared, content: bytes, *, viewer: Person | None, today: date) -> RegisterPlan:
    """What entering everybody in a file would do. `viewer` is None for the command line. Raises Invalid."""
    file = read_register(content)
    plan = RegisterPlan((), tuple(file.faults))
    if not file.faults:
        plan = plan_lines(declared, file.lines, viewer=viewer, today=today)
    if file.note and plan.faults:
        return replace(plan, faults=(Fault(0, file.note), *plan.faults))
    return replace(plan, note=file.note)


def plan_lines(
    declared: Declared, lines: Sequence[RegisterLine], *, viewer: Person | None, today: date
) -> RegisterPlan:
    """The same for lines that were read. Raises Invalid."""
    row = recorded(declared, today=today)
    by_email, by_number = _named(lines, _reach(viewer, today))
    faults: list[Fault] = []
    found: dict[int, tuple[int, Person]] = {}
    repeated = []
    for line in lines:
        person = (by_number.get(line.staff_number) if line.staff_number else None) or by_email.get(line.email)
        fault = _fault(line, person, by_email, viewer)
        if fault or person is None:
            faults.append(Fault(line.row, fault))
        elif person.id in found:
            repeated.append(f"Row {line.row}: {person.name} is also in row {found[person.id][0]}.")
        else:
            found[person.id] = (line.row, person)
    has_it = recorded_already(found, row.title_key, row.provider_key, row.held_on)
    outcomes = tuple(
        Outcome(number, person.id, person.name, "has it" if person.id in has_it else "add")
        for number, person in found.values()
    )
    return RegisterPlan(outcomes, tuple(faults), tuple(repeated))


def plan_people(declared: Declared, person_ids: Iterable[int], *, viewer: Person, today: date) -> RegisterPlan:
    """The same for people ticked in a list. Raises NotFound for one whom the viewer may not enter it for."""
    row = recorded(declared, today=today)
    people = _people(person_ids, viewer, today)
    has_it = recorded_already(people, row.title_key, row.provider_key, row.held_on)
    return RegisterPlan(
        tuple(Outcome(0, id_, person.name, "has it" if id_ in has_it else "add") for id_, person in people.items()), ()
    )


def enter_register(
    declared: Declared,
    person_ids: Iterable[int],
    *,
    viewer: Person | None,
    evidence: Evidence | None,
    key: str,
    now: datetime,
    today: date,
) -> list[int]:
    """Record and confirm one course for many people, and give those who got it; who has it already is left as they are.

    All or nothing: raises NotFound for anybody whom the viewer may not enter it for, NotAllowed for themselves, and
    Invalid for what cannot be declared.
    """
    row = recorded(declared, today=today)
    people = _people(person_ids, viewer, today)
    lock_people(*people)
    has_it = recorded_already(people, row.title_key, row.provider_key, row.held_on)
    sent_before = db.session.scalars(select(OutsideLearning.person_id).where(OutsideLearning.key == key))
    added = sorted(people.keys() - has_it.keys() - set(sent_before))
    if not added:
        return []
    row.origin, row.key, row.recorded_at = "register", key, now
    row.entered_by_id, row.evidence_hash = viewer.id if viewer else None, keep_evidence(evidence, now=now)
    _insert(row, added)
    return added


def _insert(row: OutsideLearning, person_ids: Sequence[int]) -> None:
    """Put a row on the record of each of these people, confirmed."""
    said = {name: getattr(row, name) for name in _COPIED}
    wanted = insert(OutsideLearning).returning(OutsideLearning.id)
    ids = db.session.scalars(wanted, [{**said, "person_id": person_id} for person_id in person_ids]).all()
    by_id, now = row.entered_by_id, row.recorded_at
    confirmed = {"kind": "confirmed", "words": "", "recorded_by_id": by_id, "recorded_at": now}
    db.session.execute(insert(FurtherRecord), [{**confirmed, "learning_id": learning_id} for learning_id in ids])
    audit.record(
        "register entered",
        f"outside learning:{min(ids)}",
        actor_id=by_id,
        now=now,
        people=len(ids),
        held_on=row.held_on.isoformat(),
    )


def _people(person_ids: Iterable[int], viewer: Person | None, today: date) -> dict[int, Person]:
    """The people of these numbers, in their order; raises NotFound, NotAllowed, and Invalid for nobody."""
    wanted = list(dict.fromkeys(person_ids))
    if not wanted:
        raise Invalid({"people": "Choose at least one person."})
    if viewer and viewer.id in wanted:
        raise NotAllowed(OWN_IS_FOR_OTHERS)
    reach = _reach(viewer, today)
    if reach is not None and not reach.issuperset(wanted):
        raise NotFound
    found: dict[int, Person] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        part = select(Person).where(Person.id.in_(wanted[start : start + _AT_ONCE]))
        found |= {person.id: person for person in db.session.scalars(part)}
    if len(found) < len(wanted):
        raise NotFound
    return {person_id: found[person_id] for person_id in wanted}


def _reach(viewer: Person | None, today: date) -> frozenset[int] | None:
    people = people_to_enter_for(viewer, today=today)
    return None if people is None else frozenset(person.id for person in people)


def _named(
    lines: Sequence[RegisterLine], reach: Collection[int] | None
) -> tuple[dict[str, Person], dict[str | None, Person]]:
    """Whom the lines name, by e-mail and by staff number; nobody whom the viewer may not enter it for."""
    by_email: dict[str, Person] = {}
    by_number: dict[str | None, Person] = {}
    for start in range(0, len(lines), _AT_ONCE):
        part = lines[start : start + _AT_ONCE]
        emails = [line.email for line in part if line.email]
        numbers = [line.staff_number for line in part if line.staff_number]
        named = select(Person).where(or_(Person.email.in_(emails), Person.staff_number.in_(numbers)))
        for person in db.session.scalars(named):
            if reach is None or person.id in reach:
                by_email[person.email] = person
                by_number[person.staff_number] = person
    return by_email, by_number


def _fault(line: RegisterLine, person: Person | None, by_email: dict[str, Person], viewer: Person | None) -> str:
    if person is None:
        whose = "of your teams " if viewer else ""
        return f"“{line.shown[:60]}” is nobody {whose}that we know."
    if viewer and person.id == viewer.id:
        return "is you. Your own learning is confirmed by somebody else: add it under My record."
    has_other_number = line.staff_number and person.staff_number and line.staff_number != person.staff_number
    if has_other_number or (line.email and line.staff_number and by_email.get(line.email) is not person):
        return f"the e-mail address and the staff number {line.staff_number} are not those of one person."
    return ""
