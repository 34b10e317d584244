"""A course begun in the browser: it has a name for good and pages to write in; nobody sees it until it is published."""

from __future__ import annotations

import pytest

from learning import clock
from learning.courses import draft_publishing, drafts
from learning.courses.draft_files import text_of
from learning.courses.drafts import draft_of
from learning.courses.new_course import begin_course, slug_from
from learning.courses.overview import course_overviews
from learning.courses.published import published_courses
from learning.courses.publishing import parse_source
from learning.db import transaction
from learning.errors import Invalid
from tests.makers import make_person, publish_course
from tests.study_course import SMALL_STEPS

TODAY = clock.now().date()


@pytest.fixture
def author(session):
    """Somebody who writes."""
    return make_person("Lucy Okonkwo")


def begin(author, title: str = "Children and loss", slug: str = "") -> str:
    """Begin a course; gives its slug."""
    with transaction():
        return begin_course(title, slug, author=author, now=clock.now()).course.slug


def test_the_first_pages_can_be_published_as_they_are_once_words_are_in_them(author) -> None:
    slug = begin(author)
    draft = draft_of(slug)
    assert slug == "children-and-loss"
    assert text_of(draft, "course.md").count("# Children and loss\n") == 1
    assert drafts.check_draft(draft, today=TODAY).problems == ()
    assert published_courses() == []
    with transaction():
        draft_publishing.publish_draft(
            slug, draft.key, label="material", note="First", expected_revision=1, author=author, now=clock.now()
        )
    assert [version.number for _, version in published_courses()] == [1]


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Trauma & loss: what helps?", "trauma-loss-what-helps"),
        ("  Zoë’s   Café_rules ", "zoes-cafe-rules"),
        ("a" * 100, "a" * 60),
        ("悲しみ", ""),
    ],
)
def test_a_name_is_made_of_the_title(title: str, slug: str) -> None:
    assert slug_from(title) == slug


def test_the_longest_title_makes_a_course_that_can_be_published(author) -> None:
    draft = draft_of(begin(author, "Trauma and loss " * 7))
    assert drafts.check_draft(draft, today=TODAY).problems == ()


@pytest.mark.parametrize("slug", ["No Capitals", "a--b", "frameworks", "a" * 61, "../up", "-a"])
def test_a_name_that_no_address_can_hold_is_refused(author, slug: str) -> None:
    with pytest.raises(Invalid) as refusal:
        begin(author, slug=slug)
    assert list(refusal.value.fields) == ["slug"]
    assert course_overviews() == []


def test_every_fault_of_a_new_course_is_said_at_once(author) -> None:
    publish_course(slug="children-and-loss")
    for title, slug in (("", "children-and-loss"), ("<talk>", "children-and-loss"), ("<talk>", "No Capitals")):
        with pytest.raises(Invalid) as refusal:
            begin(author, title, slug)
        assert set(refusal.value.fields) == {"title", "slug"}


def test_a_course_begins_with_the_starter_that_was_chosen(author) -> None:
    with transaction():
        draft = begin_course("Loss", "", author=author, now=clock.now(), starter="nearly-empty")
    assert {file.path for file in draft.files} == {"course.md", "01-first-lesson.md"}
    with pytest.raises(Invalid) as refusal:
        begin_course("More", "", author=author, now=clock.now(), starter="../../etc")
    assert set(refusal.value.fields) == {"starter"}


def test_a_title_without_latin_letters_asks_for_a_name(author) -> None:
    with pytest.raises(Invalid) as refusal:
        begin(author, "悲しみ")
    assert list(refusal.value.fields) == ["slug"]
    assert begin(author, "悲しみ", "loss") == "loss"


def test_nobody_begins_a_course_that_is_there_already(author) -> None:
    publish_course(slug="children-and-loss")
    begin(author, "Another one")
    for title in ("Children and loss", "Another one"):
        with pytest.raises(Invalid) as refusal:
            begin(author, title)
        assert "already" in refusal.value.fields["slug"]


def test_throwing_away_a_draft_that_was_never_published_takes_the_course_with_it(author) -> None:
    slug = begin(author)
    with transaction():
        drafts.discard_draft(slug, expected_revision=1, author=author, now=clock.now())
    assert course_overviews() == []
    assert begin(author) == slug


def test_another_course_cannot_link_to_one_that_nobody_can_open_yet(author) -> None:
    begin(author)
    link = b"What this course is, after [loss](../children-and-loss/course.md)."
    page = SMALL_STEPS["course.md"].replace(b"What this course is.", link)
    found = parse_source("small-steps", {**SMALL_STEPS, "course.md": page}, today=TODAY)
    assert [problem.code for problem in found.problems] == ["link-dead"]
