"""When a course could be started: told again for any day, as it was known at any moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from alembic import command
from flask import current_app
from sqlalchemy import text

from learning.courses.published import course_by_slug
from learning.courses.publishing import bring_back, retire
from learning.courses.retirement import (
    RetirementChange,
    retired_days,
    retired_days_by_course,
    retirement_history,
)
from learning.db import db, transaction
from learning.evidence.pack_coverage import coverage_then
from learning.evidence.plan_then import Asked
from learning.people.models import Team
from learning.people.spans import OPEN, Span
from tests.conftest import NOON
from tests.makers import make_person, publish_course
from tests.operations.frameworks.test_coverage import FRAMEWORK
from tests.study_course import naming

ZONE = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
RETIRED, BACK, LATER = NOON + 10 * DAY, NOON + 20 * DAY, NOON + 100 * DAY
GAP = Span(date(2026, 12, 4), date(2026, 12, 14))
SLUG = "small-steps"


def change(is_retired: bool, *moment: int) -> RetirementChange:
    return RetirementChange(is_retired, datetime(*moment, tzinfo=UTC))


@pytest.mark.parametrize(
    ("changes", "spans"),
    [
        ([], ()),
        ([change(True, 2026, 12, 4, 9)], (Span(date(2026, 12, 4), OPEN),)),
        ([change(True, 2026, 12, 4, 9), change(False, 2026, 12, 14, 9)], (GAP,)),
        ([change(True, 2026, 12, 4, 9), change(False, 2026, 12, 4, 17)], ()),
        (
            [change(True, 2026, 12, 4, 9), change(False, 2026, 12, 14, 9), change(True, 2026, 12, 14, 10)],
            (Span(date(2026, 12, 4), OPEN),),
        ),
        # Half past midnight in summer, as people here have it, is still the day before in UTC.
        ([change(True, 2026, 7, 3, 23, 30)], (Span(date(2026, 7, 4), OPEN),)),
    ],
)
def test_a_course_is_retired_from_the_day_it_is_said_until_the_day_it_is_brought_back(changes, spans) -> None:
    assert retired_days(changes, LATER, ZONE) == spans


@pytest.fixture
def course(session):
    """A course that was retired for ten days."""
    publish_course(naming("ours/safety"))
    for step, moment in ((retire, RETIRED), (bring_back, BACK)):
        actor = make_person("Ruth Bell") if step is retire else None
        for _again in range(2):
            with transaction():
                step(course_by_slug(SLUG), actor=actor, now=moment)
    return course_by_slug(SLUG)


def test_what_was_known_then_stays_known_when_it_is_brought_back(course) -> None:
    known = [retired_days_by_course(at, ZONE)[course.id] for at in (NOON, RETIRED, BACK)]
    assert known == [(), (Span(GAP.from_on),), (GAP,)]
    assert course.retired_at is None
    assert [(one.is_retired, one.recorded_at, one.name) for one in retirement_history(course)] == [
        (False, BACK, ""),
        (True, RETIRED, "Ruth Bell"),
    ]


def test_a_pack_counts_the_lessons_of_courses_that_could_be_started_on_its_day(course, tmp_path: Path) -> None:
    (tmp_path / "frameworks").mkdir()
    (tmp_path / "frameworks" / "ours.md").write_text(FRAMEWORK.format(year=2024), "utf-8")

    def lesson_count(on: date, known_at: datetime) -> int:
        asked = Asked("everyone", on, known_at)
        safety = coverage_then(asked, [], courses_folder=tmp_path, time_zone=ZONE)[0]["elements"][0]
        return len(safety["lessons"])

    days = [GAP.from_on - DAY, GAP.from_on, GAP.until_on - DAY, GAP.until_on]
    assert [lesson_count(day, LATER) for day in days] == [1, 0, 0, 1]
    assert lesson_count(GAP.until_on, RETIRED) == 0


def test_an_older_database_brings_its_history_from_the_log_and_its_numbers_of_teams(app) -> None:
    with app.app_context():
        publish_course()
        publish_course(slug="never-logged")
        config = current_app.extensions["migrate"].migrate.get_config()
        command.downgrade(config, "0012")
        with transaction() as session:
            deed = text(
                "INSERT INTO audit_event (happened_at, action, thing, details) VALUES (:at, :deed, :thing, '{}')"
            )
            for moment, words, thing in (
                (RETIRED, "course retired", f"course:{SLUG}"),
                (BACK, "course brought back", f"course:{SLUG}"),
                (NOON, "team removed", "team:7"),
            ):
                session.execute(deed, {"at": moment.replace(tzinfo=None), "deed": words, "thing": thing})
            at = {"at": NOON.replace(tzinfo=None)}
            session.execute(text("UPDATE course SET retired_at = :at WHERE slug = 'never-logged'"), at)
            session.execute(text("INSERT INTO team (name) VALUES ('Assessment')"))
        command.upgrade(config, "head")
        days = retired_days_by_course(LATER, ZONE)
        assert days[course_by_slug(SLUG).id] == (GAP,)
        assert days[course_by_slug("never-logged").id] == (Span(NOON.date()),)
        if db.engine.dialect.name == "sqlite":  # PostgreSQL never gave a number twice
            with transaction() as session:
                session.add(Team(name="Fostering"))
            assert db.session.query(Team.id).filter_by(name="Fostering").scalar() == 8
