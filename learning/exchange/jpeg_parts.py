"""PURE. How a JPEG is put together, found without decoding it: the scans and segments that reading it would take.

A picture that comes clear bit by bit is gone over once a scan, so a small file can ask for hours of work.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

MOST_SEGMENTS = 2_000
_START = b"\xff\xd8"
_MARKER_IN_HEAD = re.compile(rb"\xff(.)", re.DOTALL)
_MARKER_IN_SCAN = re.compile(rb"\xff([^\x00\xff\xd0-\xd7])")  # the others belong to what a scan holds
_END, _SCAN, _FILLING = 0xD9, 0xDA, 0xFF
_ALONE = (0x00, 0x01, 0xD8, *range(0xD0, 0xD8))
_BASELINE = (0xC0, 0xC1)
_FRAMES = tuple(marker for marker in range(0xC0, 0xD0) if marker not in (0xC4, 0xC8, 0xCC))
"""They say how large the picture is and of how many components, such as colours."""


@dataclass(frozen=True, slots=True)
class JpegParts:
    """Counted up to just over MOST_SEGMENTS."""

    segment_count: int = 0
    scan_count: int = 0
    is_baseline: bool = False
    is_first_scan_whole: bool = False
    """It has all components of the picture."""

    @property
    def is_unpacked_row_by_row(self) -> bool:
        """Whether reading it takes a few rows at a time; of every other JPEG all is held until the last scan."""
        return self.is_baseline and self.is_first_scan_whole and self.scan_count == 1


def jpeg_parts(data: bytes) -> JpegParts:
    """The parts of a JPEG; of anything else, none."""
    segments = list(islice(_segments(data), MOST_SEGMENTS + 1))
    frames = [(marker, data[at + 7 : at + 8]) for marker, at in segments if marker in _FRAMES]
    scans = [data[at + 2 : at + 3] for marker, at in segments if marker == _SCAN]
    return JpegParts(
        segment_count=len(segments),
        scan_count=len(scans),
        is_baseline=len(frames) == 1 and frames[0][0] in _BASELINE,
        is_first_scan_whole=bool(frames and scans) and frames[0][1] == scans[0],
    )


def _segments(data: bytes) -> Iterator[tuple[int, int]]:
    """The marker of each segment up to the end of the picture, and where what follows it begins."""
    is_in_scan = False
    at = len(_START) if data.startswith(_START) else len(data)
    while found := (_MARKER_IN_SCAN if is_in_scan else _MARKER_IN_HEAD).search(data, at):
        marker, at = found[1][0], found.end()
        if marker == _END:
            return
        yield marker, at  # filling too: a reader goes over it byte by byte
        is_in_scan = is_in_scan or marker == _SCAN
        if marker == _FILLING:
            at -= 1
        elif marker not in _ALONE:
            at += max(int.from_bytes(data[at : at + 2]), 2)
