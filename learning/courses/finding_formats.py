"""Problems and warnings as code hosts read them: annotations of a workflow, and SARIF 2.1.0.

PURE: findings go in, text comes out. Paths are those from where the command ran, in the form that the system writes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from learning.courses.problems import Finding

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def as_annotations(findings: Iterable[Finding]) -> list[str]:
    """A workflow command a finding, which code hosts show beside the line; one line each, whatever is in it."""
    return [_annotation(finding) for finding in findings]


def as_sarif(findings: Sequence[Finding]) -> str:
    """One SARIF log with one run, also where nothing was found."""
    codes = sorted({finding.problem.code for finding in findings})
    driver = {"name": "Golden Thread", "rules": [_rule(code) for code in codes]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, codes.index(finding.problem.code)) for finding in findings],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False)


def _annotation(finding: Finding) -> str:
    problem = finding.problem
    places = {"file": Path(problem.path).as_posix(), "line": problem.line, "col": problem.column, "title": problem.code}
    said = ",".join(f"{name}={_in_property(str(value))}" for name, value in places.items())
    return f"::{_level(finding)} {said}::{_in_message(problem.sentence)}"


def _in_message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _in_property(text: str) -> str:
    return _in_message(text).replace(":", "%3A").replace(",", "%2C")


def _rule(code: str) -> dict[str, Any]:
    return {"id": code, "shortDescription": {"text": f"{code.replace('-', ' ').capitalize()}."}}


def _result(finding: Finding, rule_index: int) -> dict[str, Any]:
    problem = finding.problem
    return {
        "ruleId": problem.code,
        "ruleIndex": rule_index,
        "level": _level(finding),
        "message": {"text": _with_plain_braces(problem.sentence)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _address(problem.path)},
                    "region": {"startLine": problem.line, "startColumn": problem.column},
                }
            }
        ],
    }


def _with_plain_braces(text: str) -> str:
    # A brace by itself would begin a place to be filled in; a doubled one is read as one brace.
    return text.replace("{", "{{").replace("}", "}}")


def _address(path: str) -> str:
    """The path as a relative address, or as a whole one where it leaves the folder that the command ran in."""
    if Path(path).is_absolute():
        return Path(path).as_uri()
    return quote(Path(path).as_posix(), safe="/", errors="replace")


def _level(finding: Finding) -> str:
    return "warning" if finding.is_warning else "error"
