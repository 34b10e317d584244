"""All courses: a list that can be searched and narrowed."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from learning.people.access import allow, current_person
from learning.people.roles import Policy
from learning.study.blueprint import blueprint
from learning.study.catalogue import LEVELS, STANDINGS, by_level, catalogue, narrowed
from learning.web.context import settings, today


@blueprint.get("/courses", endpoint="catalogue")
@allow(Policy.STUDY)
def catalogue_page() -> ResponseReturnValue:
    """The list, narrowed by what the address asks for."""
    entries = catalogue(current_person().id, time_zone=settings().time_zone, today=today())
    words = "".join(sign for sign in request.args.get("words", "") if sign.isprintable()).strip()[:100]
    level, standing = request.args.get("level", ""), request.args.get("standing", "")
    found = narrowed(entries, words=words, level=level, standing=standing)
    return render_template(
        "study/catalogue.html",
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
