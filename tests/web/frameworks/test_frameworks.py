"""What authors and learning leads see of the frameworks: what is missing first, and what to do about it."""

from __future__ import annotations

import csv
import io

import pytest

from learning.people.roles import Role
from tests.makers import make_person, publish_course
from tests.study_course import naming
from tests.web.pages import words_of

FRAMEWORK = "nottinghamshire-trauma-informed-principles"
NOTTINGHAMSHIRE = f"/frameworks/{FRAMEWORK}"


@pytest.fixture
def author(app, sign_in):
    """An author in a browser, where one course is published that teaches one element of a framework that ships."""
    with app.app_context():
        make_person("Lucy Okonkwo", roles=(Role.AUTHOR,))
        publish_course(naming(f"{FRAMEWORK}/recognise-trauma"))
    return sign_in("lucy.okonkwo@example.org")


def rows_of(page) -> dict[str, str]:
    """The words of each element or framework, by its first words."""
    return {words_of(row).split("  ")[0]: words_of(row) for row in page.all("ul/li") if "task" in row.get("class", "")}


def test_each_framework_says_how_much_of_it_is_taught(author) -> None:
    page = author.get("/frameworks")
    assert len(rows_of(page)) == 5
    assert "elements have at least one published lesson" in page.text
    assert "What only this software can do: 0 of 1 is there so far." in page.text


def test_a_framework_with_gaps_says_how_many_and_is_not_red(author) -> None:
    page = author.get("/frameworks")
    tags = [(words_of(tag), tag.get("class")) for tag in page.all("ul/li/span")]
    assert len(tags) == 5
    assert all(words.endswith(" gaps") and look == "tag s-soon" for words, look in tags)


def test_a_framework_says_from_when_it_counts_here_and_nothing_of_being_in_force(author) -> None:
    page = author.get("/frameworks/leeds-trauma-informed-approach")
    assert "This edition counts here from 22 November 2026." in page.text
    assert "n force" not in page.text


def test_a_framework_says_how_many_of_its_elements_are_how_strongly_taught(app, author) -> None:
    assert "1 element is taught: 0 assessed, 1 practised, 0 only read." in author.get(NOTTINGHAMSHIRE).text
    with app.app_context():
        publish_course(naming(f"{FRAMEWORK}/recognise-trauma", f"{FRAMEWORK}/lived-experience"))
    assert "2 elements are taught: 0 assessed, 2 practised, 0 only read." in author.get(NOTTINGHAMSHIRE).text
    assert "are taught" not in author.get("/frameworks/leeds-trauma-informed-approach").text


def test_whoever_may_not_read_frameworks_is_told_who_may(author, app, sign_in) -> None:
    with app.app_context():
        make_person("Aisha Khan")
    page = sign_in("aisha.khan@example.org").get("/frameworks")
    assert page.status == 403
    assert "for people who write courses and for learning leads" in page.text


def test_what_is_missing_comes_first_and_says_what_to_do(author) -> None:
    page = author.get(NOTTINGHAMSHIRE)
    headings = [words_of(heading) for heading in page.all("h2")]
    assert headings == ["No published lesson yet", "Taught", "What only the software can meet"]
    gap = next(words for words in rows_of(page).values() if "Lived experience" in words)
    assert "Gap" in gap
    assert "Write one" in gap
    assert "nottinghamshire-trauma-informed-principles/lived-experience" in gap
    taught = next(words for words in rows_of(page).values() if words.startswith("Recognise trauma"))
    assert "Noticing in Small steps · practised" in taught


def test_only_what_is_missing_can_be_asked_for(author) -> None:
    page = author.get(f"{NOTTINGHAMSHIRE}?show=gaps")
    assert [words_of(heading) for heading in page.all("h2")] == ["No published lesson yet"]


def test_a_lesson_opens_from_the_element_it_teaches(author) -> None:
    assert (
        author.get(NOTTINGHAMSHIRE).follow("Noticing").address == "/write/small-steps/versions/1/pages/01-noticing.md"
    )


def test_a_learning_lead_is_told_to_ask_an_author(app, author, sign_in) -> None:
    with app.app_context():
        make_person("Harpreet Gill", roles=(Role.LEARNING_LEAD,))
    page = sign_in("harpreet.gill@example.org").get(NOTTINGHAMSHIRE)
    assert "Ask an author to write one" in page.text
    assert "Write one" not in page.text


def test_a_framework_that_is_not_there_is_not_found(author) -> None:
    assert author.raw("GET", "/frameworks/no-such-framework").status_code == 404


def test_the_table_has_every_element_of_every_framework(author) -> None:
    answer = author.raw("GET", "/frameworks/coverage.csv")
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))
    assert len({row["Framework"] for row in rows}) == 5
    assert len({row["Key"] for row in rows}) == len(rows) > 150
    assert {row["State"] for row in rows} <= {"taught", "gap", "draft only", "there", "not there yet"}


def test_coverage_costs_the_same_for_one_course_and_for_many(app, author, count_statements) -> None:
    with app.app_context():
        for number in range(5):
            publish_course(slug=f"small-steps-{number}")
    with count_statements() as statements:
        author.get(NOTTINGHAMSHIRE)
    assert len(statements) <= 5
    assert not [one for one in statements if one.startswith(("INSERT", "UPDATE", "DELETE"))]
