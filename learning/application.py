"""Makes the application: settings, database, features, commands and error pages, in that order."""

from __future__ import annotations

from flask import Flask
from flask_migrate import Migrate
from markupsafe import Markup
from werkzeug.middleware.proxy_fix import ProxyFix

from learning import cli
from learning.courses import page_views as course_page_views
from learning.courses import views as course_views
from learning.courses.addresses import CourseAddresses
from learning.db import db, engine_options
from learning.evidence import views as evidence_views
from learning.exchange import views as exchange_views
from learning.frameworks import views as framework_views
from learning.home import views as home_views
from learning.improvement import views as improvement_views
from learning.outside import views as outside_views
from learning.people import access
from learning.people import views as people_views
from learning.plans import fact_watch
from learning.plans import views as plan_views
from learning.practice import views as practice_views
from learning.reminders import views as reminder_views
from learning.settings import PROJECT_FOLDER, Settings, settings_from_environment
from learning.study import views as study_views
from learning.web import context, error_pages, filters, guides, headers, hosts, static_files
from learning.web import views as web_views
from learning.web.uploads import LARGEST_FORM_BYTES

_LARGEST_FORM_PARTS = 1_000

migrate = Migrate(directory=str(PROJECT_FOLDER / "learning" / "migrations"))


def create_app(settings: Settings | None = None) -> Flask:
    """The application for these settings, or for the environment's; raises BadSettings before anything starts."""
    settings = settings or settings_from_environment()
    app = Flask(
        "learning",
        root_path=str(PROJECT_FOLDER),
        template_folder=str(PROJECT_FOLDER / "templates"),
        static_folder=str(PROJECT_FOLDER / "static"),
    )
    _configure(app, settings)
    db.init_app(app)
    fact_watch.listen()
    migrate.init_app(app, db)
    error_pages.register(app)
    hosts.register(app)
    headers.register(app)
    static_files.register(app)
    filters.register(app)
    context.register(app)
    app.jinja_env.filters["course_html"] = _course_html
    access.register(app)
    for views in (web_views, guides, people_views, course_page_views, course_views, framework_views):
        app.register_blueprint(views.blueprint)
    for views in (practice_views, study_views, outside_views, improvement_views, plan_views, reminder_views):
        app.register_blueprint(views.blueprint)
    for views in (evidence_views, home_views, exchange_views):
        app.register_blueprint(views.blueprint)
    cli.register(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings.database_url),
        MAX_CONTENT_LENGTH=LARGEST_FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM_BYTES,
        MAX_FORM_PARTS=_LARGEST_FORM_PARTS,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_CHECK_DEFAULT=False,
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    if settings.proxy_count:
        count = settings.proxy_count
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]


def _course_html(html: str, addresses: CourseAddresses) -> Markup:
    # The one place where author-made HTML reaches a page: it was cleaned when the version was rendered.
    return Markup(addresses.fill(html))  # noqa: S704
