"""CPU and statements for the reminders of a large council: the organisation of bench.standing, on a Monday."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import event, func, insert, select

from bench.measuring import application, cpu_milliseconds, report
from bench.standing import PEOPLE_COUNT, make_completions, make_courses, make_people, make_plans
from learning.courses.models import CourseRow
from learning.db import db, transaction
from learning.people.models import Person, Team, TeamManager
from learning.reminders.due_mails import due_mails
from learning.reminders.next_mails import counts_of
from learning.reminders.working_hours import WorkingHours
from learning.settings import settings_from

MONDAY = datetime(2027, 6, 7, 9, tzinfo=UTC)
HOURS = WorkingHours(settings_from({}).time_zone, "england and wales")


def make_managers() -> None:
    """A manager for each team, so that everybody is told of."""
    with transaction() as session:
        session.execute(CourseRow.__table__.update().values(current_number=1))
        person_ids = iter(session.scalars(select(Person.id).order_by(Person.id)).all())
        session.execute(
            insert(TeamManager),
            [
                {"person_id": next(person_ids), "team_id": team_id, "from_on": MONDAY.date(), "recorded_at": MONDAY}
                for team_id in session.scalars(select(Team.id)).all()
            ],
        )


def statement_count() -> int:
    """How many statements it takes to find every mail."""
    statements: list[str] = []

    def note(_connection, _cursor, statement, _parameters, _context, _many) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    due_mails(MONDAY.date(), hours=HOURS, known_at=MONDAY)
    event.remove(db.engine, "before_cursor_execute", note)
    return len(statements)


if __name__ == "__main__":
    with application():
        make_people()
        versions = make_courses()
        make_plans(list(versions))
        make_completions(versions)
        make_managers()
        db.session.remove()
        mails = due_mails(MONDAY.date(), hours=HOURS, known_at=MONDAY)
        told = sum(len(mail.told) for mail in mails)
        team_count = db.session.scalar(select(func.count()).select_from(Team))
        report(f"{PEOPLE_COUNT:,} people in {team_count} teams", f"{len(mails):,} mails, {told:,} lines for managers")
        report("of them", ", ".join(f"{words} {count:,}" for words, count in counts_of(mails)))
        spent = cpu_milliseconds(lambda: due_mails(MONDAY.date(), hours=HOURS, known_at=MONDAY), rounds=3)
        report("finding them all", f"{spent / 1000:.2f} s CPU")
        report("statements for that", str(statement_count()))
