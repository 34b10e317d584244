"""The outline of a draft on both databases: links follow, the last change is undone, and no word is ever lost."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from learning import clock
from learning.courses import draft_files, draft_history, draft_outline, drafts
from learning.courses.draft_files import StaleDraft, text_hash, text_of
from learning.courses.drafts import check_draft, draft_of
from learning.courses.models import DraftText, OutlineChange
from learning.db import transaction
from learning.errors import Conflict, Invalid, NotFound
from tests import makers
from tests.study_course import SMALL_STEPS

SLUG = "small-steps"
FIRST, SECOND = "01-noticing.md", "02-a-hard-visit.md"
LINKED = SMALL_STEPS[FIRST].decode().replace("Read this first.", f"Then read [the next]({SECOND}#short-version).")


@pytest.fixture
def author(session):
    """An author, and the draft of a course whose first lesson links to the second."""
    makers.publish_course({**SMALL_STEPS, FIRST: LINKED.encode()})
    author = makers.make_person("Ruth Bell")
    with transaction():
        drafts.start_draft(SLUG, author=author, now=clock.now())
    return author


def do(operation, *arguments, author, **options):
    with transaction():
        return operation(SLUG, *arguments, author=author, now=clock.now(), **options)


def undo(author):
    change, _ = draft_history.last_change(draft_of(SLUG))
    return do(draft_outline.undo_outline_change, change.id, author=author)


def paths():
    return {file.path for file in draft_of(SLUG).files}


def problems():
    return check_draft(draft_of(SLUG), today=clock.now().date()).problems


def test_lessons_change_places_with_links_following_and_back_again(author) -> None:
    moved = do(draft_outline.move_lesson, "a-hard-visit", 1, author=author)
    assert (moved.path, moved.to_look_at) == ("01-a-hard-visit.md", ())
    assert "[the next](01-a-hard-visit.md#short-version)" in text_of(draft_of(SLUG), "02-noticing.md")
    assert problems() == ()
    assert do(draft_outline.move_lesson, "a-hard-visit", 1, author=author).path == moved.path, "a second click"
    undo(author)
    assert text_of(draft_of(SLUG), FIRST) == LINKED
    assert paths() == set(SMALL_STEPS)
    with pytest.raises(NotFound):
        do(draft_outline.move_lesson, "nothing", 1, author=author)


def test_a_renamed_bank_is_still_drawn_from(author) -> None:
    for _ in range(2):
        do(draft_outline.rename_page, "banks/responses.md", "Survival responses", author=author)
    assert "[responses](banks/survival-responses.md)" in text_of(draft_of(SLUG), "quiz.md")
    assert problems() == ()
    assert draft_of(SLUG).revision == 2


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (FIRST, "02-a-hard-visit.md"),
        (FIRST, "quiz.md"),
        (FIRST, "?"),
        (FIRST, "../up.md"),
        (FIRST, "banks/a.md"),
        ("course.md", "other"),
        ("quiz.md", "other"),
    ],
)
def test_a_name_that_cannot_be_is_refused_beside_its_field(author, path, name) -> None:
    with pytest.raises(Invalid) as refusal:
        do(draft_outline.rename_page, path, name, author=author)
    assert set(refusal.value.fields) == {"name"}


def test_a_removed_page_comes_back_with_its_text_and_only_once(author) -> None:
    do(draft_files.remove_draft_file, SECOND, author=author, expected_revision=1)
    change, name = draft_history.last_change(draft_of(SLUG))
    assert (change.kind, change.path, name) == ("removed", SECOND, "Ruth Bell")
    assert undo(author).path == SECOND
    assert text_of(draft_of(SLUG), SECOND).encode() == SMALL_STEPS[SECOND]
    assert do(draft_outline.undo_outline_change, change.id, author=author) is None


def test_undoing_an_added_page_can_be_undone_as_somebody_may_have_written_there(author) -> None:
    path = do(draft_outline.add_new_page, "lesson", "What helps", author=author)
    do(draft_files.save_draft_file, path, "# My words", author=author, expected_revision=2)
    undo(author)
    assert path not in paths()
    undo(author)
    assert text_of(draft_of(SLUG), path) == "# My words"


def test_only_the_last_change_is_undone_and_nothing_that_is_there_again_is_covered(author) -> None:
    do(draft_files.remove_draft_file, SECOND, author=author, expected_revision=1)
    first, _ = draft_history.last_change(draft_of(SLUG))
    do(draft_files.add_draft_file, SECOND, "# Another", author=author)
    with pytest.raises(Conflict, match="changed again"):
        do(draft_outline.undo_outline_change, first.id, author=author)
    last, _ = draft_history.last_change(draft_of(SLUG))
    with transaction() as session:
        session.delete(session.get(OutlineChange, last.id))
    with pytest.raises(Conflict, match="again"):
        undo(author)
    assert text_of(draft_of(SLUG), SECOND) == "# Another"


def test_a_save_after_others_is_told_the_text_that_both_began_with(author) -> None:
    do(draft_files.save_draft_file, FIRST, "theirs", author=author, expected_revision=1)
    do(draft_files.save_draft_file, FIRST, "theirs again", author=author, expected_revision=2)
    with pytest.raises(StaleDraft) as refusal:
        do(
            draft_files.save_draft_file,
            FIRST,
            "mine",
            author=author,
            expected_revision=1,
            opened_hash=text_hash(LINKED),
        )
    assert refusal.value.opened_text == LINKED
    with pytest.raises(StaleDraft) as refusal:
        do(draft_files.save_draft_file, FIRST, "mine", author=author, expected_revision=1, opened_hash="0" * 64)
    assert refusal.value.opened_text is None


def test_a_draft_that_followed_the_current_version_is_not_covered_by_a_page_opened_before(author) -> None:
    newer = LINKED.replace("Then read", "Now read")
    makers.publish_course({**SMALL_STEPS, FIRST: newer.encode()})
    do(drafts.start_draft, author=author)
    with pytest.raises(StaleDraft) as refusal:
        do(
            draft_files.save_draft_file, FIRST, "mine", author=author, expected_revision=1,
            opened_hash=text_hash(LINKED),
        )  # fmt: skip
    assert refusal.value.saved_text == newer
    assert refusal.value.opened_text == LINKED


def test_a_page_that_was_moved_is_saved_where_it_is_now(author) -> None:
    do(draft_outline.move_lesson, "noticing", 2, author=author)
    saved = do(
        draft_files.save_draft_file, SECOND, "mine", author=author, expected_revision=1,
        opened_hash=text_hash(SMALL_STEPS[SECOND].decode()),
    )  # fmt: skip
    assert text_of(saved, "01-a-hard-visit.md") == "mine"


def test_what_was_before_is_bounded_and_goes_with_the_draft(author, session, monkeypatch) -> None:
    monkeypatch.setattr(draft_history, "KEPT_TEXTS", 3)
    monkeypatch.setattr(draft_history, "KEPT_CHANGES", 2)
    for number in range(1, 6):
        do(draft_files.save_draft_file, FIRST, f"text {number}", author=author, expected_revision=number)
    for place in (1, 2, 1, 2):
        do(draft_outline.move_lesson, "a-hard-visit", place, author=author)
    counts = [select(func.count()).select_from(table) for table in (DraftText, OutlineChange)]
    assert [session.scalar(count) for count in counts] == [3, 2]
    do(drafts.discard_draft, author=author, expected_revision=draft_of(SLUG).revision)
    assert [session.scalar(count) for count in counts] == [0, 0]
