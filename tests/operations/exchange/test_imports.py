"""What is brought from elsewhere waits for its maker, changes nothing until confirmed, and then loses nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from learning import clock
from learning.audit import AuditEvent
from learning.courses import draft_files, draft_outline, drafts
from learning.courses.draft_history import last_change
from learning.courses.draft_publishing import publish_draft
from learning.courses.published import course_by_slug, files_of
from learning.db import transaction
from learning.errors import Conflict, Invalid, NotFound
from learning.exchange import imports
from learning.exchange.bringing import Brought, bring_file, bring_text
from learning.exchange.models import PendingImport
from learning.exchange.safe_zip import write_zip
from learning.people.roles import Role
from tests import makers
from tests.conftest import NOON
from tests.operations.courses.sources import changed
from tests.rules.exchange.word_files import heading, paragraph, word_file
from tests.study_course import SMALL_STEPS

SLUG = "small-steps"
WORD = word_file(paragraph("Home visits", style="Title"), heading(1, "Noticing"), paragraph("Look."))


@pytest.fixture
def author(session):
    return makers.make_person("Ruth Bell", roles=(Role.AUTHOR,))


def hold(brought: Brought, author, *, slug: str | None = None, now=NOON) -> str:
    with transaction():
        return imports.hold_import(brought, name="visits.docx", slug=slug, person_id=author.id, now=now).key


def zipped(files) -> Brought:
    return bring_file(write_zip(files, folder=SLUG), "course.zip")


def into(key: str, author, *, way="add", revision: int = 0) -> str:
    with transaction():
        return imports.confirm_into_course(key, way, expected_revision=revision, author=author, now=NOON)


def undo(author) -> None:
    with transaction():
        change, _ = last_change(drafts.draft_of(SLUG))
        draft_outline.undo_outline_change(SLUG, change.id, author=author, now=NOON)


def draft_now(session) -> dict[str, bytes]:
    session.rollback()
    draft = drafts.draft_of(SLUG)
    return {file.path: file.content for file in draft.files} if draft else {}


def test_a_word_file_becomes_a_new_course_that_passes_the_check(session, author) -> None:
    key = hold(bring_file(WORD, "visits.docx"), author)
    with transaction():
        slug = imports.confirm_new_course(key, "Home visits", "", author=author, now=NOON)
    draft = drafts.draft_of(slug)
    assert (slug, [file.path for file in draft.files]) == ("home-visits", ["01-noticing.md", "course.md"])
    assert drafts.check_draft(draft, today=NOON.date()).problems == ()
    assert draft_files.text_of(draft, "course.md").splitlines()[4] == "# Home visits"
    assert imports.done_import(key, author.id) == slug
    assert session.scalars(select(PendingImport.files)).all() == [b""]
    assert "course brought" in session.scalars(select(AuditEvent.action)).all()


def test_a_name_that_is_taken_is_refused_and_nothing_is_lost(session, author) -> None:
    makers.publish_course()
    key = hold(bring_file(WORD, "visits.docx"), author)
    with pytest.raises(Invalid, match="There is a course “small-steps” already"), transaction():
        imports.confirm_new_course(key, "Home visits", SLUG, author=author, now=NOON)
    assert imports.own_import(key, author.id, now=NOON).title == "Home visits"


def test_lessons_follow_those_of_the_course_and_nothing_else_is_touched(session, author) -> None:
    makers.publish_course()
    key = hold(bring_file(WORD, "visits.docx"), author, slug=SLUG)
    placing = imports.placing_of(imports.own_import(key, author.id, now=NOON))
    assert (placing.new, placing.changed, placing.removed) == (("03-noticing-2.md",), (), ())
    assert drafts.draft_of(SLUG) is None
    assert into(key, author) == SLUG
    assert draft_now(session) == {**SMALL_STEPS, "03-noticing-2.md": placing.files["03-noticing-2.md"]}


def test_publish_export_import_publish_is_nothing_new(session, author) -> None:
    version = makers.publish_course()
    key = hold(zipped(files_of(version)), author, slug=SLUG)
    into(key, author, way="replace")
    draft = drafts.draft_of(SLUG)
    with transaction():
        published = publish_draft(
            SLUG, draft.key, label="editorial", note="Again", expected_revision=draft.revision, author=author, now=NOON
        )
    assert not published.is_new
    assert published.version.source_hash == version.source_hash
    assert course_by_slug(SLUG).current_number == 1


def test_a_zip_replaces_the_draft_or_adds_to_it_as_was_said(session, author) -> None:
    makers.publish_course()
    with transaction():
        drafts.start_draft(SLUG, author=author, now=NOON)
    with transaction():
        draft_files.add_draft_file(SLUG, "09-mine.md", "# Mine\n", author=author, now=NOON)
    other = changed(SMALL_STEPS)
    into(hold(zipped(other), author, slug=SLUG), author, revision=2)
    assert draft_now(session) == {**other, "09-mine.md": b"# Mine\n"}
    key = hold(zipped(SMALL_STEPS), author, slug=SLUG)
    assert imports.placing_of(imports.own_import(key, author.id, now=NOON), "replace").removed == ("09-mine.md",)
    into(key, author, way="replace", revision=3)
    assert draft_now(session) == SMALL_STEPS


def test_an_import_is_one_change_with_one_undo_and_what_was_written_since_can_come_back(session, author) -> None:
    makers.publish_course()
    with transaction():
        drafts.start_draft(SLUG, author=author, now=NOON)
    with transaction():
        draft_files.add_draft_file(SLUG, "09-mine.md", "# Mine\n", author=author, now=NOON)
    before = draft_now(session)
    other = {**changed(SMALL_STEPS), "08-new.md": b"# New\n", "images/a.png": b"a"}
    into(hold(zipped(other), author, slug=SLUG), author, way="replace", revision=2)
    change, name = last_change(drafts.draft_of(SLUG))
    assert (change.kind, change.path, change.file_count, name) == ("imported", "visits.docx", 4, "Ruth Bell")
    with transaction():
        draft_files.save_draft_file(SLUG, "08-new.md", "# Newer\n", expected_revision=3, author=author, now=NOON)
    undo(author)
    assert draft_now(session) == before
    change, _ = last_change(drafts.draft_of(SLUG))
    assert (change.kind, change.file_count) == ("returned", 1)
    undo(author)
    assert draft_now(session) == {**before, "08-new.md": b"# Newer\n"}, "what was written since is not lost"
    undo(author)
    assert "09-mine.md" not in draft_now(session), "the change before the import"


def test_an_import_of_many_files_costs_no_more_statements_than_one_of_few(session, author, count_statements) -> None:
    makers.publish_course()
    counts = []
    for number, file_count in enumerate((2, 200)):
        lessons = {f"banks/{number}-{file}.md": b"# A\n" for file in range(file_count)}
        key = hold(zipped({**changed(SMALL_STEPS), **lessons}), author, slug=SLUG)
        draft = drafts.draft_of(SLUG)
        revision = draft.revision if draft else 0
        with count_statements() as statements:
            into(key, author, revision=revision)
        counts.append(len([one for one in statements if "draft" in one]))
    assert counts[1] <= counts[0], counts


def test_more_files_than_a_draft_holds_are_refused_before_anything_is_written(
    session, author, count_statements
) -> None:
    makers.publish_course()
    many = {**SMALL_STEPS, **{f"banks/{number}.md": b"# A\n" for number in range(300)}}
    keys = hold(zipped(many), author, slug=SLUG), hold(zipped(many), author)
    assert (
        "305 files, and at most 300 fit" in imports.placing_of(imports.own_import(keys[0], author.id, now=NOON)).fault
    )
    with count_statements() as statements:
        with pytest.raises(Invalid, match="at most 300 fit"):
            into(keys[0], author)
        with pytest.raises(Invalid, match="A new course here begins with at most 300 files"), transaction():
            imports.confirm_new_course(keys[1], "", "many", author=author, now=NOON)
    assert not [one for one in statements if not one.startswith("SELECT")]
    assert draft_now(session) == {}


def test_a_draft_that_changed_meanwhile_is_not_overwritten(session, author) -> None:
    makers.publish_course()
    with transaction():
        drafts.start_draft(SLUG, author=author, now=NOON)
    key = hold(zipped(changed(SMALL_STEPS)), author, slug=SLUG)
    with transaction():
        draft_files.add_draft_file(SLUG, "09-mine.md", "# Mine\n", author=author, now=NOON)
    with pytest.raises(Conflict):
        into(key, author, way="replace", revision=1)
    assert "09-mine.md" in draft_now(session)
    assert imports.own_import(key, author.id, now=NOON)


def test_only_its_maker_finds_it_and_only_for_a_day(session, author) -> None:
    other = makers.make_person("Tom Reed", roles=(Role.AUTHOR,))
    key = hold(bring_text("# A\n\nx", ""), author)
    for wrong_key, person in ((key, other), ("no such key", author), ("\0", author)):
        with pytest.raises(NotFound):
            imports.own_import(wrong_key, person.id, now=NOON)
    with pytest.raises(NotFound), transaction():
        imports.confirm_new_course(key, "A", "", author=other, now=NOON)
    with transaction():
        imports.cancel_import(key, person_id=other.id, now=NOON)
    assert imports.own_import(key, author.id, now=NOON)
    a_day_later = NOON + timedelta(days=1, seconds=1)
    with pytest.raises(NotFound):
        imports.own_import(key, author.id, now=a_day_later)
    hold(bring_text("# B\n\ny", ""), other, now=a_day_later)
    with pytest.raises(NotFound):
        imports.own_import(key, author.id, now=NOON)


def test_the_command_of_every_hour_deletes_what_nobody_confirmed_within_a_day(app, session, author) -> None:
    now = clock.now()
    keys = [hold(bring_text("# A\n\nx", ""), author, now=now - timedelta(hours=hours)) for hours in (1, 25)]
    assert app.test_cli_runner().invoke(args=["reminders", "send", "--dry-run"]).exit_code == 0
    assert set(session.scalars(select(PendingImport.key))) == set(keys)
    assert app.test_cli_runner().invoke(args=["reminders", "send"]).exit_code == 0
    assert session.scalars(select(PendingImport.key)).all() == keys[:1]


def test_a_person_keeps_five_at_most_and_cancelling_twice_is_once(session, author) -> None:
    keys = [hold(bring_text(f"# {n}\n\nx", ""), author, now=NOON + timedelta(minutes=n)) for n in range(7)]
    kept = set(session.scalars(select(PendingImport.key)))
    assert kept == set(keys[2:])
    for _ in range(2):
        with transaction():
            assert imports.cancel_import(keys[3], person_id=author.id, now=NOON) is None
    assert set(session.scalars(select(PendingImport.key))) == kept - {keys[3]}


def test_what_cannot_be_carried_over_is_remembered_to_the_letter(session, author) -> None:
    brought = bring_file(word_file(paragraph("x"), parts={"header": paragraph("A “draft” \\ 3")}), "x.docx")
    pending = imports.own_import(hold(brought, author), author.id, now=NOON)
    assert tuple(imports.held_losses(pending)) == brought.losses
    assert imports.held_files(pending) == brought.files
