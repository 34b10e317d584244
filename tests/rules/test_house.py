"""The rules of the house that a reviewer would forget: sizes, names, inner imports, allowed lines."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
CODE = sorted(path for path in (PROJECT / "learning").rglob("*.py") if "versions" not in path.parts)
TESTS = sorted((PROJECT / "tests").rglob("*.py"))
TEMPLATES = sorted((PROJECT / "templates").rglob("*.html"))

FEATURES = [
    path for path in CODE if len(path.relative_to(PROJECT).parts) > 2 and path.parent.name not in ("web", "migrations")
]
EDGE = re.compile(r"(views|forms|blueprint|commands|access|session_cookies|mails|course_pages)\.py$")

LONGEST_FILE_LINES = 300
LONGEST_FUNCTION_LINES = 40
LONGEST_TEMPLATE_LINES = 120

# How often a file may name what switches off our protection; the list may only get shorter.
ALLOWED_MARKUP = {"learning/application.py": 3, "learning/web/guides.py": 5}


def _name(path: Path) -> str:
    return str(path.relative_to(PROJECT))


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", CODE, ids=_name)
def test_a_file_can_be_read_in_one_sitting(path: Path) -> None:
    assert path.read_text("utf-8").count("\n") <= LONGEST_FILE_LINES


def test_functions_fit_on_a_screen() -> None:
    long = [
        f"{_name(path)}:{function.lineno} {function.name} has {function.end_lineno - function.lineno + 1} lines"
        for path in CODE
        for function in _functions(path)
        if function.end_lineno - function.lineno + 1 > LONGEST_FUNCTION_LINES
    ]
    assert long == []


def test_templates_fit_on_two_screens() -> None:
    long = [
        f"{_name(path)} has {path.read_text('utf-8').count(chr(10))} lines"
        for path in TEMPLATES
        if path.read_text("utf-8").count("\n") > LONGEST_TEMPLATE_LINES and "macros" not in path.parts
    ]
    assert [line for line in long if "patterns" not in line] == []


def test_nothing_is_imported_inside_a_function() -> None:
    inner = [
        f"{_name(path)}:{node.lineno}"
        for path in CODE
        for function in _functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inner == []


def test_operations_and_rules_know_nothing_of_the_web() -> None:
    web = re.compile(r"^(from|import) (flask|flask_wtf|wtforms|werkzeug)\b", re.MULTILINE)
    knowing = [_name(path) for path in FEATURES if not EDGE.search(path.name) and web.search(path.read_text("utf-8"))]
    assert knowing == []


def test_no_file_is_a_drawer() -> None:
    drawers = re.compile(r"(^|/)(utils?|helpers?|common|misc|services?)(/|\.py)")
    assert [_name(path) for path in CODE if drawers.search(_name(path))] == []


def test_markup_is_trusted_only_where_it_was_cleaned() -> None:
    found = {_name(path): count for path in CODE if (count := len(re.findall(r"\bMarkup\b", path.read_text("utf-8"))))}
    assert found == ALLOWED_MARKUP


def test_templates_never_mark_text_as_safe() -> None:
    trusting = re.compile(r"\|\s*safe\b|autoescape false")
    assert [_name(path) for path in TEMPLATES if trusting.search(path.read_text("utf-8"))] == []


def test_only_the_edge_commits() -> None:
    found = [_name(path) for path in CODE if re.search(r"\.(commit|rollback)\(", path.read_text("utf-8"))]
    assert sorted(found) == ["learning/db.py", "learning/migrations/env.py", "learning/web/error_pages.py"]


def test_only_the_clock_reads_the_time() -> None:
    reading = re.compile(r"datetime\.(now|utcnow|today)\(|date\.today\(|time\.time\(")
    assert [_name(path) for path in CODE if reading.search(path.read_text("utf-8"))] == ["learning/clock.py"]


def test_dangerous_calls_are_absent() -> None:
    calls = re.compile(r"render_template_string|\beval\(|\bexec\(|pickle|yaml\.(safe_)?load|shell=True|innerHTML")
    scripts = sorted((PROJECT / "static").rglob("*.js"))
    found = [_name(path) for path in [*CODE, *scripts] if calls.search(path.read_text("utf-8"))]
    assert found == []


def test_the_repository_speaks_of_the_product_alone() -> None:
    places = re.compile(r"/work/|/tmp/|/root/|pypi\.org|npmjs|deb\.debian")
    text_files = [*CODE, *TEMPLATES, *(PROJECT / "docs").rglob("*.md"), PROJECT / "README.md", PROJECT / "Makefile"]
    assert [_name(path) for path in text_files if places.search(path.read_text("utf-8"))] == []
