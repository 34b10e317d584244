"""Pages that no feature owns: the style guide, the council's colour, a sign of life for whoever runs it."""

from __future__ import annotations

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from learning.db import db
from learning.web.brand import brand_css
from learning.web.context import settings
from learning.web.open_pages import open_to_all
from learning.web.pattern_form import PatternForm

blueprint = Blueprint("web", __name__)


@blueprint.get("/patterns")
@open_to_all
def patterns() -> ResponseReturnValue:
    """Every component in each state: the style guide, and what the accessibility test looks at."""
    return render_template("web/patterns.html", form=PatternForm.filled(), faulty=PatternForm.faulty())


@blueprint.get("/brand.css", endpoint="brand_css")
@open_to_all
def brand_style() -> ResponseReturnValue:
    """The council's colour; the layout asks for it only where it is not the product's own."""
    return Response(
        brand_css(settings().brand_colour), mimetype="text/css", headers={"Cache-Control": "public, max-age=3600"}
    )


@blueprint.get("/health")
@open_to_all
def health() -> ResponseReturnValue:
    """“ok” when the database answers; a failure is answered with 503 like everywhere."""
    db.session.execute(text("SELECT 1"))
    return Response("ok\n", mimetype="text/plain")
