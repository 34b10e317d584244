"""What the answers say about the questions of a course: a page for those who write, and the same as a table file."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from learning.courses.overview import course_overviews
from learning.courses.published import course_by_slug
from learning.improvement.blueprint import blueprint
from learning.improvement.correlation import FEWEST_FOR_CORRELATION
from learning.improvement.course_figures import course_figures
from learning.improvement.figure_words import how_it_goes_with_the_rest, percent, versions_in_words, what_it_says
from learning.improvement.question_figures import QuestionFigures
from learning.paging import page_of
from learning.people.access import allow
from learning.people.roles import Policy
from learning.web.context import today
from learning.web.table_files import TableForm, table_download
from learning.web.tables import Cell, Table

_QUESTIONS_ON_A_PAGE = 50
_HEADER = (
    *("Question", "Where", "Kind", "Answered in", "Asked now", "People", "Right, percent"),
    *("Goes with the rest", "What this says", "What people chose, percent"),
)


@blueprint.get("/write/<slug>/figures")
@allow(Policy.AUTHOR)
def figures(slug: str) -> ResponseReturnValue:
    """Every question with its figures, those that mislead first."""
    course = course_by_slug(slug)
    found = sorted(course_figures(course), key=lambda one: not (one.misleads and one.is_current))
    shown = page_of(found, request.args.get("page", 1, type=int), at_once=_QUESTIONS_ON_A_PAGE)
    return render_template(
        "improvement/figures.html",
        slug=slug,
        title=course_overviews(slug)[0].title,
        current=[one for one in shown.rows if one.is_current],
        earlier=[one for one in shown.rows if not one.is_current],
        question_count=len(found),
        misleading_count=sum(one.misleads and one.is_current for one in found),
        page=shown.page,
        page_count=shown.page_count,
        fewest_for_correlation=FEWEST_FOR_CORRELATION,
        percent=percent,
        what_it_says=what_it_says,
        how_it_goes_with_the_rest=how_it_goes_with_the_rest,
        versions_in_words=versions_in_words,
    )


@blueprint.get("/write/<slug>/figures.<any(csv, xlsx):form>")
@allow(Policy.AUTHOR)
def figures_table(slug: str, form: TableForm) -> ResponseReturnValue:
    """The same as a table file, in the order of the course."""
    course = course_by_slug(slug)
    rows = [_row(one) for one in course_figures(course)]
    table = Table(f"Questions of {course_overviews(slug)[0].title}", today(), _HEADER, rows)
    return table_download(table, form, f"{course.slug}-figures")


def _row(figures: QuestionFigures) -> list[Cell]:
    bank_key, _ = figures.place
    count = figures.people_count
    return [
        " ".join(figures.question.title.plain.split()),
        f"Bank: {bank_key}" if bank_key else "Final check",
        figures.question.kind.capitalize(),
        versions_in_words(figures.version_numbers),
        "yes" if figures.is_current else "no",
        count or "fewer than five",
        percent(figures.right_count, count) if count else "",
        how_it_goes_with_the_rest(figures) if count else "",
        " ".join(what_it_says(figures)),
        "; ".join(f"{one.words} ({percent(one.people_count, count)}%)" for one in figures.chosen),
    ]
