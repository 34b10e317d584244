"""What tests of reminders share: a plan, people whom it asks, a manager, and the command with a real mail server."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from learning import clock
from learning.db import db, transaction
from learning.plans.planning import publish_plan
from tests.conftest import NOON
from tests.makers import make_manager, make_person, make_team, publish_course, put_in_team

DUE = date(2026, 12, 10)
PLAN = """---
owner: Learning and development
from: {begins}
who:
  job_roles: [{who}]
---
# Social workers
| Course | Due | Renew after | Remind before |
|---|---|---|---|
"""


def plan(
    *, now: datetime = NOON, key: str = "social-workers", who: str = "social worker", begins="2026-11-01", **due: str
) -> None:
    """A plan that asks for these courses, with reminders 30, 7 and 1 days before."""
    rows = "".join(
        f"| [One](../{slug.replace('_', '-')}/course.md) | {days} | 24 months | 30, 7, 1 days |\n"
        for slug, days in due.items()
    )
    text = PLAN.format(who=who, begins=begins) + rows
    with transaction():
        publish_plan(key, text.encode(), origin="folder", actor_id=None, now=now, today=now.date())


class Caller:
    """Calls the command, and gives the mails that went out since, each as a mail program reads it."""

    def __init__(self, app, post_box) -> None:
        self._app, self._box, self._seen = app, post_box, 0
        self.result = None

    def at(self, moment: datetime, *options: str) -> list[EmailMessage]:
        """Call `flask reminders send` at a moment."""
        with clock.set_to(lambda: moment):
            self.result = self._app.test_cli_runner().invoke(args=["reminders", "send", *options])
        db.session.remove()
        arrived = self._box.envelopes[self._seen :]
        self._seen += len(arrived)
        return [message_from_bytes(one.content, policy=policy.default) for one in arrived]


@pytest.fixture
def call(app, session, post_box) -> Iterator[Caller]:
    """The command, with mails that go to the post box."""
    before = app.config["SETTINGS"]
    app.config["SETTINGS"] = dataclasses.replace(before, mail_url=post_box.mail_url)
    yield Caller(app, post_box)
    app.config["SETTINGS"] = before


@pytest.fixture
def aisha(session):
    """The number of a social worker in a team with a manager; the plan asks her for one course by 10 December."""
    publish_course()
    person = make_person(starts_on=date(2026, 1, 5))
    manager = make_person("Morgan Price", job_role="Team manager", starts_on=date(2026, 1, 5))
    team = make_team()
    put_in_team(person, team)
    make_manager(manager, team)
    plan(small_steps=DUE.isoformat())
    return person.id


def noon_on(day: date) -> datetime:
    """Noon of a day."""
    return NOON + timedelta(days=(day - NOON.date()).days)


def texts(mails) -> dict[str, str]:
    """The words of each mail, by whom it is to."""
    return {mail["To"]: mail.get_body(("plain",)).get_content().replace("\r\n", "\n") for mail in mails}


def calendars(mail) -> list[str]:
    """The calendar files of a mail."""
    return [part.get_content() for part in mail.iter_attachments()]
