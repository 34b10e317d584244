"""The product's own guides at /help/NAME, made from docs/guides by Python-Markdown.

The text is ours, never typed by people: that is why this library, whose time grows with the square, may read it.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import markdown
from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from learning.errors import NotFound
from learning.settings import PROJECT_FOLDER
from learning.web.open_pages import open_to_all

GUIDES_FOLDER = PROJECT_FOLDER / "docs" / "guides"
blueprint = Blueprint("guides", __name__)


class Guide(NamedTuple):
    """One guide: its title, its contents list and its text, both as HTML."""

    name: str
    title: str
    contents: Markup
    text: Markup


def guide_names() -> list[str]:
    """The names of all guides, in order of their files."""
    return sorted(path.stem for path in GUIDES_FOLDER.glob("*.md"))


def all_guides() -> list[Guide]:
    """Every guide, in order of the names of their files."""
    return [read_guide(name) for name in guide_names()]


@lru_cache(maxsize=16)
def read_guide(name: str) -> Guide:
    """Read one guide; raises NotFound where there is none of that name."""
    if name not in guide_names():
        raise NotFound
    source = (GUIDES_FOLDER / f"{name}.md").read_text("utf-8")
    first_line, _, rest = source.partition("\n")
    reader = markdown.Markdown(
        extensions=["toc", "tables", "fenced_code"], extension_configs={"toc": {"toc_depth": "2"}}
    )
    html = reader.convert(rest)
    return Guide(name, first_line.lstrip("# ").strip(), Markup(reader.toc), Markup(html))  # type: ignore[attr-defined]  # noqa: S704


@blueprint.get("/help/guides/<name>")
@open_to_all
def guide(name: str) -> ResponseReturnValue:
    """One guide."""
    return render_template("web/guide.html", guide=read_guide(name))
