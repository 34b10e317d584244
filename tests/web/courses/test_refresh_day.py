"""The day by which people see what changed: asked for with a change of substance only."""

from __future__ import annotations

from datetime import date

import pytest

from learning.courses.published import course_by_slug
from learning.courses.source_folder import write_course
from learning.people.roles import Role
from tests import makers
from tests.operations.courses.sources import changed
from tests.study_course import SMALL_STEPS

SLUG = "small-steps"
IN_NINETY_DAYS = date(2027, 2, 22)


@pytest.fixture
def author(session, sign_in):
    """An author whose draft differs from version 1."""
    makers.publish_course(note="The first one")
    makers.make_person("Ruth Bell", roles=(Role.AUTHOR,))
    browser = sign_in("ruth.bell@example.org")
    browser.get(f"/write/{SLUG}").submit(form="/draft")
    text = "---\nminutes: 5\n---\n# Noticing\n\nOther.\n"
    browser.get(f"/write/{SLUG}/pages/01-noticing.md").submit({"text": text}, form="pages/01-noticing.md")
    return browser


def publish(author, **words):
    """Send the form with these words."""
    return author.get(f"/write/{SLUG}").submit({"note": "Told anew.", **words}, form="/publish")


def due(session) -> date | None:
    """The day of the current version."""
    session.rollback()
    version = course_by_slug(SLUG).current_version
    assert version.number == 2
    return version.refresh_due_on


def test_a_change_of_substance_has_ninety_days_unless_the_author_says_otherwise(author, session) -> None:
    page = author.get(f"/write/{SLUG}")
    assert page.form("/publish").values["refresh_due_on"] == [IN_NINETY_DAYS.isoformat()]
    assert "Only for a material change." in page.text
    assert publish(author, label="material").status == 200
    assert due(session) == IN_NINETY_DAYS


def test_a_lighter_change_keeps_no_day_whatever_was_typed(author, session) -> None:
    assert publish(author, label="clarifying", refresh_due_on="when you like").status == 200
    assert due(session) is None


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Enter a day, such as 2026-11-30."),
        ("soon", "Enter a day, such as 2026-11-30."),
        ("2026-11-23", "Choose a day that is not over"),
    ],
)
def test_a_day_that_cannot_be_taken_is_explained_and_given_back(author, typed, sentence) -> None:
    page = publish(author, label="material", refresh_due_on=typed)
    assert page.status == 422
    assert sentence in page.text
    assert page.form("/publish").values["refresh_due_on"] == [typed]
    assert page.form("/publish").values["note"] == ["Told anew."]


def test_the_first_version_is_asked_for_no_day(session, sign_in) -> None:
    makers.make_person("Ruth Bell", roles=(Role.AUTHOR,))
    browser = sign_in("ruth.bell@example.org")
    browser.get("/write").submit({"title": "Children and loss"}, form="/write")
    page = browser.get("/write/children-and-loss")
    assert "See what changed by" not in page.text


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("--label", "material"), IN_NINETY_DAYS),
        (("--label", "material", "--refresh-due", "2026-12-31"), date(2026, 12, 31)),
        (("--label", "editorial"), None),
    ],
)
def test_the_command_takes_a_day_and_gives_ninety(app, session, tmp_path, words, expected) -> None:
    makers.publish_course()
    write_course(changed(SMALL_STEPS), tmp_path / SLUG)
    result = app.test_cli_runner().invoke(
        args=["courses", "publish", str(tmp_path / SLUG), "--note", "Told anew.", *words]
    )
    assert result.exit_code == 0, result.output
    assert due(session) == expected


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--label", "editorial", "--refresh-due", "2026-12-31"), "goes with --label material"),
        (("--label", "material", "--refresh-due", "2026-11-23"), "Choose a day that is not over"),
        (("--label", "material", "--refresh-due", "soon"), "does not match the format"),
    ],
)
def test_the_command_says_why_a_day_cannot_be_taken(app, session, tmp_path, words, sentence) -> None:
    makers.publish_course()
    write_course(changed(SMALL_STEPS), tmp_path / SLUG)
    result = app.test_cli_runner().invoke(
        args=["courses", "publish", str(tmp_path / SLUG), "--note", "Told anew.", *words]
    )
    assert result.exit_code != 0
    assert sentence in result.output
    assert "Traceback" not in result.output
    assert course_by_slug(SLUG).current_version.number == 1
