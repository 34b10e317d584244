"""Damage to a version is found and named; rendering anew changes HTML and nothing else."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

from learning import clock
from learning.courses import document_json, published, verifying
from learning.courses.models import VersionDocument
from learning.db import db, transaction
from learning.errors import Conflict
from learning.study.verification import verify_records
from tests import makers
from tests.operations.courses.sources import changed
from tests.study_course import SMALL_STEPS

SLUG = "small-steps"


@pytest.fixture
def version(session):
    """A second version of a course."""
    makers.publish_course()
    return makers.publish_course(changed(SMALL_STEPS))


def damaged() -> list[str]:
    """What is named as damaged."""
    db.session.expire_all()
    return [damage.thing for damage in verifying.damages()]


def tamper(statement: str, **values) -> None:
    """Change an append-only table as somebody with the keys of the database would."""
    is_sqlite = db.engine.dialect.name == "sqlite"
    with transaction() as session:
        if is_sqlite:
            for table in ("course_version", "course_version_file", "completion_record"):
                session.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_update"))
                session.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_delete"))
        else:
            session.execute(text("SET LOCAL session_replication_role = replica"))
        session.execute(text(statement), values)


def store(old: str, new: str, version_id: int) -> None:
    """Change a version's stored document."""
    with transaction():
        row = db.session.get(VersionDocument, version_id)
        assert old in row.document_json
        row.document_json = row.document_json.replace(old, new, 1)


def test_versions_as_published_are_whole(version) -> None:
    makers.complete_course(makers.make_person())
    assert damaged() == []


def test_one_changed_byte_of_a_file_is_named(version) -> None:
    tamper(
        "UPDATE course_version_file SET content = :data WHERE version_id = :id AND path = 'course.md'",
        data=SMALL_STEPS["course.md"] + b"!",
        id=version.id,
    )
    assert damaged() == [f"course_version {version.id} ({SLUG} version 2)"]


def test_a_changed_hash_is_named_and_the_completion_that_rests_on_it_by_the_other_command(version) -> None:
    record = makers.complete_course(makers.make_person())
    tamper("UPDATE course_version SET source_hash = :hash WHERE id = :id", hash="0" * 64, id=version.id)
    assert damaged() == [f"course_version {version.id} ({SLUG} version 2)"]
    [fault] = verify_records(published.course_document)
    assert fault.startswith(f"Completion {record.id} ")


def test_a_moved_right_answer_in_the_stored_document_is_named(version) -> None:
    store('"right":false', '"right":true', version.id)
    assert damaged() == [f"course_version {version.id} ({SLUG} version 2)"]


@pytest.mark.parametrize(
    "change", ["title = 'Other'", "summary = ''", "level = 'leaders'", "minutes = 1", "content_note = NULL"]
)
def test_what_a_list_says_of_a_version_is_compared_with_its_document(version, change: str) -> None:
    tamper(f"UPDATE course_version SET {change} WHERE id = :id", id=version.id)
    assert damaged() == [f"course_version {version.id} ({SLUG} version 2)"]


def test_a_course_that_offers_an_older_version_is_named(version) -> None:
    tamper("UPDATE course SET current_number = 1")
    assert damaged() == [f"course {SLUG}"]


def test_a_document_that_is_gone_or_unreadable_is_named(version) -> None:
    store('{"format"', '{"formt"', version.id)
    assert len(damaged()) == 1
    with transaction():
        db.session.delete(db.session.get(VersionDocument, version.id))
    assert len(damaged()) == 1


def test_a_missing_version_is_named(version) -> None:
    tamper("DELETE FROM course_version_document WHERE version_id < :id", id=version.id)
    tamper("DELETE FROM course_version_file WHERE version_id < :id", id=version.id)
    tamper("DELETE FROM course_version WHERE id < :id", id=version.id)
    assert damaged() == [f"course {SLUG}"]


def test_rendering_anew_with_the_same_renderer_changes_nothing(version) -> None:
    with transaction():
        assert verifying.render_again(SLUG, version, now=clock.now()) is False


def test_rendering_anew_replaces_html_of_an_older_cleaner_and_keeps_all_else(version) -> None:
    before = published.course_document(version.id)
    store('"<p>', '"<p class=\\"old\\">', version.id)
    assert damaged() == []
    with transaction():
        assert verifying.render_again(SLUG, version, now=clock.now()) is True
    published.forget_documents()
    assert published.course_document(version.id) == before


def test_hints_stored_with_a_small_first_letter_are_whole_and_get_their_capital_by_rendering_anew(version) -> None:
    before = published.course_document(version.id)
    for field in ("markdown", "plain"):
        store(f'"{field}":"Think of the body."', f'"{field}":"think of the body."', version.id)
        store(f'"{field}":"Bodies act before thought."', f'"{field}":"bodies act before thought."', version.id)
    store("<p>Think of", "<p>think of", version.id)
    store("<p>Bodies act", "<p>bodies act", version.id)
    assert damaged() == []
    with transaction():
        assert verifying.render_again(SLUG, version, now=clock.now()) is True
    published.forget_documents()
    assert published.course_document(version.id) == before


def test_another_word_in_a_stored_hint_is_named(version) -> None:
    store('"plain":"Think of the body."', '"plain":"Drink of the body."', version.id)
    assert damaged() == [f"course_version {version.id} ({SLUG} version 2)"]


def test_rendering_anew_is_refused_where_more_than_html_would_change(version) -> None:
    store('"right":false', '"right":true', version.id)
    stored = db.session.scalar(select(VersionDocument.document_json).where(VersionDocument.version_id == version.id))
    with pytest.raises(Conflict, match="small-steps version 2"), transaction():
        verifying.render_again(SLUG, version, now=clock.now())
    after = db.session.scalar(select(VersionDocument.document_json).where(VersionDocument.version_id == version.id))
    assert after == stored


def test_the_structure_of_a_document_holds_no_html(version) -> None:
    structure = verifying.structure_of(published.course_document(version.id))
    assert "<" not in document_json.encode(structure).replace("\\u003c", "<").split('"pieces"')[0]
