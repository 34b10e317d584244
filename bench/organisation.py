"""CPU of the pages of the whole organisation, of storing what they add up, and of recording something meanwhile.

10,000 people in 800 teams of three levels, 30 courses, 12 plans and three years of completions: the people and
plans of bench.standing, with the courses that ship.
"""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import delete, insert, select, update

from bench.measuring import application, cpu_milliseconds, report
from bench.pages import browser_of, measure
from bench.standing import COURSE_COUNT, NOW, PEOPLE_COUNT, PLAN_COUNT, make_completions, make_people, make_plans
from learning import clock
from learning.courses.models import CourseRow, Version
from learning.db import db, transaction
from learning.people.models import Membership, Person, Team, TeamParent
from learning.people.roles import Role
from learning.plans.library_start import publish_library
from learning.plans.planning import publish_plan
from learning.plans.settled_models import SettledDays
from learning.plans.settling import forget_everybody, not_settled
from learning.plans.settling_everybody import settle_everybody
from learning.settings import PROJECT_FOLDER
from learning.study.models import CompletionRecord
from learning.study.voiding import void_completion
from tests.makers import make_person, publish_course
from tests.study_course import SMALL_STEPS

TEAM_COUNT, AREA_COUNT = 800, 40
ROUNDS = 15
UNSETTLED_COUNT = 500
PAGES = {
    "Organisation": "/organisation",
    "A plan, by team and job role": "/organisation/plans/plan-0",
    "The year ahead": "/organisation/forecast",
    "A framework, by people": "/organisation/frameworks/north-somerset-practice-framework",
    "A plan, by course": "/plans/plan-0",
    "My team, of everybody": "/my-team",
    "My team, one of the teams": "/my-team?team=43",
    "A course, of everybody": "/my-team/courses/understanding-trauma",
    "The same as CSV": "/my-team/courses/understanding-trauma.csv",
}
PLAN = """---
owner: Learning
from: 2026-01-01
who: everyone
---
# Plan 1
| Course | Due |
|---|---|
"""


def make_tree() -> None:
    """Eight hundred teams beneath forty areas beneath one service, and everybody in one of the eight hundred."""
    parents = {1: None, **dict.fromkeys(range(2, AREA_COUNT + 2), 1)}
    parents |= {AREA_COUNT + 2 + number: 2 + number % AREA_COUNT for number in range(TEAM_COUNT)}
    said = {"from_on": NOW.date().replace(year=2026), "recorded_at": NOW}
    with transaction() as session:
        session.execute(delete(Membership))
        session.execute(delete(Team))
        names = [{"id": number, "name": f"Team {number}", "parent_id": above} for number, above in parents.items()]
        session.execute(insert(Team), names, execution_options={"render_nulls": True})
        beneath = [{"team_id": number, "parent_id": above, **said} for number, above in parents.items() if above]
        session.execute(insert(TeamParent), beneath)
        people = session.scalars(select(Person.id)).all()
        members = [{"person_id": one, "team_id": AREA_COUNT + 2 + one % TEAM_COUNT, **said} for one in people]
        session.execute(insert(Membership), members)
        for number in range(30):
            role = update(Person).where(Person.id % 30 == number).values(job_role=f"Job role {number}")
            session.execute(role, execution_options={"synchronize_session": False})


def make_organisation() -> None:
    """All of it, stored for speed as it comes."""
    publish_library(PROJECT_FOLDER / "courses", clock.now())
    for number in range(COURSE_COUNT - db.session.query(Version).count()):
        publish_course(SMALL_STEPS, slug=f"small-steps-{number}")
    make_people()
    versions = dict(db.session.execute(select(Version.course_id, Version.id)).all())
    make_plans(list(versions))
    make_completions(versions, history_days=3 * 365)
    make_tree()


def pages_of(app: Flask) -> None:
    """What learning leads open."""
    lead = browser_of(app, make_person("Harpreet Gill", roles=(Role.LEARNING_LEAD,)))
    for words, address in PAGES.items():
        measure(words, lambda address=address: lead.raw("GET", address))
    with transaction() as session:
        session.execute(delete(SettledDays).where(SettledDays.person_id <= UNSETTLED_COUNT))
    measure(f"Organisation, {UNSETTLED_COUNT} people not settled", lambda: lead.raw("GET", PAGES["Organisation"]))
    with transaction():
        forget_everybody()
    spent = cpu_milliseconds(lambda: lead.raw("GET", PAGES["Organisation"]), rounds=1)
    report("Organisation, nobody settled", f"{spent / 1000:.1f} s CPU")


def recording() -> None:
    """What somebody waits for who records something: how people stand is stored with it."""
    untouched = select(CompletionRecord).where(~CompletionRecord.void.has()).order_by(CompletionRecord.id)
    records = iter(db.session.scalars(untouched.limit(ROUNDS)).all())

    def void() -> None:
        with transaction():
            void_completion(next(records), reason="By mistake", voided_by_id=None, now=NOW)

    report("Voiding a completion", f"{cpu_milliseconds(void, rounds=ROUNDS):.1f} ms")

    slugs = db.session.scalars(select(CourseRow.slug).order_by(CourseRow.id)).all()[::PLAN_COUNT]
    lines = "".join(f"| [{slug}](../{slug}/course.md) | 90 days |\n" for slug in slugs)

    def publish() -> None:
        with transaction():
            text = (PLAN + lines).encode()
            publish_plan("plan-0", text, origin="browser", actor_id=None, now=NOW, today=NOW.date())

    report(f"Publishing a plan for {PEOPLE_COUNT:,} people", f"{cpu_milliseconds(publish, rounds=1) / 1000:.1f} s CPU")


def settle_anew() -> None:
    """Store everything that is not stored, as the command does."""
    with transaction():
        forget_everybody()
    settle_everybody()


if __name__ == "__main__":
    with application() as bench_app, clock.set_to(lambda: NOW):
        make_organisation()
        recording()
        report(f"Settling {PEOPLE_COUNT:,} people", f"{cpu_milliseconds(settle_anew, rounds=1) / 1000:.1f} s CPU")
        tomorrow = NOW + timedelta(days=1)
        report("Not settled any more on the day after", f"{len(not_settled(tomorrow.date(), tomorrow)):,} people")
        pages_of(bench_app)
