"""A council's own colour as a small style sheet: the header's colour, and its two twins for dark screens."""

from __future__ import annotations

from learning.settings import LOWEST_CONTRAST, contrast_with_white

_DARK_PAPER = "#12171c"  # --paper on a dark screen in golden-thread.css
_STEPS = 20


def brand_css(colour: str) -> str:
    """The style sheet for a `#rrggbb` colour on which white words can be read."""
    return (
        f":root {{ --brand: {colour}; }}\n"
        "@media screen and (prefers-color-scheme: dark) {\n"
        f"  :root {{ --brand: {_mixed(colour, '#000000', 5)}; --accent: {_readable_on_dark(colour)}; }}\n"
        "}\n"
    )


def _readable_on_dark(colour: str) -> str:
    tints = (_mixed(colour, "#ffffff", step) for step in range(_STEPS + 1))
    paper = contrast_with_white(_DARK_PAPER)
    return next(tint for tint in tints if paper / contrast_with_white(tint) >= LOWEST_CONTRAST)


def _mixed(colour: str, other: str, step: int) -> str:
    """So many twentieths of the way from one colour to the other."""
    channels = ((int(colour[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{one + (two - one) * step // _STEPS:02x}" for one, two in channels)
