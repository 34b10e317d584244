"""Pages of coverage: every framework at a glance, and one framework element by element. Reads only."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from learning.courses.addresses import CourseAddresses
from learning.errors import NotFound
from learning.frameworks.coverage import STRENGTHS
from learning.frameworks.library import library_coverage
from learning.frameworks.listing import HEADER, features_sentence, rows_of, strengths_sentence
from learning.people.access import allow, current_person_may_open
from learning.people.roles import Policy
from learning.web.context import settings, today
from learning.web.table_files import TableForm, table_download
from learning.web.tables import Table

blueprint = Blueprint("frameworks", __name__)


@blueprint.get("/frameworks", endpoint="frameworks")
@allow(Policy.CONTENT)
def all_frameworks() -> ResponseReturnValue:
    """Each framework in a sentence, with what is missing in it."""
    coverage = library_coverage(settings().courses_folder, today())
    return render_template("frameworks/frameworks.html", coverage=coverage, features_sentence=features_sentence)


@blueprint.get("/frameworks/<key>")
@allow(Policy.CONTENT)
def framework(key: str) -> ResponseReturnValue:
    """One framework: what is missing first, then each element with the lessons that teach it."""
    coverage = library_coverage(settings().courses_folder, today())
    covered = next((one for one in coverage if one.framework.key == key), None)
    if covered is None:
        raise NotFound
    return render_template(
        "frameworks/framework.html",
        covered=covered,
        coverage=coverage,
        show="gaps" if request.args.get("show") == "gaps" else "everything",
        strengths=STRENGTHS,
        strengths_sentence=strengths_sentence(covered),
        addresses=CourseAddresses(pages="", images=""),
        can_write=_can_write(),
    )


@blueprint.get("/frameworks/coverage.<any(csv, xlsx):form>")
@allow(Policy.CONTENT)
def coverage_table(form: TableForm) -> ResponseReturnValue:
    """Every element of every framework as a table for spreadsheets."""
    coverage = library_coverage(settings().courses_folder, today())
    return table_download(Table("Framework coverage", today(), HEADER, rows_of(coverage)), form, "framework-coverage")


def _can_write() -> bool:
    return current_person_may_open(Policy.AUTHOR)
