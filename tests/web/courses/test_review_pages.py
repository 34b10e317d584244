"""Review in a browser: where the organisation wants it, a second author decides before anything is published."""

from __future__ import annotations

from dataclasses import replace

import pytest

from learning.courses.published import course_by_slug
from learning.people.roles import Role
from tests import makers

SLUG = "small-steps"
WORDS = {"label": "clarifying", "note": "Clearer words."}
EDITOR = f"/write/{SLUG}/pages/course.md"


@pytest.fixture
def reviewing(app, monkeypatch):
    """The organisation wants reviews."""
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], review_before_publishing=True))


@pytest.fixture
def ruth(session, reviewing, sign_in):
    """An author who has changed the draft of a course."""
    makers.publish_course()
    makers.make_person("Ruth Bell", roles=(Role.AUTHOR,))
    ruth = sign_in("ruth.bell@example.org")
    ruth.get(f"/write/{SLUG}").submit(form="/draft")
    edit(ruth, "What this course is.", "What it is.")
    return ruth


@pytest.fixture
def tom(session, sign_in):
    """A second author."""
    makers.make_person("Tom Reed", roles=(Role.AUTHOR,))
    return sign_in("tom.reed@example.org")


def edit(browser, old: str, new: str) -> None:
    page = browser.get(EDITOR)
    text = page.form("pages/course.md").values["text"][0]
    assert old in text
    page.submit({"text": text.replace(old, new)}, form="pages/course.md")


def test_a_draft_is_asked_about_read_approved_and_published(ruth, tom) -> None:
    page = ruth.get(f"/write/{SLUG}")
    assert "Publish" not in [form.words for form in page.forms]
    page = page.submit(form="/review/ask")
    assert "You asked for this review." in page.text
    review = tom.get("/write").follow("1 draft waits for a review").follow("Small steps")
    assert "The overview was reworded: 1 paragraph changed" in review.text
    assert "What it is." in review.text
    done = review.submit({"words": "Good.", "decision": "approved"}, form="/review")
    assert "Tom Reed approved this draft" in done.text
    assert "waits for a review" not in tom.get("/write").text
    published = ruth.get(f"/write/{SLUG}").submit(WORDS, form="/publish")
    assert "approved by Tom Reed" in published.text
    assert "Approved by Tom Reed" in published.follow("Version 2").text


def test_a_draft_is_returned_with_words_and_changed_and_asked_about_again(ruth, tom) -> None:
    ruth.get(f"/write/{SLUG}").submit(form="/review/ask")
    refused = tom.get(f"/write/{SLUG}/review").submit({"decision": "returned"}, form="/review")
    assert refused.status == 422
    assert "Say in a sentence what should change." in refused.text
    refused.submit({"words": "Too short now.", "decision": "returned"}, form="/review")
    assert "Too short now." in ruth.get(f"/write/{SLUG}").text
    edit(ruth, "What it is.", "What this course is about.")
    page = ruth.get(f"/write/{SLUG}")
    assert "so it needs a new one" in page.text
    assert "You asked for this review." in page.submit(form="/review/ask").text


def test_a_publish_without_an_approval_is_refused_and_keeps_what_was_typed(ruth, tom, session) -> None:
    ruth.get(f"/write/{SLUG}").submit(form="/review/ask")
    tom.get(f"/write/{SLUG}/review").submit({"decision": "approved"}, form="/review")
    ready = ruth.get(f"/write/{SLUG}")
    edit(ruth, "What it is.", "What this course is about.")
    refused = ruth.post(f"/write/{SLUG}/publish", {**ready.form("/publish").values, **WORDS, "revision": "3"})
    assert refused.status == 409
    assert refused.form("/publish").values["note"] == ["Clearer words."]
    assert course_by_slug(SLUG).current_version.number == 1


def test_words_typed_for_a_draft_that_was_saved_meanwhile_are_given_back(ruth, tom) -> None:
    ruth.get(f"/write/{SLUG}").submit(form="/review/ask")
    review = tom.get(f"/write/{SLUG}/review")
    edit(ruth, "What it is.", "What this course is about.")
    refused = review.submit({"words": "My long words.", "decision": "approved"}, form="/review")
    assert refused.status == 409
    assert "My long words." in refused.text


def test_nobody_decides_about_words_of_their_own(ruth, tom) -> None:
    page = ruth.get(f"/write/{SLUG}").submit(form="/review/ask")
    own = tom.get(f"/write/{SLUG}/review").form("/review").values
    token = page.form("/discard").values["csrf_token"]
    refused = ruth.post(f"/write/{SLUG}/review", {**own, "csrf_token": token, "decision": "approved", "words": "Fine."})
    assert refused.status == 403
    assert "Another author has to decide." in refused.text
    assert "Fine." in refused.text


def test_without_the_setting_nothing_is_asked(session, sign_in) -> None:
    makers.publish_course()
    makers.make_person("Ruth Bell", roles=(Role.AUTHOR,))
    author = sign_in("ruth.bell@example.org")
    page = author.get(f"/write/{SLUG}").submit(form="/draft")
    assert "Review" not in page.text
    assert "published without a review" in author.get("/reviews").text
