"""An old version as the draft again: word for word, never over somebody's draft unasked."""

from __future__ import annotations

import pytest

from learning import clock
from learning.courses import draft_files, draft_publishing, drafts
from learning.courses.drafts import draft_of, overtaking_version
from learning.courses.published import course_by_slug, files_of, version_of
from learning.courses.restoring import restore_version
from learning.courses.version_changes import changes_of, file_changes
from learning.db import transaction
from learning.errors import Conflict, NotFound
from tests import makers
from tests.operations.courses.sources import changed
from tests.organisation import PICTURE, WITH_PICTURE
from tests.study_course import SMALL_STEPS

SLUG = "small-steps"
OTHER_PICTURE = PICTURE.replace(b"<svg", b"<!-- redrawn --><svg", 1)


@pytest.fixture
def author(session):
    """An author; the course has two versions."""
    makers.publish_course(WITH_PICTURE)
    makers.publish_course({**changed(WITH_PICTURE), "images/window.svg": OTHER_PICTURE})
    return makers.make_person("Ruth Bell")


def restore(author, number: int = 1, revision: int | None = None):
    with transaction():
        return restore_version(SLUG, number, author=author, now=clock.now(), thrown_away_revision=revision)


def edit(author):
    with transaction():
        drafts.start_draft(SLUG, author=author, now=clock.now())
    with transaction():
        draft_files.add_draft_file(SLUG, "09-more.md", "# More\n", author=author, now=clock.now())


def contents(draft) -> dict[str, bytes]:
    return {file.path: file.content for file in draft.files}


def test_a_version_comes_back_word_for_word_and_is_published_as_a_new_one(author) -> None:
    draft = restore(author)
    assert contents(draft) == files_of(version_of(SLUG, 1))
    assert overtaking_version(draft) is None
    with transaction():
        published = draft_publishing.publish_draft(
            SLUG, draft.key, label="editorial", note="Back.", expected_revision=2, author=author, now=clock.now()
        )
    assert published.version.number == 3
    assert published.version.source_hash == version_of(SLUG, 1).source_hash


def test_a_restored_draft_stays_what_it_is_when_somebody_starts_to_edit(author) -> None:
    restore(author)
    with transaction():
        draft = drafts.start_draft(SLUG, author=author, now=clock.now())
    assert contents(draft) == files_of(version_of(SLUG, 1))


def test_a_draft_that_is_there_is_thrown_away_only_as_it_was_looked_at(author) -> None:
    edit(author)
    for revision in (None, 1):
        with pytest.raises(Conflict):
            restore(author, revision=revision)
    assert "09-more.md" in contents(draft_of(SLUG))
    draft = restore(author, revision=2)
    assert contents(draft) == files_of(version_of(SLUG, 1))
    assert draft.revision == 3


def test_a_second_click_changes_nothing(author) -> None:
    assert restore(author).revision == restore(author).revision == 2


def test_restoring_what_is_not_there_is_not_found(author) -> None:
    with pytest.raises(NotFound):
        restore(author, number=9)
    assert draft_of(SLUG) is None


def test_the_draft_is_compared_with_the_version_where_it_stands(author) -> None:
    edit(author)
    current = course_by_slug(SLUG).current_version
    assert [(one.path, one.what) for one in file_changes(current, draft_of(SLUG))] == [("09-more.md", "added")]
    assert file_changes(current, current) == []


def test_a_picture_that_was_redrawn_is_seen_although_its_name_is_the_same(author) -> None:
    old, new = version_of(SLUG, 1), version_of(SLUG, 2)
    assert [(one.path, one.what, one.stretches is None) for one in file_changes(old, new)] == [
        ("course.md", "changed", False),
        ("images/window.svg", "changed", True),
    ]
    assert changes_of(old, new).changed_lesson_keys == {"noticing"}


def test_a_page_too_long_to_show_beside_others_is_named_and_shown_alone(author) -> None:
    long_page = b"---\nminutes: 5\n---\n# Long\n" + b"\nOne line.\n" * 1_500
    older = makers.publish_course({**SMALL_STEPS, "03-long.md": long_page})
    newer = makers.publish_course(changed(SMALL_STEPS))
    found = {one.path: one.stretches for one in file_changes(older, newer)}
    assert found["03-long.md"] is None
    assert found["course.md"] is not None
    (alone,) = file_changes(older, newer, only="03-long.md")
    assert sum(map(len, alone.stretches)) == 3_004
