"""The page of one's own declared hours of learning, year by year."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from learning.home.blueprint import blueprint
from learning.home.declared_hours import own_years
from learning.people.access import allow, current_person
from learning.people.roles import Policy
from learning.web.context import settings


@blueprint.get("/my-record/hours")
@allow(Policy.STUDY)
def hours_by_year() -> ResponseReturnValue:
    """Hours of courses completed here and of what was confirmed elsewhere."""
    years = own_years(current_person().id, time_zone=settings().time_zone)
    return render_template("home/hours_by_year.html", years=years)
