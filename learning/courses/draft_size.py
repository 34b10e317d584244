"""PURE. How many files a draft may hold: so many that the pages about it stay short and an import of it one step."""

from __future__ import annotations

MAX_DRAFT_FILES = 300


def fault_of_count(count_after: int, count_before: int = 0) -> str:
    """Why a draft cannot hold so many files, as a sentence; empty where it can. One that has more may keep them."""
    if count_after <= max(MAX_DRAFT_FILES, count_before):
        return ""
    return (
        f"The draft would have {count_after:,} files, and at most {MAX_DRAFT_FILES} fit. "
        "Take some out of it first, or bring this in parts."
    )


def fault_of_new_course(count: int) -> str:
    """Why a new course cannot begin with so many files, as a sentence; empty where it can."""
    if count <= MAX_DRAFT_FILES:
        return ""
    return (
        f"A new course here begins with at most {MAX_DRAFT_FILES} files, and this one has {count:,}. "
        "Put it into the courses folder instead."
    )
