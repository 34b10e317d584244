"""Keeps what is stored for speed true: sees each statement that changes what standings rest on, and whom it concerns.

Watched are statements, so that it is all one whether a row or many at once are written. How those whom one concerns
stand is stored anew in the same transaction, as the last thing before the commit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import eq
from typing import Any, NamedTuple

from sqlalchemy import BinaryExpression, BindParameter, ColumnElement, Delete, Engine, Insert, Update, event, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import BooleanClauseList

from learning import clock
from learning.courses.models import RetirementRecord, Version
from learning.db import WRITES, Model, before_each_commit, db
from learning.outside.models import Equivalence, FurtherRecord, OutsideLearning
from learning.people.many_people import MOST_NAMED
from learning.people.models import Membership, Person, PersonJobRole, Team, TeamManager, TeamParent
from learning.plans.models import Exemption, Extension, Pause, PlanEdition, PlanRow, RequirementRow
from learning.plans.settling import When, one_at_a_time, settle, settle_plans
from learning.study.models import CompletionRecord, Enrolment, VoidedCompletion
from learning.web.context import day_of, settings

_CHANGED = "golden_thread_changed_facts"

_Statement = Insert | Update | Delete
_Row = Mapping[str, Any]


class _Fact(NamedTuple):
    """What a table has to do with standings.

    `subject` is the column that says whom a row concerns, and `found` finds them: people, or plans where `of_plans`.
    `matters` says of a statement and one row of its values whether it changes a standing at all.
    """

    subject: str
    found: Callable[[set[Any]], Iterable[int]]
    matters: Callable[[_Statement, _Row], bool] = lambda _statement, _row: True
    of_plans: bool = False


def listen() -> None:
    """Watch from now on, in every database of this process; once is enough."""
    if not event.contains(Engine, "before_execute", _note):
        event.listen(Engine, "begin", _forget)
        event.listen(Engine, "before_execute", _note)
        before_each_commit(_keep_true)


def _forget(connection: Connection) -> None:
    connection.info.pop(_CHANGED, None)


def _note(connection: Connection, statement: Any, many: Sequence[_Row], one: _Row, _options: Any) -> None:
    if not isinstance(statement, _Statement) or not connection.get_execution_options().get(WRITES):
        return
    name = getattr(statement.table, "name", "")
    fact = FACTS.get(name)
    if fact is None:
        return
    values = list(many) or [one]
    set_here = statement.compile(connection, column_keys=list(values[0])).params
    rows = [{**set_here, **row} for row in values]
    if not any(fact.matters(statement, row) for row in rows):
        return
    changed: dict[str, set[Any] | None] = connection.info.setdefault(_CHANGED, {})
    known = changed.setdefault(name, set())
    subjects = _subjects(connection, statement, fact.subject, rows)
    changed[name] = None if known is None or subjects is None else known | subjects


def _subjects(connection: Connection, statement: _Statement, subject: str, rows: Sequence[_Row]) -> set[Any] | None:
    """Whom the rows concern that a statement is about to write; None where that is not worth finding out."""
    if isinstance(statement, Insert):
        return {row[subject] for row in rows} if all(row.get(subject) is not None for row in rows) else None
    column = statement.table.c.get(subject)
    if column is None or (isinstance(statement, Update) and subject in rows[0]):
        return None  # a migration's own idea of the table; or rows that move from one to another
    wanted = select(column).distinct()
    if len(rows) > 1:
        key = _only_key(statement)
        if key is None or len(rows) > MOST_NAMED:
            return None
        of_rows, name = key
        return set(connection.scalars(wanted.where(of_rows.in_({row[name] for row in rows}))))
    if statement.whereclause is not None:
        wanted = wanted.where(statement.whereclause)
    return set(connection.scalars(wanted, rows[0]))


def _only_key(statement: Update | Delete) -> tuple[ColumnElement[Any], str] | None:
    """The column by which a statement for many rows finds each of them, with the name of its value, as a flush of the
    session has it; None for any other."""
    condition: Any = statement.whereclause
    if isinstance(condition, BooleanClauseList) and len(condition.clauses) == 1:
        condition = condition.clauses[0]
    if (
        isinstance(condition, BinaryExpression)
        and condition.operator is eq
        and isinstance(condition.right, BindParameter)
    ):
        return condition.left, condition.right.key
    return None


def _keep_true(session: Session) -> None:
    changed: dict[str, set[Any] | None] = session.connection().info.pop(_CHANGED, {})
    if not changed:
        return
    one_at_a_time()
    now = clock.now()
    when = When(day_of(now), now, settings().time_zone)
    person_ids, plan_ids = _concerned(changed, of_plans=False), _concerned(changed, of_plans=True)
    if person_ids is None or plan_ids is None:
        settle(session.scalars(select(Person.id)).all(), when)
        return
    if plan_ids:
        settle_plans(plan_ids, when)
    if person_ids:
        settle(person_ids, when)


def _concerned(changed: Mapping[str, set[Any] | None], *, of_plans: bool) -> set[int] | None:
    """The people, or the plans, whom the changed rows concern; None for all of them."""
    concerned: set[int] = set()
    for name, subjects in changed.items():
        if FACTS[name].of_plans != of_plans:
            continue
        if subjects is None or len(subjects) > MOST_NAMED:
            return None
        concerned.update(FACTS[name].found(subjects))
    return concerned


def _themselves(ids: set[int]) -> set[int]:
    return ids


def _of(found_id: Any, key: ColumnElement[Any] | Any) -> Callable[[set[Any]], Iterable[int]]:
    """Finds the people, or the plans, of the rows with these keys."""
    return lambda keys: db.session.scalars(select(found_id).where(key.in_(keys)).distinct())


def _asking_for(course_ids: set[int]) -> Iterable[int]:
    """The plans that ever asked for one of these courses."""
    asking = select(PlanEdition.plan_id).join(RequirementRow, RequirementRow.edition_id == PlanEdition.id)
    return db.session.scalars(asking.where(RequirementRow.course_id.in_(course_ids)).distinct())


def _ever_beneath(team_ids: set[int]) -> Iterable[int]:
    """Everybody who was ever in one of these teams or in one that ever stood beneath."""
    pairs = db.session.execute(select(TeamParent.team_id, TeamParent.parent_id).distinct()).all()
    found, newest = set(team_ids), set(team_ids)
    while newest:
        newest = {team_id for team_id, parent_id in pairs if parent_id in newest} - found
        found |= newest
    return db.session.scalars(select(Membership.person_id).where(Membership.team_id.in_(found)).distinct())


def _sets(statement: _Statement, row: _Row, column: str) -> bool:
    """Whether a row that was there gets another value in a column."""
    return isinstance(statement, Update) and column in row


_BY_PERSON = _Fact("person_id", _themselves)

_BY_CLASS: Mapping[type[Model], _Fact] = {
    **dict.fromkeys((PersonJobRole, Membership, TeamManager, Exemption, Extension, Pause), _BY_PERSON),
    **dict.fromkeys((CompletionRecord, OutsideLearning), _BY_PERSON),
    # An enrolment begins before anything is completed in it; of one, only what it refreshes counts.
    Enrolment: _Fact("person_id", _themselves, lambda statement, row: _sets(statement, row, "refreshes_id")),
    VoidedCompletion: _Fact("completion_id", _of(CompletionRecord.person_id, CompletionRecord.id)),
    FurtherRecord: _Fact("learning_id", _of(OutsideLearning.person_id, OutsideLearning.id)),
    Equivalence: _Fact("title_key", _of(OutsideLearning.person_id, OutsideLearning.title_key)),
    TeamParent: _Fact("team_id", _ever_beneath),
    # Nobody is in a new team; how one stands now is what its rows of TeamParent say.
    Team: _Fact("id", _ever_beneath, lambda statement, row: _sets(statement, row, "name")),
    Version: _Fact(
        "course_id",
        _of(CompletionRecord.person_id, CompletionRecord.course_id),
        lambda _statement, row: row.get("refresh_due_on") is not None,
    ),
    PlanEdition: _Fact("plan_id", _themselves, of_plans=True),
    RequirementRow: _Fact("edition_id", _of(PlanEdition.plan_id, PlanEdition.id), of_plans=True),
    RetirementRecord: _Fact("course_id", _asking_for, of_plans=True),
    # A plan is what its editions say.
    PlanRow: _Fact("id", _themselves, lambda _statement, _row: False, of_plans=True),
}

FACTS: Mapping[str, _Fact] = {row.__tablename__: fact for row, fact in _BY_CLASS.items()}
"""What a change of each table means for standings; a test compares it with what standings are read from."""
