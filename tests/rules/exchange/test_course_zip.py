"""A zip of a course folder: what is in it comes out, nothing dangerous does, and everything left out is named."""

from __future__ import annotations

import io
import re
import stat
import warnings
import zipfile

import pytest

from learning.exchange import safe_zip
from learning.exchange.bringing import NotBroughtError, bring_file
from learning.exchange.course_zip import read_course_zip
from learning.exchange.safe_zip import write_zip
from tests.rules.exchange.word_files import zip_of
from tests.study_course import SMALL_STEPS


def test_a_course_that_is_written_and_read_again_is_the_same() -> None:
    data = write_zip(SMALL_STEPS, folder="small-steps")
    found = bring_file(data, "small steps (1).zip")
    assert (found.what, found.slug, found.title) == ("course", "small-steps", "Small steps")
    assert found.files == SMALL_STEPS
    assert found.losses == ()
    assert write_zip(dict(reversed(SMALL_STEPS.items())), folder="small-steps") == data


def test_it_does_not_matter_how_deep_the_folder_lies_or_how_lines_end() -> None:
    files = {f"downloads/My folder/{path}": content.replace(b"\n", b"\r\n") for path, content in SMALL_STEPS.items()}
    found = read_course_zip(zip_of(files))
    assert found.files == SMALL_STEPS
    assert read_course_zip(zip_of(SMALL_STEPS)).files == SMALL_STEPS


def test_what_is_left_out_is_named() -> None:
    files = {
        **{f"c/{path}": content for path, content in SMALL_STEPS.items()},
        "__MACOSX/c/._course.md": b"x",
        "c/.DS_Store": b"x",
        "c/README.md": b"x",
        "c/Lesson One.md": b"x",
        "c/COURSE.md": b"x",
        "other/notes.md": b"x",
        "../evil.md": b"x",
        "/etc/passwd": b"x",
        "C:\\evil.md": b"x",
        "c/images/big.png": b"\0" * (1024 * 1024 + 1),
    }
    found = read_course_zip(zip_of(files))
    assert found.files == SMALL_STEPS
    assert sorted(str(loss) for loss in found.losses) == [
        "../evil.md: this name leads out of the folder, or cannot be a name: left out.",
        "/etc/passwd: this name leads out of the folder, or cannot be a name: left out.",
        "2 files that Windows or macOS adds to every folder: left out.",
        "C:/evil.md: this name leads out of the folder, or cannot be a name: left out.",
        "COURSE.md: there are two files of this name: the second one is left out.",
        'Lesson One.md: left out. No page has this name. A lesson is named like "01-what-we-mean.md": a number, a '
        "hyphen, a-z and 0-9.",
        "README.md: this file is no part of a course: left out.",
        "images/big.png: this file has 1,024 KB, and at most 1,024 KB can be read: left out.",
        "other/notes.md: this stands outside the course folder: left out.",
    ]


def test_links_and_files_under_a_password_are_left_out() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile warns of a name that is there twice
        link = zipfile.ZipInfo("01-link.md")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("course.md", "one")
        archive.writestr("course.md", "two")
    data = out.getvalue()
    found = read_course_zip(data)
    assert found.files == {"course.md": b"one"}
    assert ["a link to another file" in str(loss) for loss in found.losses] == [True, False]
    locked = bytearray(zip_of({"course.md": b"x"}))
    for sign in (b"PK\x01\x02", b"PK\x03\x04"):
        locked[locked.index(sign) + (8 if sign.endswith(b"\x02") else 6)] |= 1
    assert str(read_course_zip(bytes(locked)).losses[0]) == "course.md: this file is locked by a password: left out."


def test_a_zip_bomb_is_read_no_further_than_a_course_may_be_long() -> None:
    files = {f"images/p{number}.png": b"\0" * 1024 * 1024 for number in range(60)}
    found = read_course_zip(zip_of({"course.md": b"x", **files}))
    assert sum(map(len, found.files.values())) <= 40 * 1024 * 1024
    assert "all files together have more than 40 MB" in str(found.losses[-1])


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (zip_of({"notes.txt": "x"}), "There is no course.md in this zip"),
        (zip_of({"a/course.md": "x", "b/course.md": "x"}), "This zip holds 2 courses: a and b."),
        (zip_of({"course.md": "x"})[:-30], "it is no zip, or it is damaged"),
        (b"PK\x03\x04" + b"PK\x01\x02" * (safe_zip.MAX_ENTRIES + 1), "holds more than 3,000 files"),
        (b"\0" * 10_000_001, "more than 10 MB"),
    ],
    ids=["no course", "two courses", "cut off", "too many files", "too large"],
)
def test_what_is_no_course_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(NotBroughtError, match=re.escape(sentence)):
        bring_file(data, "course.zip")


def test_a_new_course_of_more_files_than_a_draft_holds_is_refused_unread() -> None:
    pictures = {f"images/p{number}.png": b"x" for number in range(300)}
    data = zip_of({"course.md": b"# A\n", **pictures, "README.md": b"x"})
    sentence = "A new course here begins with at most 300 files, and this one has 301. Put it into the courses folder"
    with pytest.raises(NotBroughtError, match=re.escape(sentence)):
        bring_file(data, "course.zip", is_new_course=True)
    assert len(bring_file(data, "course.zip").files) == 301
    del pictures["images/p0.png"]
    assert len(bring_file(zip_of({"course.md": b"# A\n", **pictures}), "course.zip", is_new_course=True).files) == 300


def test_no_damage_makes_it_fail() -> None:
    data = write_zip(SMALL_STEPS, folder="c")
    for place in range(0, len(data), 23):
        damaged = data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]
        try:
            bring_file(damaged, "c.zip")
        except NotBroughtError:
            continue
