"""All courses: a list that can be searched and narrowed.

It stands here and not in study, as what was learned elsewhere counts too.
"""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from learning.home.blueprint import blueprint
from learning.outside.completions import completion_facts
from learning.people.access import allow, current_person
from learning.people.roles import Policy
from learning.study.catalogue import LEVELS, STANDINGS, by_level, catalogue, narrowed
from learning.web.context import settings, today


@blueprint.get("/courses", endpoint="catalogue")
@allow(Policy.STUDY)
def catalogue_page() -> ResponseReturnValue:
    """The list, narrowed by what the address asks for."""
    person_id = current_person().id
    entries = catalogue(
        person_id, time_zone=settings().time_zone, today=today(), elsewhere=completion_facts([person_id])
    )
    words = "".join(sign for sign in request.args.get("words", "") if sign.isprintable()).strip()[:100]
    level, standing = request.args.get("level", ""), request.args.get("standing", "")
    found = narrowed(entries, words=words, level=level, standing=standing)
    return render_template(
        "home/catalogue.html",
        groups=by_level(found),
        found_count=len(found),
        course_count=len(entries),
        words=words,
        level=level,
        standing=standing,
        levels=LEVELS,
        standings=STANDINGS,
        is_narrowed=bool(words or level or standing),
    )
