"""PURE. A zip of a course folder: read into the files of a course, with a line for everything that is left out."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from learning.courses.draft_size import fault_of_new_course
from learning.courses.format.file_names import KEY, is_left_alone, sort_paths
from learning.courses.format.source_text import MAX_TEXT_BYTES, normal_bytes
from learning.courses.problems import listed
from learning.courses.source_folder import COURSE_PAGE, MAX_FILE_BYTES, MAX_FILE_COUNT, MAX_FOLDER_BYTES
from learning.exchange import safe_zip
from learning.exchange.documents.rich_text import Loss, shortened
from learning.exchange.safe_zip import SafeZip, UnreadableZipError

_MAX_LOSSES = 300
_OF_THE_SYSTEM = re.compile(r"(^|/)(__MACOSX(/|$)|\.DS_Store$|\._|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(slots=True)
class CourseZip:
    """What a zip holds: files by path inside the course, `folder` as the course is called there, and what is not."""

    files: dict[str, bytes] = field(default_factory=dict)
    folder: str = ""
    losses: list[Loss] = field(default_factory=list)


def read_course_zip(data: bytes, *, is_new_course: bool = False) -> CourseZip:
    """The course in a zip. Raises UnreadableZipError where there is none, more than one, or too much for a new one."""
    archive = safe_zip.open_zip(data, budget=MAX_FOLDER_BYTES)
    course = CourseZip()
    named = list(_safe_entries(archive.entries, course.losses))
    course.folder = _course_folder([path for path, _ in named])
    wanted = list(_entries_of_course(named, course))
    if is_new_course and (fault := fault_of_new_course(len(wanted))):
        raise UnreadableZipError(fault)
    for inside, entry in wanted:
        _read(archive, entry, inside, course)
    course.folder = course.folder.rpartition("/")[2]
    if len(course.losses) > _MAX_LOSSES:
        more = Loss("", f"and {len(course.losses) - _MAX_LOSSES} more files that are left out.")
        course.losses[_MAX_LOSSES:] = [more]
    return course


def _entries_of_course(
    named: Iterable[tuple[str, zipfile.ZipInfo]], course: CourseZip
) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    """Those that belong to the course, by path inside it."""
    prefix = f"{course.folder}/" if course.folder else ""
    seen: set[str] = set()
    for path, entry in named:
        inside = path.removeprefix(prefix)
        if not path.startswith(prefix):
            course.losses.append(Loss(path, "this stands outside the course folder: left out."))
        elif inside.casefold() in seen:
            course.losses.append(Loss(inside, "there are two files of this name: the second one is left out."))
        elif is_left_alone(inside):
            course.losses.append(Loss(inside, "this file is no part of a course: left out."))
        elif fault := _fault_of_name(inside):
            course.losses.append(Loss(inside, f"left out. {fault}"))
        else:
            seen.add(inside.casefold())
            yield inside, entry


def _safe_entries(entries: Iterable[zipfile.ZipInfo], losses: list[Loss]) -> Iterator[tuple[str, zipfile.ZipInfo]]:
    left_out: Counter[str] = Counter()
    for entry in entries:
        path = entry.filename.replace("\\", "/")
        if path.endswith("/"):
            continue
        if _OF_THE_SYSTEM.search(path):
            left_out["system"] += 1
        elif safe_zip.is_link(entry):
            losses.append(Loss(_shown(path), "this is a link to another file: left out."))
        elif _is_unsafe(path):
            losses.append(Loss(_shown(path), "this name leads out of the folder, or cannot be a name: left out."))
        else:
            yield path, entry
    if left_out["system"]:
        losses.append(Loss("", f"{left_out['system']} files that Windows or macOS adds to every folder: left out."))


def _is_unsafe(path: str) -> bool:
    parts = path.split("/")
    return (
        path.startswith("/")
        or bool(_DRIVE.match(path))
        or any(part in ("", ".", "..") for part in parts)
        or not path.isprintable()
        or len(path) > 400
    )


def _fault_of_name(path: str) -> str:
    _, faults = sort_paths([path])
    return faults[0].problems[0].sentence if faults else ""


def _shown(path: str) -> str:
    return shortened("".join(sign if sign.isprintable() else "\ufffd" for sign in path))


def _course_folder(paths: list[str]) -> str:
    """The folder that holds the course page: the one with the shortest path, which must be the only such one."""
    found = {path.rpartition("/")[0] for path in paths if path.rpartition("/")[2] == COURSE_PAGE}
    folders = sorted(found, key=lambda path: (len(path), path))
    if not folders:
        raise UnreadableZipError(
            f"There is no {COURSE_PAGE} in this zip, so it holds no course. Make a zip of one course folder."
        )
    if len(folders) > 1 and folders[0]:
        names = listed(shortened(folder, 40) for folder in folders[:5])
        raise UnreadableZipError(f"This zip holds {len(folders)} courses: {names}. Make a zip of one of them.")
    return folders[0]


def _read(archive: SafeZip, entry: zipfile.ZipInfo, path: str, course: CourseZip) -> None:
    if len(course.files) >= MAX_FILE_COUNT:
        course.losses.append(Loss(path, f"a course has at most {MAX_FILE_COUNT} files: left out."))
        return
    most = MAX_TEXT_BYTES * 2 if path.endswith(".md") else MAX_FILE_BYTES
    content = archive.read(entry, most=most)
    if content is None:
        course.losses.append(Loss(path, f"{_why_unread(archive, entry, most)}: left out."))
        return
    course.files[path] = normal_bytes(content) if path.endswith(".md") else content


def _why_unread(archive: SafeZip, entry: zipfile.ZipInfo, most: int) -> str:
    if safe_zip.is_locked(entry):
        return "this file is locked by a password"
    if entry.file_size > most:
        return f"this file has {entry.file_size // 1024:,} KB, and at most {most // 1024:,} KB can be read"
    if entry.file_size > archive.budget:
        return f"all files together have more than {MAX_FOLDER_BYTES // 1024 // 1024} MB"
    return "this file is damaged"


def slug_of(folder: str) -> str:
    """The name of the folder where it can be that of a course; else nothing."""
    return folder if KEY.fullmatch(folder) else ""
