"""A pack that was made earlier, read from its file: what it was asked for, and what differs from one made now."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from learning.errors import Invalid
from learning.evidence.asking import read_moment
from learning.evidence.plan_then import Asked

_NO_PACK = "This is no inspection pack: choose the zip as it was downloaded, or the data.json from it."


@dataclass(frozen=True, slots=True)
class EarlierPack:
    """The data file of a pack, with the format that it is written in: 1 where it does not say."""

    asked: Asked
    format: int
    data_bytes: bytes
    data: dict[str, Any]

    def parts_that_differ(self, data: dict[str, Any]) -> list[str]:
        """Which parts of the data read otherwise in these."""
        return sorted(part for part in self.data.keys() | data.keys() if self.data.get(part) != data.get(part))


def read_earlier_pack(content: bytes) -> EarlierPack:
    """The pack in a file: the zip, or the data.json from it. Raises Invalid."""
    try:
        data_bytes = content
        if content.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                data_bytes = archive.read("data.json")
        data = json.loads(data_bytes)
        about = data["about"]
        asked = Asked(
            str(about["plan"]), date.fromisoformat(about["on"]), read_moment(str(about["known_at"]), ZoneInfo("UTC"))
        )
        return EarlierPack(asked, int(data.get("format", 1)), data_bytes, data)
    except (ValueError, TypeError, KeyError, zipfile.BadZipFile, zlib.error, RuntimeError):
        raise Invalid({"file": _NO_PACK}) from None  # RuntimeError: a zip with a password
