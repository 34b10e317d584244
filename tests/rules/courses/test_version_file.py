"""The file `.version` in a course folder: people and git can read it, and nothing that lies there can mislead."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from learning.courses.format.file_names import is_left_alone
from learning.courses.version_file import VERSION_FILE, FolderVersion, read_version_file, write_version_file
from learning.errors import Conflict

VERSION = FolderVersion("small-steps", 12, "0123456789abcdef" * 4)


def test_what_is_written_is_read(tmp_path) -> None:
    assert read_version_file(tmp_path) is None
    write_version_file(tmp_path, VERSION)
    assert read_version_file(tmp_path) == VERSION
    assert [path.name for path in tmp_path.iterdir()] == [VERSION_FILE]


def test_the_file_is_no_part_of_the_course_and_can_be_read_by_people(tmp_path) -> None:
    write_version_file(tmp_path, VERSION)
    lines = (tmp_path / VERSION_FILE).read_text("utf-8").splitlines()
    assert is_left_alone(VERSION_FILE)
    assert lines[0].startswith("# ")
    assert lines[1:] == ["course: small-steps", "version: 12", f"source: {VERSION.source_hash}"]


def test_line_ends_of_another_system_change_nothing(tmp_path) -> None:
    write_version_file(tmp_path, VERSION)
    text = (tmp_path / VERSION_FILE).read_bytes()
    (tmp_path / VERSION_FILE).write_bytes(b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n"))
    assert read_version_file(tmp_path) == VERSION


@pytest.mark.parametrize(
    "text",
    [
        "",
        "course: small-steps\nversion: 12\n",
        f"course: small-steps\nversion: 0\nsource: {VERSION.source_hash}\n",
        "course: small-steps\nversion: 12\nsource: abc\n",
        "<<<<<<< ours\nversion: 12\n=======\nversion: 13\n>>>>>>> theirs\n",
        f"course: small-steps\nversion: 12\nversion: 13\nsource: {VERSION.source_hash}\n",
        "x" * 1_000_000,
    ],
)
def test_a_file_that_cannot_be_understood_is_a_sentence_that_says_what_to_do(tmp_path, text: str) -> None:
    (tmp_path / VERSION_FILE).write_text(text)
    with pytest.raises(Conflict, match="--replaces"):
        read_version_file(tmp_path)


def make_link(file: Path) -> None:
    """A link out of the folder, to a file that would do."""
    outside = file.parent.parent / "outside"
    outside.mkdir()
    write_version_file(outside, VERSION)
    file.symlink_to(outside / VERSION_FILE)


@pytest.mark.parametrize("make", [make_link, os.mkfifo, Path.mkdir], ids=["link", "pipe", "folder"])
def test_what_is_no_file_of_the_folder_is_not_opened(tmp_path, make) -> None:
    (tmp_path / "folder").mkdir()
    make(tmp_path / "folder" / VERSION_FILE)
    with pytest.raises(Conflict):
        read_version_file(tmp_path / "folder")
