"""A course document as JSON text, and back, exactly.

A small codec over the frozen dataclasses of `document`: each object carries the name of its class as "type". A field
that is not in the text takes its default, so documents stored before a field was added can still be read.
"""

from __future__ import annotations

import functools
import json
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from learning.courses import document
from learning.courses.document import Course

FORMAT = 1

_CLASSES: Mapping[str, type] = {
    name: found for name, found in vars(document).items() if isinstance(found, type) and is_dataclass(found)
}


def encode(course: Course) -> str:
    """The document as JSON text."""
    return json.dumps({"format": FORMAT, "course": _plain(course)}, ensure_ascii=False, separators=(",", ":"))


def decode(text: str, *, only: str | None = None) -> Course:
    """The document that `encode` wrote; raises ValueError for any other text.

    With `only` the blocks and questions of one page are read and those of no other, in a tenth of the time: of the
    lesson with this key, or of the final check or bank at this path.
    """
    try:
        stored = json.loads(text)
        if stored["format"] != FORMAT:
            raise ValueError(f"The document has format {stored['format']}, and this is read only: {FORMAT}.")
        if only is not None:
            _empty_all_but(only, stored["course"])
        course = _object(stored["course"])
    except (KeyError, TypeError, ArithmeticError) as error:
        raise ValueError("The text is no course document.") from error
    if not isinstance(course, Course):
        raise ValueError("The text is no course document.")  # noqa: TRY004 - bad data, not a bad call
    return course


def _empty_all_but(page: str, stored: dict[str, Any]) -> None:
    for lesson in stored["lessons"]:
        if lesson["key"] != page:
            lesson["blocks"] = []
    for bank in stored["banks"]:
        if f"banks/{bank['key']}.md" != page:
            bank["questions"] = []
    if stored["quiz"] and page != "quiz.md":
        stored["quiz"]["items"] = []


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        plain = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {"type": type(value).__name__, **plain}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def _object(stored: Mapping[str, Any]) -> object:
    made = _CLASSES[stored["type"]]
    hints = _hints(made)
    return made(**{name: _value(hints[name], stored[name]) for name in hints if name in stored})


@functools.cache
def _hints(made: type) -> dict[str, Any]:
    return get_type_hints(made)


def _value(hint: Any, stored: Any) -> Any:
    if stored is None:
        return None
    if isinstance(stored, dict):
        return _object(stored)
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        return _value(next(arg for arg in get_args(hint) if arg is not types.NoneType), stored)
    if origin is tuple:
        parts = get_args(hint)
        if len(parts) == 2 and parts[1] is Ellipsis:
            return tuple(_value(parts[0], item) for item in stored)
        return tuple(_value(part, item) for part, item in zip(parts, stored, strict=True))
    if hint is Decimal:
        return Decimal(stored)
    if hint is date:
        return date.fromisoformat(stored)
    if origin is Literal or isinstance(stored, hint):
        return stored
    raise ValueError(f"The text holds {stored!r} where a document holds {hint}.")
