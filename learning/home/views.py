"""What each person sees first: My learning. Importing this module registers all pages of home on their Blueprint."""

from __future__ import annotations

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.home import (
    catalogue_views,
    hours_views,
    organisation_views,
    person_table_views,
    supervision_views,
    team_table_views,
    team_views,
)
from learning.home import my_learning as own
from learning.home.blueprint import blueprint
from learning.home.calendar_files import own_calendar_entry
from learning.people.access import allow, current_person, is_signed_in
from learning.people.roles import Policy
from learning.reminders.calendar_entry import calendar_text
from learning.reminders.mails import address_of
from learning.web.context import settings, today

__all__ = [
    "blueprint",
    "catalogue_views",
    "hours_views",
    "organisation_views",
    "person_table_views",
    "supervision_views",
    "team_table_views",
    "team_views",
]


@blueprint.get("/")
@allow(Policy.PUBLIC)
def start() -> ResponseReturnValue:
    """Lead to My learning, or to the sign-in page."""
    return redirect(url_for("home.my_learning" if is_signed_in() else "people.sign_in"), 303)


@blueprint.get("/my-learning")
@allow(Policy.STUDY)
def my_learning() -> ResponseReturnValue:
    """The next step first, then what is overdue, in progress and done."""
    learning = own.my_learning(current_person(), today=today(), time_zone=settings().time_zone, now=clock.now())
    return render_template("home/my_learning.html", learning=learning, today=today())


@blueprint.get("/my-learning/<slug>.ics")
@allow(Policy.STUDY)
def calendar_file(slug: str) -> ResponseReturnValue:
    """The last day of one course as a file for one's own calendar, or what takes it out again."""
    entry = own_calendar_entry(
        current_person().id, slug, address=address_of("study.course", slug=slug), today=today(),
        time_zone=settings().time_zone, now=clock.now(),
    )  # fmt: skip
    response = Response(calendar_text(entry, organiser=settings().mail_from), mimetype="text/calendar")
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}.ics"'
    return response
