"""`make run` and `flask …` as they are started: what they need, and the one sentence where it is not there."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from learning.settings import PROJECT_FOLDER
from tests.databases import postgresql_server

KEY = "0123456789abcdefghijklmnopqrstuvwxyz"
NOBODY_LISTENS = "postgresql://somebody:word@127.0.0.1:9/nothing"
LONGEST_SECONDS = 20
VIRTUAL_ENVIRONMENT = Path(sys.prefix)
COMMANDS = {
    "prepare": [sys.executable, "-m", "flask", "prepare"],
    "serve": [sys.executable, "-m", "flask", "serve"],
    "db upgrade": [sys.executable, "-m", "flask", "db", "upgrade"],
    "people list": [sys.executable, "-m", "flask", "people", "list"],
    # Without asking whether what is installed is the newest, which is not what is tested.
    "make run": ["make", "-s", "-o", f"{VIRTUAL_ENVIRONMENT}/product", f"VENV={VIRTUAL_ENVIRONMENT}", "run"],
}


def start(command: str, folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end with these settings."""
    # Without what `make test` tells the makes beneath it, which would say their lines otherwise.
    inherited = {name: value for name, value in os.environ.items() if name not in ("MAKELEVEL", "MAKEFLAGS", "MFLAGS")}
    environment = {**inherited, "DATA_FOLDER": str(folder / "data"), "DEMO": "no", "FLASK_APP": "app.py", **settings}
    with subprocess.Popen(
        COMMANDS[command],
        cwd=PROJECT_FOLDER,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            out, err = process.communicate(timeout=LONGEST_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # a server that started after all, with its workers
            raise
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def said(done: subprocess.CompletedProcess[str]) -> list[str]:
    """The lines on standard error, without the one that make adds."""
    return [line for line in done.stderr.splitlines() if not line.startswith("make: ")]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_setting_that_cannot_be_used_ends_every_command(tmp_path, command):
    done = start(command, tmp_path, PORT="abc")
    assert done.returncode == (2 if command == "make run" else 1)
    assert said(done) == ["These settings cannot be used:", "PORT: “abc” is not a whole number from 1 to 65535."]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("HOST", "256.1.1.1", "neither the name nor the number"),
        ("COURSES_FOLDER", "/no/such/folder", "is no folder"),
    ],
)
def test_each_setting_that_cannot_be_used_is_said_in_one_line(tmp_path, name, value, words):
    done = start("people list", tmp_path, **{"SECRET_KEY": KEY, name: value})
    assert (done.returncode, said(done)[0]) == (1, "These settings cannot be used:")
    assert len(said(done)) == 2
    assert said(done)[1].startswith(f"{name}: ")
    assert words in said(done)[1]


@pytest.mark.parametrize("command", ["serve", "db upgrade", "make run"])
def test_a_database_that_does_not_answer_is_said_in_one_line(tmp_path, command):
    done = start(command, tmp_path, DATABASE_URL=NOBODY_LISTENS)
    assert done.returncode == (2 if command == "make run" else 1)
    assert len(said(done)) == 1
    assert said(done)[0].startswith("Error: The database cannot be reached (")
    assert "DATABASE_URL" in said(done)[0]
    assert "word" not in said(done)[0]


def test_serving_needs_a_database_that_was_prepared(tmp_path):
    done = start("serve", tmp_path)
    assert done.returncode == 1
    assert said(done) == [
        "Error: The database did not do it (no such table: person). Has `flask prepare` or `flask db upgrade` run?"
    ]


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port on which somebody listens who would share it, as granian does."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_second_server_on_the_same_port_does_not_start(tmp_path, taken_port):
    assert start("db upgrade", tmp_path).returncode == 0
    done = start("serve", tmp_path, PORT=str(taken_port))
    assert done.returncode == 1
    assert done.stdout == ""
    assert said(done) == [
        f"Error: 127.0.0.1:{taken_port} is in use already, perhaps by another Golden Thread. "
        f"Stop that one, or choose another port: PORT={taken_port + 1} make run"
    ]


def test_an_address_that_is_not_of_this_machine_is_said_so(tmp_path):
    assert start("db upgrade", tmp_path).returncode == 0
    done = start("serve", tmp_path, HOST="192.0.2.1")
    assert done.returncode == 1
    assert said(done) == [
        "Error: Nothing can be served on 192.0.2.1:8000 (Cannot assign requested address). Look at HOST and PORT."
    ]


def test_migrating_alone_makes_the_data_folder_for_its_owner_only(tmp_path):
    done = start("db upgrade", tmp_path, SECRET_KEY=KEY)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
    with sqlite3.connect(tmp_path / "data" / "golden-thread.sqlite") as connection:
        assert connection.execute("SELECT count(*) FROM person").fetchone() == (0,)


def test_two_machines_that_prepare_one_postgresql_at_once_wait_for_each_other(tmp_path):
    (tmp_path / "courses").mkdir()
    with postgresql_server(tmp_path) as server:
        settings = {
            "DATABASE_URL": server.get_uri(),
            "SECRET_KEY": KEY,
            "DEMO": "yes",
            "COURSES_FOLDER": str(tmp_path / "courses"),
        }
        with ThreadPoolExecutor(3) as pool:
            ended = list(pool.map(lambda _number: start("prepare", tmp_path, **settings), range(3)))
        with psycopg.connect(server.get_uri()) as connection:
            made = connection.execute("SELECT count(*) FROM audit_event WHERE action = 'demonstration made'").fetchone()
    assert [done.returncode for done in ended] == [0, 0, 0], [done.stderr for done in ended]
    assert made == (1,)
    assert sum("These passwords are shown" in done.stdout for done in ended) == 1
