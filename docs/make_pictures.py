"""Makes the pictures of the README anew: the product itself, with invented people, in a real browser.

`make pictures` runs it; the pictures land in docs/pictures.
"""

from __future__ import annotations

import logging
import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from flask_migrate import upgrade
from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import make_server

from learning import clock
from learning.application import create_app
from learning.people.roles import Role
from learning.plans.library_start import publish_library
from learning.settings import PROJECT_FOLDER, settings_from
from tests.browser_present import chromium
from tests.databases import PASSWORD
from tests.makers import (
    complete_course,
    make_manager,
    make_person,
    make_team,
    put_in_team,
    start_course,
)

PICTURES = PROJECT_FOLDER / "docs" / "pictures"
COURSE = "understanding-trauma"
LEARNER = "Aisha Khan"
MANAGER = "Morgan Price"
LEAD = "Harpreet Gill"
FOR_EVERYONE = ("our-practice-framework", "trauma-informed-principles", "language-and-recording", "vicarious-trauma")
TEAM = ("Aisha Khan", "Bola Adeyemi", "Carys Evans", "Daniel Okafor", "Ewa Nowak", "Farid Rahimi", "Grace Thompson")


def main() -> None:
    """Start the product in an empty folder, fill it a little, and take the pictures."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, _served(Path(folder)) as address, sync_playwright() as playwright:
        flags = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--disable-gpu", *flags])
        for name, width, person, path in (
            ("my-learning-phone", 390, LEARNER, "/my-learning"),
            ("lesson-phone", 390, LEARNER, f"/courses/{COURSE}/lessons/what-we-mean"),
            ("course", 1100, LEARNER, f"/courses/{COURSE}"),
            ("my-team", 1280, MANAGER, "/my-team?level=informed"),
            ("framework", 1100, LEAD, "/frameworks/nottinghamshire-trauma-informed-principles"),
        ):
            page = browser.new_page(viewport={"width": width, "height": 780 if width > 500 else 844})
            _sign_in(page, address, person)
            page.goto(address + path)
            page.screenshot(path=str(PICTURES / f"{name}.png"))
            page.close()
        browser.close()


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    app = create_app(settings_from({"DATA_FOLDER": str(folder), "DEMO": "no"}))
    with app.app_context():
        upgrade()
        _fill()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


def _fill() -> None:
    publish_library(PROJECT_FOLDER / "courses", clock.now())
    make_person(LEAD, roles=(Role.LEARNING_LEAD,))
    manager, team = make_person(MANAGER), make_team("Assessment, east")
    make_manager(manager, team)
    people = [make_person(name) for name in TEAM]
    for person in people:
        put_in_team(person, team)
    long_ago = clock.now() - timedelta(days=800)
    with clock.set_to(lambda: long_ago):
        complete_course(people[3], COURSE)
    for place, person in enumerate(people):
        for slug in FOR_EVERYONE[: place * 2 % 5]:
            complete_course(person, slug)
    for person in (people[0], people[5]):
        start_course(person, COURSE)


def _sign_in(page: Page, address: str, name: str) -> None:
    page.goto(f"{address}/sign-in")
    page.get_by_label("E-mail address or staff number").fill(f"{name.lower().replace(' ', '.')}@example.org")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


if __name__ == "__main__":
    main()
