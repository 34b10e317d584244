"""The live preview of a course folder: a small application of its own, for the author at this machine alone.

It has no database, no accounts and nothing that writes. The command that serves it binds to the machine itself, and
only the machine's own names are answered to, so that no website can reach it through the author's browser.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from flask import Blueprint, Flask, Response, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, NotFound

from learning.courses.addresses import CourseAddresses
from learning.courses.picture_views import picture_answer
from learning.courses.preview import preview_of
from learning.courses.watched_folder import WatchedFolder
from learning.settings import PROJECT_FOLDER
from learning.web import headers, static_files
from learning.web.context import today

blueprint = Blueprint("watching", __name__)

_OWN_NAMES = ["127.0.0.1", "localhost"]


def make_watching_app(folder: Path, product: Flask) -> Flask:
    """The application that shows this folder, with the look and the filters of the product."""
    app = Flask(
        "learning.watching",
        root_path=str(PROJECT_FOLDER),
        template_folder=str(PROJECT_FOLDER / "templates"),
        static_folder=str(PROJECT_FOLDER / "static"),
    )
    app.config.update(SETTINGS=product.config["SETTINGS"], TRUSTED_HOSTS=_OWN_NAMES, WATCHED=WatchedFolder(folder))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(product.jinja_env.filters)
    headers.register(app)
    static_files.register(app)
    app.register_blueprint(blueprint)
    app.register_error_handler(HTTPException, _refused)
    return app


@blueprint.get("/")
def start() -> ResponseReturnValue:
    """The course page comes first."""
    return redirect(url_for("watching.page"))


@blueprint.get("/course", defaults={"place": ""})
@blueprint.get("/course/<path:place>")
def page(place: str) -> ResponseReturnValue:
    """One page as learners see it, below everything that is wrong with the course."""
    watched = _watched()
    now = watched.look(today())
    path = now.pages.get(place)
    answer = render_template(
        "courses/watch.html",
        slug=watched.slug,
        now=now,
        path=path,
        addresses={page: url_for("watching.page", place=address or None) for address, page in now.pages.items()},
        problem_counts=Counter(problem.path for problem in now.problems),
        preview=preview_of(now.course, path) if path else None,
        links=CourseAddresses(pages=url_for("watching.page"), images="/images"),
    )
    return answer, 200 if path else 404


@blueprint.get("/fingerprint")
def fingerprint() -> ResponseReturnValue:
    """What the script compares to know that a file was changed."""
    return Response(_watched().fingerprint(), mimetype="text/plain")


@blueprint.get("/images/<name>")
def picture(name: str) -> ResponseReturnValue:
    """A picture of the folder as it is now."""
    content = _watched().look(today()).files.get(f"images/{name}")
    if content is None:
        raise NotFound
    return picture_answer(content, name)


def _watched() -> WatchedFolder:
    watched: WatchedFolder = current_app.config["WATCHED"]
    return watched


def _refused(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error.get_response()
    words = "There is nothing here that belongs to the course being watched. Go back, or start at its first page."
    return Response(f"{words}\n", error.code, mimetype="text/plain")
