"""A folder and the browser never overwrite each other silently: a folder knows which version it came from."""

from __future__ import annotations

from pathlib import Path

import pytest

from learning import clock
from learning.courses import draft_files, drafts
from learning.courses.exporting import export_course
from learning.courses.folder_publishing import publish_from_folder
from learning.courses.published import course_by_slug
from learning.courses.publishing import publish_files
from learning.courses.source_folder import read_course, write_course
from learning.courses.version_file import VERSION_FILE, FolderVersion, read_version_file, write_version_file
from learning.db import transaction
from learning.errors import Conflict
from learning.plans.library_start import publish_library
from tests import makers
from tests.operations.courses.sources import changed
from tests.study_course import SMALL_STEPS

SLUG = "small-steps"
MINE, THEIRS = changed(SMALL_STEPS, "Mine, in the folder."), changed(SMALL_STEPS, "Theirs, in the browser.")


@pytest.fixture
def folder(session, tmp_path) -> Path:
    """A folder that was exported from version 1, the only one."""
    makers.publish_course()
    return export_course(SLUG, tmp_path / "library")[1]


@pytest.fixture
def old_folder(session, tmp_path) -> Path:
    """A folder of version 1 that does not say so."""
    makers.publish_course()
    write_course(SMALL_STEPS, tmp_path / "library" / SLUG)
    return tmp_path / "library" / SLUG


@pytest.fixture
def run(app, monkeypatch, tmp_path):
    """Publishes the folder; gives (exit code, last line on standard output, lines on standard error)."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str):
        arguments = ["courses", "publish", f"library/{SLUG}", "--label", "clarifying", "--note", "New words", *words]
        result = app.test_cli_runner().invoke(args=arguments)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, "".join(result.stdout.splitlines()[-1:]), result.stderr.splitlines()

    return run


def publish(files=THEIRS, origin="browser") -> None:
    """Publish these files past the folder."""
    words = {"label": "material", "note": "Elsewhere", "origin": origin, "publisher": None}
    with transaction():
        publish_files(SLUG, files, **words, now=clock.now())


def start(folder: Path) -> tuple[str, str]:
    """What a start does with the folder, and what it says."""
    (outcome,) = publish_library(folder.parent, clock.now())
    return outcome.result, str(outcome)


def current_number(session) -> int:
    """The number of the current version, as everybody sees it."""
    session.rollback()
    return course_by_slug(SLUG).current_version.number


def test_an_export_knows_its_version_and_a_publish_goes_on_from_it(folder, run, session) -> None:
    assert read_version_file(folder).number == 1
    for number, words in enumerate(("Second.", "Third."), 2):
        write_course(changed(SMALL_STEPS, words), folder)
        assert run()[:2] == (0, f"{SLUG}: version {number} published (clarifying).")
        version = course_by_slug(SLUG).current_version
        assert read_version_file(folder) == FolderVersion(SLUG, number, version.source_hash)


@pytest.mark.parametrize("origin", ["browser", "folder"])
def test_a_folder_from_an_older_version_is_refused_until_the_newer_one_is_named(folder, run, session, origin) -> None:
    publish(origin=origin)
    write_course(MINE, folder)
    code, _, errors = run()
    assert code == 1
    assert f"Version 2 of {SLUG} was published" in errors[-1]
    assert "came from version 1" in errors[-1]
    assert "--replaces 2" in errors[-1]
    assert run("--replaces", "1")[0] == 1
    assert current_number(session) == 2
    assert run("--replaces", "2")[0] == 0
    assert (current_number(session), read_version_file(folder).number) == (3, 3)


def test_what_the_browser_published_is_taken_over_and_published_from_the_folder(folder, run, session, tmp_path) -> None:
    publish()
    _, newer = export_course(SLUG, tmp_path / "newer")
    write_course(changed(read_course(newer).files, "And mine."), folder)
    (folder / VERSION_FILE).write_bytes((newer / VERSION_FILE).read_bytes())
    assert run()[0] == 0
    assert current_number(session) == 3


def test_a_folder_that_says_nothing_follows_folders_and_is_refused_after_the_browser(old_folder, run, session) -> None:
    write_course(MINE, old_folder)
    assert run()[0] == 0
    assert read_version_file(old_folder).number == 2
    (old_folder / VERSION_FILE).unlink()
    publish()
    write_course(changed(SMALL_STEPS, "Mine again."), old_folder)
    code, _, errors = run()
    assert (code, "does not say that it knows it" in errors[-1]) == (1, True)
    assert current_number(session) == 3


def test_a_folder_that_says_what_is_published_makes_nothing_new_and_knows_it_from_then_on(folder, run, session) -> None:
    publish()
    write_course(THEIRS, folder)
    assert run()[:2] == (0, f"{SLUG}: nothing new; version 2 already says the same.")
    assert read_version_file(folder).number == 2


def test_a_folder_copied_from_another_course_begins_anew(folder, run, session, tmp_path) -> None:
    folder.rename(folder.with_name("bigger-steps"))
    copy = tmp_path / "library" / "bigger-steps"
    source = read_course(copy)
    with transaction():
        words = {"label": "material", "note": "New"}
        publish_from_folder("bigger-steps", source.files, read_version_file(copy), **words, now=clock.now())
    assert course_by_slug("bigger-steps").current_version.number == 1


def test_a_version_that_is_not_there_is_not_replaced(session) -> None:
    with pytest.raises(Conflict, match="Nothing of small-steps has been published"):
        publish_from_folder(SLUG, MINE, None, replaces_number=4, label="material", note="New", now=clock.now())


def test_a_merge_left_half_done_is_said_and_nothing_is_published(folder, run, session) -> None:
    (folder / VERSION_FILE).write_text("<<<<<<< ours\nversion: 2\n=======\nversion: 3\n>>>>>>> theirs\n")
    write_course(MINE, folder)
    code, _, errors = run()
    assert (code, errors[-1].startswith(f"Error: library/{SLUG}/.version cannot be understood")) == (1, True)
    assert current_number(session) == 1
    assert start(folder)[0] == "left alone"
    assert run("--replaces", "1")[0] == 0
    assert read_version_file(folder).number == 2


def test_a_folder_that_cannot_be_written_is_published_all_the_same(folder, run, session) -> None:
    write_course(MINE, folder)
    (folder / f"{VERSION_FILE}.part").mkdir()
    code, line, errors = run()
    assert (code, line) == (0, f"{SLUG}: version 2 published (clarifying).")
    assert errors[-1].startswith(f"library/{SLUG}/.version could not be written")
    assert "--replaces 2" in errors[-1]


def test_publishing_past_a_draft_says_whose_it_is(folder, run, session) -> None:
    author = makers.make_person("Ruth Bell")
    with transaction():
        drafts.start_draft(SLUG, author=author, now=clock.now())
    write_course(MINE, folder)
    assert run()[2] == []
    with transaction():
        draft_files.save_draft_file(SLUG, "course.md", "Words", expected_revision=1, author=author, now=clock.now())
    write_course(THEIRS, folder)
    code, _, errors = run()
    assert (code, "Ruth Bell is writing a draft" in errors[-1]) == (0, True)
    assert drafts.overtaking_version(drafts.draft_of(SLUG)).number == 3


def test_a_start_goes_on_from_what_the_browser_published_once_the_folder_knows_it(folder, session) -> None:
    publish()
    write_course(MINE, folder)
    assert start(folder)[0] == "left alone"
    assert "--replaces 2" in start(folder)[1]
    version = course_by_slug(SLUG).current_version
    write_version_file(folder, FolderVersion(SLUG, 2, version.source_hash))
    assert start(folder)[0] == "published"
    assert read_version_file(folder).number == 3
    assert start(folder) == ("unchanged", "")


def test_a_start_does_not_bring_an_old_folder_back(folder, session) -> None:
    publish(origin="folder")
    assert start(folder)[0] == "left alone"
    assert current_number(session) == 2


def test_a_start_takes_folder_versions_in_between_as_its_own(folder, session) -> None:
    publish(origin="folder")
    write_course(MINE, folder)
    assert start(folder)[0] == "published"


def test_a_start_writes_nothing_into_a_folder_that_says_nothing(old_folder, session) -> None:
    write_course(MINE, old_folder)
    assert start(old_folder)[0] == "published"
    assert read_version_file(old_folder) is None


def test_a_start_leaves_a_folder_with_words_still_to_be_written(old_folder, session) -> None:
    write_course(changed(SMALL_STEPS, "[Replace this: say why.]"), old_folder)
    line = read_course(old_folder).files["course.md"].split(b"[Replace")[0].count(b"\n") + 1
    reason = f"because words are still to be written in it, on line {line} of course.md."
    assert start(old_folder) == ("left alone", f"{SLUG}: left as it is, {reason}")
    assert current_number(session) == 1
