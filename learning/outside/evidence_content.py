"""PURE. A file that proves something, known by its content: a PDF as it is, or a picture made anew.

Making a picture anew leaves behind what it may carry unseen, such as where a photo was taken, and whatever else was
glued to it. A PDF cannot be made anew: it is only ever given out to be saved, never shown by us.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST_EVIDENCE_BYTES = 5_000_000
MOST_PIXELS = 40_000_000
_WIDEST_PIXELS = 2_400
_FORMATS = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}
_PDF_END_BYTES = 2_048
_FAULTS = (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError, OverflowError, TypeError)

# Pillow would only warn; our own limit is looked at before anything is unpacked.
Image.MAX_IMAGE_PIXELS = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file fit to be kept. `kind` is pdf, png, jpg or webp."""

    content: bytes
    kind: str

    @property
    def content_hash(self) -> str:
        """The SHA-256 of its content, in hex."""
        return hashlib.sha256(self.content).hexdigest()


class UnusableEvidenceError(Exception):
    """The bytes cannot be kept as evidence; the text says why, for the person."""


def read_evidence(data: bytes) -> Evidence:
    """The file as it will be kept. Raises UnusableEvidenceError with a sentence."""
    if not data:
        raise UnusableEvidenceError("This file is empty (0 bytes). Choose it again.")
    if len(data) > LARGEST_EVIDENCE_BYTES:
        size = f"{len(data) / 1_000_000:.1f} MB"
        raise UnusableEvidenceError(f"This file has {size}, and 5 MB is the most. Save it smaller, or send one page.")
    if data.startswith(b"%PDF-"):
        if b"%%EOF" not in data[-_PDF_END_BYTES:]:
            raise UnusableEvidenceError(
                "This PDF file has no end: it is damaged, or it is not only a PDF. Save it anew."
            )
        return Evidence(data, "pdf")
    try:
        with Image.open(io.BytesIO(data), formats=tuple(_FORMATS)) as opened:
            return _made_anew(opened)
    except _FAULTS:
        raise UnusableEvidenceError(_why_not(data)) from None


def _made_anew(opened: Image.Image) -> Evidence:
    kind = _FORMATS[opened.format or ""]
    opened.draft("RGB", (_WIDEST_PIXELS, _WIDEST_PIXELS))  # a large photo is unpacked at a fraction of its size
    if opened.width * opened.height > MOST_PIXELS:
        size = f"{opened.width:,} by {opened.height:,} dots"
        raise UnusableEvidenceError(f"This picture is too large ({size}). Save it smaller, 2,400 dots wide.")
    turned = ImageOps.exif_transpose(opened)
    turned.thumbnail((_WIDEST_PIXELS, _WIDEST_PIXELS))
    on_white = Image.new("RGB", turned.size, "white")
    holed = turned.convert("RGBA")
    on_white.paste(holed, mask=holed.getchannel("A"))
    content = _saved(on_white, kind)
    if len(content) <= LARGEST_EVIDENCE_BYTES:
        return Evidence(content, kind)
    return Evidence(_saved(on_white, "jpg"), "jpg")  # a photo saved as PNG; at this size a JPEG always fits


def _saved(picture: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    if kind == "png":
        picture.save(out, "PNG")
    elif kind == "webp":
        picture.save(out, "WEBP", quality=85, method=4)
    else:
        picture.save(out, "JPEG", quality=85)
    return out.getvalue()


def _why_not(data: bytes) -> str:
    if data[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"):
        return "This is a HEIC or AVIF picture, as some phones make them. Save it as JPEG, or send a screenshot."
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return "This looks like a Word file or a zip. Save it as PDF, then choose it again."
    return "This file is no PDF, PNG, JPEG or WebP, or it is damaged. Save it as PDF, or take a photo of the paper."
