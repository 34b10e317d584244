"""Encodings, line ends, names and sizes of files."""

from __future__ import annotations

import pytest

from learning.courses.document import Passage
from learning.courses.format.file_names import MAX_LESSONS
from learning.courses.format.library import kind_of
from learning.courses.format.parser import MAX_QUESTIONS, parse_course
from learning.courses.format.source_hash import source_hash
from tests.rules.courses.sources import COURSE_PAGE, COURSES, course_of, folder, parse_lesson

LESSON = b"---\nminutes: 1\n---\n# Lesson\n\nText.\n"


def problems_of(**lesson: bytes):
    return parse_course("course", {"course.md": COURSE_PAGE, "01-a.md": LESSON, **lesson}).problems


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_byte_order_marks_change_nothing(line_end: bytes, mark: bytes) -> None:
    sound = folder(COURSES / "every-kind")
    other = {
        path: mark + data.replace(b"\n", line_end) if path.endswith(".md") else data for path, data in sound.items()
    }

    assert course_of(parse_course("every-kind", other)) == course_of(parse_course("every-kind", sound))
    assert source_hash(other) == source_hash(sound)


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"])
def test_the_place_of_bytes_that_are_no_utf_8_is_told(line_end: bytes) -> None:
    body = line_end.join([b"---", b"minutes: 1", b"---", b"# Lesson", b"", "é caf".encode() + b"\xe9"])

    problem = problems_of(**{"01-a.md": body})[0]

    assert (problem.code, problem.line, problem.column) == ("not-utf-8", 6, 6)


def test_signs_that_are_no_line_ends_leave_line_numbers_alone() -> None:
    problem = problems_of(**{"01-a.md": LESSON + "a\u2028b\x0cc\x0bd\n\n<i>x".encode()})[0]

    assert (problem.code, problem.line) == ("html", 9)


def test_nul_is_replaced_before_anything_is_read() -> None:
    course = course_of(parse_lesson("a\0b\n"))

    block = course.lessons[0].blocks[0]
    assert isinstance(block, Passage)
    assert block.text.plain == "a\ufffdb"


def test_a_page_that_ends_inside_a_quote_without_a_line_end_is_read() -> None:
    # markdown-it-py 4.3 raises IndexError for this page unless a line end is added.
    assert [problem.code for problem in problems_of(**{"01-a.md": LESSON + b"> 1. <!--\n>"})] == ["comment-open"]


def test_a_page_may_have_64_kilobytes_and_no_more() -> None:
    page = LESSON.ljust(64 * 1024, b"x")

    assert problems_of(**{"01-a.md": page}) == ()
    assert [problem.code for problem in problems_of(**{"01-a.md": page + b"x"})] == ["too-large"]


def test_a_link_to_a_page_that_is_too_large_is_not_a_second_problem() -> None:
    pages = {"01-a.md": LESSON + b"[x](02-b.md#somewhere)\n", "02-b.md": b"x" * 70_000}

    assert [problem.code for problem in problems_of(**pages)] == ["too-large"]


def test_a_course_has_at_most_200_lessons() -> None:
    lessons = {f"{number}-l{number}.md": LESSON for number in range(1, MAX_LESSONS + 2)}

    parsed = parse_course("course", {"course.md": COURSE_PAGE, **lessons})

    assert [(problem.code, problem.path) for problem in parsed.problems] == [("too-many", "201-l201.md")]
    assert parsed.course is not None
    assert len(parsed.course.lessons) == MAX_LESSONS


def test_a_course_has_at_most_1000_questions() -> None:
    questions = [f"## Question: Q{number}\nTrue or false?\n\nAnswer: true\n\n" for number in range(MAX_QUESTIONS + 2)]
    lessons = {f"0{part}-l.md".replace("l", f"l{part}"): questions[part * 501 : (part + 1) * 501] for part in range(2)}
    files = {path: LESSON + "".join(part).encode() for path, part in lessons.items()}

    parsed = parse_course("course", {"course.md": COURSE_PAGE, **files})

    assert [(problem.code, problem.path) for problem in parsed.problems] == [("too-many", "01-l1.md")]


def test_the_texts_of_a_course_have_4_megabytes_at_most() -> None:
    big = LESSON.ljust(64 * 1024, b"x")
    lessons = {f"{number}-l{number}.md": big for number in range(1, 66)}

    assert [p.code for p in parse_course("course", {"course.md": COURSE_PAGE, **lessons}).problems] == ["too-large"]


@pytest.mark.parametrize(
    "path", ["README.md", "LICENSE", ".gitignore", "_draft.md", ".git/config", "_old/01-a.md", "images/.DS_Store"]
)
def test_names_that_are_left_alone_are_neither_read_nor_hashed(path: str) -> None:
    files = {"course.md": COURSE_PAGE, "01-a.md": LESSON}

    assert parse_course("course", {**files, path: b"<b>\xff"}).problems == ()
    assert source_hash({**files, path: b"x"}) == source_hash(files)


@pytest.mark.parametrize(
    "path",
    [
        "a.md",
        "01.md",
        "01-.md",
        "-a.md",
        "01_a.md",
        "01-A.md",
        "01-a.txt",
        "Course.md",
        "quiz.MD",
        "images/a b.png",
        "images/a.gif",
        "images/x/a.png",
        "a.png",
        "banks/A.md",
        "bank/a.md",
        "banks/x/a.md",
        "../01-a.md",
        "/01-b.md",
        "01-ä.md",
        "٠١-b.md",
        "images/a.png\n",
        "12345-a.md",
        "",
        "/",
        "a/../01-b.md",
    ],
)
def test_any_other_name_is_a_problem(path: str) -> None:
    assert [problem.code for problem in problems_of(**{path: b""})] == ["file-name"]


@pytest.mark.parametrize("slug", ["Course", "a b", "", "../x", "frameworks", "plans", "pages", "a--b", "x" * 61])
def test_the_name_of_a_course_folder_is_checked(slug: str) -> None:
    parsed = parse_course(slug, {"course.md": COURSE_PAGE, "01-a.md": LESSON})

    assert [problem.code for problem in parsed.problems] == ["folder-name"]


def test_a_course_without_its_page_cannot_be_read() -> None:
    parsed = parse_course("course", {"01-a.md": LESSON})

    assert parsed.course is None
    assert [problem.code for problem in parsed.problems] == ["no-course-page"]


def test_a_course_page_that_is_too_large_hides_no_fault_of_a_lesson() -> None:
    files = {"course.md": COURSE_PAGE + b"x" * 70_000, "01-a.md": LESSON + b"\n<i>x</i>\n"}

    parsed = parse_course("course", files)

    assert parsed.course is None
    assert [(problem.path, problem.code) for problem in parsed.problems] == [
        ("01-a.md", "html"),
        ("course.md", "too-large"),
    ]


def test_the_hash_changes_with_any_path_or_content() -> None:
    files = {"course.md": b"ab", "01-a.md": b"c"}

    others = [
        {"course.md": b"a", "01-a.md": b"bc"},
        {"course.md": b"ab", "01-b.md": b"c"},
        {"course.md": b"ab"},
        {"course.md": b"ab", "01-a.md": b"c", "images/a.png": b""},
        {"course.md": b"ab", "01-a.md": b"c\n"},
    ]
    assert len({source_hash(files), *(source_hash(other) for other in others)}) == 6


def test_files_that_run_together_alike_have_hashes_of_their_own() -> None:
    assert source_hash({"a.md": b"b.mdc"}) != source_hash({"a.md": b"", "b.md": b"c"})


def test_pictures_are_hashed_as_they_are() -> None:
    assert source_hash({"images/a.png": b"a\r\nb"}) != source_hash({"images/a.png": b"a\nb"})


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("understanding-trauma/course.md", "course"),
        ("understanding-trauma/images/a.svg", "course"),
        ("frameworks/north-somerset.md", "framework"),
        ("plans/everyone.md", "plan"),
        ("pages/help.md", "page"),
        ("support.md", "support"),
        ("README.md", "left alone"),
        (".git/config", "left alone"),
        ("frameworks/x/y.md", "unknown"),
        ("plans/Every One.md", "unknown"),
        ("pages/privcy.md", "unknown"),
        ("pages/help/help.md", "unknown"),
        ("notes.txt", "unknown"),
        ("frameworks", "unknown"),
    ],
)
def test_a_path_in_a_library_tells_what_it_is(path: str, kind: str) -> None:
    assert kind_of(path) == kind
