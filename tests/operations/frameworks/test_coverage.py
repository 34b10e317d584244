"""Coverage by what is published and drafted in the database, and the command that prints it."""

from __future__ import annotations

import csv
import dataclasses
import io
from datetime import date
from pathlib import Path

import pytest

from learning import clock
from learning.courses import draft_files, drafts, published, publishing
from learning.db import transaction
from learning.frameworks.library import frameworks_in, library_coverage
from learning.people.roles import Role
from tests.makers import make_person, publish_course
from tests.study_course import naming

FRAMEWORK = """---
publisher: A council
source: Our promises, {year}
from: {year}-01-01
---
# Our promises of {year}
## Safety
Kind: principle

Feel safe.
## Voice
Kind: principle

Be heard.
"""
TODAY = date(2026, 11, 24)
LESSON = "01-noticing.md"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A courses folder with one framework, "ours"."""
    (tmp_path / "frameworks").mkdir()
    (tmp_path / "frameworks" / "ours.md").write_text(FRAMEWORK.format(year=2024), "utf-8")
    return tmp_path


def test_files_that_are_left_alone_are_no_frameworks(library) -> None:
    for name in ("README.md", "_notes.md", ".hidden.md", "Theirs.md"):
        (library / "frameworks" / name).write_text(FRAMEWORK.format(year=2024), "utf-8")
    assert [framework.key for framework in frameworks_in(library, TODAY)] == ["ours"]


def states(library: Path) -> dict[str, str]:
    """The state of each element, by its key."""
    return {element.element.key: element.state for element in library_coverage(library, TODAY)[0].elements}


def test_what_is_published_counts_and_a_retired_course_does_not(library, session) -> None:
    publish_course(naming("ours/safety"))
    assert states(library) == {"safety": "taught", "voice": "gap"}
    with transaction():
        publishing.retire(published.course_by_slug("small-steps"), actor=None, now=clock.now())
    assert states(library)["safety"] == "gap"


def test_a_newer_version_that_no_longer_names_an_element_opens_a_gap(library, session) -> None:
    publish_course(naming("ours/safety"))
    publish_course(naming("ours/voice"))
    assert states(library) == {"safety": "gap", "voice": "taught"}


def test_a_draft_that_somebody_saved_is_named_until_it_is_published(library, session) -> None:
    publish_course()
    author = make_person("Lucy Okonkwo", roles=(Role.AUTHOR,))
    with transaction():
        drafts.start_draft("small-steps", author=author, now=clock.now())
    assert states(library)["safety"] == "gap"
    text = naming("ours/safety")[LESSON].decode()
    with transaction():
        draft_files.save_draft_file("small-steps", LESSON, text, expected_revision=1, author=author, now=clock.now())
    assert states(library)["safety"] == "draft only"


def test_the_edition_that_holds_today_is_the_one_that_counts(library) -> None:
    for year in (2026, 2027):
        (library / "frameworks" / f"ours-{year}.md").write_text(FRAMEWORK.format(year=year), "utf-8")
    assert [one.title for one in frameworks_in(library, TODAY)] == ["Our promises of 2026"]
    assert [one.title for one in frameworks_in(library, date(2027, 1, 1))] == ["Our promises of 2027"]


def test_a_changed_file_is_read_anew_and_an_unreadable_one_is_left_out(library) -> None:
    path = library / "frameworks" / "ours.md"
    assert len(frameworks_in(library, TODAY)[0].elements) == 2
    path.write_text(FRAMEWORK.format(year=2024) + "## Choice\nKind: principle\n", "utf-8")
    assert len(frameworks_in(library, TODAY)[0].elements) == 3
    path.write_bytes(b"a" * 70_000)
    assert frameworks_in(library, TODAY) == []


@pytest.fixture
def run(app, library):
    """Runs `flask frameworks coverage` on the library; gives the exit code and what it printed."""
    app.config["SETTINGS"] = dataclasses.replace(kept := app.config["SETTINGS"], courses_folder=library)

    def run(*words: str) -> tuple[int, str]:
        result = app.test_cli_runner().invoke(args=["frameworks", "coverage", *words])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.output

    yield run
    app.config["SETTINGS"] = kept


def test_the_command_prints_gaps_first(run, session) -> None:
    publish_course(naming("ours/safety"))
    code, output = run()
    assert code == 0
    lines = output.splitlines()
    assert lines[0] == "Our promises of 2024: 1 of 2 elements is taught by a published lesson."
    assert lines[1] == "  gap           Voice (ours/voice)"
    assert lines[2].startswith("  taught        Safety")
    assert lines[3].strip() == "practised: small-steps/01-noticing.md: Noticing"


def test_the_table_of_the_command_holds_no_formula(run, library, session) -> None:
    page = FRAMEWORK.format(year=2024).replace("## Voice", "## =1+1\n<!-- id: voice -->")
    (library / "frameworks" / "ours.md").write_text(page, "utf-8")
    rows = list(csv.DictReader(io.StringIO(run("--format", "csv")[1])))
    assert [row["Element"] for row in rows] == ["Safety", "'=1+1"]


def test_the_command_writes_a_table_that_reads_back(run, session) -> None:
    publish_course(naming("ours/safety"))
    rows = list(csv.DictReader(io.StringIO(run("--format", "csv", "--framework", "ours")[1])))
    assert [(row["Key"], row["State"], row["How strongly"]) for row in rows] == [
        ("ours/safety", "taught", "practised"),
        ("ours/voice", "gap", ""),
    ]


def test_a_framework_that_is_not_there_is_told_with_those_that_are(run, session) -> None:
    code, output = run("--framework", "theirs")
    assert code == 1
    assert output.strip() == "Error: There is no framework theirs. Those there are: ours."
