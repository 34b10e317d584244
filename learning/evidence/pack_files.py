"""The pack as files: the PDF alone, or all of it in one zip whose parts are the same whenever they say the same."""

from __future__ import annotations

import tempfile
import zipfile
from datetime import datetime
from typing import IO, Literal
from zoneinfo import ZoneInfo

from learning.evidence.pack import FORMAT, Pack, as_json
from learning.evidence.pack_pdf import pdf_of
from learning.evidence.pack_tables import tables_of
from learning.evidence.pack_words import METHOD, STANDINGS
from learning.web.tables import moment_text
from learning.web.xlsx_export import write_xlsx

PackForm = Literal["pdf", "zip"]

_NO_TIME = (1980, 1, 1, 0, 0, 0)  # so that a zip says nothing of when and where it was made
_README = """Inspection pack: {title}
The day that is asked about: {on}
The moment of knowledge: {known_at}

inspection-pack.pdf   to be read
data.json             plan, standing, courses: the same two arguments give the same bytes. SHA-256: {sha256}
                      Teams stand here by number. The format of this file is {format}; a pack of another format,
                      or of none, is of an earlier or later version of the software and has another SHA-256.
                      To compare: flask records compare FILE
teams.json            what the teams are called now; a team called after its manager has a number instead
method.txt            how the numbers were made, and what the standings mean
coverage.json         what published lessons taught of each framework
differences.json      what is known now of that day and was not known then
plan.md               the plan as it read
tables.xlsx           all of it as tables
"""
_README_NAMES = "names.json            the second part: who stands where, by name\n"


def write_pack(
    file: IO[bytes], pack: Pack, form: PackForm, *, organisation: str, time_zone: ZoneInfo, now: datetime
) -> None:
    """Write the pack in this form; the file is left open."""
    pdf = pdf_of(pack, organisation=organisation, time_zone=time_zone, now=now)
    if form == "pdf":
        file.write(pdf)
        return
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        _add(archive, "README.txt", _readme(pack).encode())
        _add(archive, "inspection-pack.pdf", pdf)
        _add(archive, "data.json", pack.data_bytes)
        _add(archive, "teams.json", as_json(pack.teams))
        _add(archive, "method.txt", _method().encode())
        _add(archive, "coverage.json", as_json(pack.coverage))
        _add(archive, "differences.json", as_json(pack.differences))
        if pack.names is not None:
            _add(archive, "names.json", as_json(pack.names))
        _add(archive, "plan.md", pack.plan_text.encode())
        with tempfile.TemporaryFile() as workbook:
            write_xlsx(workbook, *tables_of(pack))
            workbook.seek(0)
            _add(archive, "tables.xlsx", workbook.read())


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, _NO_TIME), content, zipfile.ZIP_DEFLATED)


def _method() -> str:
    meanings = (f"{words}: {meaning}" for words, meaning in STANDINGS.values())
    return "\n\n".join((*METHOD, *meanings)) + "\n"


def _readme(pack: Pack) -> str:
    on, known_at = pack.asked.on.isoformat(), moment_text(pack.asked.known_at)
    words = _README.format(title=pack.title, on=on, known_at=known_at, sha256=pack.data_sha256, format=FORMAT)
    return words if pack.names is None else words + _README_NAMES
