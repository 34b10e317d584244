"""`flask courses watch`: a course folder in the browser of its author, and nobody else, while it is being written."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from learning.application import create_app
from learning.courses.source_folder import write_course
from learning.courses.watch_views import make_watching_app
from learning.settings import PROJECT_FOLDER, settings_from
from tests.conftest import settings_environment
from tests.operations.courses.sources import first_lesson, with_problem
from tests.study_course import SMALL_STEPS

NO_DATABASE = "postgresql://somebody:word@127.0.0.1:9/nothing"
LESSON = first_lesson(SMALL_STEPS)
LESSON_ADDRESS = f"/course/lessons/{LESSON.partition('-')[2].removesuffix('.md')}"
LONGEST_SECONDS = 20
# Tests that are started in the background hand down that interrupts are ignored, which nobody at a keyboard has.
FLASK = (
    "import runpy, signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "runpy.run_module('flask', run_name='__main__')"
)


@pytest.fixture(scope="module")
def product(scratch):
    """The product, whose database cannot be reached."""
    return create_app(settings_from(settings_environment(NO_DATABASE, scratch)))


@pytest.fixture
def folder(tmp_path) -> Path:
    """A course folder."""
    write_course({**SMALL_STEPS, "images/door.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>'}, tmp_path / "steps")
    return tmp_path / "steps"


@pytest.fixture
def browser(product, folder):
    """The author's browser."""
    return make_watching_app(folder, product).test_client()


def test_every_page_is_shown_as_learners_see_it(browser) -> None:
    links = re.findall(r'href="(/course[^"#]*)"', browser.get("/course").text)
    assert {"/course", LESSON_ADDRESS, "/course/check"} <= set(links)
    for link in set(links):
        assert browser.get(link).status_code == 200
    assert "What learners are told after answering" in browser.get(LESSON_ADDRESS).text
    assert browser.get("/").headers["Location"] == "/course"
    assert browser.get("/images/door.svg").headers["Content-Security-Policy"].endswith("sandbox")


def test_problems_stand_on_the_page_with_their_lines_and_go_when_they_are_mended(browser, folder) -> None:
    seen = browser.get("/fingerprint").text
    write_course(with_problem(SMALL_STEPS), folder)
    page = browser.get("/course").text
    assert browser.get("/fingerprint").text != seen
    assert "1 problem and" in page
    assert f"{LESSON}, line " in page
    assert re.search(r"Line \d+: ", browser.get(LESSON_ADDRESS).text)
    write_course(SMALL_STEPS, folder)
    assert "No problems and" in browser.get("/course").text


def test_a_page_that_is_gone_still_leads_to_the_others(browser, folder) -> None:
    (folder / LESSON).unlink()
    answer = browser.get(LESSON_ADDRESS)
    assert answer.status_code == 404
    assert 'href="/course/check"' in answer.text
    shutil.rmtree(folder)
    assert browser.get("/course").status_code == 404
    for address in ("/images/door.svg", "/write", "/course/lessons/..%2f..%2fetc"):
        assert browser.get(address).status_code == 404


def test_only_this_machines_own_names_are_answered_to(browser) -> None:
    for path in ("/course", "/fingerprint", "/images/door.svg"):
        assert browser.get(path, headers={"Host": "127.0.0.1:8100"}).status_code == 200
        assert browser.get(path, headers={"Host": "localhost:8100"}).status_code == 200
        for name in ("somewhere.example", "127.0.0.1.somewhere.example:8100", ""):
            assert browser.get(path, headers={"Host": name}).status_code == 400


def test_pages_run_no_script_but_our_own_and_nothing_can_be_sent(browser) -> None:
    answer = browser.get("/course")
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "<form" not in answer.text
    assert browser.post("/course").status_code == 405


def test_the_command_serves_this_machine_until_it_is_interrupted_and_needs_no_database(folder, tmp_path) -> None:
    command = [sys.executable, "-c", FLASK, "courses", "watch", str(folder), "--port", "0"]
    settings = {"DATA_FOLDER": str(tmp_path / "data"), "DATABASE_URL": NO_DATABASE, "FLASK_APP": "app.py"}
    with subprocess.Popen(
        command,
        cwd=PROJECT_FOLDER,
        env={**os.environ, **settings},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            # The line is written once the port is listened on, so that the first question is answered.
            line = process.stdout.readline()
            place = urlsplit(line.split()[4])
            connection = http.client.HTTPConnection(place.hostname, place.port, timeout=LONGEST_SECONDS)
            connection.request("GET", LESSON_ADDRESS)
            answer = connection.getresponse()
            text = answer.read().decode()
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=LONGEST_SECONDS)
        finally:
            process.kill()
    assert line.startswith("steps is shown at http://127.0.0.1:")
    assert answer.status == 200
    assert LESSON in text
    assert (process.returncode, out, err) == (0, "", "")
