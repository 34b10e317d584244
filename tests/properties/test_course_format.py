"""The course format holds for any bytes: reading never raises, places exist, HTML is clean, documents survive."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learning.courses import document_json
from learning.courses.document import Gaps, Text
from learning.courses.format.library_pages import parse_page
from learning.courses.format.parser import ParsedCourse, parse_course
from learning.courses.format.pictures import check_picture
from learning.courses.format.source_hash import source_hash
from learning.courses.format.support import parse_support
from learning.courses.problems import Findings, Problem
from learning.frameworks.document import parse_framework
from learning.plans.document import parse_plan
from tests.rules.courses.allow_list import not_allowed
from tests.rules.courses.sources import COURSES, folder

SOUND = folder(COURSES / "every-kind")
FRAGMENTS = [
    "---", "\n", "\n\n", "\r\n", "\r", "\0", "\t", "  ", "    ", "\u2028", "\x0c", "\ufeff", "é", "\U0001f600", "# T",
    "## ", "### ", "Question: ", "**Question:** a", "Scenario: a", "Scene: a", "Reflection: a", "Practice: a",
    "Short version", "Question 3: a", "Draw 2 questions from [a](banks/survival.md)", "<!-- id: a -->", "<!-- ",
    "-->", "<b>", "</b>", "Choose one.", "Choose all that apply. Keep order.", "True or false?",
    "Type a short answer.", "Enter a number.", "Match the pairs.", "Put in order.", "Fill the gaps.",
    "Weigh each option.", "Answer: ", "true", "40 to 50 minutes", "31.1% (within 2)", "a / b", "[[", "]]",
    "[[a / b]]", "- [ ] a", "- [x] b", "* [x] c", "1. a", "- Strong: a", "  > a", "> a", "> Hint: a", "> Because: a",
    "Ending: strong", "- [a](#scene-a)", "| a | b |", "|---|---|", "| | c |", "[a](02-words-and-numbers.md)",
    "[a](javascript:alert(1))", "![](images/window.svg)", "![a](x)", "<https://a.org>", "[r]: https://a.org", "[r]",
    "*", "_", "`", "```", "~~~", "\\", "&amp;", "a\n---\n", "minutes: 5", "content_note: a: b", "summary:",
    "level: informed", "{", "[", "&a", "*a", "!x", '"', "'", "? ", ": ", "## Outcomes", "## Sources", "- a",
    "Kind: approach", "Met by: feature", "## Contact: a", "Last checked: 2026-01-01", "who: {teams: [a]}",
    "| Course | Due |",
]  # fmt: skip

markup = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=6)), max_size=40).map("".join)
markup_bytes = st.one_of(markup.map(lambda text: text.encode("utf-8", "surrogatepass")), st.binary(max_size=60))
paths = st.one_of(st.sampled_from([*SOUND, "05-new.md", "banks/b.md", "images/a.png"]), st.text(max_size=12))
most = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def damaged_pages(draw: st.DrawFn) -> dict[str, bytes]:
    """The course of every kind with one page cut, doubled or with anything put into it."""
    path = draw(st.sampled_from([path for path in SOUND if path.endswith(".md")]))
    page = SOUND[path]
    start, end = sorted((draw(st.integers(0, len(page))), draw(st.integers(0, len(page)))))
    return {**SOUND, path: page[:start] + draw(markup_bytes) + page[end:]}


def check_places(files: dict[str, bytes], problems: tuple[Problem, ...]) -> None:
    for problem in problems:
        assert problem.line >= 1
        assert problem.column >= 1
        if problem.path.endswith(".md") and problem.path in files and len(files[problem.path]) <= 64 * 1024:
            text = files[problem.path].removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
            lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            assert problem.line <= len(lines)
            assert problem.column <= len(lines[problem.line - 1]) + 1


def html_in(thing: object) -> list[str]:
    if isinstance(thing, Text):
        return [thing.html]
    if isinstance(thing, Gaps):
        return ["…".join(thing.pieces)]
    if isinstance(thing, tuple):
        return [html for item in thing for html in html_in(item)]
    if is_dataclass(thing):
        return [html for field in fields(thing) for html in html_in(getattr(thing, field.name))]
    return []


def check(files: dict[str, bytes], parsed: ParsedCourse) -> None:
    check_places(files, parsed.problems + parsed.warnings)
    assert all(str(problem).isprintable() or problem.path in files for problem in parsed.problems)
    if parsed.course is not None:
        assert [fault for html in html_in(parsed.course) for fault in not_allowed(html)] == []
        assert document_json.decode(document_json.encode(parsed.course)) == parsed.course


@most
@given(damaged_pages())
def test_a_damaged_course_is_read_without_an_exception(files: dict[str, bytes]) -> None:
    parsed = parse_course("every-kind", files, other_courses=set(), framework_elements={"a/b"}, today=date(2026, 12, 1))

    check(files, parsed)


@most
@given(st.dictionaries(paths, markup_bytes, max_size=4), st.text(max_size=10))
def test_any_files_under_any_names_are_read_without_an_exception(files: dict[str, bytes], slug: str) -> None:
    check(files, parse_course(slug, files))


@most
@given(markup)
def test_any_lesson_text_is_read_without_an_exception(body: str) -> None:
    lesson = b"---\nminutes: 5\n---\n# Lesson\n\n" + body.encode("utf-8", "surrogatepass")
    files = {**SOUND, "01-choices.md": lesson}

    check(files, parse_course("every-kind", files))


@most
@given(markup_bytes)
def test_files_outside_courses_are_read_without_an_exception(data: bytes) -> None:
    for parsed, path in (
        (parse_page("pages/a.md", data), "pages/a.md"),
        (parse_support(data, date(2026, 12, 1)), "support.md"),
        (parse_framework("frameworks/a.md", data), "frameworks/a.md"),
        (parse_plan("plans/a.md", data, courses={"a"}), "plans/a.md"),
    ):
        check_places({path: data}, parsed.problems + parsed.warnings)
    page = parse_page("pages/a.md", data).page
    assert page is None or not_allowed(page.html) == []


@most
@given(
    st.one_of(st.binary(max_size=80), markup_bytes.map(lambda data: b'<svg xmlns="http://www.w3.org/2000/svg">' + data))
)
def test_any_picture_is_judged_without_an_exception(data: bytes) -> None:
    for ending in ("png", "jpg", "webp", "svg"):
        findings = Findings(f"images/a.{ending}")
        check_picture(data, findings)
        assert len(findings.problems) <= 1


@most
@given(damaged_pages())
def test_reading_twice_gives_the_same(files: dict[str, bytes]) -> None:
    assert parse_course("every-kind", files) == parse_course("every-kind", dict(reversed(files.items())))


@most
@given(st.dictionaries(paths, st.one_of(markup_bytes, st.sampled_from(list(SOUND.values()))), max_size=4), st.randoms())
def test_the_hash_depends_on_neither_order_nor_line_ends(files: dict[str, bytes], random) -> None:
    shuffled = list(files.items())
    random.shuffle(shuffled)
    plain = {path: data.replace(b"\r\n", b"\n").replace(b"\r", b"\n") for path, data in shuffled}
    windows = {
        path: data.replace(b"\n", b"\r\n") if path.endswith(".md") else files[path] for path, data in plain.items()
    }

    assert source_hash(windows) == source_hash(files)
