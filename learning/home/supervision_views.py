"""The page of what to talk about in supervision after a course."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from learning import clock
from learning.courses.addresses import CourseAddresses
from learning.home.blueprint import blueprint
from learning.home.supervision import LATELY_DAYS, supervision
from learning.home.visible_teams import visible_team_ids
from learning.people.access import allow, current_person
from learning.people.roles import Policy
from learning.web.context import today


@blueprint.get("/my-team/courses/<slug>/supervision", endpoint="supervision")
@allow(Policy.MANAGER)
def talk_about(slug: str) -> ResponseReturnValue:
    """Questions of a course to try in supervision, without anybody's name or words."""
    team_ids = visible_team_ids(current_person(), today=today())
    found = supervision(slug, team_ids, today=today(), now=clock.now())
    addresses = CourseAddresses(
        pages=f"/courses/{slug}", images=f"/courses/{slug}/versions/{found.version_number}/images"
    )
    return render_template(
        "home/supervision.html", found=found, slug=slug, addresses=addresses, lately_days=LATELY_DAYS
    )
