"""Versions: what makes a new one, what does not, and that none ever changes."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import DBAPIError

from learning import clock
from learning.audit import AuditEvent
from learning.courses import published, publishing
from learning.courses.commands import publish_folder
from learning.courses.models import CourseRow, Version, VersionFile
from learning.courses.published import course_by_slug, course_document, published_courses, version_of
from learning.courses.publishing import publish_files
from learning.courses.source_folder import read_course, write_course
from learning.db import db, transaction
from learning.errors import BadSource, Invalid, NotFound
from tests import makers
from tests.operations.courses.sources import changed, first_lesson, with_problem
from tests.study_course import SMALL_STEPS

SLUG = "small-steps"


def publish(files=SMALL_STEPS, slug=SLUG, **options):
    """Publish from the folder unless told otherwise."""
    words = {"label": "material", "note": "", "origin": "folder", "publisher": None, **options}
    with transaction():
        return publish_files(slug, files, now=clock.now(), **words)


def test_the_first_publication_makes_version_1_with_its_files_and_document(session) -> None:
    first = publish()
    assert (first.is_new, first.version.number) == (True, 1)
    assert published.files_of(first.version) == dict(SMALL_STEPS)
    document = course_document(first.version.id)
    assert first.version.title == document.title.plain
    assert first.version.minutes == document.minutes
    assert course_by_slug(SLUG).current_version.id == first.version.id


def test_the_same_source_makes_nothing_new(session) -> None:
    first = publish()
    again = publish(label="editorial", note="another note")
    assert again.is_new is False
    assert again.version.id == first.version.id
    assert session.scalar(select(func.count()).select_from(Version)) == 1


def test_line_ends_and_a_byte_order_mark_make_nothing_new(session) -> None:
    publish()
    windows = {
        path: b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n") if path.endswith(".md") else data
        for path, data in SMALL_STEPS.items()
    }
    assert publish(windows).is_new is False


def test_files_that_belong_to_the_folders_keepers_are_not_kept(session) -> None:
    publish()
    more = {**SMALL_STEPS, "README.md": b"how we work", "_notes.md": b"not yet", "images/.DS_Store": b"\0"}
    assert publish(more).is_new is False


def test_a_changed_source_makes_the_next_version_and_leaves_the_first_as_it_was(session) -> None:
    first = publish()
    second = publish(changed(SMALL_STEPS), label="clarifying", note="Clearer words")
    assert second.version.number == 2
    assert (second.version.label, second.version.note) == ("clarifying", "Clearer words")
    assert published.files_of(version_of(SLUG, 1)) == dict(SMALL_STEPS)
    assert course_document(first.version.id) != course_document(second.version.id)
    assert [version.number for version in published.versions_of(course_by_slug(SLUG))] == [2, 1]


def test_a_source_with_problems_is_refused_with_every_one_and_leaves_nothing(session) -> None:
    with pytest.raises(BadSource) as refusal:
        publish(with_problem(SMALL_STEPS))
    assert refusal.value.problems[0].path.endswith(".md")
    assert session.scalar(select(func.count()).select_from(CourseRow)) == 0


@pytest.mark.parametrize("length", [81, 100, 250])
def test_a_name_that_no_table_holds_is_a_problem_on_both_databases(session, length) -> None:
    name = "99-" + "a" * (length - 6) + ".md"
    with pytest.raises(BadSource, match="at most 80 characters"):
        publish({**SMALL_STEPS, name: SMALL_STEPS[first_lesson(SMALL_STEPS)]})


@pytest.mark.parametrize("words", [{"label": "huge"}, {"note": "x" * 501}])
def test_a_label_or_note_that_cannot_be_taken_is_refused_beside_its_field(session, words) -> None:
    with pytest.raises(Invalid) as refusal:
        publish(**words)
    assert set(refusal.value.fields) == set(words)


def test_publishing_is_written_in_the_audit_log(session) -> None:
    author = makers.make_person("Ruth Bell")
    version = publish(origin="browser", publisher=author, note="First").version
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "course published")).one()
    assert (event.thing, event.actor_id) == (f"course:{SLUG}", author.id)
    assert event.details["source_hash"] == version.source_hash


def test_a_link_to_another_course_needs_that_course(session) -> None:
    linking = changed(SMALL_STEPS, "See also [the other](../other-course/course.md).")
    with pytest.raises(BadSource, match="other-course"):
        publish(linking)
    assert publish(linking, other_courses={"other-course"}).is_new


def test_publishing_a_folder_warns_by_the_organisations_day_and_of_unknown_elements(session, tmp_path) -> None:
    page = b"review_on: 2026-07-01\nframeworks: [no-framework/nothing]\nlevel:"
    write_course({**SMALL_STEPS, "course.md": SMALL_STEPS["course.md"].replace(b"level:", page)}, tmp_path / SLUG)
    with clock.set_to(lambda: datetime(2026, 7, 1, 22, 30, tzinfo=UTC)):
        assert warned_of(tmp_path) == ["element-unknown"]
    with clock.set_to(lambda: datetime(2026, 7, 1, 23, 30, tzinfo=UTC)):
        write_course(changed(read_course(tmp_path / SLUG).files), tmp_path / SLUG)
        assert warned_of(tmp_path) == ["element-unknown", "review-over"]


def warned_of(library) -> list[str]:
    """The codes of what publishing the one folder of a library warns of on its course page."""
    warnings = publish_folder(library / SLUG, label="material", note="").warnings
    return sorted(warning.code for warning in warnings if warning.path == "course.md")


def test_eight_publishers_of_one_new_source_make_one_version(app, session) -> None:
    results = at_once(app, lambda number: publish())
    assert sorted(is_new for is_new, _ in results) == [False] * 7 + [True]
    assert {number for _, number in results} == {1}


def test_eight_publishers_of_different_sources_make_consecutive_numbers(app, session) -> None:
    results = at_once(app, lambda number: publish(changed(SMALL_STEPS, f"Version of thread {number}.")))
    assert sorted(number for _, number in results) == [1, 2, 3, 4, 5, 6, 7, 8]
    assert course_by_slug(SLUG).current_number == 8


def at_once(app, deed):
    """Run a deed in eight threads at the same moment; gives (is_new, number) of each."""
    barrier = threading.Barrier(8)

    def one(number):
        with app.app_context():
            barrier.wait()
            published = deed(number)
            return published.is_new, published.version.number

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(one, range(8)))


def test_a_version_cannot_be_edited_in_the_session(session) -> None:
    version = publish().version
    with pytest.raises(RuntimeError, match="never changed"), transaction():
        db.session.get(Version, version.id).note = "other"


@pytest.mark.parametrize(
    "statement",
    [update(Version).values(note="other"), update(VersionFile).values(content=b"other"), Version.__table__.delete()],
    ids=["version", "file", "delete"],
)
def test_the_database_refuses_a_bulk_change_of_versions(session, statement) -> None:
    publish()
    with pytest.raises(DBAPIError, match="append-only"), transaction():
        db.session.execute(statement)


def test_a_retired_course_is_not_offered_but_keeps_its_versions(session) -> None:
    version = publish().version
    with transaction():
        publishing.retire(course_by_slug(SLUG), actor=None, now=clock.now())
    assert published_courses() == []
    assert version_of(SLUG, 1).id == version.id
    publish(changed(SMALL_STEPS))
    assert course_by_slug(SLUG).retired_at is not None
    with transaction():
        publishing.bring_back(course_by_slug(SLUG), actor=None, now=clock.now())
    assert [version.number for _, version in published_courses()] == [2]


def test_the_list_of_courses_costs_one_statement_however_many(session, count_statements) -> None:
    for number in range(5):
        publish(slug=f"course-{number}")
    with count_statements() as statements:
        assert len([version.title for _, version in published_courses()]) == 5
    assert len(statements) == 1


def test_a_document_read_twice_costs_one_statement(session, count_statements) -> None:
    version_id = publish().version.id
    with count_statements() as statements:
        assert course_document(version_id) is course_document(version_id)
    assert len(statements) == 1


@pytest.mark.parametrize("slug", ["nothing", "a\0b", "x" * 5000, "Ünknown/..", ""])
def test_an_unknown_course_is_not_found_whatever_its_name(session, slug) -> None:
    with pytest.raises(NotFound):
        course_by_slug(slug)


@pytest.mark.parametrize("number", [0, 2, 2**31, 2**63])
def test_an_unknown_version_is_not_found_whatever_its_number(session, number) -> None:
    publish()
    with pytest.raises(NotFound):
        version_of(SLUG, number)
