"""Puts banks of questions that came from elsewhere into a draft: all of their pages, or none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from learning.courses.draft_files import add_draft_files
from learning.courses.new_course import slug_from
from learning.errors import Invalid
from learning.people.models import Person


def bank_paths(name: str, page_count: int) -> list[str]:
    """The paths of the pages of a bank of this name; raises Invalid for "name"."""
    slug = slug_from(name)
    if not slug:
        raise Invalid({"name": "Enter a name with letters or numbers in it, such as Signs of neglect."})
    return [f"banks/{slug}.md" if number == 1 else f"banks/{slug}-{number}.md" for number in range(1, page_count + 1)]


def add_banks(slug: str, name: str, texts: Sequence[str], *, author: Person, now: datetime) -> list[str]:
    """Add these texts as pages of a bank of this name; gives their paths. Raises Invalid for "name" and "text"."""
    paths = bank_paths(name, len(texts))
    try:
        add_draft_files(slug, dict(zip(paths, texts, strict=True)), name=name, author=author, now=now)
    except Invalid as refusal:
        raise Invalid({"name" if field == "path" else field: said for field, said in refusal.fields.items()}) from None
    return paths
