"""The page of one's own declared hours of learning, year by year."""

from __future__ import annotations

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from learning.home.blueprint import blueprint
from learning.home.declared_hours import own_years
from learning.people.access import allow, current_person
from learning.people.roles import Policy
from learning.web.context import settings, today
from learning.web.table_files import TableForm, table_download
from learning.web.tables import Table

_COLUMNS = ("Year", "Courses here, minutes", "Elsewhere, confirmed, minutes", "Together, minutes")
_METHOD = (
    "Each course counts the minutes it declared, in the year it was completed in; learning elsewhere counts those "
    "declared for it, in the year it was held in, once it is confirmed.",
)


@blueprint.get("/my-record/hours.<any(csv, xlsx):form>")
@allow(Policy.STUDY)
def hours_table(form: TableForm) -> Response:
    """The same as a file for spreadsheets, in minutes."""
    years = own_years(current_person().id, time_zone=settings().time_zone)
    rows = [(one.year, one.course_minutes, one.elsewhere_minutes, one.minutes) for one in years]
    return table_download(Table("My hours by year", today(), _COLUMNS, rows, None, (), _METHOD), form, "my-hours")


@blueprint.get("/my-record/hours")
@allow(Policy.STUDY)
def hours_by_year() -> ResponseReturnValue:
    """Hours of courses completed here and of what was confirmed elsewhere."""
    years = own_years(current_person().id, time_zone=settings().time_zone)
    return render_template("home/hours_by_year.html", years=years)
