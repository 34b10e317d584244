"""Comments on lessons: kept once, a few a day, deleted until answered; read without a name; and what changed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from learning.audit import AuditEvent
from learning.courses.published import course_by_slug
from learning.db import db, transaction
from learning.errors import Conflict, Invalid, NotFound
from learning.improvement import answers_to_comments, comments
from learning.improvement.answers_to_comments import (
    changes_of,
    comment_of,
    comments_of,
    later_versions,
    open_comment_counts,
)
from learning.improvement.comments import MOST_A_DAY, delete_comment, key_or_new, own_comment, own_comments
from tests import makers
from tests.conftest import NOON
from tests.study_course import TWO_LESSONS

KEY = "0d6cbd0c-53a4-4a52-9f6f-0a5d2a3a7a11"
START_OF_DAY = NOON.replace(hour=0)


@pytest.fixture
def aisha(session):
    """Somebody who has started the small course."""
    makers.publish_course()
    person = makers.make_person()
    makers.start_course(person)
    return person


@pytest.fixture
def author(aisha):
    """An author."""
    return makers.make_person("Ruth Bell")


def send(person, words="A word is missing.", *, key=KEY, lesson="noticing", since=START_OF_DAY, shows_name=False):
    """Send a comment."""
    with transaction():
        return comments.send_comment(
            person.id, "small-steps", lesson, words=words, shows_name=shows_name, key=key, since=since, now=NOON
        )


def answer(comment, author, words="Thank you.", *, change="", version=None, revision=0):
    """Answer a comment."""
    comment_id, author_id = comment.id, author.id
    db.session.expunge_all()  # as in a request of its own
    with transaction():
        return answers_to_comments.answer_comment(
            course_by_slug("small-steps"),
            comment_id,
            answer=words,
            change=change,
            changed_in_number=version,
            expected_revision=revision,
            author_id=author_id,
            now=NOON,
        )


def test_a_comment_is_kept_with_the_version_and_the_title_of_its_lesson(aisha):
    sent = send(aisha, "  First.\r\nSecond. \x00")
    assert (sent.words, sent.version.number, sent.lesson_title) == ("First.\nSecond.", 1, "Noticing")
    assert not sent.shows_name


def test_a_second_click_sends_nothing_and_a_key_belongs_to_its_sender(aisha):
    ben = makers.make_person("Ben Okoro")
    makers.start_course(ben)
    assert send(aisha).id == send(aisha, "Other words.").id
    assert send(ben).id != send(aisha).id
    assert [one.words for one in own_comments(aisha.id)] == ["A word is missing."]


@pytest.mark.parametrize(("words", "said"), [(" \n ", "Write what is"), ("x" * 2_001, "2,001")])
def test_no_words_and_too_many_are_refused(aisha, words, said):
    with pytest.raises(Invalid, match=said):
        send(aisha, words)
    assert own_comments(aisha.id) == []


def test_a_day_has_room_for_so_many_and_the_next_one_for_more(aisha):
    for _ in range(MOST_A_DAY):
        send(aisha, key="")
    with pytest.raises(Invalid, match="send it tomorrow"):
        send(aisha, key="")
    assert send(aisha, key="", since=NOON + timedelta(hours=12))


@pytest.mark.parametrize(("slug", "lesson"), [("small-steps", "gone"), ("two-lessons", "noticing"), ("no", "no")])
def test_only_a_lesson_of_ones_own_can_be_commented_on(aisha, slug, lesson):
    makers.publish_course(TWO_LESSONS, slug="two-lessons")
    with pytest.raises(NotFound), transaction():
        comments.send_comment(
            aisha.id, slug, lesson, words="A word.", shows_name=False, key=KEY, since=START_OF_DAY, now=NOON
        )


def test_nobody_else_finds_or_deletes_it(aisha, author):
    sent = send(aisha)
    for comment_id in (sent.id, 2**40):
        with pytest.raises(NotFound):
            own_comment(author.id, comment_id)
    with pytest.raises(NotFound), transaction():
        delete_comment(author.id, sent.id)
    assert own_comments(author.id) == []


def test_it_can_be_deleted_until_it_is_answered(aisha, author):
    first, second = send(aisha), send(aisha, "Other words.", key="")
    with transaction():
        delete_comment(aisha.id, first.id)
    answer(second, author)
    with pytest.raises(Conflict, match="has answered it"), transaction():
        delete_comment(aisha.id, second.id)
    assert [one.words for one in own_comments(aisha.id)] == ["Other words."]


def test_a_name_is_read_only_where_its_owner_allowed_it(aisha, count_statements):
    hidden, shown = send(aisha, "Hidden.", key=""), send(aisha, "Shown.", key="", shows_name=True)
    course = course_by_slug("small-steps")
    db.session.expunge_all()
    with count_statements() as statements:
        lines = comments_of(course, 1).lines
    assert {line.comment.id: line.writer_name for line in lines} == {hidden.id: "", shown.id: "Aisha Khan"}
    assert len(statements) == 2


def test_those_to_answer_come_first(aisha, author):
    sent = [send(aisha, f"Words {number}.", key="") for number in range(4)]
    for one in sent[:2]:
        answer(one, author)
    found = comments_of(course_by_slug("small-steps"), 99)
    assert [line.comment.words for line in found.lines] == ["Words 2.", "Words 3.", "Words 1.", "Words 0."]
    assert (found.open_count, found.comment_count, found.page) == (2, 4, 1)
    assert open_comment_counts() == {sent[0].course_id: 2}
    assert [line.answered_by for line in found.lines] == ["", "", "Ruth Bell", "Ruth Bell"]


def test_an_answer_is_news_to_its_writer_until_they_have_read_it_and_another_answer_is_news_again(aisha, author):
    comment = send(aisha)
    assert comments.news_of_comments(aisha.id) == []
    answer(comment, author)
    assert [news.id for news in comments.news_of_comments(aisha.id)] == [comment.id]
    assert comments.news_of_comments(author.id) == []
    with pytest.raises(NotFound), transaction():
        comments.note_answer_read(author.id, comment.id, 1)
    with transaction():
        comments.note_answer_read(aisha.id, comment.id, 1)
    assert comments.news_of_comments(aisha.id) == []
    answer(comment, author, "We thought again.", revision=1)
    with transaction():
        comments.note_answer_read(aisha.id, comment.id, 1)
    assert len(comments.news_of_comments(aisha.id)) == 1, "the page that was open did not show this answer"


def test_a_comment_on_another_course_is_not_found(aisha):
    sent = send(aisha)
    makers.publish_course(TWO_LESSONS, slug="two-lessons")
    for course, comment_id in [("two-lessons", sent.id), ("small-steps", 2**40)]:
        with pytest.raises(NotFound):
            comment_of(course_by_slug(course), comment_id)


def test_an_answer_cannot_overwrite_another_unseen_and_sent_twice_counts_once(aisha, author):
    sent = send(aisha)
    assert answer(sent, author).revision == 1
    assert answer(sent, author).revision == 1
    with pytest.raises(Conflict, match="Somebody else has answered"):
        answer(sent, author, "Other words.")
    assert answer(sent, author, "Other words.", revision=1).answer == "Other words."
    audited = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "comment answered")).all()
    assert [(event.actor_id, event.thing, event.details) for event in audited] == [
        (author.id, "course:small-steps", {"comment": sent.id})
    ] * 2


def test_what_changed_is_told_with_its_version_and_in_other_words(aisha, author):
    sent = send(aisha, "The number of the helpline is WRONG.")
    makers.publish_course(TWO_LESSONS)
    course = course_by_slug("small-steps")
    assert [version.number for version in later_versions(course, comment_of(course, sent.id).comment)] == [2]
    with pytest.raises(Invalid, match="words of your own"):
        answer(sent, author, change="You said: the number  of the helpline is wrong.", version=2)
    answer(sent, author, change="A telephone number was out of date. It is mended.", version=2)
    (change,) = changes_of("small-steps", most=3)
    assert (change.words, change.version_number) == ("A telephone number was out of date. It is mended.", 2)
    assert changes_of("two-lessons") == []


@pytest.mark.parametrize(
    ("change", "version", "field"),
    [("Mended.", None, "changed_in"), ("", 2, "change"), ("Mended.", 1, "changed_in"), ("Mended.", 7, "changed_in")],
)
def test_a_change_needs_a_sentence_and_a_later_version(aisha, author, change, version, field):
    sent = send(aisha)
    makers.publish_course(TWO_LESSONS)
    with pytest.raises(Invalid) as refusal:
        answer(sent, author, change=change, version=version)
    assert list(refusal.value.fields) == [field]
    assert not own_comment(aisha.id, sent.id).is_answered


@pytest.mark.parametrize(("words", "change"), [("", ""), ("x" * 1_001, ""), ("Thank you.", "x" * 301)])
def test_an_answer_is_there_and_of_a_length_to_be_read(aisha, author, words, change):
    with pytest.raises(Invalid):
        answer(send(aisha), author, words, change=change)


def test_a_key_that_is_none_is_replaced_and_ones_own_list_costs_one_statement(aisha, count_statements):
    assert key_or_new(KEY) == KEY
    assert len({key_or_new("no key\0"), key_or_new()}) == 2
    send(aisha)
    person_id = aisha.id
    db.session.expunge_all()
    with count_statements() as statements:
        assert [one.course.current_version.title for one in own_comments(person_id)] == ["Small steps"]
    assert len(statements) == 1
