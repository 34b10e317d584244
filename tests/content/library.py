"""The content library that ships, read once for all tests of content."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from learning.courses.document import Course
from learning.courses.format.parser import ParsedCourse, parse_course
from learning.courses.source_folder import course_folders, read_course
from learning.frameworks.document import Framework, parse_framework
from learning.settings import PROJECT_FOLDER

LIBRARY = PROJECT_FOLDER / "courses"
COURSES = tuple(folder.name for folder in course_folders(LIBRARY))
FRAMEWORKS = tuple(sorted((LIBRARY / "frameworks").glob("*.md")))
PLANS = tuple(sorted((LIBRARY / "plans").glob("*.md")))
LAST_RELEASE_ON = date(2026, 11, 25)  # so that a review date that passes does not break an old release


def framework(path: Path) -> Framework:
    """One framework file, which must be readable."""
    found = parse_framework(path.name, path.read_bytes()).framework
    assert found is not None
    return found


@cache
def elements() -> frozenset[str]:
    """Every framework element that a course may name."""
    return frozenset(key for path in FRAMEWORKS for key in framework(path).element_keys())


@cache
def parsed(slug: str) -> ParsedCourse:
    """One course folder, parsed beside all others."""
    return parse_course(
        slug,
        read_course(LIBRARY / slug).files,
        other_courses=set(COURSES) - {slug},
        framework_elements=elements(),
        today=LAST_RELEASE_ON,
    )


def course(slug: str) -> Course:
    """What a course folder says; fails where it has problems."""
    found = parsed(slug).course
    assert found is not None, [str(problem) for problem in parsed(slug).problems]
    return found
