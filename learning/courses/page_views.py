"""The pages at the foot of every page: help, who to ask, accessibility, privacy, cookies. Open to anybody."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from learning.courses.addresses import CourseAddresses
from learning.courses.pages import organisation_page, support_page
from learning.people.access import allow
from learning.people.roles import WHO_SEES_WHAT, Policy
from learning.web.context import settings, today
from learning.web.guides import all_guides

blueprint = Blueprint("pages", __name__)

_ADDRESSES = CourseAddresses(pages="", images="")


@blueprint.get("/help", endpoint="help")
@allow(Policy.PUBLIC)
def help_page() -> ResponseReturnValue:
    """How to use the product, with the guides for those who want more."""
    page = organisation_page(settings().courses_folder, "help")
    return render_template("pages/help.html", page=page, addresses=_ADDRESSES, guides=all_guides())


@blueprint.get("/accessibility")
@allow(Policy.PUBLIC)
def accessibility() -> ResponseReturnValue:
    """What was tested, and what does not work yet."""
    return _page("accessibility")


@blueprint.get("/cookies")
@allow(Policy.PUBLIC)
def cookies() -> ResponseReturnValue:
    """Which cookies there are."""
    return _page("cookies")


@blueprint.get("/privacy")
@allow(Policy.PUBLIC)
def privacy() -> ResponseReturnValue:
    """What is recorded, and who sees it: the table is made from the rules that decide."""
    page = organisation_page(settings().courses_folder, "privacy")
    return render_template("pages/privacy.html", page=page, addresses=_ADDRESSES, who_sees_what=WHO_SEES_WHAT)


@blueprint.get("/support")
@allow(Policy.PUBLIC)
def support() -> ResponseReturnValue:
    """Who to ask; contacts that nobody has checked for too long are shown by name only."""
    page = support_page(settings().courses_folder, today())
    return render_template("pages/support.html", page=page, addresses=_ADDRESSES)


def _page(name: str) -> ResponseReturnValue:
    page = organisation_page(settings().courses_folder, name)
    return render_template("pages/page.html", page=page, addresses=_ADDRESSES)
