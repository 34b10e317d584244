"""Plans in the database: published, changed, closed, tried out; agreements; and standings read back."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select, text

from learning import clock
from learning.courses.published import course_by_slug
from learning.courses.publishing import bring_back, retire
from learning.db import transaction
from learning.errors import BadSource, Conflict, Invalid, NotAllowed, NotFound
from learning.people import administration, place_days, placing
from learning.people.administration import Details
from learning.people.models import Membership, PersonJobRole, Team, TeamParent
from learning.people.place_days import PlaceDays
from learning.people.place_history import places_of
from learning.plans import agreements, planning
from learning.plans.everything_known import standings_of
from learning.plans.models import Exemption, Pause, PlanEdition, PlanRow, RequirementRow
from learning.plans.plan_files import publish_plan_file, publish_plans
from learning.plans.plan_standings import by_person_and_course
from learning.plans.trying_out import MovedDay, Touched, effect_of
from learning.settings import settings_from
from tests.conftest import NOON
from tests.makers import complete_course, make_manager, make_person, make_team, publish_course, put_in_team

TODAY = NOON.date()
ZONE = settings_from({}).time_zone
LATER = datetime(2040, 1, 1, tzinfo=UTC)
PLAN = """---
owner: Learning and development
from: 2026-11-01
who: {who}
---
# Everyone
| Course | Due | Renew after | Remind before |
|---|---|---|---|
| [Small steps](../small-steps/course.md) | {due} | 24 months | 7, 1 days |
"""


def plan_text(*, who: str = "everyone", due: str = "28 days") -> bytes:
    return PLAN.format(who=who, due=due).encode()


def publish(key="everyone", *, now=NOON, origin="folder", expected=None, **words):
    with transaction():
        return planning.publish_plan(
            key, plan_text(**words), origin=origin, actor_id=None, now=now, today=now.date(), expected_number=expected
        )


def agree(operation, *arguments, now=NOON, **options):
    with transaction():
        return operation(*arguments, actor_id=None, now=now, **options)


def keys_on(person, *days: date, known_at=LATER) -> list[str | None]:
    found = [standings_of([person.id], day=day, known_at=known_at, time_zone=ZONE) for day in days]
    return [some[0].standing.key if some else None for some in found]


@pytest.fixture
def aisha(session):
    """Somebody who has worked here since before the plan, and the course that it asks for."""
    publish_course()
    return make_person(starts_on=date(2026, 1, 5))


def test_the_same_text_again_makes_no_edition_and_a_changed_one_holds_from_that_day(session, aisha) -> None:
    assert publish().is_new
    assert not publish().is_new
    assert publish(due="14 days", now=NOON + timedelta(days=1)).edition.number == 2
    rows = session.execute(
        select(PlanEdition.number, PlanEdition.from_on, RequirementRow.due_after_days)
        .join(RequirementRow, RequirementRow.edition_id == PlanEdition.id)
        .order_by(PlanEdition.number)
    ).all()
    assert rows == [(1, date(2026, 11, 1), 28), (2, date(2026, 11, 25), 14)]


def test_a_change_of_plan_never_rewrites_the_past(session, aisha) -> None:
    publish()
    past = [date(2026, 11, day) for day in (10, 22, 24)]
    before = keys_on(aisha, *past)
    publish(due="14 days", now=NOON + timedelta(days=1))
    assert keys_on(aisha, *past) == before == ["upcoming", "due soon", "due soon"]
    assert keys_on(aisha, date(2026, 11, 25)) == ["overdue"]
    assert keys_on(aisha, date(2026, 11, 25), known_at=NOON) == ["due soon"]


def test_a_plan_that_is_widened_asks_its_new_people_from_that_day(session, aisha) -> None:
    publish(who="\n  job_roles: [cook]")
    assert keys_on(aisha, TODAY) == [None]
    publish(now=NOON)
    assert keys_on(aisha, TODAY, TODAY + timedelta(days=28), TODAY + timedelta(days=29)) == [
        "upcoming", "due soon", "overdue",
    ]  # fmt: skip


def test_a_closed_plan_asks_nothing_from_that_day_and_can_be_published_again(session, aisha) -> None:
    publish()
    agree(planning.close_plan, "everyone", today=TODAY)
    agree(planning.close_plan, "everyone", today=TODAY)
    assert keys_on(aisha, date(2026, 11, 23), TODAY) == ["due soon", None]
    assert publish(now=NOON + timedelta(days=1)).edition.number == 3
    assert keys_on(aisha, date(2026, 11, 25)) == ["upcoming"]


def test_problems_are_named_and_nothing_is_published(session, aisha) -> None:
    with pytest.raises(BadSource, match='"Due" is like'):
        publish(due="soon")
    with pytest.raises(Invalid, match="a-z"):
        publish("Every One")
    with pytest.raises(NotFound):
        planning.plan_by_key("everyone")


def test_who_writes_on_an_edition_that_was_followed_meanwhile_is_told(session, aisha) -> None:
    publish()
    publish(due="14 days", expected=1)
    with pytest.raises(Conflict, match="meanwhile"):
        publish(due="7 days", expected=1)


def test_a_course_that_is_retired_is_not_asked_for(session, aisha) -> None:
    publish()
    with transaction():
        retire(course_by_slug("small-steps"), actor=None, now=NOON + timedelta(hours=1))
    assert keys_on(aisha, date(2026, 11, 23), TODAY) == ["due soon", None]
    assert keys_on(aisha, TODAY, known_at=NOON) == ["due soon"]
    with transaction():
        bring_back(course_by_slug("small-steps"), actor=None, now=NOON + timedelta(days=2))
    gone, back = TODAY + timedelta(days=1), TODAY + timedelta(days=2)
    assert keys_on(aisha, gone, back, known_at=NOON + timedelta(days=1)) == [None, None]
    assert keys_on(aisha, date(2026, 11, 23), gone, back) == ["due soon", "upcoming", "upcoming"]


def test_an_edition_and_what_it_asks_hold_until_the_day_of_the_next_one(session) -> None:
    publish_course()
    publish()
    later = NOON + timedelta(days=9)
    publish(now=later, due="60 days")
    spans = [(row.from_on, row.until_on, row.recorded_at) for row in session.scalars(select(RequirementRow))]
    assert spans == [(date(2026, 11, 1), later.date(), NOON), (later.date(), None, later)]
    assert session.scalars(select(PlanEdition.number).where(PlanEdition.until_on > TODAY)).all() == [1]


def test_editions_and_requirements_are_never_changed(session, aisha) -> None:
    publish()
    for table in ("plan_edition", "requirement"):
        with pytest.raises(Exception, match="append-only"), transaction() as writing:
            writing.execute(text(f"UPDATE {table} SET id = id + 1"))


def test_a_file_is_published_at_the_start_and_never_over_what_the_browser_made(session, aisha, tmp_path) -> None:
    (tmp_path / "plans").mkdir()
    file = tmp_path / "plans" / "everyone.md"
    file.write_bytes(plan_text())
    (tmp_path / "plans" / "broken.md").write_bytes(plan_text(due="soon"))

    def start():
        return {one.key: one.result for one in publish_plans(tmp_path, now=NOON, today=TODAY)}

    assert start() == {"everyone": "published", "broken": "has problems"}
    assert start()["everyone"] == "unchanged"
    publish(due="14 days", origin="browser")
    file.write_bytes(plan_text(due="21 days"))
    assert start()["everyone"] == "left alone"
    with pytest.raises(Conflict, match="--replaces 2"), transaction():
        publish_plan_file(file, replaces=None, now=NOON, today=TODAY)
    with transaction():
        assert publish_plan_file(file, replaces=2, now=NOON, today=TODAY).edition.number == 3


def test_trying_out_says_whom_a_change_touches_and_what_becomes_overdue(session, aisha) -> None:
    make_person("Bola Ode", job_role="Cook", starts_on=date(2026, 1, 5))
    publish(who="\n  job_roles: [social worker]", due="90 days")
    tried = effect_of("everyone", plan_text(due="14 days"), now=NOON, today=TODAY, time_zone=ZONE)
    assert (tried.people_before, tried.people_after, tried.late_count) == (1, 2, 1)
    assert [(one.name, one.course_title, one.standing.due_on) for one in tried.late] == [
        ("Aisha Khan", "Small steps", date(2026, 11, 15))
    ]
    assert keys_on(aisha, TODAY) == ["upcoming"]
    new = effect_of("another", plan_text(due="14 days"), now=NOON, today=TODAY, time_zone=ZONE)
    assert (new.people_before, new.people_after, new.late_count) == (0, 2, 2)


def test_trying_out_tells_who_takes_whose_place_and_counts_nobody_who_is_still_to_begin(session, aisha) -> None:
    bola = make_person("Bola Ode", starts_on=date(2026, 1, 5))
    starter = make_person("Cy Lane", starts_on=TODAY + timedelta(days=1))
    leaver = make_person("Di Hall", starts_on=date(2026, 1, 5), leaves_on=TODAY - timedelta(days=1))
    east, west = make_team("East"), make_team("West")
    for person, team in ((aisha, east), (bola, west), (starter, west), (leaver, west)):
        put_in_team(person, team)
    publish(who="\n  teams: [east]")
    tried = effect_of("everyone", plan_text(who="\n  teams: [west]"), now=NOON, today=TODAY, time_zone=ZONE)
    assert (tried.people_before, tried.people_after, tried.begin_later_count) == (1, 1, 1)
    assert (tried.newly, tried.no_longer) == (Touched(1, ("Bola Ode",), 0), Touched(1, ("Aisha Khan",), 0))
    assert [(one.asked_before, one.asked_after) for one in tried.courses] == [(1, 1)]
    back = effect_of("everyone", plan_text(who="\n  teams: [east]"), now=NOON, today=TODAY, time_zone=ZONE)
    assert (back.newly, back.no_longer, back.begin_later_count) == (Touched(0, (), 0), Touched(0, (), 0), 0)


def test_trying_out_the_first_plan_that_names_a_team_tells_who_beneath_it_would_be_asked(session, aisha) -> None:
    make_person("Bola Ode", starts_on=date(2026, 1, 5))
    put_in_team(aisha, make_team("Assessment", parent=make_team("East")))
    tried = effect_of("first", plan_text(who="\n  teams: [east]"), now=NOON, today=TODAY, time_zone=ZONE)
    assert tried.newly == Touched(1, ("Aisha Khan",), 0)


def test_trying_out_tells_whose_last_day_would_come_earlier_or_later(session, aisha) -> None:
    publish(due="90 days")
    publish("another", due="14 days")  # which has no say in it
    for due, day, moves in (
        ("60 days", date(2026, 12, 31), "earlier"),
        ("91 days", date(2027, 1, 31), "later"),
        ("", None, "later"),
        ("90 days", None, None),
    ):
        tried = effect_of("everyone", plan_text(due=due), now=NOON, today=TODAY, time_zone=ZONE)
        moved = Touched(1, (MovedDay("Aisha Khan", "Small steps", date(2027, 1, 30), day),), 0)
        assert {"earlier": tried.earlier, "later": tried.later} == {
            words: moved if words == moves else Touched(0, (), 0) for words in ("earlier", "later")
        }
        assert (tried.late_count, tried.newly.people_count, tried.no_longer.people_count) == (0, 0, 0)


def test_an_exemption_holds_until_its_last_day_and_another_takes_its_place(session, aisha) -> None:
    publish(due="14 days")
    exempt = (agreements.exempt, aisha.id, "everyone", "small-steps")
    agree(*exempt, last_on=date(2026, 11, 30), reason="Agreed adjustment", today=TODAY)
    assert keys_on(aisha, date(2026, 11, 23), TODAY, date(2026, 11, 30), date(2026, 12, 1)) == [
        "overdue", "exempt", "exempt", "overdue",
    ]  # fmt: skip
    tomorrow = NOON + timedelta(days=1)
    agree(agreements.end_exemption, aisha.id, "everyone", "small-steps", now=tomorrow, today=tomorrow.date())
    assert keys_on(aisha, TODAY, date(2026, 11, 25)) == ["exempt", "overdue"]
    assert keys_on(aisha, date(2026, 11, 25), known_at=NOON) == ["exempt"]


def test_an_extension_gives_a_later_day(session, aisha) -> None:
    publish(due="14 days")
    for day in (date(2026, 12, 31), date(2026, 12, 10)):
        agree(agreements.extend, aisha.id, "everyone", "small-steps", last_on=day, reason="Court week", today=TODAY)
    assert keys_on(aisha, date(2026, 11, 23), TODAY, date(2026, 12, 10), date(2026, 12, 11)) == [
        "overdue", "upcoming", "due soon", "overdue",
    ]  # fmt: skip


def test_time_away_has_no_reason_and_ends_on_the_day_somebody_is_back(session, aisha) -> None:
    publish()
    agree(agreements.pause, aisha.id, from_on=TODAY, last_on=None, today=TODAY)
    assert keys_on(aisha, date(2027, 6, 1)) == ["upcoming"]
    later = datetime(2027, 6, 1, 9, tzinfo=NOON.tzinfo)
    agree(agreements.end_pause, aisha.id, back_on=later.date(), now=later, today=later.date())
    with pytest.raises(Invalid) as refusal:
        agree(agreements.end_pause, aisha.id, back_on=date(2031, 1, 1), now=later, today=later.date())
    assert list(refusal.value.fields) == ["back_on"]
    assert keys_on(aisha, date(2027, 6, 1), date(2027, 6, 6), date(2027, 6, 7)) == ["due soon", "due soon", "overdue"]


def test_a_second_time_away_takes_the_place_of_the_days_they_share(session, aisha) -> None:
    publish()
    agree(agreements.pause, aisha.id, from_on=date(2026, 11, 10), last_on=date(2026, 11, 30), today=TODAY)
    agree(agreements.pause, aisha.id, from_on=date(2026, 11, 20), last_on=date(2026, 11, 20), today=TODAY)
    assert keys_on(aisha, date(2026, 12, 10), date(2026, 12, 11)) == ["due soon", "overdue"]


def test_nobody_agrees_anything_with_themselves(session, aisha) -> None:
    publish()
    course = (aisha.id, "everyone", "small-steps")
    agree(agreements.exempt, *course, last_on=TODAY, reason="Court week", today=TODAY)
    mine = {"actor_id": aisha.id, "now": NOON, "today": TODAY}
    for operation, arguments, options in (
        (agreements.exempt, course, {"last_on": TODAY, "reason": "Court week"}),
        (agreements.extend, course, {"last_on": TODAY, "reason": "Court week"}),
        (agreements.end_exemption, course, {}),
        (agreements.pause, course[:1], {"from_on": TODAY, "last_on": None}),
        (agreements.end_pause, course[:1], {"back_on": TODAY}),
    ):
        with pytest.raises(NotAllowed, match="Ask another learning lead"), transaction():
            operation(*arguments, **options, **mine)
    assert keys_on(aisha, TODAY) == ["exempt"]


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"reason": " ", "last_on": TODAY}, "reason"),
        ({"reason": "x" * 301, "last_on": TODAY}, "reason"),
        ({"reason": "Why", "last_on": TODAY - timedelta(days=1)}, "last_on"),
        ({"reason": "Why", "last_on": date(2099, 1, 1)}, "last_on"),
    ],
)
def test_words_and_days_that_cannot_be_taken_are_refused_with_their_field(session, aisha, options, field) -> None:
    publish()
    with pytest.raises(Invalid) as refusal:
        agree(agreements.exempt, aisha.id, "everyone", "small-steps", today=TODAY, **options)
    assert list(refusal.value.fields) == [field]
    with pytest.raises(NotFound):
        agree(agreements.exempt, 999, "everyone", "small-steps", last_on=TODAY, reason="Why", today=TODAY)
    with pytest.raises(NotFound):
        agree(agreements.exempt, aisha.id, "everyone", "no-course", last_on=TODAY, reason="Why", today=TODAY)


def test_standings_take_the_same_few_statements_for_one_person_and_for_thirty(session, count_statements) -> None:
    publish_course()
    publish(who="\n  teams: [assessment]\n  leads_people: false")
    people = [make_person(f"Person {number}") for number in range(30)]
    team = make_team(parent=make_team("Services"))
    for person in people:
        put_in_team(person, team)
    counts = []
    for some in ([people[0].id], [person.id for person in people], None):
        with count_statements() as statements:
            found = standings_of(some, day=TODAY, known_at=NOON, time_zone=ZONE)
        counts.append((len(statements), len(found)))
    assert counts == [(2, 1), (2, 30), (3, 30)]


def test_the_statements_stay_few_where_there_is_no_plan(session, count_statements) -> None:
    person = make_person()
    with count_statements() as statements:
        assert standings_of([person.id], day=TODAY, known_at=NOON, time_zone=ZONE) == []
    assert len(statements) == 1


def test_the_day_of_a_completion_is_that_of_the_organisation(session, aisha) -> None:
    publish(due="2027-03-28")
    with clock.set_to(lambda: datetime(2027, 3, 28, 23, 30, tzinfo=NOON.tzinfo)):  # summer time began that night
        complete_course(aisha)
    found = standings_of([aisha.id], day=date(2027, 3, 29), known_at=LATER, time_zone=ZONE)
    assert found[0].standing.completed_on == date(2027, 3, 29)
    assert keys_on(aisha, date(2027, 3, 28)) == ["due soon"]


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2025, 10, 25, 22, 30, tzinfo=UTC), date(2025, 10, 25)),
        (datetime(2025, 10, 25, 23, 30, tzinfo=UTC), date(2025, 10, 26)),  # still summer time: half past midnight
        (datetime(2025, 10, 26, 23, 30, tzinfo=UTC), date(2025, 10, 26)),  # it ended that night
    ],
)
def test_a_day_is_that_of_the_organisation_when_summer_time_ends_too(session, aisha, moment, day) -> None:
    publish(due=day.isoformat())
    with clock.set_to(lambda: moment):
        complete_course(aisha)
    (found,) = standings_of([aisha.id], day=TODAY, known_at=LATER, time_zone=ZONE)
    assert (found.standing.key, found.standing.completed_on) == ("met", day)


def test_several_plans_that_ask_for_one_course_speak_with_one_voice(session, aisha) -> None:
    publish(due="90 days")
    publish("another", due="14 days")
    found = standings_of([aisha.id], day=TODAY, known_at=NOON, time_zone=ZONE)
    assert len(found) == 2
    course_id = course_by_slug("small-steps").id
    assert by_person_and_course(found)[aisha.id, course_id].key == "overdue"


def test_a_job_role_begins_and_ends_with_the_details_that_say_so(session, aisha) -> None:
    publish(who="\n  job_roles: [team manager]")
    changed = Details(aisha.email, aisha.name, None, "Team manager", date(2026, 1, 5), date(2027, 1, 31))
    boss = make_person("Boss")
    agree_as = {"actor_id": boss.id, "now": NOON, "today": TODAY}
    with transaction():
        administration.change_details(aisha.id, changed, **agree_as)
    assert keys_on(aisha, TODAY, date(2027, 1, 31), date(2027, 2, 1)) == ["upcoming", "overdue", None]
    with transaction():
        administration.deactivate(aisha.id, **agree_as)
    assert keys_on(aisha, TODAY) == [None]
    rows = session.scalars(select(PersonJobRole).where(PersonJobRole.person_id == aisha.id)).all()
    assert {row.withdrawn_at for row in rows if row.until_on is None} == {NOON}


def test_a_night_on_which_a_file_left_the_job_role_out_is_put_right_and_nothing_is_due_anew(session, aisha) -> None:
    publish(who="\n  job_roles: [social worker]")
    days = (TODAY, date(2026, 11, 30))
    before = keys_on(aisha, *days)
    details = Details(aisha.email, aisha.name, starts_on=date(2026, 1, 5))
    for job_role, now in (("", NOON), ("Social worker", NOON + timedelta(days=1))):
        with transaction():
            said = {"actor_id": aisha.id, "now": now, "today": now.date()}
            administration.change_details(aisha.id, replace(details, job_role=job_role), **said)
    assert keys_on(aisha, *days) == ["upcoming", "upcoming"]
    again, empty, _ = places_of(aisha.id, TODAY).job_roles
    right = {"actor_id": aisha.id, "now": NOON + timedelta(days=2), "today": date(2026, 11, 26)}
    with transaction():
        place_days.take_back("job-role", empty.id, aisha.id, **right)
        place_days.change_days("job-role", again.id, PlaceDays(aisha.id, 0, TODAY, None), **right)
    assert keys_on(aisha, *days) == before == ["due soon", "overdue"]
    assert keys_on(aisha, *days, known_at=NOON + timedelta(days=1)) == ["upcoming", "upcoming"]


def test_a_team_that_moves_takes_its_people_along_from_that_day(session, aisha) -> None:
    publish(who="\n  teams: [services]")
    services, east = make_team("Services"), make_team("East")
    put_in_team(aisha, east)
    assert keys_on(aisha, TODAY) == [None]
    with transaction():
        placing.put_person(aisha.id, (("Services", "East"),), (), may_make=(), actor_id=aisha.id, now=NOON, today=TODAY)
    assert keys_on(aisha, TODAY) == ["upcoming"]
    assert keys_on(aisha, TODAY, known_at=NOON - timedelta(minutes=1)) == [None]
    moved = session.scalars(select(TeamParent)).one()
    assert (moved.team_id, moved.parent_id, moved.from_on) == (east.id, services.id, TODAY)


def test_a_plan_means_the_team_that_it_named_whatever_that_is_called_later(session, aisha) -> None:
    bola, team = make_person("Bola Ode", starts_on=date(2026, 1, 5)), make_team("People who report to Kim Marsh")
    put_in_team(aisha, team)
    publish(who="\n  teams: [people who report to kim marsh]")
    with transaction():
        session.get(Team, team.id).name = "People who report to Kim Hall"
    put_in_team(bola, make_team("People who report to Kim Marsh"))
    assert (keys_on(aisha, TODAY), keys_on(bola, TODAY)) == (["due soon"], [None])
    publish(who="\n  teams: [people who report to kim marsh]", due="29 days")
    assert (keys_on(aisha, TODAY), keys_on(bola, TODAY)) == (["due soon"], [None])


def test_who_managed_a_team_for_some_days_led_people_on_those_days(session, aisha) -> None:
    publish(who="\n  leads_people: true")
    make_manager(aisha, make_team(), from_on=date(2026, 11, 10), until_on=date(2026, 11, 20))
    assert keys_on(aisha, date(2026, 11, 10), date(2026, 11, 19), date(2026, 11, 20)) == ["upcoming", "upcoming", None]


def test_what_was_known_of_a_membership_can_be_told_again(session, aisha) -> None:
    publish(who="\n  teams: [assessment]")
    put_in_team(aisha, make_team())
    with transaction():
        placing.put_person(
            aisha.id, (), (), may_make=(), actor_id=aisha.id, now=NOON + timedelta(days=1), today=date(2026, 11, 25)
        )
    assert keys_on(aisha, TODAY, date(2026, 11, 25)) == ["due soon", None]
    assert keys_on(aisha, date(2026, 11, 25), known_at=NOON) == ["due soon"]
    assert len(session.scalars(select(Membership)).all()) == 2
    assert session.scalar(select(PlanRow.current_number)) == 1


def test_what_two_agree_with_one_person_at_once_holds_once(app, session, aisha) -> None:
    publish()
    person_id, barrier = aisha.id, threading.Barrier(6)
    session.rollback()

    def agree_both(_number: int) -> None:
        with app.app_context():
            barrier.wait()
            agree(agreements.exempt, person_id, "everyone", "small-steps", last_on=TODAY, reason="Court", today=TODAY)
            agree(agreements.pause, person_id, from_on=TODAY, last_on=None, today=TODAY)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(agree_both, range(6)))
    for row in (Exemption, Pause):
        assert session.scalar(select(func.count()).select_from(row).where(row.withdrawn_at.is_(None))) == 1
