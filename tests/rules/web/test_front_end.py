"""What we promised about our own styles and scripts: small, old phones can read them, no inline code, no other host."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[3]
STATIC = PROJECT / "static"
STYLE_SHEETS = sorted(STATIC.rglob("*.css"))
SCRIPTS = sorted(STATIC.rglob("*.js"))
TEMPLATES = sorted((PROJECT / "templates").rglob("*.html"))
DRAWINGS = sorted(STATIC.rglob("*.svg"))

BUDGETS_BYTES = {
    "bring.js": 2 * 1024,
    "golden-thread.css": 16 * 1024,
    "golden-thread.js": 8 * 1024,
    "watch.js": 2 * 1024,
    "write.css": 2 * 1024,
    "write.js": 24 * 1024,
}


def _name(path: Path) -> str:
    return str(path.relative_to(PROJECT))


def _without_comments(text: str) -> str:
    return re.sub(r"/\*.*?\*/|^\s*//.*?$", "", text, flags=re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize(("name", "budget_bytes"), BUDGETS_BYTES.items())
def test_what_a_phone_has_to_load_stays_small(name: str, budget_bytes: int) -> None:
    assert (STATIC / name).stat().st_size <= budget_bytes


def test_every_style_sheet_and_script_has_a_budget() -> None:
    assert {path.name for path in [*STYLE_SHEETS, *SCRIPTS]} == set(BUDGETS_BYTES)


@pytest.mark.parametrize("path", STYLE_SHEETS, ids=_name)
def test_an_older_phone_can_read_the_styles(path: Path) -> None:
    styles = _without_comments(path.read_text("utf-8"))
    assert re.findall(r"@layer|@scope|light-dark\(|color-mix\(|:has\(|scroll-behavior|(?:^|\s)&", styles) == []
    depth = 0
    for sign, block_start in re.findall(r"([{}])|(@media[^{]*)", styles):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert 0 <= depth <= 2
        assert not (block_start and depth), "nested @media"


def test_on_a_phone_no_head_without_a_link_stands_above_the_cards_of_a_table() -> None:
    cards = {_name(path): path.read_text("utf-8") for path in TEMPLATES if 'class="matrix"' in path.read_text("utf-8")}
    heads = {name: re.findall(r"<thead role[^>]*>.*?</thead>", text, re.DOTALL) for name, text in cards.items()}
    lone = [
        name
        for name, found in heads.items()
        for head in found
        if "<a " not in head and 'class="course"' not in head[:60]
    ]
    assert lone == []


@pytest.mark.parametrize("path", STYLE_SHEETS, ids=_name)
def test_styles_name_sides_by_reading_direction(path: Path) -> None:
    sides = r"(?:margin|padding|border)-(?:left|right|top|bottom)|(?<![\w-])(?:left|right|top|bottom|width|height): "
    assert re.findall(sides, _without_comments(path.read_text("utf-8"))) == []


@pytest.mark.parametrize("path", [*STYLE_SHEETS, *SCRIPTS, *DRAWINGS], ids=_name)
def test_nothing_is_loaded_from_elsewhere(path: Path) -> None:
    text = path.read_text("utf-8").replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert re.findall(r"https?://|@import|url\(", text) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_no_template_holds_inline_code(path: Path) -> None:
    html = re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.DOTALL)
    assert re.findall(r"\sstyle=|\son[a-z]+=\"|<style|javascript:|<script(?![^>]*\ssrc=)", html) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_no_browser_bubble_takes_the_place_of_our_sentences(path: Path) -> None:
    html = re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.DOTALL)
    assert re.findall(r"<(?:input|select|textarea)\b[^>]*\s(?:required|maxlength|pattern)\b", html) == []
