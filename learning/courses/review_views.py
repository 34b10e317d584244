"""Pages of review: drafts that wait for a second author, one of them to be read and decided, and asking for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.courses import reviews
from learning.courses.before_publishing import before_publishing
from learning.courses.blueprint import blueprint
from learning.courses.drafts import NO_DRAFT, draft_of
from learning.courses.forms import ReviewForm
from learning.courses.overview import course_overviews
from learning.courses.published import course_by_slug
from learning.courses.reviews import Decision
from learning.courses.version_changes import file_changes
from learning.courses.write_views import can_write, check, course_page, whole_number
from learning.db import transaction
from learning.errors import BadSource, Conflict, Invalid, NotAllowed, NotFound
from learning.people.access import allow, current_person
from learning.people.roles import Policy
from learning.web.context import settings


@blueprint.get("/reviews")
@allow(Policy.CONTENT)
def waiting_reviews() -> ResponseReturnValue:
    """Every draft that waits for a second author."""
    titles = {overview.course.slug: overview.title for overview in course_overviews()}
    return render_template(
        "courses/reviews.html",
        waiting=[(titles[one.slug], one) for one in reviews.waiting_drafts()],
        is_wanted=settings().review_before_publishing,
    )


@blueprint.get("/write/<slug>/review")
@allow(Policy.CONTENT)
def review(slug: str) -> ResponseReturnValue:
    """What is new in a draft, with the form that approves or returns it."""
    return _review_page(slug, ReviewForm(formdata=None))


@blueprint.post("/write/<slug>/review/ask")
@allow(Policy.AUTHOR)
def ask_for_review(slug: str) -> ResponseReturnValue:
    """Ask a second author to read the draft as it stands."""
    try:
        with transaction():
            reviews.ask_for_review(
                slug, expected_revision=whole_number("revision"), asker=current_person(), now=clock.now()
            )
    except BadSource:
        return course_page(slug, faults=[("problems", "Mend the problems below, then ask for a review.")]), 422
    except Conflict as refusal:
        return course_page(slug, faults=[("draft", refusal.sentence)]), 409
    return redirect(url_for("courses.write_course", slug=slug, notice="review-asked"), 303)


@blueprint.post("/write/<slug>/review")
@allow(Policy.AUTHOR)
def decide_review(slug: str) -> ResponseReturnValue:
    """Approve the draft, or return it with a sentence."""
    form = ReviewForm()
    decision: Decision | None = next((one for one in get_args(Decision) if one == request.form.get("decision")), None)
    if not form.validate():
        return _review_page(slug, form), 422
    if decision is None:
        return _review_page(slug, form, faults=["Choose whether you approve this draft or return it."]), 422
    try:
        with transaction():
            reviews.decide_review(
                slug,
                decision,
                form.words.data or "",
                expected_revision=whole_number("revision"),
                reviewer=current_person(),
                now=clock.now(),
            )
    except Invalid as refusal:
        form.show(refusal)
        return _review_page(slug, form), 422
    except (Conflict, NotAllowed) as refusal:
        return _review_page(slug, form, faults=[refusal.sentence]), refusal.status
    return redirect(url_for("courses.write_course", slug=slug, notice=f"draft-{decision}"), 303)


def _review_page(slug: str, form: ReviewForm, *, faults: Sequence[str] = ()) -> str:
    overview = course_overviews(course_by_slug(slug).slug)[0]
    draft = draft_of(overview.course.slug)
    if draft is None:
        raise NotFound(NO_DRAFT)
    current = overview.course.current_version
    checked = check(draft)
    return render_template(
        "courses/review.html",
        overview=overview,
        slug=overview.course.slug,
        draft=draft,
        current=current,
        before=before_publishing(draft, checked, current_person()),
        problems=checked.problems,
        files=file_changes(current, draft) if current else [],
        form=form,
        faults=faults,
        can_write=can_write(),
    )
