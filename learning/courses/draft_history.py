"""What a draft was like before: earlier texts of its pages, and the changes of its outline, until the draft is gone."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Literal

from sqlalchemy import delete, select, update

from learning.courses.models import Draft, DraftFile, DraftText, OutlineChange
from learning.db import db
from learning.people.models import Person

ChangeKind = Literal["added", "removed", "renamed", "moved", "imported", "returned"]

KEPT_TEXTS = 300
KEPT_CHANGES = 50


def hash_of(content: bytes) -> str:
    """What a page form carries to say which text it was opened with."""
    return hashlib.sha256(content).hexdigest()


def keep_text(draft: Draft, content: bytes, now: datetime) -> None:
    """Keep the text that a page is about to lose, for whoever still has it open."""
    keep_texts(draft, [content], now)


def keep_texts(draft: Draft, contents: Collection[bytes], now: datetime) -> None:
    """Keep the texts that pages are about to lose, in as many statements as for one."""
    content_by_hash = {hash_of(content): content for content in contents}
    if not content_by_hash:
        return
    of_draft = DraftText.draft_id == draft.id
    find = select(DraftText.text_hash).where(of_draft, DraftText.text_hash.in_(content_by_hash))
    known = set(db.session.scalars(find))
    if known:
        seen_again = update(DraftText).where(of_draft, DraftText.text_hash.in_(known))
        db.session.execute(seen_again.values(kept_at=now))
    db.session.add_all(
        DraftText(draft_id=draft.id, text_hash=text_hash, content=content, kept_at=now)
        for text_hash, content in content_by_hash.items()
        if text_hash not in known
    )
    if len(known) < len(content_by_hash):
        _forget_old_texts(draft)


def _forget_old_texts(draft: Draft) -> None:
    newest = select(DraftText.text_hash).where(DraftText.draft_id == draft.id)
    newest = newest.order_by(DraftText.kept_at.desc(), DraftText.text_hash).offset(KEPT_TEXTS)
    too_old = db.session.scalars(newest).all()
    if too_old:
        db.session.execute(
            delete(DraftText).where(DraftText.draft_id == draft.id, DraftText.text_hash.in_(too_old)),
        )


def kept_text(draft: Draft, text_hash: str) -> str | None:
    """The text that some page of the draft had, by its hash; None where it never had, or is long gone."""
    find = select(DraftText.content).where(DraftText.draft_id == draft.id, DraftText.text_hash == text_hash)
    content = None if "\0" in text_hash else db.session.scalar(find)
    return None if content is None else content.decode("utf-8", "replace")


def note_outline(
    draft: Draft,
    kind: ChangeKind,
    path: str,
    *,
    author: Person,
    now: datetime,
    moves: Mapping[str, str] | None = None,
    content: bytes | None = None,
    file_count: int = 0,
) -> OutlineChange:
    """Note a change of the outline, so that it can be undone."""
    change = OutlineChange(draft_id=draft.id, kind=kind, path=path, moves=dict(moves or {}), content=content)
    change.made_at, change.made_by_id = now, author.id
    change.file_count = file_count
    db.session.add(change)
    db.session.flush()
    find = select(OutlineChange.id).where(OutlineChange.draft_id == draft.id).order_by(OutlineChange.id.desc())
    too_old = db.session.scalars(find.offset(KEPT_CHANGES)).all()
    if too_old:
        db.session.execute(delete(OutlineChange).where(OutlineChange.id.in_(too_old)))
    return change


def last_change(draft: Draft) -> tuple[OutlineChange, str] | None:
    """The last change of the outline that was not undone, and who made it."""
    find = (
        select(OutlineChange, Person.name)
        .join(Person, Person.id == OutlineChange.made_by_id)
        .where(OutlineChange.draft_id == draft.id)
        .order_by(OutlineChange.id.desc())
        .limit(1)
    )
    found = db.session.execute(find).first()
    return (found[0], found[1]) if found else None


def path_now(draft: Draft, path: str) -> str:
    """The name that a page has now, where it was renamed or moved since somebody opened it; else as it was given."""
    paths = set(db.session.scalars(select(DraftFile.path).where(DraftFile.draft_id == draft.id)))
    if path in paths:
        return path
    find = select(OutlineChange.moves).where(OutlineChange.draft_id == draft.id).order_by(OutlineChange.id)
    found = path
    for moves in db.session.scalars(find):
        found = moves.get(found, found)
    return found if found in paths else path
