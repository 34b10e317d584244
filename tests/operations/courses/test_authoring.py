"""Drafts: nothing typed is lost, nobody overwrites words they have not seen, a second click changes nothing."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select

from learning import clock
from learning.audit import AuditEvent
from learning.courses import draft_files, draft_publishing, drafts
from learning.courses.draft_files import StaleDraft, text_hash, text_of
from learning.courses.drafts import check_draft, draft_of
from learning.courses.models import Draft, Version
from learning.courses.published import course_by_slug, files_of
from learning.courses.publishing import publish_files
from learning.db import transaction
from learning.errors import BadSource, Conflict, Invalid, NotFound
from tests import makers
from tests.operations.courses.sources import PROBLEM, changed, first_lesson
from tests.study_course import SMALL_STEPS

SLUG = "small-steps"
LESSON = first_lesson(SMALL_STEPS)
TEXT = SMALL_STEPS["course.md"].decode()
EDITED = changed(SMALL_STEPS)["course.md"].decode()


@pytest.fixture
def author(session):
    """An author, and the course published once."""
    makers.publish_course()
    return makers.make_person("Ruth Bell")


def start(author) -> Draft:
    with transaction():
        return drafts.start_draft(SLUG, author=author, now=clock.now())


def save(author, text=EDITED, path="course.md", revision=1, **options) -> Draft:
    with transaction():
        return draft_files.save_draft_file(
            SLUG, path, text, expected_revision=revision, author=author, now=clock.now(), **options
        )


def publish(author, key, revision=2, **options):
    words = {"label": "clarifying", "note": "Clearer", **options}
    with transaction():
        return draft_publishing.publish_draft(
            SLUG, key, expected_revision=revision, author=author, now=clock.now(), **words
        )


def test_a_draft_begins_with_the_current_version_and_is_begun_once(author) -> None:
    draft = start(author)
    assert {file.path: file.content for file in draft.files} == dict(SMALL_STEPS)
    assert start(makers.make_person("Tom Reed")).key == draft.key


def test_eight_authors_who_start_at_once_get_one_draft(app, author) -> None:
    barrier = threading.Barrier(8)

    def one(_):
        with app.app_context():
            barrier.wait()
            return start(author).key

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(one, range(8)))) == 1


def test_a_draft_that_nobody_edited_follows_the_current_version(author) -> None:
    start(author)
    makers.publish_course(changed(SMALL_STEPS))
    assert text_of(start(author), "course.md") == EDITED


def test_an_edited_draft_does_not_follow(author) -> None:
    start(author)
    save(author, "my words")
    makers.publish_course(changed(SMALL_STEPS))
    assert text_of(start(author), "course.md") == "my words"


def test_saving_keeps_problems_and_counts_a_revision(author) -> None:
    start(author)
    draft = save(author, TEXT + "\r\n\r\n<b>no</b>\r\n")
    assert draft.revision == 2
    assert text_of(draft, "course.md") == TEXT + "\n\n<b>no</b>\n"
    assert [problem.path for problem in check_draft(draft, today=clock.now().date()).problems] == ["course.md"]


def test_saving_the_same_text_again_changes_nothing(author) -> None:
    start(author)
    save(author)
    assert save(author, revision=1).revision == 2


def test_a_stale_save_is_refused_with_both_texts_and_changes_nothing(author) -> None:
    opened = start(author).revision
    save(author, EDITED, revision=opened)
    with pytest.raises(StaleDraft) as refusal:
        save(author, "the slower one's words", revision=opened, opened_hash=text_hash(TEXT))
    assert (refusal.value.saved_text, refusal.value.typed_text) == (EDITED, "the slower one's words")
    assert refusal.value.revision == 2
    assert text_of(draft_of(SLUG), "course.md") == EDITED


def test_two_people_may_save_two_pages(author) -> None:
    start(author)
    save(author)
    lesson = SMALL_STEPS[LESSON].decode()
    draft = save(author, lesson + "\nMore.\n", path=LESSON, revision=1, opened_hash=text_hash(lesson))
    assert draft.revision == 3
    assert text_of(draft, "course.md") == EDITED


def test_of_eight_saves_at_once_one_is_kept_and_seven_are_told(app, author) -> None:
    start(author)
    barrier = threading.Barrier(8)

    def one(number):
        with app.app_context():
            barrier.wait()
            try:
                return save(author, f"words of thread {number}", opened_hash=text_hash(TEXT)).revision
            except StaleDraft as refusal:
                return refusal.saved_text

    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(one, range(8)))
    kept = text_of(draft_of(SLUG), "course.md")
    assert results.count(2) == 1
    assert results.count(kept) == 7


@pytest.mark.parametrize("text", ["x" * (64 * 1024 + 1), "a\0b", "half \ud800 a sign", "bell \x07"])
def test_a_text_that_cannot_be_stored_is_refused_with_a_sentence(author, text) -> None:
    start(author)
    with pytest.raises(Invalid) as refusal:
        save(author, text)
    assert set(refusal.value.fields) == {"text"}


def test_a_save_after_the_draft_went_is_not_found(author) -> None:
    with pytest.raises(NotFound, match="published or thrown away"):
        save(author)


def test_a_page_can_be_added_and_removed(author) -> None:
    start(author)
    with transaction():
        draft = draft_files.add_draft_file(SLUG, "09-more.md", "# More\n", author=author, now=clock.now())
    assert text_of(draft, "09-more.md") == "# More\n"
    with transaction():
        draft = draft_files.remove_draft_file(
            SLUG, "09-more.md", expected_revision=draft.revision, author=author, now=clock.now()
        )
    assert text_of(draft, "09-more.md") is None
    assert draft.revision == 3


@pytest.mark.parametrize(
    "path",
    [
        "Lesson.md",
        "../up.md",
        "images/a.png",
        "lesson.md",
        "course.md",
        LESSON,
        "README.md",
        "a\0.md",
        ".md",
        "01-" + "a" * 90 + ".md",
    ],
)
def test_a_name_that_fits_no_page_is_refused_beside_its_field(author, path) -> None:
    start(author)
    with pytest.raises(Invalid) as refusal, transaction():
        draft_files.add_draft_file(SLUG, path, "", author=author, now=clock.now())
    assert set(refusal.value.fields) == {"path"}


def test_a_course_cannot_lose_its_course_page(author) -> None:
    start(author)
    with pytest.raises(Conflict), transaction():
        draft_files.remove_draft_file(SLUG, "course.md", expected_revision=1, author=author, now=clock.now())


def test_publishing_a_draft_makes_a_version_and_ends_the_draft(author) -> None:
    key = start(author).key
    save(author)
    published = publish(author, key)
    assert (published.is_new, published.version.number, published.version.origin) == (True, 2, "browser")
    assert published.version.published_by_id == author.id
    assert files_of(published.version)["course.md"].decode() == EDITED
    assert draft_of(SLUG) is None


def test_a_second_click_on_publish_gives_the_same_version(author) -> None:
    key = start(author).key
    save(author)
    first, second = publish(author, key), publish(author, key)
    assert (second.is_new, second.version.id) == (False, first.version.id)


def test_eight_clicks_on_publish_at_once_make_one_version(app, author, session) -> None:
    key = start(author).key
    save(author)
    barrier = threading.Barrier(8)

    def one(_):
        with app.app_context():
            barrier.wait()
            return publish(author, key).version.number

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(one, range(8))) == {2}
    assert session.scalar(select(func.count()).select_from(Version)) == 2


def test_a_draft_with_problems_is_not_published_and_stays(author) -> None:
    key = start(author).key
    save(author, SMALL_STEPS[LESSON].decode() + PROBLEM.decode(), path=LESSON)
    with pytest.raises(BadSource) as refusal:
        publish(author, key)
    assert {problem.path for problem in refusal.value.problems} == {LESSON}
    assert draft_of(SLUG).revision == 2


def test_a_note_is_needed_in_the_browser(author) -> None:
    key = start(author).key
    save(author)
    with pytest.raises(Invalid) as refusal:
        publish(author, key, note="  ")
    assert set(refusal.value.fields) == {"note"}


def test_a_draft_that_changed_since_it_was_looked_at_is_not_published(author) -> None:
    key = start(author).key
    save(author)
    with pytest.raises(Conflict, match="changed by somebody else"):
        publish(author, key, revision=1)


def test_a_draft_that_was_overtaken_is_published_only_knowingly(author) -> None:
    key = start(author).key
    save(author)
    makers.publish_course(changed(SMALL_STEPS, "From the folder."))
    with pytest.raises(Conflict, match="Version 2 was published"):
        publish(author, key)
    assert publish(author, key, replaces_number=2).version.number == 3


def test_a_draft_that_says_what_is_published_makes_nothing_new(author) -> None:
    key = start(author).key
    published = publish(author, key, revision=1)
    assert (published.is_new, published.version.number) == (False, 1)


def test_a_draft_can_be_thrown_away_once_it_has_been_looked_at(author, session) -> None:
    start(author)
    save(author)
    with pytest.raises(Conflict), transaction():
        drafts.discard_draft(SLUG, expected_revision=1, author=author, now=clock.now())
    for _ in range(2):
        with transaction():
            drafts.discard_draft(SLUG, expected_revision=2, author=author, now=clock.now())
    assert draft_of(SLUG) is None
    assert course_by_slug(SLUG).current_version.number == 1


def test_every_change_of_a_draft_is_in_the_audit_log(author, session) -> None:
    start(author)
    save(author)
    actions = session.scalars(select(AuditEvent.action).where(AuditEvent.action.like("draft%")).order_by(AuditEvent.id))
    assert list(actions) == ["draft started", "draft saved"]


def test_a_folder_published_meanwhile_is_a_newer_version_for_the_draft(author) -> None:
    start(author)
    draft = save(author)
    assert drafts.overtaking_version(draft) is None
    with transaction():
        publish_files(
            SLUG,
            changed(SMALL_STEPS, "x."),
            label="editorial",
            note="",
            origin="folder",
            publisher=None,
            now=clock.now(),
        )
    assert drafts.overtaking_version(draft_of(SLUG)).number == 2
