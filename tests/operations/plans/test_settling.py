"""What is stored for speed says what the records say: after every change, on every day, and each change is seen."""

from __future__ import annotations

import random
import re
import threading
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import bindparam, func, insert, select, update

from learning import clock
from learning.courses.models import RetirementRecord, Version
from learning.db import Model, db, transaction
from learning.home.forecast import expiries, running_out
from learning.home.workforce_numbers import (
    Place,
    courses_running_out,
    holders_by_course,
    tallies_by_place,
    tallies_by_plan,
)
from learning.outside import decisions
from learning.outside.models import Equivalence, FurtherRecord, OutsideLearning
from learning.people.models import Membership, Person, PersonJobRole, Team, TeamManager, TeamParent
from learning.people.roles import Role
from learning.people.team_tree import note_parents
from learning.plans import agreements
from learning.plans.everything_known import everything_known, standings_of
from learning.plans.fact_watch import FACTS
from learning.plans.held_courses import held_courses
from learning.plans.models import Exemption, Extension, Pause, PlanEdition, PlanRow, RequirementRow
from learning.plans.plan_pages import plan_page
from learning.plans.plan_rows import read_plans
from learning.plans.plan_standings import by_person_and_course, standings_from
from learning.plans.planning import close_plan, publish_plan
from learning.plans.settled_models import SettledCourse, SettledDays, SettledRow, SettledTally
from learning.plans.settling import When, differences, not_settled, one_at_a_time, settle
from learning.plans.tally import tally_of
from learning.study.models import CompletionRecord, Enrolment, VoidedCompletion
from learning.study.voiding import void_completion
from tests import makers
from tests.conftest import NOON
from tests.operations.evidence.history import SLUGS, ZONE, begin, something_happens
from tests.study_course import TWO_LESSONS

TODAY = NOON.date()


OTHER_PLAN_HEAD = """---
owner: Learning and development
from: {begins_on}
who: {who}
---
# Other
| Course | Due | Renew after |
|---|---|---|
"""


def settle_everybody(now: datetime) -> None:
    """As the command does it."""
    today = clock.day_of(now, ZONE)
    with transaction():
        one_at_a_time()
        settle(not_settled(today, now), When(today, now, ZONE))


def numbers(when: When):
    """What pages of everybody add up."""
    courses = dict.fromkeys(db.session.scalars(select(SettledCourse.course_id).distinct()), 30) | {1: 30, 2: 30}
    return (
        {plan_id: tally for plan_id, tally in tallies_by_plan(when).items() if tally.asked_count},
        tallies_by_place(1, when),
        {course_id: people for course_id, people in holders_by_course(courses, when).items() if people},
        sorted(expiries(courses_running_out(when), courses, when.today)),
        page_of_the_plan(when),
    )


def page_of_the_plan(when: When):
    """How many people stand where with each course of the plan; how many it asks, and who is late."""
    page = plan_page("everyone", today=when.today, now=when.now, time_zone=ZONE)
    keys = {(one.requirement.course_id, key): number for one in page.courses for key, number in one.counts.items()}
    return {key: number for key, number in keys.items() if number}, page.person_count, page.late_person_count


def numbers_of_the_records(when: When):
    """The same from the standings of everybody, one after another and without anything stored."""
    people = at_work(when)
    standings = standings_of(None, day=when.today, known_at=when.now, time_zone=ZONE)
    standings = [one for one in standings if one.person_id in people]
    keys = defaultdict(list)
    for one in standings:
        keys[one.person_id, one.plan_id].append(one.standing.key)
    by_plan, by_place = defaultdict(lambda: tally_of([])), defaultdict(lambda: tally_of([]))
    for (person_id, plan_id), some in keys.items():
        if set(some) != {"exempt"}:
            by_plan[plan_id].add(tally_of(some))
            if plan_id == 1:
                by_place[place_of(person_id, when.today)].add(tally_of(some))
    facts = everything_known(None, read_plans(), time_zone=ZONE).facts
    asked = by_person_and_course(standings_from(facts, day=when.today, known_at=when.now))
    held = list(held_courses(people, facts.completions, asked, day=when.today, known_at=when.now))
    holders = defaultdict(set)
    for one in held:
        holders[one.course_id].add(one.person_id)
    running = sorted(expiries(running_out(held), {1: 30, 2: 30}, when.today))
    of_plan = [one for one in standings if one.plan_id == 1]
    by_course = Counter((one.course_id, one.standing.key) for one in of_plan)
    late = {one.person_id for one in of_plan if one.standing.key in ("overdue", "lapsed")}
    of_the_plan = dict(by_course), len({one.person_id for one in of_plan}), len(late)
    return dict(by_plan), dict(by_place), dict(holders), running, of_the_plan


def at_work(when: When) -> set[int]:
    """Who worked here on the day, as was known at the moment."""
    return {
        row.person_id
        for row in db.session.scalars(select(PersonJobRole))
        if row.recorded_at <= when.now
        and (row.withdrawn_at is None or row.withdrawn_at > when.now)
        and row.from_on <= when.today < (row.until_on or date.max)
    }


def place_of(person_id: int, today: date) -> Place:
    rows = select(Team.id).join(Membership, Membership.team_id == Team.id).where(Membership.person_id == person_id)
    rows = rows.where(Membership.withdrawn_at.is_(None), Membership.from_on <= today)
    rows = rows.where(func.coalesce(Membership.until_on, date.max) > today)
    return Place(db.session.scalar(rows.order_by(Team.name)), db.session.get(Person, person_id).job_role)


def the_other_plan_changes(chance: random.Random, now: datetime) -> None:
    """A second plan, which asks other people for some of the same courses, or nobody for anything."""
    today = clock.day_of(now, ZONE)
    said = {"actor_id": None, "now": now, "today": today}
    with transaction():
        if chance.random() < 0.2 and session_has_plan("other"):
            close_plan("other", **said)
            return
        who = chance.choice(("everyone", "{teams: [Assessment]}", "{teams: [Fostering]}", "{job_roles: [Driver]}"))
        begins_on = today + timedelta(days=chance.choice((0, 0, 9)))
        slugs = chance.choice((SLUGS, SLUGS[:1], SLUGS[1:]))
        lines = [f"| [One](../{slug}/course.md) | {chance.randrange(5, 40)} days | 1 month |" for slug in slugs]
        words = OTHER_PLAN_HEAD.format(begins_on=begins_on, who=who) + "\n".join(lines) + "\n"
        publish_plan("other", words.encode(), origin="folder", **said)


def session_has_plan(key: str) -> bool:
    return db.session.scalar(select(PlanRow.id).where(PlanRow.key == key)) is not None


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_happens_the_numbers_are_those_of_the_records(session, seed) -> None:
    chance, history, moment, stored = random.Random(seed), begin(), NOON, []
    makers.make_person("Person later", starts_on=TODAY + timedelta(days=16))
    for _ in range(8):
        moment += timedelta(days=chance.choice((0, 1, 5, 20)), hours=chance.randrange(12))
        with clock.set_to(lambda now=moment: now):
            if chance.random() < 0.4:
                settle_everybody(moment)
            if chance.random() < 0.3:
                the_other_plan_changes(chance, moment)
            else:
                something_happens(chance, history, moment)
            session.expire_all()
            when = When(clock.day_of(moment, ZONE), moment, ZONE)
            assert numbers(when) == numbers_of_the_records(when)
            assert list(differences(now=moment, today=when.today, time_zone=ZONE)) == []
            stored.append(len(history.people) + 1 - len(not_settled(when.today, moment)))
    assert min(stored) < max(stored)


def test_what_is_stored_counts_on_its_days_alone_and_not_before_it_was_known(session) -> None:
    begin()
    settle_everybody(NOON)
    assert not_settled(TODAY, NOON) == []
    (until_on,) = set(session.scalars(select(SettledDays.until_on).where(SettledDays.person_id < 7)))
    last = until_on - timedelta(days=1)
    assert until_on == date(2026, 12, 2)  # the first course was due on the day before
    assert not_settled(last, NOON) == []
    assert len(not_settled(until_on, NOON)) == 6
    for day, now in [(TODAY - timedelta(days=1), NOON), (TODAY, NOON - timedelta(seconds=1))]:
        assert len(not_settled(day, now)) == 7
    for day in (TODAY - timedelta(days=1), TODAY, last, until_on, date(2027, 3, 1)):
        assert numbers(When(day, NOON, ZONE)) == numbers_of_the_records(When(day, NOON, ZONE))


def test_a_row_that_differs_from_the_records_is_found(session) -> None:
    begin()
    with transaction():
        session.execute(update(SettledTally).where(SettledTally.person_id == 2).values(late_count=1))
        session.execute(update(SettledTally).where(SettledTally.person_id == 4).values(by_course="1m,2m"))
        session.execute(insert(SettledRow), [{"kind": "course", "number": 1, "person_id": 3}])
        session.execute(update(SettledDays).where(SettledDays.person_id == 5).values(until_on=date(2027, 5, 4)))
    found = differences(now=NOON, today=TODAY, time_zone=ZONE)
    assert [(person_id, re.split(r" \{|, known", words)[0]) for person_id, words in found] == [
        (2, "stored as counted"),
        (3, "stored as held"),
        (4, "stored"),
        (5, "stored for days StoredDays(from_on=datetime.date(2026, 11, 24), until_on=datetime.date(2027, 5, 4)"),
    ]


def test_nobody_is_settled_from_what_was_so_before_a_record_that_is_not_committed_yet(app, count_statements) -> None:
    with app.app_context():
        history = begin()
        if db.session.get_bind().dialect.name == "sqlite":
            return  # it lets one transaction write at a time
        with count_statements() as statements, clock.set_to(lambda: NOON + timedelta(minutes=1)):
            makers.complete_course(history.people[0])
        (lock,) = (words for words in statements if "pg_advisory" in words)
        after = statements[statements.index(lock) + 1 :]
        assert [words.split()[0] for words in after[:3]] == ["SELECT", "SELECT", "INSERT"]
        locked = threading.Event()

        def store() -> None:
            with app.app_context(), transaction():
                locked.set()
                one_at_a_time()

        with ThreadPoolExecutor(1) as pool:
            with transaction():
                one_at_a_time()
                waiting = pool.submit(store)
                locked.wait()
                assert not waiting.done()
            waiting.result()


def test_of_two_records_of_one_person_at_the_same_moment_both_are_stored(app) -> None:
    with app.app_context():
        person = begin().people[0]
    together = threading.Barrier(2)

    def complete(slug: str) -> None:
        with app.app_context(), clock.set_to(lambda: NOON):
            together.wait()
            makers.complete_course(person, slug)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(complete, SLUGS))
    with app.app_context():
        assert not_settled(TODAY, NOON) == []
        assert list(differences(now=NOON, today=TODAY, time_zone=ZONE)) == []
        assert db.session.scalar(select(SettledTally.met_count).where(SettledTally.person_id == person.id)) == 2


def test_of_a_course_that_is_held_no_longer_nothing_is_counted(session) -> None:
    people = begin().people
    record = makers.complete_course(people[0])
    assert holders_by_course([1], When(TODAY, NOON, ZONE)) == {1: {people[0].id}}
    with transaction():
        void_completion(record, reason="A slip", voided_by_id=None, now=NOON)
    assert not_settled(TODAY, NOON) == []
    assert list(differences(now=NOON, today=TODAY, time_zone=ZONE)) == []
    assert not any(holders_by_course([1], When(TODAY, NOON, ZONE)).values())
    assert list(courses_running_out(When(TODAY, NOON, ZONE))) == []


def test_a_plan_that_drops_a_course_leaves_it_held_as_the_others_say(session) -> None:
    makers.complete_course(begin().people[0], "two-lessons")
    yearly = OTHER_PLAN.replace(b"| Course | Due |\n|---|---|", b"| Course | Due | Renew after |\n|---|---|---|")
    for course in (
        b"| [Two](../two-lessons/course.md) | 30 days | 2 months |",
        b"| [S](../small-steps/course.md) | | |",
    ):
        with transaction():
            text_of = yearly[: yearly.rindex(b"| [")] + course + b"\n"
            publish_plan("other", text_of, origin="folder", actor_id=None, now=NOON, today=TODAY)
        assert not_settled(TODAY, NOON) == []
        assert list(differences(now=NOON, today=TODAY, time_zone=ZONE)) == []


def test_a_record_that_is_not_kept_leaves_what_is_stored_as_it_was(session, monkeypatch) -> None:
    person = begin().people[0]
    stored = select(SettledRow.kind, SettledRow.number, SettledTally.by_course).where(SettledRow.person_id == person.id)
    before = session.execute(stored).all()
    monkeypatch.setattr(session(), "commit", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction():
        agreements.pause(person.id, from_on=TODAY, last_on=None, actor_id=None, now=NOON, today=TODAY)
    assert session.execute(stored).all() == before


def test_a_change_of_plan_writes_nothing_of_how_people_stand_with_other_plans(session, count_statements) -> None:
    begin()
    with transaction():
        publish_plan("other", OTHER_PLAN, origin="folder", actor_id=None, now=NOON, today=TODAY)
    with count_statements() as statements, transaction():
        text_of = OTHER_PLAN.replace(b"30 days", b"5 days")
        publish_plan("other", text_of, origin="folder", actor_id=None, now=NOON, today=TODAY)
    assert not_settled(TODAY, NOON) == []
    assert list(differences(now=NOON, today=TODAY, time_zone=ZONE)) == []
    assert len([words for words in statements if "INSERT INTO settled" in words]) == 1


def test_of_somebody_whose_days_are_over_nothing_is_believed_after_a_change_of_plan(session) -> None:
    person = begin().people[0]
    ahead = NOON + timedelta(minutes=5)
    with clock.set_to(lambda: ahead):  # as of another machine
        makers.put_in_team(person, makers.make_team("Intake"))
    with transaction():
        publish_plan("other", OTHER_PLAN, origin="folder", actor_id=None, now=NOON, today=TODAY)
    assert not_settled(TODAY, ahead) == [person.id]


def test_the_commands_store_everybody_once_and_say_what_differs(app) -> None:
    with app.app_context():
        begin()

    def run(*words: str) -> tuple[int, str]:
        done = app.test_cli_runner().invoke(args=["standings", *words])
        return done.exit_code, done.output.strip()

    assert run("verify") == (0, "7 as the records say, 0 not stored.")
    assert run("settle") == (0, "0 settled.")
    assert run("settle", "--all") == (0, "7 settled.")
    with app.app_context(), transaction() as session:
        session.execute(update(SettledTally).where(SettledTally.person_id == 2).values(met_count=2))
    code, words = run("verify")
    assert (code, words.count("Person 2: stored"), "1 difference." in words) == (1, 1, True)
    assert run("settle", "--all") == (0, "7 settled.")
    assert run("verify")[0] == 0


OTHER_PLAN = b"""---
owner: Learning and development
from: 2026-11-01
who: everyone
---
# Other
| Course | Due |
|---|---|
| [Small steps](../small-steps/course.md) | 30 days |
"""

PLAN = b"""---
owner: Learning and development
from: 2026-11-01
who: {teams: [Services]}
---
# Everyone
| Course | Due |
|---|---|
| [Small steps](../small-steps/course.md) | 30 days |
"""


@pytest.fixture
def watched(session) -> Person:
    """Somebody with a row in every table that standings are read from."""
    person, lead = makers.make_person(), makers.make_person("Lee Hart", roles=(Role.LEARNING_LEAD,))
    services = makers.make_team("Services")
    team = makers.make_team("Fostering", parent=services)
    makers.put_in_team(person, team)
    makers.make_manager(person, team)
    makers.publish_course()
    makers.publish_course(TWO_LESSONS, slug="two-lessons")
    record = makers.complete_course(person)
    with transaction():
        void_completion(record, reason="A slip", voided_by_id=None, now=NOON)
    makers.complete_course(person)
    makers.start_course(person, "two-lessons")
    claim = makers.claim_learning(person, held_on=date(2026, 5, 4))
    with transaction():
        decisions.confirm(claim.id, lead, now=NOON, today=TODAY)
    with transaction():
        publish_plan("everyone", PLAN, origin="folder", actor_id=None, now=NOON, today=TODAY)
    said = {"actor_id": None, "now": NOON, "today": TODAY}
    for agree in (agreements.exempt, agreements.extend):
        with transaction():
            agree(person.id, "everyone", "small-steps", last_on=TODAY, reason="Agreed", **said)
    with transaction():
        agreements.pause(person.id, from_on=TODAY, last_on=None, **said)
    with transaction():
        session.add(
            Equivalence(
                title="A day", title_key=claim.title_key, provider="", provider_key="", course_id=1,
                from_on=TODAY, recorded_at=NOON,
            )
        )  # fmt: skip
    with transaction():
        note_parents([team.id], now=NOON, today=TODAY)
    return person


WITHDRAWN = (Membership, PersonJobRole, TeamManager, TeamParent, Exemption, Extension, Pause, Equivalence)


CHANGED = (*WITHDRAWN, Team, Enrolment, PlanRow)
"""The other rows never change: more are added."""


def values_of(of_table: type[Model], row: Model | None, number: int) -> dict:
    """What is written into a row, or into one more like it."""
    if of_table in WITHDRAWN:
        return {"withdrawn_at": NOON + timedelta(seconds=number)}
    names = [column.name for column in of_table.__table__.columns if column.name != "id"]
    copied = {name: getattr(row, name) for name in names} if row else {}
    return {
        Team: {"name": f"Fostering {number}"},
        Enrolment: {"refreshes_id": 1},
        PlanRow: {"current_number": 2},
        PlanEdition: copied | {"number": 2},
        RequirementRow: copied | {"edition_id": 2},
        RetirementRecord: {"course_id": 1, "is_retired": True, "recorded_at": NOON},
        Version: copied | {"number": 2, "refresh_due_on": TODAY, "draft_key": None},
        CompletionRecord: copied | {"check_code": "another", "enrolment_id": 3},
        VoidedCompletion: copied | {"completion_id": 2},
        OutsideLearning: copied | {"key": "another"},
        FurtherRecord: copied | {"kind": "disputed"},
    }[of_table]


def write_one(session, of_table: type[Model], row: Model | None, values: dict) -> None:
    """As a row of the session."""
    if of_table in CHANGED:
        for name, value in values.items():
            setattr(row, name, value)
    else:
        session.add(of_table(**values))


def write_many(session, of_table: type[Model], row: Model | None, values: dict) -> None:
    """As one statement for many rows."""
    if of_table in CHANGED:
        session.execute(update(of_table).where(of_table.id == row.id).values(values))
    else:
        session.execute(insert(of_table), [values])


def test_everything_that_standings_are_read_from_is_watched(watched, count_statements) -> None:
    with count_statements() as statements:
        everything_known(None, read_plans(), time_zone=ZONE)
    read = {name for each in statements for name in re.findall(r'(?:FROM|JOIN) "?(\w+)', each)}
    assert read & Model.metadata.tables.keys() - {"course"} == FACTS.keys()  # of a course only what it is called


@pytest.mark.parametrize("write", [write_one, write_many])
def test_each_change_of_what_standings_rest_on_is_stored_with_it(watched, session, write) -> None:
    known_at, missed = select(SettledDays.known_at).where(SettledDays.person_id == watched.id), []
    classes = {mapper.class_.__tablename__: mapper.class_ for mapper in Model.registry.mappers}
    for name, number in zip(FACTS, range(10, 60), strict=False):
        moment, of_table = NOON + timedelta(minutes=number), classes[name]
        with clock.set_to(lambda now=moment: now), transaction():
            row = session.scalars(select(of_table).order_by(*of_table.__table__.primary_key)).first()
            write(session, of_table, row, values_of(of_table, row, number))
        session.expire_all()
        if session.scalar(known_at) != moment:
            missed.append(name)
        assert list(differences(now=moment, today=TODAY, time_zone=ZONE)) == [], name
    assert missed == ["plan"]  # what a plan asks is in its editions


@pytest.mark.parametrize("how", ["flush", "executemany"])
def test_rows_of_several_people_that_change_together_settle_nobody_else(session, how) -> None:
    people = [makers.make_person(name) for name in ("Aisha Khan", "Ben Okoro", "Cerys Pugh", "Dev Shah")]
    team = makers.make_team("Assessment")
    for person in people:
        makers.put_in_team(person, team)
    rows = session.scalars(select(Membership).where(Membership.person_id.in_([people[0].id, people[2].id]))).all()
    later = NOON + timedelta(minutes=1)
    with clock.set_to(lambda: later), transaction():
        if how == "flush":
            for row in rows:
                row.withdrawn_at = later
        else:
            gone = (
                update(Membership).where(Membership.id == bindparam("its_id")).values(withdrawn_at=bindparam("said_at"))
            )
            session.connection().execute(gone, [{"its_id": row.id, "said_at": later} for row in rows])
    settled = select(SettledDays.person_id).where(SettledDays.known_at == later).order_by(SettledDays.person_id)
    assert session.scalars(settled).all() == [people[0].id, people[2].id]


def test_a_fact_of_a_clock_that_goes_ahead_counts_from_its_own_moment_on(session) -> None:
    person = makers.make_person()
    ahead = NOON + timedelta(minutes=5)
    with clock.set_to(lambda: ahead):
        makers.put_in_team(person, makers.make_team("Assessment"))
    with transaction():
        agreements.pause(person.id, from_on=TODAY, last_on=None, actor_id=None, now=NOON, today=TODAY)
    assert not_settled(TODAY, NOON) == [person.id]
    assert not_settled(TODAY, ahead) == []
