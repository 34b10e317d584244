"""What the pages of drafts told each other, kept in the process by the text they had, within a number of bytes.

Nothing hangs on it but time: what is not remembered is read again.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict

from learning.courses.format.page_facts import PageFacts, read_facts

_KEPT_BYTES = 2 * 1024 * 1024
_ENTRY_BYTES = 600
_ANCHOR_BYTES = 300
"""What an entry and one of its anchors take beside their letters, rounded up."""

_Key = tuple[str, str, str, tuple[str, ...]]


class RememberedFacts:
    """Reads facts as `read_facts` does, and each of them once while it is remembered; the longest unused go first."""

    def __init__(self, kept_bytes: int = _KEPT_BYTES) -> None:
        self._kept_bytes = kept_bytes
        self._found: OrderedDict[_Key, tuple[PageFacts | None, int]] = OrderedDict()
        self._lock = threading.Lock()
        self.byte_count = 0

    def __call__(self, path: str, data: bytes, language: str, bank_paths: tuple[str, ...]) -> PageFacts | None:
        """The facts of this page."""
        key = (path, hashlib.sha256(data).hexdigest(), language, bank_paths)
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key][0]
        facts = read_facts(path, data, language, bank_paths)
        self._keep(key, facts)
        return facts

    def _keep(self, key: _Key, facts: PageFacts | None) -> None:
        size = _size_of(key, facts)
        with self._lock:
            if key in self._found or size > self._kept_bytes // 4:
                return
            self._found[key] = (facts, size)
            self.byte_count += size
            while self.byte_count > self._kept_bytes:
                _, (_, gone) = self._found.popitem(last=False)
                self.byte_count -= gone


def _size_of(key: _Key, facts: PageFacts | None) -> int:
    path, _, _, bank_paths = key
    anchors = (facts.anchors if facts else None) or {}
    letters = len(path) + sum(map(len, bank_paths)) + sum(len(name) + len(id_) for name, id_ in anchors.items())
    draws = facts.draws if facts else ()
    return 4 * letters + _ENTRY_BYTES + _ANCHOR_BYTES * (len(anchors) + len(draws) + len(bank_paths))


remembered_facts = RememberedFacts()
