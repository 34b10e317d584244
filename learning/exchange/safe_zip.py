"""PURE. Zip files from anywhere, read so that none can take more memory or time than is set here, and written.

Must not know what is in them: a course, a Word document.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field

MAX_ZIP_BYTES = 10_000_000
MAX_ENTRIES = 3_000
_ENTRY_SIGN = b"PK\x01\x02"
_OLD_OFFICE_SIGN = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_READ_KINDS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_FAULTS = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, struct.error),
    *(OSError, KeyError, IndexError, OverflowError),
)
_SAME_MOMENT = (1980, 1, 1, 0, 0, 0)
_ORDINARY_FILE = (stat.S_IFREG | 0o644) << 16


class UnreadableZipError(Exception):
    """The bytes cannot be read as a zip; the text says why, for the person."""


@dataclass(slots=True)
class SafeZip:
    """An opened zip. `budget` is how many bytes may still be unpacked, over all its files."""

    entries: list[zipfile.ZipInfo]
    budget: int
    _archive: zipfile.ZipFile = field(repr=False)

    def read(self, entry: zipfile.ZipInfo, *, most: int) -> bytes | None:
        """The content of a file; None where it is larger than `most`, damaged, locked, or over the budget."""
        limit = min(most, self.budget)
        if entry.flag_bits & _ENCRYPTED or entry.compress_type not in _READ_KINDS or entry.file_size > limit:
            return None
        try:
            with self._archive.open(entry) as file:
                content = file.read(limit + 1)
        except _FAULTS:
            return None
        self.budget -= len(content)
        return content if len(content) <= limit else None


def open_zip(data: bytes, *, budget: int) -> SafeZip:
    """The zip in these bytes. Raises UnreadableZipError with a sentence."""
    if not data:
        raise UnreadableZipError("This file is empty (0 bytes). Choose it again.")
    if data.startswith(_OLD_OFFICE_SIGN):
        raise UnreadableZipError(
            "This is an old Word file (.doc), or one that is locked by a password. "
            "Open it in Word and save it as .docx, without a password."
        )
    if data.count(_ENTRY_SIGN) > MAX_ENTRIES:
        raise UnreadableZipError(f"This zip holds more than {MAX_ENTRIES:,} files. Take out what is no course.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        entries = archive.infolist()
    except _FAULTS:
        raise UnreadableZipError(
            "This file cannot be opened: it is no zip, or it is damaged. Make it again, or choose another one."
        ) from None
    return SafeZip(entries, budget, archive)


def is_link(entry: zipfile.ZipInfo) -> bool:
    """Whether an entry leads to another file instead of holding one."""
    return stat.S_ISLNK(entry.external_attr >> 16)


def is_locked(entry: zipfile.ZipInfo) -> bool:
    """Whether an entry needs a password."""
    return bool(entry.flag_bits & _ENCRYPTED)


def write_zip(files: Mapping[str, bytes], *, folder: str = "") -> bytes:
    """A zip of these files, below a folder where one is named; the same files give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(f"{folder}/{path}" if folder else path, _SAME_MOMENT)
            entry.create_system = 3  # the same on every system
            entry.external_attr = _ORDINARY_FILE
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[path])
    return out.getvalue()
