"""Findings as code hosts read them: nothing an author wrote can break out of its line, its field or its address."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from learning.courses.finding_formats import as_annotations, as_sarif
from learning.courses.problems import Finding, Problem


def finding(sentence: str = "Write it.", *, path: str = "courses/loss/quiz.md", is_warning: bool = False) -> Finding:
    """One finding at line 31, column 2."""
    return Finding(Problem(path, 31, 2, "two-right", sentence), is_warning)


def test_an_annotation_names_its_place_its_code_and_its_weight() -> None:
    assert as_annotations([finding(), finding(is_warning=True)]) == [
        "::error file=courses/loss/quiz.md,line=31,col=2,title=two-right::Write it.",
        "::warning file=courses/loss/quiz.md,line=31,col=2,title=two-right::Write it.",
    ]


def test_what_would_end_a_field_or_a_line_is_written_otherwise() -> None:
    found = as_annotations([finding("50% of a, b: c\r\n::error::two", path="a,b:c%\n::d.md")])
    assert found == [
        "::error file=a%2Cb%3Ac%25%0A%3A%3Ad.md,line=31,col=2,title=two-right::50%25 of a, b: c%0D%0A::error::two",
    ]


def run_of(*findings: Finding) -> dict:
    """The one run of the log."""
    log = json.loads(as_sarif(findings))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    assert len(log["runs"]) == 1
    return log["runs"][0]


def test_a_log_has_a_result_a_finding_and_a_rule_a_code() -> None:
    other = Finding(Problem("course.md", 1, 1, "bank-idle", "Draw from it."), is_warning=True)
    run = run_of(finding(), other, finding("Again."))
    rules = run["tool"]["driver"]["rules"]
    assert run["tool"]["driver"]["name"] == "Golden Thread"
    assert [rule["id"] for rule in rules] == ["bank-idle", "two-right"]
    assert all(rule["shortDescription"]["text"] for rule in rules)
    assert [(result["ruleId"], result["level"]) for result in run["results"]] == [
        ("two-right", "error"),
        ("bank-idle", "warning"),
        ("two-right", "error"),
    ]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    assert run["results"][0]["message"] == {"text": "Write it."}
    assert run["results"][0]["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "courses/loss/quiz.md"},
                "region": {"startLine": 31, "startColumn": 2},
            }
        }
    ]


def test_columns_of_a_log_count_characters_and_an_empty_log_is_whole() -> None:
    run = run_of()
    assert (run["columnKind"], run["results"], run["tool"]["driver"]["rules"]) == ("unicodeCodePoints", [], [])


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("my courses/a b.md", "my%20courses/a%20b.md"),
        ("a:b#c?d%.md", "a%3Ab%23c%3Fd%25.md"),
        ("Zoë.md", "Zo%C3%AB.md"),
        (str(Path("/srv/my library/x.md")), "file:///srv/my%20library/x.md"),
    ],
)
def test_a_path_becomes_an_address(path: str, address: str) -> None:
    place = run_of(finding(path=path))["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": address}


def test_a_brace_is_never_taken_for_a_place_to_be_filled() -> None:
    assert run_of(finding('"{0}" is no element.'))["results"][0]["message"]["text"] == '"{{0}}" is no element.'
