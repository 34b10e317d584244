"""The pages of a draft: saved, added, removed.

Must not parse while saving: what is typed is kept, whatever it says.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select

from learning.courses.draft_history import hash_of, keep_text, kept_text, note_outline, path_now
from learning.courses.draft_imports import put_files
from learning.courses.draft_size import fault_of_count
from learning.courses.drafts import check_revision, locked_draft, note_change
from learning.courses.format.file_names import is_left_alone, sort_paths
from learning.courses.format.source_text import MAX_TEXT_BYTES, with_plain_line_ends
from learning.courses.models import Draft, DraftFile
from learning.courses.source_folder import COURSE_PAGE
from learning.db import db
from learning.errors import Conflict, Invalid, NotFound
from learning.people.models import Person

_LONGEST_NAME = 200
_HIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class StaleDraft(Conflict):
    """Somebody, or another tab, saved this file in the meantime. Nothing was changed; both texts are here.

    `opened_text` is the one that both began with, None where it is not known any more.
    """

    def __init__(
        self, sentence: str, *, saved_text: str | None, typed_text: str, opened_text: str | None, revision: int
    ) -> None:
        super().__init__(sentence, heading="This page was changed meanwhile")
        self.saved_text = saved_text
        self.typed_text = typed_text
        self.opened_text = opened_text
        self.revision = revision


def text_of(draft: Draft, path: str) -> str | None:
    """The text of a page of the draft, None where it has no such page."""
    found = next((file for file in draft.files if file.path == path), None)
    return None if found is None or not path.endswith(".md") else found.content.decode("utf-8", "replace")


def has_page(draft: Draft, path: str) -> bool:
    """Whether the draft has a page at this path; reads no page."""
    if not path.endswith(".md") or "\0" in path:
        return False
    find = select(DraftFile.path).where(DraftFile.draft_id == draft.id, DraftFile.path == path)
    return db.session.scalar(find) is not None


def text_hash(text: str) -> str:
    """What a page form carries to say which text it was opened with."""
    return hash_of(text.encode("utf-8", "surrogatepass"))


def save_draft_file(
    slug: str,
    path: str,
    text: str,
    *,
    expected_revision: int,
    author: Person,
    now: datetime,
    opened_hash: str = "",
) -> Draft:
    """Keep the text of a page, problems and all; of one that was renamed meanwhile, by its new name.

    Raises StaleDraft with both texts where this page is no longer as it was opened (`opened_hash`), or where that is
    not said, the draft no longer at `expected_revision`; never where it says the same already. Raises Invalid for
    "text" that cannot be stored.
    """
    text = with_plain_line_ends(text)
    content = _checked_content(text)
    draft = locked_draft(slug, now)
    path = path_now(draft, path)
    saved_text = text_of(draft, path)
    if saved_text == text:
        return draft
    # A draft that nobody has saved follows the current version without a new revision, so the text decides.
    is_as_opened = saved_text is not None and text_hash(saved_text) == opened_hash
    if not (is_as_opened if opened_hash else draft.revision == expected_revision):
        raise StaleDraft(
            "This page was saved by somebody else, or in another tab, after you opened it. Nothing is lost.",
            saved_text=saved_text,
            typed_text=text,
            opened_text=kept_text(draft, opened_hash),
            revision=draft.revision,
        )
    if saved_text is None:
        raise NotFound(f"The draft has no page {path}.")
    put_text(draft, path, content, now)
    note_change(draft, author, now, "draft saved", path)
    return draft


def put_text(draft: Draft, path: str, content: bytes, now: datetime) -> None:
    """Give a page of a locked draft another text; the one it had is kept for whoever has it open."""
    file = next(file for file in draft.files if file.path == path)
    keep_text(draft, file.content, now)
    file.content = content


def add_draft_file(slug: str, path: str, text: str, *, author: Person, now: datetime) -> Draft:
    """Add a page: a lesson, the final check or a bank. Raises Invalid for "path"."""
    contents = {path: _checked_content(with_plain_line_ends(text))}
    draft = locked_draft(slug, now)
    _refuse_to_add(draft, contents)
    draft.files.append(DraftFile(path=path, content=contents[path]))
    note_outline(draft, "added", path, author=author, now=now)
    note_change(draft, author, now, "draft page added", path)
    return draft


def add_draft_files(slug: str, texts: Mapping[str, str], *, name: str, author: Person, now: datetime) -> Draft:
    """Add pages as one change, named after where they come from; all of them or none. Raises Invalid for "path"."""
    contents = {path: _checked_content(with_plain_line_ends(text)) for path, text in texts.items()}
    draft = locked_draft(slug, now)
    _refuse_to_add(draft, contents)
    put_files(draft, contents, name=name[:_LONGEST_NAME], author=author, now=now)
    note_change(draft, author, now, "draft pages added", next(iter(contents), name))
    return draft


def _refuse_to_add(draft: Draft, paths: Collection[str]) -> None:
    there = {file.path for file in draft.files}
    for path in paths:
        fault = fault_of_name(path)
        if path in there:
            fault = f"The draft has a page {path} already. Open it, or choose another name."
        if fault:
            raise Invalid({"path": fault})
    fault = fault_of_count(len(there) + len(paths))
    if fault:
        raise Invalid({"path": fault})


def remove_draft_file(slug: str, path: str, *, expected_revision: int, author: Person, now: datetime) -> Draft:
    """Take a page or picture out of the draft, from where it can be brought back; published versions keep theirs."""
    draft = locked_draft(slug, now)
    found = next((file for file in draft.files if file.path == path), None)
    if found is None:
        return draft
    if path == COURSE_PAGE:
        raise Conflict(f"A course cannot be without {COURSE_PAGE}.", heading="This page stays")
    check_revision(draft, expected_revision)
    note_outline(draft, "removed", path, author=author, now=now, content=found.content)
    draft.files.remove(found)
    note_change(draft, author, now, "draft page removed", path)
    return draft


def _checked_content(text: str) -> bytes:
    hidden = _HIDDEN.search(text)
    if hidden:
        line = text.count("\n", 0, hidden.start()) + 1
        raise Invalid({"text": f"Line {line} holds a hidden character that cannot be saved. Type that place again."})
    try:
        content = text.encode("utf-8")
    except UnicodeEncodeError:
        raise Invalid({"text": "There is half a character in this text. Type that place again."}) from None
    if len(content) > MAX_TEXT_BYTES:
        size = -(-len(content) // 1024)
        raise Invalid({"text": f"This page has {size} KB; at most 64 KB can be saved. Split it in two."})
    return content


def fault_of_name(path: str) -> str:
    """Why no page can have this name, as a sentence; empty where it can."""
    if not path.endswith(".md") or is_left_alone(path):
        return "A page's name ends in .md, and begins with a number for a lesson: 08-what-helps.md."
    _, faults = sort_paths([path])
    return faults[0].problems[0].sentence if faults else ""
