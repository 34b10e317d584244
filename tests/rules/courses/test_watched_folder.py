"""A folder that somebody writes in: seen anew when a file changes, and never a failure, whatever half a save left."""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from learning.courses import watched_folder
from learning.courses.source_folder import fingerprint_of, write_course
from learning.courses.watched_folder import WatchedFolder
from tests.operations.courses.sources import first_lesson, with_problem
from tests.study_course import SMALL_STEPS

LESSON = first_lesson(SMALL_STEPS)
TODAY = date(2026, 11, 24)


@pytest.fixture
def folder(tmp_path) -> Path:
    """A course folder."""
    write_course(SMALL_STEPS, tmp_path / "small-steps")
    return tmp_path / "small-steps"


def test_a_folder_that_did_not_change_is_read_once(folder, monkeypatch) -> None:
    read = []
    real = watched_folder.read_course
    monkeypatch.setattr(watched_folder, "read_course", lambda path: read.append(path) or real(path))
    watched = WatchedFolder(folder)
    first = watched.look(TODAY)
    assert watched.look(TODAY) is first
    assert len(read) == 1
    write_course(with_problem(SMALL_STEPS), folder)
    assert [problem.path for problem in watched.look(TODAY).problems] == [LESSON]
    assert len(read) == 2


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / LESSON).write_text("half a sa"),
        lambda folder: (folder / LESSON).rename(folder / "09-renamed.md"),
        lambda folder: (folder / LESSON).unlink(),
        lambda folder: (folder / "banks").mkdir(exist_ok=True) or (folder / "banks/x.md").write_text("# X\n"),
        lambda folder: os.utime(folder / LESSON, ns=(1, 1)),
    ],
    ids=["written", "renamed", "removed", "added below", "written again with as many letters"],
)
def test_the_fingerprint_tells_every_change(folder, change) -> None:
    before = fingerprint_of(folder)
    assert fingerprint_of(folder) == before
    change(folder)
    assert fingerprint_of(folder) != before


def test_the_fingerprint_leaves_alone_what_the_format_leaves_alone(folder) -> None:
    before = fingerprint_of(folder)
    (folder / ".course.md.swp").write_text("an editor's own")
    (folder / "README.md").write_text("words")
    assert fingerprint_of(folder) == before


@pytest.mark.parametrize("left", [b"", b"---\nsumm", b"\xff\xfe\x00", b"```\n", b"[" * 5000])
def test_half_a_save_is_a_page_with_problems(folder, left: bytes) -> None:
    watched = WatchedFolder(folder)
    (folder / "course.md").write_bytes(left)
    seen = watched.look(TODAY)
    assert seen.problems
    assert seen.pages[""] == "course.md"


def test_a_folder_that_is_gone_for_a_moment_is_no_failure(folder) -> None:
    watched = WatchedFolder(folder)
    shutil.rmtree(folder)
    assert watched.look(TODAY).course is None
    assert watched.look(TODAY).pages == {}
    write_course(SMALL_STEPS, folder)
    assert watched.look(TODAY).problems == ()


def test_pages_have_the_addresses_that_links_in_the_course_lead_to(folder) -> None:
    assert WatchedFolder(folder).look(TODAY).pages == {
        "": "course.md",
        **{
            f"lessons/{path.partition('-')[2].removesuffix('.md')}": path
            for path in sorted(SMALL_STEPS)
            if path[0].isdigit()
        },
        "check": "quiz.md",
        **{f"banks/{path[6:-3]}": path for path in sorted(SMALL_STEPS) if path.startswith("banks/")},
    }
