"""Tables as downloads. The file is whole before the answer begins: half a table would look like a whole one."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from typing import IO, Literal, cast

from flask import Response

from learning.web.csv_export import BYTE_ORDER_MARK, write_csv
from learning.web.tables import Table, file_name
from learning.web.xlsx_export import write_xlsx

TableForm = Literal["csv", "xlsx"]
"""The two kinds of table file, which are the endings of their addresses: `/my-team.<any(csv, xlsx):form>`."""

_MEDIA_TYPES: dict[TableForm, str] = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_MOST_BYTES_IN_MEMORY = 1_000_000
_BYTES_AT_ONCE = 64_000


def table_download(table: Table, form: TableForm, name: str, *, unspelt: str = "filter") -> Response:
    """The table as a file; its name says `name`, the day and the filters, or `unspelt` for one in another script."""
    spooled = tempfile.SpooledTemporaryFile(max_size=_MOST_BYTES_IN_MEMORY)  # noqa: SIM115 - closed with the answer
    file = cast(IO[bytes], spooled)
    write_table(file, table, form)
    return file_download(file, _MEDIA_TYPES[form], file_name(name, table.on, table.filters, form, unspelt=unspelt))


def file_download(file: IO[bytes], media_type: str, name: str) -> Response:
    """What was written into a file, from its beginning: a small one at once, a large one bit by bit.

    The file is closed with the answer.
    """
    byte_count = file.tell()
    file.seek(0)
    parts = _parts(file)
    response = Response(parts if byte_count > _MOST_BYTES_IN_MEMORY else b"".join(parts), mimetype=media_type)
    response.content_length = byte_count
    response.call_on_close(file.close)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def write_table(file: IO[bytes], table: Table, form: TableForm, *, byte_order_mark: bool = True) -> None:
    """Write the table, which is left open."""
    if form == "xlsx":
        write_xlsx(file, table)
        return
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=False)
    if byte_order_mark:
        text.write(BYTE_ORDER_MARK)
    write_csv(text, table)
    text.detach()


def _parts(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while part := file.read(_BYTES_AT_ONCE):
            yield part
