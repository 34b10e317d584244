"""Course folders on disk: reads one into files, lists those of a library, writes a version out again.

Bounded whatever lies there, and never follows a link out of the folder. Must not judge what the files say: an unknown
file is handed on, and the parser reports it.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from learning.courses.format.file_names import RESERVED_SLUGS, is_left_alone
from learning.courses.format.library import kind_of
from learning.courses.problems import Problem

COURSE_PAGE = "course.md"

MAX_FILE_COUNT = 1500
MAX_FILE_BYTES = 1024 * 1024
MAX_FOLDER_BYTES = 40 * 1024 * 1024
_MAX_DEPTH = 4


@dataclass(frozen=True, slots=True)
class FolderSource:
    """What a course folder holds: bytes by path with `/`, and what could not be read."""

    files: dict[str, bytes]
    problems: tuple[Problem, ...]


def course_folders(library: Path) -> list[Path]:
    """The folders with a `course.md` in a library folder, by name; none where there is no such library."""
    if not library.is_dir():
        return []
    return [
        entry
        for entry in sorted(library.iterdir())
        if entry.name not in RESERVED_SLUGS and not is_left_alone(entry.name) and (entry / COURSE_PAGE).is_file()
    ]


def framework_files(library: Path) -> list[Path]:
    """The framework files of a library folder, by name."""
    found = sorted((library / "frameworks").glob("*.md"))
    return [file for file in found if kind_of(f"frameworks/{file.name}") == "framework" and file.is_file()]


def read_course(folder: Path) -> FolderSource:
    """All files of a course folder, text and pictures, as they lie there."""
    reader = _Reader(folder.resolve())
    reader.read_folder(folder, "", 1)
    return FolderSource(reader.files, tuple(reader.problems))


def fingerprint_of(folder: Path) -> str:
    """A text that changes when a file of the folder is written, added or removed; opens none of them."""
    digest = hashlib.sha256()
    for path, state in itertools.islice(_states(folder, "", 1), MAX_FILE_COUNT + 1):
        digest.update(f"{path}\0{state}\0".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _states(folder: Path, prefix: str, depth: int) -> Iterator[tuple[str, str]]:
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError:
        return  # it is being replaced: the next look sees what came of it
    for entry in entries:
        if is_left_alone(entry.name):
            continue
        if depth < _MAX_DEPTH and entry.is_dir(follow_symlinks=False):
            yield from _states(Path(entry.path), f"{prefix}{entry.name}/", depth + 1)
            continue
        try:
            state = entry.stat()
        except OSError:
            continue
        yield prefix + entry.name, f"{state.st_mtime_ns} {state.st_size}"


def write_course(files: Mapping[str, bytes], folder: Path) -> None:
    """Have a folder hold exactly these course files; files that are left alone stay. Raises OSError.

    All is written to a folder of its own first, so that one which is interrupted there can simply be done again.
    """
    folder = folder.resolve()
    part = folder / ".export.part" if folder.is_dir() else folder.with_name(f".{folder.name}.part")
    if part.exists():
        shutil.rmtree(part)
    for path, content in sorted(files.items()):
        (part / path).parent.mkdir(parents=True, exist_ok=True)
        (part / path).write_bytes(content)
    if not folder.exists():
        part.rename(folder)
        return
    unneeded = set(read_course(folder).files) - set(files)
    for path in sorted(files):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (part / path).replace(folder / path)
    for path in unneeded:
        (folder / path).unlink()
        _remove_empty(folder, (folder / path).parent)
    shutil.rmtree(part)


def _remove_empty(root: Path, folder: Path) -> None:
    while folder != root and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def printable(name: str) -> str:
    """The name of a file as it can be printed on a line; what cannot becomes U+FFFD, which no parser accepts."""
    text = os.fsencode(name).decode("utf-8", "replace")
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in text)


@dataclass(slots=True)
class _Reader:
    """Walks one folder, in the order of names."""

    root: Path
    files: dict[str, bytes] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    byte_count: int = 0

    def read_folder(self, folder: Path, prefix: str, depth: int) -> None:
        if depth > _MAX_DEPTH:
            self._problem(prefix.rstrip("/"), "too-deep", "Folders are nested too deep here. A course has one level.")
            return
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            self._problem(prefix.rstrip("/") or ".", "unreadable", f"This folder cannot be read: {error.strerror}.")
            return
        for entry in entries:
            if not is_left_alone(entry.name):
                self._read_entry(entry, prefix + printable(entry.name), depth)

    def _read_entry(self, entry: os.DirEntry[str], path: str, depth: int) -> None:
        if entry.is_dir(follow_symlinks=False):
            self.read_folder(Path(entry.path), path + "/", depth + 1)
        elif entry.is_symlink() and not self._leads_to_own_file(entry):
            self._problem(path, "link", "This is a link to somewhere else. Put the file itself into the course folder.")
        elif not entry.is_file():
            self._problem(path, "no-file", "This is no ordinary file. Remove it.")
        elif len(self.files) == MAX_FILE_COUNT:
            self._once(
                path, "too-many", f"A course has at most {MAX_FILE_COUNT} files; this and later ones are too many."
            )
        else:
            self._read_file(Path(entry.path), path)

    def _leads_to_own_file(self, entry: os.DirEntry[str]) -> bool:
        try:
            target = Path(entry.path).resolve(strict=True)
        except (OSError, RuntimeError):
            return False
        return target.is_file() and target.is_relative_to(self.root)

    def _read_file(self, file: Path, path: str) -> None:
        try:
            with file.open("rb") as handle:
                content = handle.read(MAX_FILE_BYTES + 1)
        except OSError as error:
            self._problem(path, "unreadable", f"This file cannot be read: {error.strerror}.")
            return
        if len(content) > MAX_FILE_BYTES:
            self._problem(
                path, "too-large", f"A file has at most {MAX_FILE_BYTES // 1024 // 1024} MB. Make it smaller."
            )
            return
        self.byte_count += len(content)
        if self.byte_count > MAX_FOLDER_BYTES:
            size = MAX_FOLDER_BYTES // 1024 // 1024
            self._once(path, "course-too-large", f"A course has at most {size} MB in all. Make its pictures smaller.")
            return
        self.files[path] = content

    def _problem(self, path: str, code: str, sentence: str) -> None:
        self.problems.append(Problem(path, 1, 1, code, sentence))

    def _once(self, path: str, code: str, sentence: str) -> None:
        if all(problem.code != code for problem in self.problems):
            self._problem(path, code, sentence)
