"""Many files put into a draft at once: one change of it, undone in one step, however many they are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from learning.courses.draft_history import hash_of, keep_texts, note_outline
from learning.courses.models import ChangedFile, Draft, DraftFile, OutlineChange
from learning.db import db
from learning.people.models import Person


def put_files(draft: Draft, files: Mapping[str, bytes | None], *, name: str, author: Person, now: datetime) -> None:
    """Have a locked draft hold these files, and no longer those that are None; `name` says where they come from.

    What they take the place of is kept for undoing, and its texts for whoever has them open.
    """
    before = _contents(draft, files)
    _put(draft, files, now)
    change = note_outline(draft, "imported", name, author=author, now=now, file_count=len(files))
    _note_files(change, before, files)


def put_back(draft: Draft, change: OutlineChange, *, author: Person, now: datetime) -> None:
    """Undo an import. What was written on its files since is a change of its own then, so that it can come back."""
    changed = db.session.scalars(select(ChangedFile).where(ChangedFile.change_id == change.id)).all()
    before = {file.path: file.content for file in changed}
    here = _contents(draft, before)
    written = {file.path: here[file.path] for file in changed if _hash_of(here[file.path]) != file.put_hash}
    _put(draft, before, now)
    if written:
        kept = note_outline(draft, "returned", change.path, author=author, now=now, file_count=len(written))
        _note_files(kept, written, before)


def _contents(draft: Draft, paths: Mapping[str, bytes | None]) -> dict[str, bytes | None]:
    there = {file.path: file.content for file in draft.files}
    return {path: there.get(path) for path in paths}


def _put(draft: Draft, files: Mapping[str, bytes | None], now: datetime) -> None:
    there = {file.path: file for file in draft.files if file.path in files}
    keep_texts(draft, [file.content for path, file in there.items() if path.endswith(".md")], now)
    for path, content in files.items():
        if content is None:
            if path in there:
                draft.files.remove(there[path])
        elif path in there:
            there[path].content = content
        else:
            draft.files.append(DraftFile(path=path, content=content))


def _note_files(change: OutlineChange, before: Mapping[str, bytes | None], after: Mapping[str, bytes | None]) -> None:
    db.session.add_all(
        ChangedFile(change_id=change.id, path=path, content=content, put_hash=_hash_of(after[path]))
        for path, content in before.items()
    )


def _hash_of(content: bytes | None) -> str:
    return "" if content is None else hash_of(content)
