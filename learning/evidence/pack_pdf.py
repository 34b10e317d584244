"""The pack as one PDF, tagged so that it can be read aloud (PDF/UA-1), made by typst without network or system fonts.

What people wrote goes in as JSON and never as text of the template, so no word of theirs can be a command of it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import typst

from learning.evidence.counting import KEYS
from learning.evidence.pack import Pack
from learning.evidence.pack_tables import called_groups, standing_words
from learning.evidence.pack_words import METHOD, STANDINGS, audience_words, due_words, renewal_words, target_words
from learning.plans.plan_rows import audience_of
from learning.settings import PROJECT_FOLDER
from learning.study.status import day_in_words
from learning.web.tables import moment_text, plain_text

MOST_LINES = 500
"""A list that is longer stands in the data alone: a tagged table takes much memory, and nobody reads it on paper."""

_TEMPLATE = PROJECT_FOLDER / "templates" / "evidence" / "pack.typ"
_NO_LETTER = "□"
# What the fonts that come with typst can show; a test prints every sign of it.
_LETTERS = (
    "\u0020-\u007e\u00a0-\u0377\u037a-\u037f\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u04ff\u05d0-\u05ea"
    "\u1e00-\u1eff\u2010-\u2015\u2018-\u201e\u2020-\u2022\u2026\u2032\u2033\u20ac\u2190-\u2193\u2212\u25a1"
)
_CANNOT_BE_SHOWN = re.compile(f"[^{_LETTERS}\n]")
_FONTS = typst.Fonts(include_system_fonts=False)


def pdf_of(pack: Pack, *, organisation: str, time_zone: ZoneInfo, now: datetime) -> bytes:
    """The PDF. Letters that its fonts do not have stand as □; the data have them."""
    content = _printable(_content(pack, organisation, time_zone))
    made = typst.compile(
        _TEMPLATE,
        root=_TEMPLATE.parent,
        font_paths=_FONTS,
        sys_inputs={"data": json.dumps(content)},
        pdf_standards=["ua-1"],
        format="pdf",
        timestamp=int(now.timestamp()),
    )
    return bytes(made) if isinstance(made, bytes) else b"".join(made or ())


def printable(text: str) -> str:
    """The text as the fonts can show it: composed letters, and □ for each that they lack."""
    if text.isascii() and text.isprintable():
        return text
    composed = unicodedata.normalize("NFC", plain_text(text))
    return _CANNOT_BE_SHOWN.sub(_NO_LETTER, composed.replace("\t", " ").replace("\r", " "))


def _printable(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {key: _printable(one) for key, one in value.items()}
    return [_printable(one) for one in value] if isinstance(value, list | tuple) else value


def _content(pack: Pack, organisation: str, time_zone: ZoneInfo) -> dict[str, Any]:
    asked, standing = pack.asked, pack.data["standing"]
    target_on = pack.data["plan"]["target_on"]
    return {
        "organisation": organisation,
        "title": pack.title,
        "on": day_in_words(asked.on),
        "known_at": f"{_moment_words(asked.known_at, time_zone)} ({moment_text(asked.known_at)})",
        "command": _command(pack),
        "data_sha256": pack.data_sha256,
        "format": pack.data["format"],
        "plan": _plan(pack.data["plan"]),
        "target": target_words(pack.data["plan"]["target_percent"], target_on and _day_words(target_on)),
        "method": METHOD,
        "keys": [{"words": STANDINGS[key][0], "means": STANDINGS[key][1]} for key in KEYS],
        "everybody": _group(standing["everybody"] | {"called": "Everybody"}, "called"),
        "by_course": [_group(one, "title") for one in standing["by_course"]],
        "by_team": _cut([_group(one, "called") for one in called_groups(pack, "by_team")]),
        "by_job_role": _cut([_group(one, "called") for one in called_groups(pack, "by_job_role")]),
        "courses": pack.data["courses"],
        "coverage": [_framework(one) for one in pack.coverage],
        "compared_at": _moment_words(datetime.fromisoformat(pack.differences["compared_at"]), time_zone),
        "differences": [
            one | {"then": standing_words(one["then"]), "now": standing_words(one["now"])}
            for one in pack.differences["changes"]
        ],
        "names": _names(pack),
    }


def _plan(plan: dict[str, Any]) -> dict[str, Any]:
    requirements = [
        one
        | {
            "due": due_words(one["due_on"] and date.fromisoformat(one["due_on"]), one["due_after_days"]),
            "renewal": renewal_words(one["renew_after_months"]),
        }
        for one in plan["requirements"]
    ]
    return plan | {"for": audience_words(audience_of(plan["audience"])), "requirements": requirements}


def _command(pack: Pack) -> str:
    asked = pack.asked
    ending = f"--known-at {moment_text(asked.known_at)} --to pack.zip"
    return f"flask records pack --plan {asked.plan_key} --on {asked.on.isoformat()} {ending}"


def _names(pack: Pack) -> dict[str, Any] | None:
    if pack.names is None:
        return None
    lines = [one | {"standing": standing_words(one["standing"])} for one in pack.names["standings"]]
    changes = [
        one | {"then": standing_words(one["then"]), "now": standing_words(one["now"])}
        for one in pack.names["differences"]
    ]
    return {"standings": _cut(lines), "differences": _cut(changes)}


def _cut(lines: list[Any]) -> dict[str, Any]:
    return {"lines": lines[:MOST_LINES], "left_out": max(0, len(lines) - MOST_LINES)}


def _group(group: dict[str, Any], name: str) -> dict[str, Any]:
    standings = group["standings"]
    return {
        "group": group[name],
        "people": group["people"],
        "numbers": [standings[key] for key in KEYS] if standings else None,
        "done_percent": group["done_percent"],
    }


def _framework(framework: dict[str, Any]) -> dict[str, Any]:
    elements = framework["elements"]
    taught = [one for one in elements if one["lessons"]]
    by_plan = [one for one in taught if any(lesson["in_plan"] for lesson in one["lessons"])]
    return {
        "title": framework["title"],
        "publisher": framework["publisher"],
        "file_sha256": framework["file_sha256"],
        "sentence": f"A published lesson taught {len(taught)} of {len(elements)} elements that lessons can teach, "
        f"{len(by_plan)} of them in a course of this plan.",
        "taught": [
            {
                "title": one["title"],
                "strength": one["strength"],
                "in_plan": _lessons(one, in_plan=True),
                "elsewhere": _lessons(one, in_plan=False),
            }
            for one in taught
        ],
        "missing": [one["title"] for one in elements if not one["lessons"]],
    }


def _lessons(element: dict[str, Any], *, in_plan: bool) -> str:
    found = [one for one in element["lessons"] if one["in_plan"] == in_plan]
    return "; ".join(f"{one['course_title']}: {one['lesson_title']}" for one in found) or "–"


def _moment_words(moment: datetime, time_zone: ZoneInfo) -> str:
    here = moment.astimezone(time_zone)
    return f"{day_in_words(here.date())} at {here:%H:%M:%S %Z}"


def _day_words(text: str) -> str:
    return day_in_words(datetime.fromisoformat(text).date())
