"""The colours of the style sheet, computed from the file: every pair that is used can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from learning.settings import DEFAULT_BRAND_COLOUR, contrast_with_white
from learning.web.brand import brand_css

STYLES = (Path(__file__).resolve().parents[3] / "static" / "golden-thread.css").read_text("utf-8")
WORDS = 4.5
SHAPES = 3.0

PAIRS = [
    *[(words, ground, WORDS) for words in ("ink", "soft", "link", "link-over") for ground in ("paper", "wash")],
    *[(words, "paper", WORDS) for words in ("done", "late", "soon", "progress", "none")],
    *[(status, f"{status}-b", WORDS) for status in ("done", "progress", "soon", "late", "none")],
    *[("ink", f"{status}-b", WORDS) for status in ("done", "soon")],  # words in feedback panels
    *[("link", f"{status}-b", WORDS) for status in ("done", "soon")],
    ("on-brand", "brand", WORDS),
    ("on-exit", "exit", WORDS),
    ("paper", "done", WORDS),  # the green button
    ("paper", "late", WORDS),  # the reversed tag
    ("edge", "paper", SHAPES),
    ("edge", "wash", SHAPES),
    ("accent", "paper", SHAPES),
    ("accent", "wash", SHAPES),
    ("gold", "paper", SHAPES),
    ("gold", "wash", SHAPES),
    ("thread", "brand", SHAPES),
    ("glow", "ring", SHAPES),
]


def _tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): ([^;]+);", block))


def _schemes() -> dict[str, dict[str, str]]:
    light_block, dark_block = re.findall(r":root \{(.*?)\n?\}", STYLES, re.DOTALL)[:2]
    light = _tokens(light_block)
    return {"light": light, "dark": {**light, **_tokens(dark_block)}}


def _contrast(scheme: dict[str, str], one: str, other: str) -> float:
    def darkness(name: str) -> float:
        value = scheme[name]
        reference = re.fullmatch(r"var\(--([\w-]+)\)", value)
        if reference:
            return darkness(reference[1])
        return contrast_with_white("#ffffff" if value == "#fff" else value)

    first, second = darkness(one), darkness(other)
    return max(first, second) / min(first, second)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("one", "other", "least"), PAIRS, ids=str)
def test_every_pair_of_colours_can_be_told_apart(scheme: str, one: str, other: str, least: float) -> None:
    assert _contrast(_schemes()[scheme], one, other) >= least


def test_both_schemes_name_the_colours_that_differ() -> None:
    schemes = _schemes()
    assert schemes["light"]["paper"] != schemes["dark"]["paper"]
    assert schemes["light"]["brand"] == DEFAULT_BRAND_COLOUR


@pytest.mark.parametrize("colour", [DEFAULT_BRAND_COLOUR, "#000000", "#7a1f4b", "#0000ff", "#767676", "#8a5a00"])
def test_a_councils_colour_can_be_read_on_dark_screens_too(colour: str) -> None:
    light, dark = (_tokens(block) for block in re.findall(r":root \{(.*?)\}", brand_css(colour), re.DOTALL))
    assert light == {"brand": colour}
    scheme = {**_schemes()["dark"], **dark}
    assert _contrast(scheme, "on-brand", "brand") >= WORDS
    assert _contrast(scheme, "accent", "paper") >= WORDS
