"""A new course: its name for good, and first pages that pass the check and show the format by example.

The pages are Markdown files under `starters/`. What an author is to write stands there in square brackets that begin
"Replace this", which the check warns of until they are gone.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from learning import audit
from learning.courses.drafts import FIRST_REVISION, draft_of
from learning.courses.format.file_names import KEY, MAX_SLUG_LENGTH, RESERVED_SLUGS
from learning.courses.format.keys import key_from_words
from learning.courses.format.parser import parse_course
from learning.courses.models import Draft, DraftFile
from learning.courses.published import course_by_slug
from learning.courses.publishing import lock_course
from learning.courses.source_folder import COURSE_PAGE, read_course
from learning.db import db
from learning.errors import Invalid, NotFound
from learning.people.models import Person

LONGEST_TITLE = 120

STARTERS: Mapping[str, tuple[str, str]] = {
    "example": (
        "An example to change (recommended)",
        "Two short lessons and a final check. They show each kind of question, a scenario, a reflection and a task.",
    ),
    "nearly-empty": ("Nearly empty", "The course page and one lesson with one question."),
}
"""Each starter by the name of its folder: what it is called, and what is in it. The first is the one to recommend."""
EXAMPLE = next(iter(STARTERS))

_FOLDER = Path(__file__).with_name("starters")
_TITLE_LINE = b"# Title of the course\n"


def begin_course(title: str, slug: str, *, author: Person, now: datetime, starter: str = EXAMPLE) -> Draft:
    """Begin a course of this title; its slug is made from the title where none is given.

    Raises Invalid for "title", "slug" and "starter", also where there is a course of that name already.
    """
    faults = faults_of_new_course(title, slug)
    if starter not in STARTERS:
        faults["starter"] = "Choose what to begin with."
    if faults:
        raise Invalid(faults)
    title, slug = _plain(title), slug.strip() or slug_from(title)
    course = lock_course(slug, now)
    if course.current_number is not None or draft_of(slug) is not None:
        raise Invalid({"slug": _taken(slug)})
    draft = Draft(
        course_id=course.id, key=str(uuid.uuid4()), revision=FIRST_REVISION, updated_at=now, updated_by_id=author.id
    )
    draft.files = [DraftFile(path=path, content=content) for path, content in starter_files(starter, title).items()]
    db.session.add(draft)
    db.session.flush()
    audit.record("course begun", f"course:{slug}", actor_id=author.id, now=now, title=title)
    return draft


def faults_of_new_course(title: str, slug: str) -> dict[str, str]:
    """What is wrong with a title and a name, both at once, by field; changes nothing."""
    faults = faults_of_names(title, slug)
    slug = slug.strip() or slug_from(title)
    if "slug" not in faults and slug and _is_there(slug):
        faults["slug"] = _taken(slug)
    return faults


def faults_of_names(title: str, slug: str) -> dict[str, str]:
    """The same without asking which courses there are."""
    title, slug = _plain(title), slug.strip()
    named = {"title": _fault_of_title(title), "slug": _fault_of_slug(slug or slug_from(title)) if slug or title else ""}
    return {name: fault for name, fault in named.items() if fault}


def starter_files(starter: str, title: str) -> dict[str, bytes]:
    """The pages of a starter, with this title on the course page."""
    files = read_course(_FOLDER / starter).files
    return {**files, COURSE_PAGE: files[COURSE_PAGE].replace(_TITLE_LINE, f"# {title}\n".encode("utf-8", "replace"), 1)}


def slug_from(title: str) -> str:
    """A course's name made of its title: small letters without accents, numbers and hyphens; may be empty."""
    return key_from_words(title, MAX_SLUG_LENGTH)


def _plain(title: str) -> str:
    return " ".join(title.split())


def _fault_of_title(title: str) -> str:
    """What the check would say of this title on a course page, so that it is said before the course is there."""
    if not title:
        return "Enter a title, such as Children and loss."
    if len(title) > LONGEST_TITLE:
        return f"Use at most {LONGEST_TITLE} characters. You have used {len(title)}."
    problems = parse_course("new-course", starter_files(EXAMPLE, title)).problems
    if any(problem.code == "html" for problem in problems):
        return "Leave out what stands between < and >: it would be read as HTML, and not be shown."
    return problems[0].sentence if problems else ""


def _fault_of_slug(slug: str) -> str:
    if not KEY.fullmatch(slug) or len(slug) > MAX_SLUG_LENGTH:
        return f"Use small letters, numbers and hyphens, at most {MAX_SLUG_LENGTH}: children-and-loss."
    if slug in RESERVED_SLUGS:
        return f"“{slug}” has another meaning here. Choose another name."
    return ""


def _is_there(slug: str) -> bool:
    try:
        return course_by_slug(slug).current_number is not None or draft_of(slug) is not None
    except NotFound:
        return False


def _taken(slug: str) -> str:
    return f"There is a course “{slug}” already. Choose another name."
