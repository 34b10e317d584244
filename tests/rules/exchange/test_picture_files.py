"""Pictures are known by their content, made anew without what they carry unseen, and made small enough."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from learning.courses.format.pictures import MAX_PICTURE_BYTES, check_picture
from learning.courses.problems import Findings
from learning.exchange.documents.picture_shelf import PictureShelf
from learning.exchange.documents.rich_text import Losses
from learning.exchange.jpeg_parts import jpeg_parts
from learning.exchange.picture_files import UnusablePictureError, make_picture
from tests.rules.exchange.word_files import photo

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><circle r="4"/></svg>'
ORIENTATION, MAKER = 0x0112, 0x010F


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize(
    ("kind", "ending"), [("PNG", "png"), ("JPEG", "jpg"), ("WEBP", "webp"), ("GIF", "png"), ("BMP", "png")]
)
def test_every_kind_becomes_one_that_the_check_takes(kind: str, ending: str) -> None:
    made = make_picture(photo(kind=kind))
    assert made.ending == ending
    findings = Findings(f"images/a.{made.ending}")
    check_picture(made.content, findings)
    assert findings.problems == []
    assert make_picture(photo(kind=kind)) == made


def test_what_a_photo_carries_unseen_is_left_behind_and_it_stands_upright() -> None:
    unseen = Image.Exif()
    unseen[ORIENTATION], unseen[MAKER] = 6, "Secret camera"
    data = photo(kind="JPEG", size=(40, 20), exif=unseen, comment=b"taken at home", icc_profile=b"secret profile")
    assert b"Secret camera" in data
    made = opened(make_picture(data).content)
    assert made.size == (20, 40)
    assert not made.getexif()
    assert not {"comment", "icc_profile", "exif"} & set(made.info)


def test_a_large_picture_is_made_smaller_and_holes_stay_holes() -> None:
    made = make_picture(photo(size=(3200, 800)))
    assert opened(made.content).size == (1600, 400)
    out = io.BytesIO()
    Image.new("RGBA", (8, 8), (1, 2, 3, 0)).save(out, "PNG")
    assert opened(make_picture(out.getvalue()).content).getpixel((0, 0))[3] == 0


def test_a_picture_that_stays_too_large_as_png_becomes_webp() -> None:
    noise = Image.effect_noise((1000, 800), 90).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "PNG", compress_level=1)
    made = make_picture(out.getvalue())
    assert made.ending == "webp"
    assert len(made.content) <= MAX_PICTURE_BYTES


def test_of_a_moving_picture_the_first_stays_and_that_is_said() -> None:
    out = io.BytesIO()
    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    assert make_picture(out.getvalue()).note == "Only the first picture of a moving one is kept."


def test_a_drawing_stays_as_it_is_if_it_is_harmless() -> None:
    assert make_picture(SVG).content == SVG
    with pytest.raises(UnusablePictureError, match="Line 1 of the drawing"):
        make_picture(SVG.replace(b"<circle", b"<script/><circle"))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty (0 bytes)"),
        (b"GIF89a", "no picture that can be read"),
        (photo()[:60], "no picture that can be read"),
        (b"II*\0" + b"\0" * 20, "TIFF"),
        (b"\0\0\0\x18ftypheic", "HEIC"),
        (b"\x01\0\0\0" + b"\0" * 36 + b" EMF", "Windows drawing"),
        (b"%PDF-1.7", "PDF"),
        (b"<html><script></script></html>", "no picture that can be read"),
    ],
)
def test_what_is_no_picture_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(UnusablePictureError, match=re.escape(sentence)):
        make_picture(data)


def test_a_picture_that_would_unpack_to_gigabytes_is_not_unpacked() -> None:
    out = io.BytesIO()
    Image.new("1", (6_000, 6_000)).save(out, "PNG")
    with pytest.raises(UnusablePictureError, match="6,000 by 6,000 dots"):
        make_picture(out.getvalue())


def test_a_photo_that_has_to_be_unpacked_whole_is_measured_whole() -> None:
    size = (5_100, 5_000)
    assert make_picture(photo(kind="JPEG", size=size)).ending == "jpg"
    with pytest.raises(UnusablePictureError, match="too large"):
        make_picture(photo(kind="JPEG", size=size, progressive=True))


def test_a_photo_of_one_scan_is_measured_whole_if_it_comes_clear_bit_by_bit_or_its_scan_lacks_a_colour() -> None:
    plain = photo(kind="JPEG")
    frame, scan = plain.index(b"\xff\xc0"), plain.index(b"\xff\xda")
    large = plain[: frame + 5] + b"\x23\x28\x23\x28" + plain[frame + 9 :]  # it says 9,000 by 9,000 dots
    of_one_colour = b"\xff\xda\0\x08\1" + plain[scan + 5 : scan + 7] + plain[scan + 11 :]
    assert jpeg_parts(plain).is_unpacked_row_by_row
    for other in (
        large.replace(b"\xff\xc0", b"\xff\xc2"),
        large[:scan] + of_one_colour,
        large[:frame] + b"\xff\xc2" + large[frame + 2 : scan] + large[frame:],
    ):
        assert jpeg_parts(other).scan_count == 1
        with pytest.raises(UnusablePictureError, match="9,000 by 9,000 dots"):
            make_picture(other)


def test_signs_that_belong_into_a_scan_hide_none_where_they_stand_before_it() -> None:
    whole = photo(kind="JPEG", progressive=True)
    for sign in range(0xD0, 0xD8):
        assert jpeg_parts(whole[:2] + bytes([0xFF, sign]) + whole[2:]).scan_count == jpeg_parts(whole).scan_count == 10


def test_a_small_file_that_would_take_hours_of_unpacking_is_not_unpacked() -> None:
    whole = photo(kind="JPEG", size=(64, 64), progressive=True)
    assert jpeg_parts(whole).scan_count == 10
    assert make_picture(whole).ending == "jpg"
    last_scan = whole[whole.rindex(b"\xff\xda") : -2]
    for extra, is_fine in (
        (b"", True),
        (last_scan * 89, True),
        (last_scan * 91, False),
        (b"\xff\xfe\0\2" * 2_000, False),
    ):
        data = whole[:-2] + extra + b"\xff\xd9"
        if is_fine:
            assert make_picture(data).dot_count >= 64 * 64
        else:
            with pytest.raises(UnusablePictureError, match="built of more parts than a photo needs"):
                make_picture(data)
    large = bytearray(photo(kind="JPEG", size=(4_000, 3_000), progressive=True))
    with pytest.raises(UnusablePictureError, match="more parts"):
        make_picture(bytes(large[:-2]) + bytes(large[large.rindex(b"\xff\xda") : -2]) * 40 + b"\xff\xd9")
    for filling in (b"\xff", b"\xff\0"):
        with pytest.raises(UnusablePictureError, match="more parts"):
            make_picture(whole[:2] + filling * 3_000 + whole[2:])
    size = whole.index(b"\xff\xc2") + 5  # where its height and width stand
    with pytest.raises(UnusablePictureError, match="60,000 by 60,000 dots"):
        make_picture(whole[:size] + b"\xea\x60\xea\x60" + whole[size + 4 :])
    plain = photo(kind="JPEG")
    size = plain.index(b"\xff\xc0") + 5
    with pytest.raises(UnusablePictureError, match="60,000 by 60,000 dots"):
        make_picture(plain[:size] + b"\xea\x60\xea\x60" + plain[size + 4 :])


def test_of_many_broken_pictures_in_one_document_no_more_are_tried_than_of_whole_ones() -> None:
    shelf = PictureShelf(Losses())
    for number in range(200):
        assert shelf.put(f"broken-{number}", b"GIF89a", "") is None
    assert shelf.put("whole", photo(), "") is None
