"""Whether the bytes of a picture are what its name says, and whether an SVG is safe to show.

Pictures are only ever shown as `<img>`, where scripts do not run; an SVG that could do more is refused all the same.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from learning.courses.problems import Findings

MAX_PICTURE_BYTES = 512 * 1024

_SVG = "http://www.w3.org/2000/svg"
_SHAPES = frozenset(
    {"svg", "g", "defs", "symbol", "use", "title", "desc", "metadata", "style", "switch", "view", "marker", "pattern"}
    | {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "textPath"}
    | {"clipPath", "mask", "linearGradient", "radialGradient", "stop", "filter"}
    | {"animate", "animateTransform", "animateMotion", "mpath"}
)
_HARMLESS_NAMESPACES = frozenset(
    {
        "http://www.inkscape.org/namespaces/inkscape",
        "http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "http://creativecommons.org/ns#",
        "http://purl.org/dc/elements/1.1/",
    }
)


_TAKE_IT_OUT = "A picture holds shapes and words only: take it out."


class _RefusedError(Exception):
    """Raised while an SVG is read, at the first thing that it must not hold; the text says what."""


def check_picture(data: bytes, findings: Findings) -> None:
    """Note what is wrong with a picture whose path is that of these findings."""
    ending = findings.path.rpartition(".")[2]
    if len(data) > MAX_PICTURE_BYTES:
        size = -(-len(data) // 1024)
        findings.problem(1, 1, "too-large", f"This picture has {size} KB; 512 KB at most. Save it smaller.")
        return
    if ending == "svg":
        _check_svg(data, findings)
        return
    found = _kind(data)
    if found is None:
        findings.problem(1, 1, "not-a-picture", f"This file is no {ending} picture. Save it anew as {ending}.")
    elif found != ending:
        sentence = f"This file holds a {found} picture. Let its name end in .{found}, or save it anew as {ending}."
        findings.problem(1, 1, "wrong-kind", sentence)


def _kind(data: bytes) -> str | None:
    """The kind of picture that the first bytes tell."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    return None


def _check_svg(data: bytes, findings: Findings) -> None:
    reading = _SvgReading()
    try:
        reading.parser.Parse(data, True)
    except _RefusedError as refused:
        findings.problem(reading.line, reading.column, "svg-unsafe", f"{refused} {_TAKE_IT_OUT}")
    except expat.ExpatError as error:
        sentence = "From here on this is no SVG. Save the picture anew as SVG."
        findings.problem(max(error.lineno, 1), error.offset + 1, "not-a-picture", sentence)
    except ValueError:
        findings.problem(1, 1, "not-a-picture", "This file is no SVG in UTF-8. Save the picture anew as SVG.")


class _SvgReading:
    """Reads an SVG from start to end and stops at the first thing that is not allowed."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._element
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.CharacterDataHandler = self._text
        self.parser.EndElementHandler = self._end
        self._path: list[str] = []
        self.line = self.column = 1

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        self._note_place()
        namespace, _, local = name.rpartition(" ")
        if not self._path and (namespace != _SVG or local != "svg"):
            raise _RefusedError(f'An SVG begins with <svg xmlns="{_SVG}">, and this with <{local[:40]}>.')
        self._path.append(local)
        is_shape = namespace == _SVG and (local in _SHAPES or local.startswith("fe"))
        if not is_shape and namespace not in _HARMLESS_NAMESPACES:
            raise _RefusedError(f"<{local[:40]}> cannot stand in a picture.")
        for attribute, value in attributes.items():
            self._check_attribute(attribute, value)

    def _check_attribute(self, name: str, value: str) -> None:
        local = name.rpartition(" ")[2]
        if local.casefold().startswith("on"):
            raise _RefusedError(f"{local[:40]} would run a script.")
        if local.casefold() in ("href", "src", "base") and not value.strip().startswith("#"):
            raise _RefusedError(f"{local} leads out of the picture.")
        if local == "attributeName" and value.rpartition(":")[2].casefold() in ("href", "src"):
            raise _RefusedError("An animation changes a link.")
        if local not in ("title", "label", "d", "points") and _leads_out(value):
            raise _RefusedError(f"{local[:40]} leads out of the picture.")

    def _end(self, _: str) -> None:
        self._path.pop()

    def _note_place(self) -> None:
        self.line, self.column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1

    def _text(self, text: str) -> None:
        self._note_place()
        if self._path and self._path[-1] == "style" and _leads_out(text):
            raise _RefusedError("The style leads out of the picture.")

    def _doctype(self, *_: object) -> None:
        self._note_place()
        raise _RefusedError("A document type cannot stand in a picture.")

    def _instruction(self, target: str, _: str) -> None:
        self._note_place()
        raise _RefusedError(f"<?{target[:40]}?> cannot stand in a picture.")


def _leads_out(value: str) -> bool:
    """Whether CSS or an attribute loads something from outside; escapes are refused, as they can hide it."""
    folded = re.sub(r"\s", "", value).casefold()
    if "@import" in folded or "javascript:" in folded or ("\\" in folded and "url" not in folded):
        return True
    return bool(re.search(r"url\((?![\"']?#)", folded)) or "image-set(" in folded
