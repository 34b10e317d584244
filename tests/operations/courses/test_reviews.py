"""Review: a second author approves exactly what is published, and nobody approves their own words."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from learning import clock
from learning.courses import draft_files, draft_publishing, drafts, reviews
from learning.courses.drafts import draft_of
from learning.courses.models import DraftReview
from learning.courses.reviews import review_of, waiting_drafts
from learning.db import db, transaction
from learning.errors import BadSource, Conflict, Invalid, NotAllowed
from tests import makers
from tests.operations.courses.sources import PROBLEM, changed
from tests.study_course import SMALL_STEPS

SLUG = "small-steps"
EDITED = changed(SMALL_STEPS)["course.md"].decode()
EDITED_AGAIN = changed(SMALL_STEPS, "Another sentence.")["course.md"].decode()


@pytest.fixture
def ruth(session):
    """An author with a draft at its second revision; the course is published once."""
    makers.publish_course()
    author = makers.make_person("Ruth Bell")
    with transaction():
        drafts.start_draft(SLUG, author=author, now=clock.now())
    save(author)
    return author


@pytest.fixture
def tom(session):
    """A second author."""
    return makers.make_person("Tom Reed")


def save(author, text: str = EDITED):
    with transaction():
        revision = draft_of(SLUG).revision
        draft_files.save_draft_file(SLUG, "course.md", text, expected_revision=revision, author=author, now=clock.now())


def ask(author, revision: int = 2) -> DraftReview:
    with transaction():
        return reviews.ask_for_review(SLUG, expected_revision=revision, asker=author, now=clock.now())


def decide(author, decision: str = "approved", words: str = "", revision: int = 2) -> DraftReview:
    with transaction():
        return reviews.decide_review(
            SLUG, decision, words, expected_revision=revision, reviewer=author, now=clock.now()
        )


def publish(author, revision: int = 2):
    with transaction():
        return draft_publishing.publish_draft(
            SLUG,
            draft_of(SLUG).key,
            label="clarifying",
            note="Clearer.",
            expected_revision=revision,
            author=author,
            needs_approval=True,
            now=clock.now(),
        )


def stage() -> str:
    return review_of(draft_of(SLUG)).stage


def test_what_a_second_author_approved_is_published_with_their_name(ruth, tom) -> None:
    ask(ruth)
    decide(tom)
    version = publish(ruth).version
    assert (version.published_by_id, version.approved_by_id) == (ruth.id, tom.id)
    assert db.session.query(DraftReview).all() == []


def test_without_an_approval_nothing_is_published(ruth, tom) -> None:
    with pytest.raises(Conflict, match="second author"):
        publish(ruth)
    ask(ruth)
    with pytest.raises(Conflict, match="second author"):
        publish(ruth)
    decide(tom, "returned", "Say it more simply.")
    with pytest.raises(Conflict, match="second author"):
        publish(ruth)


def test_a_save_after_the_approval_makes_it_worth_nothing(ruth, tom) -> None:
    ask(ruth)
    decide(tom)
    save(ruth, EDITED_AGAIN)
    assert stage() == "changed since"
    with pytest.raises(Conflict, match="second author"):
        publish(ruth, revision=3)
    ask(ruth, revision=3)
    decide(tom, revision=3)
    assert publish(ruth, revision=3).is_new


def test_a_review_is_of_what_was_looked_at(ruth, tom) -> None:
    with pytest.raises(Conflict):
        ask(ruth, revision=1)
    ask(ruth)
    save(ruth, EDITED_AGAIN)
    with pytest.raises(Conflict):
        decide(tom, revision=2)
    with pytest.raises(Conflict, match="Nobody has asked"):
        decide(tom, revision=3)


def test_neither_who_asked_nor_who_saved_last_decides(ruth, tom) -> None:
    ask(tom)
    with pytest.raises(NotAllowed, match="You asked"):
        decide(tom)
    with pytest.raises(NotAllowed, match="You saved this draft last"):
        decide(ruth)
    assert stage() == "waiting"
    decide(makers.make_person("Una Shah"))
    assert stage() == "approved"


def test_a_draft_is_returned_with_a_sentence_and_asked_about_again(ruth, tom) -> None:
    ask(ruth)
    with pytest.raises(Invalid):
        decide(tom, "returned", "  ")
    row = decide(tom, "returned", " Say it more simply. ")
    assert (row.words, stage()) == ("Say it more simply.", "returned")
    assert ask(ruth).id != row.id
    assert stage() == "waiting"


def test_asking_and_deciding_twice_is_once(ruth, tom) -> None:
    assert ask(ruth).id == ask(ruth).id
    assert decide(tom).id == decide(tom).id == ask(ruth).id
    assert stage() == "approved"


def test_a_draft_with_problems_is_not_asked_about(ruth) -> None:
    save(ruth, EDITED + PROBLEM.decode())
    with pytest.raises(BadSource):
        ask(ruth, revision=3)


def test_of_two_who_decide_at_once_one_does_and_the_other_is_told(app, ruth, tom) -> None:
    una = makers.make_person("Una Shah")
    ask(ruth)
    barrier = threading.Barrier(2)

    def one(reviewer, decision):
        with app.app_context():
            barrier.wait()
            try:
                return decide(reviewer, decision, "Words.").decision
            except Conflict as refusal:
                return refusal.sentence

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(one, (tom, una), ("approved", "returned")))
    db.session.rollback()
    kept = stage()
    assert results.count(kept) == 1
    assert any(f"{kept} this draft already." in result for result in results)


def test_what_waits_is_listed_until_it_is_decided_or_saved(ruth, tom) -> None:
    assert waiting_drafts() == []
    ask(ruth)
    assert [(one.slug, one.asker_name, one.last_author_name) for one in waiting_drafts()] == [
        (SLUG, "Ruth Bell", "Ruth Bell")
    ]
    save(ruth, EDITED_AGAIN)
    assert waiting_drafts() == []
    ask(ruth, revision=3)
    decide(tom, revision=3)
    assert waiting_drafts() == []


def test_a_draft_that_is_thrown_away_takes_its_review_along(ruth) -> None:
    ask(ruth)
    with transaction():
        drafts.discard_draft(SLUG, expected_revision=2, author=ruth, now=clock.now())
    assert db.session.query(DraftReview).all() == []
