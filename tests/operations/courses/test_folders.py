"""Course folders on disk: what is read, what is left alone, and the way from a version to a folder and back."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sqlalchemy import func, select

from learning import clock
from learning.courses import draft_files, drafts, source_folder
from learning.courses.exporting import export_course
from learning.courses.format.source_hash import source_hash
from learning.courses.models import Version
from learning.courses.new_course import begin_course
from learning.courses.published import course_by_slug
from learning.courses.publishing import publish_files, retire
from learning.courses.source_folder import course_folders, read_course, write_course
from learning.db import transaction
from learning.errors import Conflict, NotFound
from learning.plans.library_start import publish_library
from tests import makers
from tests.operations.courses.sources import changed, first_lesson, with_problem
from tests.study_course import SMALL_STEPS

SLUG = "small-steps"
LESSON = first_lesson(SMALL_STEPS)


@pytest.fixture
def library(tmp_path) -> Path:
    """A library with one course."""
    write_course(SMALL_STEPS, tmp_path / "library" / SLUG)
    return tmp_path / "library"


def start(library: Path) -> list[tuple[str, str]]:
    """Slug and result of each course folder at a start."""
    return [(outcome.slug, outcome.result) for outcome in publish_library(library, clock.now())]


def save_in_browser(text: str) -> None:
    """An author starts a draft and changes the course page."""
    author = makers.make_person("Ruth Bell")
    with transaction():
        draft = drafts.start_draft(SLUG, author=author, now=clock.now())
    with transaction():
        draft_files.save_draft_file(
            SLUG, "course.md", text, expected_revision=draft.revision, author=author, now=clock.now()
        )


def test_a_folder_is_read_as_it_lies_there(library) -> None:
    source = read_course(library / SLUG)
    assert source.files == dict(SMALL_STEPS)
    assert source.problems == ()


def test_keepers_files_are_left_alone_and_unknown_ones_are_not(library) -> None:
    for name in ("README.md", "LICENSE", "_draft.md", ".gitignore", "quizz.md"):
        (library / SLUG / name).write_text("words")
    (library / SLUG / "_old").mkdir()
    (library / SLUG / "_old" / "course.md").write_text("words")
    assert set(read_course(library / SLUG).files) == {*SMALL_STEPS, "quizz.md"}


def test_a_link_out_of_the_folder_is_a_problem_and_is_not_followed(library, tmp_path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("not for learners")
    (library / SLUG / "09-secret.md").symlink_to(secret)
    (library / SLUG / "images-too").symlink_to(tmp_path, target_is_directory=True)
    (library / SLUG / "08-loop.md").symlink_to(library / SLUG / "08-loop.md")
    source = read_course(library / SLUG)
    assert source.files == dict(SMALL_STEPS)
    assert sorted(problem.path for problem in source.problems) == ["08-loop.md", "09-secret.md", "images-too"]


def test_a_link_to_a_file_of_the_same_folder_is_read(library) -> None:
    (library / SLUG / "09-again.md").symlink_to(LESSON)
    assert read_course(library / SLUG).files["09-again.md"] == SMALL_STEPS[LESSON]


def test_what_is_no_file_is_a_problem_and_is_not_opened(library) -> None:
    os.mkfifo(library / SLUG / "10-pipe.md")
    assert [problem.code for problem in read_course(library / SLUG).problems] == ["no-file"]


def test_a_name_that_cannot_be_printed_stays_on_one_line(library) -> None:
    (library / SLUG / "11-two\nlines\x1b.md").write_text("words")
    unprintable = set(read_course(library / SLUG).files) - set(SMALL_STEPS)
    assert unprintable == {"11-two\ufffdlines\ufffd.md"}


def test_files_too_large_or_too_many_are_left_out_with_one_sentence(library, monkeypatch) -> None:
    monkeypatch.setattr(source_folder, "MAX_FILE_COUNT", len(SMALL_STEPS) + 2)
    for number in range(30, 40):
        (library / SLUG / f"{number}-more.md").write_text("words")
    (library / SLUG / "00-huge.md").write_bytes(b"x" * (source_folder.MAX_FILE_BYTES + 1))
    source = read_course(library / SLUG)
    assert [problem.code for problem in source.problems] == ["too-large", "too-many"]
    assert len(source.files) == len(SMALL_STEPS) + 2


def test_a_library_lists_only_folders_with_a_course(library) -> None:
    for name in ("frameworks", "_archive", "empty"):
        (library / name).mkdir()
    (library / "_archive" / "course.md").write_text("old")
    assert [folder.name for folder in course_folders(library)] == [SLUG]
    assert course_folders(library / "nowhere") == []


def test_an_export_published_again_makes_nothing_new(session, tmp_path) -> None:
    version = makers.publish_course(changed(SMALL_STEPS, "Ünïcode: “quotes”.\r\nTwo lines."))
    _, folder = export_course(SLUG, tmp_path)
    assert folder == tmp_path / SLUG
    source = read_course(folder)
    assert source_hash(source.files) == version.source_hash
    with transaction():
        again = publish_files(
            SLUG, source.files, label="material", note="", origin="folder", publisher=None, now=clock.now()
        )
    assert again.is_new is False


@pytest.mark.parametrize("is_there", [False, True], ids=["a new folder", "a folder with an earlier version"])
def test_an_export_that_was_interrupted_is_simply_done_again(session, tmp_path, monkeypatch, is_there) -> None:
    makers.publish_course()
    makers.publish_course(changed(SMALL_STEPS))
    if is_there:
        export_course(SLUG, tmp_path, number=1)
    write, written = Path.write_bytes, []

    def fail_at_the_third(path: Path, content: bytes) -> int:
        written.append(path)
        if len(written) == 3:
            raise KeyboardInterrupt
        return write(path, content)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", fail_at_the_third)
        with pytest.raises(KeyboardInterrupt):
            export_course(SLUG, tmp_path)
    assert (read_course(tmp_path / SLUG).files == dict(SMALL_STEPS)) if is_there else not (tmp_path / SLUG).exists()
    _, folder = export_course(SLUG, tmp_path)
    assert read_course(folder).files == changed(SMALL_STEPS)
    assert [path.name for path in [*tmp_path.iterdir(), *folder.iterdir()] if path.name.startswith(".")] == [".version"]


def test_an_export_into_the_folder_where_one_stands_works(session, tmp_path, monkeypatch) -> None:
    makers.publish_course()
    (tmp_path / SLUG).mkdir()
    monkeypatch.chdir(tmp_path / SLUG)
    export_course(SLUG, Path())
    assert read_course(tmp_path / SLUG).files == dict(SMALL_STEPS)


def test_an_earlier_version_replaces_a_later_export_whole(session, tmp_path) -> None:
    more = {**SMALL_STEPS, "09-more.md": SMALL_STEPS[LESSON], "banks/extra.md": SMALL_STEPS.get("banks/extra.md", b"")}
    more = {path: data for path, data in more.items() if data}
    makers.publish_course()
    makers.publish_course(more)
    export_course(SLUG, tmp_path / SLUG)
    (tmp_path / SLUG / "README.md").write_text("ours")
    export_course(SLUG, tmp_path / SLUG, number=1)
    assert read_course(tmp_path / SLUG).files == dict(SMALL_STEPS)
    assert (tmp_path / SLUG / "README.md").read_text() == "ours"


def test_an_export_never_overwrites_words_that_are_in_no_version(session, tmp_path) -> None:
    makers.publish_course()
    _, folder = export_course(SLUG, tmp_path)
    (folder / "course.md").write_text("my own words")
    with pytest.raises(Conflict, match="in no version"):
        export_course(SLUG, tmp_path)
    assert (folder / "course.md").read_text() == "my own words"
    (tmp_path / "file").mkdir()
    (tmp_path / "file" / SLUG).write_text("a file")
    with pytest.raises(Conflict, match="is a file"):
        export_course(SLUG, tmp_path / "file")


def test_a_version_that_is_not_there_cannot_be_exported(session, tmp_path) -> None:
    makers.publish_course()
    with pytest.raises(NotFound, match="no version 7"):
        export_course(SLUG, tmp_path, number=7)


def test_the_first_start_publishes_the_folder_and_the_second_does_nothing(session, library, count_statements) -> None:
    assert start(library) == [(SLUG, "published")]
    version = course_by_slug(SLUG).current_version
    assert (version.origin, version.label, version.note) == ("folder", "editorial", "from the folder")
    with count_statements() as statements:
        assert start(library) == [(SLUG, "unchanged")]
    assert not any(statement.startswith(("INSERT", "UPDATE")) for statement in statements)


def test_a_start_publishes_a_changed_folder(session, library) -> None:
    start(library)
    write_course(changed(SMALL_STEPS), library / SLUG)
    assert start(library) == [(SLUG, "published")]
    assert course_by_slug(SLUG).current_version.number == 2


def test_a_start_leaves_a_course_that_was_published_in_the_browser(session, library) -> None:
    start(library)
    author = makers.make_person("Ruth Bell")
    words = {"label": "material", "note": "By hand", "origin": "browser", "publisher": author}
    with transaction():
        publish_files(SLUG, changed(SMALL_STEPS), **words, now=clock.now())
    outcome = publish_library(library, clock.now())[0]
    assert outcome.result == "left alone"
    assert SLUG in str(outcome)
    assert course_by_slug(SLUG).current_version.number == 2


def test_a_start_leaves_a_course_whose_draft_has_been_edited(session, library) -> None:
    start(library)
    save_in_browser("words that an author is writing")
    assert start(library) == [(SLUG, "unchanged")]
    write_course(changed(SMALL_STEPS), library / SLUG)
    assert start(library) == [(SLUG, "left alone")]


def test_a_start_leaves_a_course_that_is_being_written_in_the_browser_for_the_first_time(session, library) -> None:
    author = makers.make_person("Ruth Bell")
    with transaction():
        begin_course("Small steps", SLUG, author=author, now=clock.now())
    with transaction():
        draft_files.save_draft_file(SLUG, "course.md", "My words.", expected_revision=1, author=author, now=clock.now())
    assert start(library) == [(SLUG, "left alone")]


def test_a_draft_that_nobody_has_edited_does_not_hold_the_folder_up(session, library) -> None:
    start(library)
    author = makers.make_person("Ruth Bell")
    with transaction():
        drafts.start_draft(SLUG, author=author, now=clock.now())
    write_course(changed(SMALL_STEPS), library / SLUG)
    assert start(library) == [(SLUG, "published")]


def test_a_start_leaves_a_retired_course(session, library) -> None:
    start(library)
    with transaction():
        retire(course_by_slug(SLUG), actor=None, now=clock.now())
    write_course(changed(SMALL_STEPS), library / SLUG)
    assert start(library) == [(SLUG, "left alone")]


def test_a_folder_with_problems_is_named_and_the_start_goes_on(session, library) -> None:
    write_course(with_problem(SMALL_STEPS), library / "a-faulty-course")
    outcomes = publish_library(library, clock.now())
    assert [(outcome.slug, outcome.result) for outcome in outcomes] == [
        ("a-faulty-course", "has problems"),
        (SLUG, "published"),
    ]
    assert f"a-faulty-course/{LESSON}:" in str(outcomes[0])
    assert session.scalar(select(func.count()).select_from(Version)) == 1


def test_courses_that_link_to_each_other_are_published_at_one_start(session, library) -> None:
    write_course(changed(SMALL_STEPS, "See [two](../two/course.md)."), library / "one")
    write_course(changed(SMALL_STEPS, "See [one](../one/course.md)."), library / "two")
    assert [result for _, result in start(library)] == ["published"] * 3
