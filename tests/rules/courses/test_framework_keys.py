"""The elements that courses may name are the same ones that the page of a framework shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from learning.courses.format.framework_keys import element_keys
from learning.courses.framework_elements import framework_elements
from learning.frameworks.document import parse_framework

LIBRARY = Path(__file__).resolve().parents[3] / "courses"
FRAMEWORKS = sorted((LIBRARY / "frameworks").glob("*.md"))


@pytest.mark.parametrize("file", FRAMEWORKS, ids=lambda file: file.stem)
def test_every_element_of_a_framework_that_ships_can_be_named(file: Path) -> None:
    path = f"frameworks/{file.name}"
    framework = parse_framework(path, file.read_bytes()).framework
    assert framework is not None
    assert element_keys(path, file.read_bytes()) == framework.element_keys()


def test_an_edition_shares_the_key_and_a_fixed_key_counts() -> None:
    page = b"# Ours\n\nFirst.\n\n## Curious and kind\n\n## Somebody to ask\n<!-- id: who-to-ask -->\n"
    assert element_keys("frameworks/ours-2027.md", page) == ("ours/curious-and-kind", "ours/who-to-ask")


def test_the_elements_of_a_library_are_those_of_all_its_frameworks(tmp_path: Path) -> None:
    assert framework_elements(tmp_path) is None
    (tmp_path / "frameworks").mkdir()
    (tmp_path / "frameworks" / "ours.md").write_text("# Ours\n\n## Curious\n")
    (tmp_path / "frameworks" / "theirs.md").write_text("# Theirs\n\n## Kind\n")
    assert framework_elements(tmp_path) == {"ours/curious", "theirs/kind"}
    (tmp_path / "frameworks" / "theirs.md").write_text("# Theirs\n\n## Kind and fair\n")
    assert framework_elements(tmp_path) == {"ours/curious", "theirs/kind-and-fair"}
