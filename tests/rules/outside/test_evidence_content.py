"""Which files are kept as evidence, by what is in them and not by what they are called."""

from __future__ import annotations

import hashlib
import io
import random

import pytest
from PIL import Image

from learning.outside.evidence_content import LARGEST_EVIDENCE_BYTES, UnusableEvidenceError, read_evidence

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def picture(kind: str, size=(60, 40), colour="teal", mode="RGB", **options) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind, **options)
    return out.getvalue()


def test_a_pdf_is_kept_as_it_is_and_named_by_its_hash():
    evidence = read_evidence(PDF)
    assert (evidence.kind, evidence.content) == ("pdf", PDF)
    assert evidence.content_hash == hashlib.sha256(PDF).hexdigest()


@pytest.mark.parametrize(("kind", "ending"), [("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp")])
def test_a_picture_is_made_anew_without_what_it_carries_unseen(kind, ending):
    hidden = Image.Exif()
    hidden[0x010E] = "51.5074 N, at home"
    sent = picture(kind, exif=hidden)
    assert b"at home" in sent
    evidence = read_evidence(sent)
    assert evidence.kind == ending
    assert b"at home" not in evidence.content
    assert Image.open(io.BytesIO(evidence.content)).format == kind


@pytest.mark.parametrize("glued", [b"<script>alert(1)</script>", PDF, b"PK\x03\x04 a zip"])
def test_what_is_glued_to_a_picture_is_left_behind(glued):
    assert glued not in read_evidence(picture("JPEG") + glued).content


def test_a_large_photo_becomes_smaller_and_a_clear_ground_white():
    kept = Image.open(io.BytesIO(read_evidence(picture("PNG", (3_000, 750))).content))
    assert kept.size == (2_400, 600)
    clear = read_evidence(picture("PNG", colour=(0, 0, 0, 0), mode="RGBA")).content
    assert Image.open(io.BytesIO(clear)).getpixel((1, 1)) == (255, 255, 255)


def test_a_photo_that_lies_on_its_side_is_turned_before_that_is_forgotten():
    turned = Image.Exif()
    turned[0x0112] = 6
    assert Image.open(io.BytesIO(read_evidence(picture("JPEG", exif=turned)).content)).size == (40, 60)


def test_a_picture_that_would_be_too_large_as_png_becomes_a_jpeg():
    noise, sent = Image.frombytes("L", (2_150, 2_150), random.Random(1).randbytes(2_150**2)), io.BytesIO()
    noise.save(sent, "PNG", compress_level=1)
    kept = read_evidence(sent.getvalue())
    assert kept.kind == "jpg"
    assert len(kept.content) <= LARGEST_EVIDENCE_BYTES


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"%PDF-1.7" + b"0" * LARGEST_EVIDENCE_BYTES, "5 MB is the most"),
        (b"%PDF-1.7 and then nothing", "no end"),
        (PDF + b"<html>" * 1_000, "not only a PDF"),
        (b" " + PDF, "no PDF"),
        (b"PK\x03\x04 and so on", "Save it as PDF"),
        (b"\0\0\0\x18ftypheic", "HEIC"),
        (b"<html><script>alert(1)</script></html>", "no PDF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no PDF"),
        (picture("GIF"), "no PDF"),
        (picture("PNG")[:60], "no PDF"),
        (picture("PNG", (9_000, 9_000), 0, "1"), "too large"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_a_sentence(data, words):
    with pytest.raises(UnusableEvidenceError, match=words):
        read_evidence(data)
