"""The outline of a draft changed: pages renamed and moved, links to them following, and the last change undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from learning.courses.draft_files import add_draft_file, fault_of_name, put_text, text_of
from learning.courses.draft_history import last_change, note_outline
from learning.courses.draft_imports import put_back
from learning.courses.drafts import locked_draft, note_change
from learning.courses.insertions import INSERTIONS
from learning.courses.models import Draft, DraftFile, OutlineChange
from learning.courses.outline import PageKind, follow_moves, moves_to_place, new_path, page_key, renamed_path
from learning.courses.source_folder import COURSE_PAGE
from learning.db import db
from learning.errors import Conflict, Invalid, NotFound
from learning.people.models import Person

_CHANGED = "This outline was changed meanwhile"
_FIRST_WORDS: Mapping[PageKind, str] = {
    "lesson": "---\nminutes: 5\n---\n# {title}\n\n[Replace this: what you want to say, in short paragraphs.]\n\n"
    + INSERTIONS["choose-one"].markdown,
    "check": "---\npass_mark: 80\n---\n# {title}\n\n" + INSERTIONS["choose-one"].markdown,
    "bank": "# {title}\n\n" + INSERTIONS["true-or-false"].markdown,
}


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a page is now; `to_look_at` are pages with a link that could not follow it."""

    path: str
    to_look_at: tuple[str, ...] = ()


def add_new_page(slug: str, kind: PageKind, title: str, *, author: Person, now: datetime) -> str:
    """Add a lesson, the final check or a bank under a name made of its title, with first words; gives its path.

    A second click opens the page of the first one. Raises Invalid for "kind" and "title".
    """
    draft = locked_draft(slug, now)
    title = " ".join(title.split()) or "Final check"
    text = _FIRST_WORDS[kind].format(title=title)
    last = last_change(draft)
    if last and (last[0].kind, last[0].made_by_id) == ("added", author.id) and text_of(draft, last[0].path) == text:
        return last[0].path
    paths = {file.path for file in draft.files}
    path = new_path(kind, title, paths)
    if path in paths:
        raise Invalid({"kind": f"This course has a final check already. Open {path} to change it."})
    try:
        add_draft_file(slug, path, text, author=author, now=now)
    except Invalid as refusal:
        raise Invalid({"title": refusal.sentence}) from None
    return path


def rename_page(slug: str, path: str, name: str, *, author: Person, now: datetime) -> Moved:
    """Give a lesson or bank another file name, made of words where it is none. Raises Invalid for "name"."""
    draft = locked_draft(slug, now)
    new = renamed_path(path, name)
    paths = {file.path for file in draft.files}
    if path not in paths:
        if new in paths:
            return Moved(new)  # a second click
        raise NotFound(f"The draft has no page {path}. It may have been removed or renamed.")
    _check_name(path, new, paths)
    if new == path:
        return Moved(path)
    to_look_at = _move(draft, {path: new}, now)
    note_outline(draft, "renamed", new, author=author, now=now, moves={path: new})
    note_change(draft, author, now, "draft page renamed", new)
    return Moved(new, to_look_at)


def move_lesson(slug: str, key: str, place: int, *, author: Person, now: datetime) -> Moved:
    """Put the lesson with this key at a place, counted from 1; its neighbours' numbers change, all keys stay."""
    draft = locked_draft(slug, now)
    paths = {file.path for file in draft.files}
    here = next((path for path in sorted(paths) if page_key(path) == key and path != key), None)
    if here is None:
        raise NotFound("The draft has no such lesson. It may have been removed or renamed.")
    moves = moves_to_place(key, place, paths)
    if not moves:
        return Moved(here)
    new = moves.get(here, here)
    to_look_at = _move(draft, moves, now)
    note_outline(draft, "moved", new, author=author, now=now, moves=moves)
    note_change(draft, author, now, "draft page moved", new)
    return Moved(new, to_look_at)


def undo_outline_change(slug: str, change_id: int, *, author: Person, now: datetime) -> Moved | None:
    """Undo the last change of the outline; None where that was an import, or where it was undone already.

    Raises Conflict where it is not the last one, or where what it would bring back is there again.
    """
    draft = locked_draft(slug, now)
    found = last_change(draft)
    if found is None or found[0].id < change_id:
        return None
    change = found[0]
    if change.id != change_id:
        raise Conflict("The outline was changed again after that. Look at it before you undo anything.", _CHANGED)
    if change.kind in ("imported", "returned"):
        put_back(draft, change, author=author, now=now)
        db.session.delete(change)
        note_change(draft, author, now, "draft import undone", change.path)
        return None
    moved = _bring_back(draft, change) if change.kind == "removed" else _take_back(draft, change, author, now)
    db.session.delete(change)
    note_change(draft, author, now, "draft outline undone", moved.path)
    return moved


def _bring_back(draft: Draft, change: OutlineChange) -> Moved:
    if any(file.path == change.path for file in draft.files):
        raise Conflict(f"There is a file {change.path} again. Rename or remove it, then undo.", _CHANGED)
    draft.files.append(DraftFile(path=change.path, content=change.content or b""))
    return Moved(change.path)


def _take_back(draft: Draft, change: OutlineChange, author: Person, now: datetime) -> Moved:
    """Undo adding by removing, which can be undone in its turn as somebody may have written there; else move back."""
    files = {file.path: file for file in draft.files}
    if change.kind == "added":
        if change.path in files:
            note_outline(draft, "removed", change.path, author=author, now=now, content=files[change.path].content)
            draft.files.remove(files[change.path])
        return Moved(change.path)
    back = {new: old for old, new in change.moves.items() if new in files}
    taken = next((old for old in back.values() if old in files and old not in back), None)
    if taken is not None:
        raise Conflict(f"There is a page {taken} again. Rename or remove it, then undo.", _CHANGED)
    to_look_at = _move(draft, back, now)
    return Moved(back.get(change.path, change.path), to_look_at)


def _check_name(path: str, new: str, paths: set[str]) -> None:
    fault = ""
    if path in (COURSE_PAGE, "quiz.md") or not path.endswith(".md"):
        fault = "Only lessons and banks can be renamed."
    elif not new:
        fault = "Enter a name, such as What helps."
    elif new != path and new in paths:
        fault = f"The draft has a page {new} already. Choose another name."
    elif fault_of_name(new) or new in (COURSE_PAGE, "quiz.md") or new.startswith("banks/") != path.startswith("banks/"):
        fault = fault_of_name(new) or "A lesson stays a lesson, and a bank a bank. Choose another name."
    if fault:
        raise Invalid({"name": fault})


def _move(draft: Draft, moves: Mapping[str, str], now: datetime) -> tuple[str, ...]:
    """Rename these files at once, links following; gives the pages with a link that could not."""
    contents = {moves.get(file.path, file.path): file.content for file in draft.files}
    for file in list(draft.files):
        if file.path in moves and file.path not in contents:
            draft.files.remove(file)
    files = {file.path: file for file in draft.files}
    for path in moves.values():
        if path in files:
            files[path].content = contents[path]
        else:
            draft.files.append(DraftFile(path=path, content=contents[path]))
    to_look_at = []
    for file in draft.files:
        if not file.path.endswith(".md"):
            continue
        text = file.content.decode("utf-8", "surrogateescape")
        followed = follow_moves(draft.course.slug, file.path, text, moves)
        if followed.text != text:
            put_text(draft, file.path, followed.text.encode("utf-8", "surrogateescape"), now)
        if followed.missed_count:
            to_look_at.append(file.path)
    return tuple(to_look_at)
