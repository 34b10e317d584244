"""Telling the learning team: from the lesson to the answer, and to what changed; with no name and no word lost."""

from __future__ import annotations

import pytest

from learning import clock
from learning.improvement.comments import MOST_A_DAY
from learning.people.accounts import person_by_sign_in_name
from learning.people.roles import Role
from tests import makers
from tests.conftest import NOON
from tests.databases import PASSWORD
from tests.study_course import TWO_LESSONS

LESSON = "/courses/small-steps/lessons/noticing"
WORDS = "What is a survival response?\nNobody told me."


@pytest.fixture
def learner(app, sign_in):
    """A browser of somebody who has started the course."""
    with app.app_context():
        makers.publish_course()
        makers.start_course(makers.make_person())
    return sign_in("aisha.khan@example.org")


@pytest.fixture
def author(app, learner, sign_in):
    """An author's browser."""
    with app.app_context():
        makers.make_person("Ruth Bell", roles=(Role.AUTHOR,))
    return sign_in("ruth.bell@example.org")


def tell(browser, words=WORDS, **more):
    """Go from the lesson to the form and send it."""
    form = browser.get(LESSON).follow("Tell the learning team about this lesson")
    return form.submit({"words": words, **more}, form="/comments")


def test_from_a_comment_to_you_said_we_changed(app, learner, author):
    page = tell(learner)
    assert "Thank you. The learning team has your comment" in page.text
    assert "Sent on 24 November 2026, without your name" in page.text

    write = author.get("/write")
    assert "1 comment to be answered" in write.text
    comment = write.follow("1 comment to be answered").follow("What is a survival response?")
    assert WORDS in comment.body
    assert "Aisha" not in comment.body
    assert "When you have published a version that changes this" in comment.text
    comment.submit({"answer": "Good question. We will say it."}, form="/comments/")
    assert "to be answered" not in author.get("/write/small-steps").text
    read = learner.get("/my-learning").follow("Your comment on “Noticing”")
    assert "Good question. We will say it." in read.text
    assert "Noted." in read.submit(form="/read").text
    assert "answered you" not in learner.get("/my-learning").text
    assert "Ruth" not in learner.get("/my-comments").body

    with app.app_context():
        makers.publish_course(TWO_LESSONS)
    comment = author.get("/write/small-steps/comments").follow("What is a survival response?")
    again = comment.submit({"changed_in": "2", "change": f"You said: {WORDS}"}, form="/comments/")
    assert (again.status, again.title.startswith("Error: ")) == (422, True)
    assert "words of your own" in again.text
    again.submit({"change": "A word was not explained. Now it is."}, form="/comments/")
    course = learner.get("/courses/small-steps")
    assert "You said, we changed A word was not explained. Now it is. Version 2, 24 November 2026" in course.text
    assert "survival response" not in course.follow("All that was said and changed").text
    assert "Changed in version 2." in learner.get(f"{LESSON}/comments").text


def test_a_name_is_shown_only_where_the_box_was_ticked(learner, author):
    tell(learner)
    assert "Aisha" not in author.get("/write/small-steps/comments").body
    assert "with your name" in tell(learner, "Ask me.", shows_name="y").text
    assert "Aisha Khan" in author.get("/write/small-steps/comments").text


@pytest.mark.parametrize(
    ("words", "said"), [("A \x07 bell", "hidden character"), ("x" * 2_001, "2,001"), ("", "Write")]
)
def test_what_cannot_be_taken_is_given_back_with_its_tick(learner, words, said):
    page = tell(learner, words, shows_name="y")
    assert page.status == 422
    assert page.title.startswith("Error: ")
    assert said in page.text
    assert page.form("/comments").values["words"] == [words.replace("\x07", "")]
    assert page.form("/comments").values["shows_name"] == ["y"]


def test_one_comment_too_many_is_given_back_kindly_and_fits_the_next_day(app, learner):
    with app.app_context():
        aisha = person_by_sign_in_name("aisha.khan@example.org")
        for _ in range(MOST_A_DAY):
            makers.comment_on(aisha, "noticing")
    page = tell(learner)
    assert page.status == 422
    assert "Thank you: you have sent 10 comments today" in page.text
    assert page.form("/comments").values["words"] == [WORDS]
    with clock.set_to(lambda: NOON.replace(day=25)):
        learner.get("/sign-in").submit({"name": "aisha.khan@example.org", "password": PASSWORD}, form="/sign-in")
        assert "Thank you. The learning team" in tell(learner).text


def test_a_double_click_sends_once(learner):
    form = learner.get(f"{LESSON}/comments")
    for _ in range(2):
        page = form.submit({"words": WORDS}, form="/comments")
    assert len(page.all("section")) == 1


def test_words_outlive_the_session(learner):
    form = learner.get(f"{LESSON}/comments")
    learner.get("/my-learning").submit(form="/sign-out")
    page = form.submit({"words": WORDS}, form="/comments")
    assert "What you typed is kept" in page.text
    page = page.submit({"name": "aisha.khan@example.org", "password": PASSWORD}, form="/sign-in")
    assert "Thank you. The learning team" in page.submit(form="/comments").text


def test_deleting_asks_first_and_is_for_good_until_it_is_answered(learner, author):
    page = tell(learner).follow("Delete it")
    assert page.h1 == "Delete this comment?"
    author.get("/write/small-steps/comments").follow("survival").submit({"answer": "Thank you."}, form="/comments/")
    refused = page.submit(form="/delete")
    assert (refused.status, refused.h1) == (409, "This comment cannot be deleted any more")
    tell(learner, "Other words.")
    page = learner.get("/my-comments").follow("Delete it").submit(form="/delete")
    assert "Your comment is deleted." in page.text
    assert "Other words." not in page.text
    text = learner.raw("GET", "/my-comments.txt").get_data(as_text=True)
    assert f"{WORDS}\n\nThe learning team answered on 24 November 2026:\nThank you.".replace("\n", "\r\n") in text


def test_two_authors_cannot_overwrite_each_other_unseen(learner, author):
    tell(learner)
    old = author.get("/write/small-steps/comments").follow("survival")
    author.get("/write/small-steps/comments").follow("survival").submit({"answer": "First."}, form="/comments/")
    page = old.submit({"answer": "Second."}, form="/comments/")
    assert page.status == 409
    assert "Somebody else was faster" in page.text
    assert "First." in page.text
    assert page.form("/comments/").values["answer"] == ["Second."]
    page.submit(form="/comments/")
    assert "Second." in learner.get("/my-comments").text


def test_a_learning_lead_reads_and_does_not_answer(app, learner, sign_in):
    with app.app_context():
        makers.make_person("Lee Hart", roles=(Role.LEARNING_LEAD,))
    tell(learner)
    page = sign_in("lee.hart@example.org").get("/write/small-steps/comments").follow("survival")
    assert "Nobody told me." in page.text
    assert not [form for form in page.forms if "/comments/" in form.action]
