"""PURE. The pictures of one document: each made fit for a course once, and named by what it shows, within a bound."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field

from learning.exchange.documents.rich_text import Losses, Picture, shortened
from learning.exchange.picture_files import UnusablePictureError, make_picture

_MOST_PICTURES = 200
_MOST_DOTS = 250_000_000
_DATA = re.compile(r"data:image/[\w.+-]+;base64,", re.IGNORECASE)


@dataclass(slots=True)
class PictureShelf:
    """Pictures by their path in the course."""

    losses: Losses
    pictures: dict[str, bytes] = field(default_factory=dict)
    _path_by_source: dict[str, str] = field(default_factory=dict)
    _dot_count: int = 0

    def put(self, source: str, data: bytes | None, shows: str) -> Picture | None:
        """The picture to be shown; None, and a loss, where it cannot be. `source` tells pictures apart."""
        if source in self._path_by_source:
            path = self._path_by_source[source]
            if path:
                return Picture(path, shows)
            self._lose("the same picture as above: not carried over.", shows)
            return None
        self._path_by_source[source] = ""
        if data is None:
            self._lose("a picture that is not in the file, or is too large: not carried over.", shows)
            return None
        # Also one of which nothing can be made takes time.
        if len(self._path_by_source) > _MOST_PICTURES or self._dot_count > _MOST_DOTS:
            self._lose("there are too many large pictures for one file: this one is not carried over.", shows)
            return None
        try:
            made = make_picture(data)
        except UnusablePictureError as refusal:
            self._lose(f"a picture was not carried over. {refusal}", shows)
            return None
        self._dot_count += made.dot_count
        if made.note:
            self.losses.note(f"a picture changed. {made.note}")
        path = f"images/picture-{made.short_hash}.{made.ending}"
        self._path_by_source[source] = path
        self.pictures[path] = made.content
        return Picture(path, shows)

    def put_address(self, address: str, shows: str) -> Picture | None:
        """The picture that an address of HTML holds; one that leads elsewhere is not fetched, but named."""
        if not _DATA.match(address):
            self._lose(f"a picture at {shortened(address) or 'no address'}: add it under Pictures.", shows)
            return None
        try:
            data = base64.b64decode(address.partition(",")[2], validate=False)
        except (binascii.Error, ValueError):
            data = b"-"
        return self.put(f"{len(data)}:{hash(data)}", data, shows)

    def _lose(self, what: str, shows: str) -> None:
        self.losses.note(f"{what} It shows: {shortened(shows)}" if shows else what)
