"""PURE. A picture from anywhere made into one that a course can hold: known by its content, made anew, small enough.

Making it anew leaves behind what it may carry unseen, such as where a photo was taken.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from learning.courses.format.pictures import MAX_PICTURE_BYTES, check_picture
from learning.courses.problems import Findings
from learning.exchange.jpeg_parts import MOST_SEGMENTS, JpegParts, jpeg_parts

WIDEST_PIXELS = 1600
MOST_PIXELS = 25_000_000
"""That are unpacked; a photo that can be unpacked at a fraction of its size may have more."""
_MOST_PIXELS_OF_A_PHOTO = 200_000_000
_MOST_SCANS = 100
_USUAL_SCANS = 10
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")
_WIDTHS = (WIDEST_PIXELS, 1200, 800, 500)
_TOO_MANY_PARTS = (
    "This JPEG is built of more parts than a photo needs, and would take too long to open. "
    "Open it in a picture program and save it anew."
)
_FAULTS = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError, OverflowError, TypeError)

# Pillow would only warn below twice its own limit; ours is looked at before anything is unpacked.
Image.MAX_IMAGE_PIXELS = None


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture that a course can hold. `note` says what changed in it besides its size, where something did.

    `dot_count` is how many dots had to be unpacked to make it.
    """

    content: bytes
    ending: str
    note: str = ""
    dot_count: int = 0

    @property
    def short_hash(self) -> str:
        """Names the picture by what it shows."""
        return hashlib.sha256(self.content).hexdigest()[:8]


class UnusablePictureError(Exception):
    """The bytes cannot become a picture of a course; the text says why, for the person."""


def make_picture(data: bytes) -> PictureFile:
    """The picture made anew. Raises UnusablePictureError with a sentence."""
    if not data:
        raise UnusablePictureError("This file is empty (0 bytes). Choose it again.")
    if _looks_like_svg(data):
        return _drawing(data)
    parts = jpeg_parts(data)
    if parts.segment_count > MOST_SEGMENTS:
        raise UnusablePictureError(_TOO_MANY_PARTS)
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
            return _made_anew(opened, parts)
    except _FAULTS:
        raise UnusablePictureError(_why_not(data)) from None


def _looks_like_svg(data: bytes) -> bool:
    start = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith(b"<svg") or (start.startswith((b"<?xml", b"<!--", b"<!DOCTYPE svg")) and b"<svg" in data)


def _drawing(data: bytes) -> PictureFile:
    findings = Findings("images/drawing.svg")
    check_picture(data, findings)
    if findings.problems:
        problem = findings.problems[0]
        raise UnusablePictureError(f"Line {problem.line} of the drawing: {problem.sentence}")
    return PictureFile(data, "svg")


def _made_anew(opened: Image.Image, parts: JpegParts) -> PictureFile:
    kind = opened.format
    if parts.is_unpacked_row_by_row:  # any other takes all of its memory anyway
        _refuse_too_large(opened, _MOST_PIXELS_OF_A_PHOTO)
        opened.draft("RGB", (WIDEST_PIXELS, WIDEST_PIXELS))  # a large photo is unpacked at a fraction of its size
    _refuse_too_large(opened, MOST_PIXELS)
    _refuse_too_many_scans(opened, parts.scan_count)
    note = "Only the first picture of a moving one is kept." if getattr(opened, "is_animated", False) else ""
    dot_count = opened.width * opened.height * max(parts.scan_count // _USUAL_SCANS, 1)
    turned = ImageOps.exif_transpose(_coarser(opened))
    has_holes = turned.mode in ("RGBA", "LA", "PA") or "transparency" in turned.info
    plain = turned.convert("RGBA" if has_holes else "RGB")
    plain.info = {}  # colour profile, comments and all else that is not the picture
    for width in _WIDTHS:
        sized = _no_wider(plain, width)
        for ending in _endings(kind, has_holes=has_holes):
            content = _saved(sized, ending)
            if len(content) <= MAX_PICTURE_BYTES:
                return PictureFile(content, ending, note, dot_count)
    raise UnusablePictureError("This picture stays over 512 KB however small it is made. Save it smaller.")


def _refuse_too_large(opened: Image.Image, most: int) -> None:
    if opened.width * opened.height > most:
        size = f"{opened.width:,} by {opened.height:,} dots"
        raise UnusablePictureError(f"This picture is too large ({size}). Save it smaller, 1,600 dots wide.")


def _refuse_too_many_scans(opened: Image.Image, scan_count: int) -> None:
    """Each scan goes over the whole picture, so a large one may have fewer of them."""
    most = min(_MOST_SCANS, 2 * _USUAL_SCANS * MOST_PIXELS // max(opened.width * opened.height, 1))
    if scan_count > most:
        raise UnusablePictureError(_TOO_MANY_PARTS)


def _coarser(opened: Image.Image) -> Image.Image:
    """A very large picture at a fraction of its size, so that no step after it needs much memory."""
    factor = min(opened.width, opened.height) // WIDEST_PIXELS
    return opened.reduce(factor) if factor > 1 and opened.mode in ("L", "LA", "RGB", "RGBA") else opened


def _no_wider(picture: Image.Image, width: int) -> Image.Image:
    if picture.width <= width:
        return picture
    height = max(1, round(picture.height * width / picture.width))
    return picture.resize((width, height), Image.Resampling.LANCZOS)


def _endings(kind: str | None, *, has_holes: bool) -> tuple[str, ...]:
    if kind == "JPEG" and not has_holes:
        return ("jpg",)
    return ("webp",) if kind == "WEBP" else ("png", "webp")


def _saved(picture: Image.Image, ending: str) -> bytes:
    out = io.BytesIO()
    if ending == "png":
        picture.save(out, "PNG", optimize=True)
    elif ending == "jpg":
        picture.save(out, "JPEG", quality=85, optimize=True, progressive=True)
    else:
        picture.save(out, "WEBP", quality=85, method=4)
    return out.getvalue()


def _why_not(data: bytes) -> str:
    if data[:4] in (b"II*\0", b"MM\0*"):
        return "This is a TIFF picture, which browsers do not show. Save it as PNG or JPEG."
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"):
        return "This is a HEIC or AVIF picture, as some phones make them. Save it as JPEG."
    if data[:4] in (b"\xd7\xcd\xc6\x9a", b"\x01\0\x09\0") or data[40:44] == b" EMF":
        return "This is a Windows drawing (EMF or WMF), which browsers do not show. Save it as PNG."
    if data.startswith(b"%PDF"):
        return "This is a PDF file and no picture. Save the page as PNG."
    return "This file is no picture that can be read, or it is damaged. Use PNG, JPEG, WebP or SVG."
