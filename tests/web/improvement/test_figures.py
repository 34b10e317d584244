"""What the answers say, as a page and as a table file: in words, from five people up, without a name."""

from __future__ import annotations

import csv
import io

import pytest

from learning.people.roles import Role
from tests import makers

FIGURES = "/write/small-steps/figures"


@pytest.fixture
def author(app, sign_in):
    """An author's browser; four people have sent the final check, three of them knowing nothing."""
    with app.app_context():
        makers.publish_course()
        makers.make_person("Ruth Bell", roles=(Role.AUTHOR,))
        for number in range(4):
            answer_check(number, right_count=5 if number == 3 else 0)
    return sign_in("ruth.bell@example.org")


def answer_check(number, right_count):
    """One more person who sends the final check."""
    person = makers.make_person(f"Person Number{number}", password=None)
    makers.start_course(person)
    makers.finish_lessons(person)
    makers.send_check(person, makers.sit_check(person, right_count=right_count))


def test_nothing_is_said_of_four_people_and_five_are_told_in_words_without_names(app, author):
    page = author.get("/write/small-steps").follow("What the answers say")
    assert page.text.count("Fewer than five people so far.") == 6
    assert "%" not in page.text
    with app.app_context():
        answer_check(4, right_count=0)
    page = author.get(FIGURES)
    assert "Most people get this wrong.Misleads: more people chose “A lecture” than the right answer." in page.text
    assert "20% (right): Feeling safe" in page.text
    assert "80%: A lecture" in page.text
    assert "something else" not in page.text
    assert "Not known below 20 people" in page.text
    assert "3 questions may mislead. They come first." in page.text
    assert "Person" not in page.body


def test_the_table_file_says_the_same(app, author):
    with app.app_context():
        answer_check(4, right_count=0)
    answer = author.raw("GET", f"{FIGURES}.csv")
    header, first, *rest = csv.reader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff")))
    row = dict(zip(header, first, strict=True))
    assert (row["Question"], row["Where"], row["People"]) == ("What helps first?", "Final check", "5")
    assert (row["Right, percent"], row["Answered in"]) == ("20", "Version 1")
    assert row["What people chose, percent"] == "Feeling safe (20%); A lecture (80%); A form (0%)"
    assert len(rest) == 5
    assert answer.headers["Content-Disposition"] == 'attachment; filename="small-steps-figures-2026-11-24.csv"'
