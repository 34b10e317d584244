"""CPU to import the people of a large council: all of them new, and the same file again, which changes nothing."""

from __future__ import annotations

from bench.measuring import application, cpu_milliseconds, report
from learning.clock import now
from learning.db import transaction
from learning.people.import_people import import_people

PEOPLE_COUNT = 10_000
TEAM_COUNT = 200
HEADER = "email,name,staff_number,job_role,team,manages_team,roles,starts_on,leaves_on"


def table_file() -> bytes:
    """The file that an HR system would give."""
    rows = (
        f"person{number}@example.org,Person {number},{number},Social worker,Services > Team {number % TEAM_COUNT},"
        f"{f'Services > Team {number}' if number < TEAM_COUNT else ''},,2026-01-05,"
        for number in range(PEOPLE_COUNT)
    )
    return "\n".join([HEADER, *rows]).encode()


def run(content: bytes) -> None:
    """One import in its transaction."""
    with transaction():
        import_people(content, actor_id=None, now=now(), today=now().date())


if __name__ == "__main__":
    people = table_file()
    with application():
        for words in ("new", "again"):
            taken = cpu_milliseconds(lambda: run(people), rounds=1)
            report(f"{PEOPLE_COUNT:,} people, {words}", f"{taken / 1000:.2f} s CPU")
