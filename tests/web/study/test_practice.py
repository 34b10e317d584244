"""Practice questions answered on the spot, and the private box; both on the lesson's page."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from learning.db import db
from tests import makers
from tests.web.study.test_whole_course import labels, words_of

FIRST = "/courses/small-steps/lessons/noticing"
HARD = "/courses/small-steps/lessons/a-hard-visit?route=full"
ANSWERS = {
    "What is fight?": ("A survival response", "A crime"),
    "A calm child is a safe child.": ("False", "True"),
}


@pytest.fixture
def lesson(learner, as_aisha):
    """The first lesson, open in a browser."""
    as_aisha(makers.start_course)
    return learner.get(FIRST)


def value_of(page, form, words) -> str:
    """The value of the option with these words, within one question's form."""
    element = next(one for one in page.all("form") if form in (one.get("action") or ""))
    names = {label.get("for"): words_of(label) for label in element.iter("label")}
    return next(field.get("value") for field in element.iter("input") if names.get(field.get("id")) == words)


def selects(page, form) -> dict[str, str]:
    """Name of each select of one question's form to the words of its label."""
    element = next(one for one in page.all("form") if form in (one.get("action") or ""))
    return {one.get("name"): labels(page)[one.get("id")] for one in element.iter("select")}


def select_value(page, name, words) -> str:
    return next(
        option.get("value")
        for one in page.all("select")
        if one.get("name") == name
        for option in one.iter("option")
        if words_of(option) == words
    )


@pytest.mark.parametrize("title", ANSWERS)
def test_a_choice_gets_feedback_at_once_about_this_choice(lesson, title):
    form = "/questions/" + title.lower().replace(" ", "-").rstrip("?.")
    best, other = ANSWERS[title]
    name = "q-" + form.rsplit("/", 1)[1]
    page = lesson.submit({name: value_of(lesson, form, best)}, form=form)
    assert page.status == 200
    assert "That’s right" in page.text
    page = page.submit({name: value_of(page, form, other)}, form=form)
    assert "Not this one" in page.text
    assert f"Best answer: {best}" in page.text


def test_choose_all_says_right_missed_and_not_this_one(lesson):
    form, name = "/questions/which-are", "q-which-are-survival-responses"
    sent = [value_of(lesson, form, words) for words in ("Freeze", "Tea")]
    page = lesson.submit({name: sent}, form=form)
    assert "Not quite" in page.text
    for words in ("Right: Freeze", "Missed: Flop", "Not this one: Tea"):
        assert words in page.text


def test_words_numbers_and_gaps(lesson):
    page = lesson.submit({"q-what-does-the-p-in-pace-stand-for": " PLAYFULNESS! "}, form="/questions/what-does")
    assert "That’s right" in page.text
    page = lesson.submit({"q-how-long-is-a-visit": "40"}, form="/questions/how-long")
    assert "That’s right" in page.text
    page = lesson.submit({"q-how-long-is-a-visit": "30"}, form="/questions/how-long")
    assert "Best answer: 40 to 50 minutes" in page.text
    gaps = {"q-what-is-trauma-1": "overwhelm", "q-what-is-trauma-2": "will"}
    page = lesson.submit(gaps, form="/questions/what-is-trauma")
    assert "Right: Gap 1" in page.text
    assert "Not this one: Gap 2" in page.text
    assert "Best answer: capacity" in page.text


def test_matching_and_ordering(lesson):
    pairs = {"Fight": "Shouting", "Flight": "Running off"}
    form = "/questions/what-belongs"
    rows = selects(lesson, form)
    page = lesson.submit({row: select_value(lesson, row, pairs[label]) for row, label in rows.items()}, form=form)
    assert "That’s right" in page.text
    form = "/questions/what-comes"
    steps = ("Regulate", "Relate", "Reason")
    rows = selects(lesson, form)
    page = lesson.submit({row: str(steps.index(label) + 1) for row, label in rows.items()}, form=form)
    assert "That’s right" in page.text


def test_two_steps_in_one_place_are_an_error_that_keeps_the_rest(lesson):
    form = "/questions/what-comes"
    first, second, third = selects(lesson, form)
    page = lesson.submit({first: "1", second: "1", third: "3"}, form=form)
    assert page.status == 422
    assert page.title.startswith("Error: ")
    assert "Two are in place 1." in page.text
    assert page.form(form).values[third] == ["3"]
    assert page.form(form).values[first] == ["1"]


def test_a_judgement_shows_the_authors_view_afterwards_and_not_before(lesson):
    form = "/questions/what-would"
    assert "It takes control away." not in lesson.body
    page = lesson.submit(dict.fromkeys(selects(lesson, form), "acceptable"), form=form)
    assert "Here is the author’s view" in page.text
    assert "You said: Acceptable. The author says: Risky." in page.text
    assert "That’s right" not in page.text


def test_an_empty_answer_says_what_to_do_and_leads_to_the_field(lesson):
    page = lesson.submit(form="/questions/what-is-fight")
    assert page.status == 422
    assert page.title.startswith("Error: ")
    assert "Choose one answer." in page.text
    assert page.link("Choose one answer.").endswith("#q-what-is-fight")
    page = lesson.submit({"q-how-long-is-a-visit": "forty"}, form="/questions/how-long")
    assert page.status == 422
    assert "forty" in page.body


def test_hints_are_opened_one_by_one(lesson):
    outer = next(one for one in lesson.all("details") if "Think of the body" in words_of(one))
    inner = outer.find(".//details")
    assert "It is not chosen" in words_of(inner)
    assert "Think of the body" not in words_of(inner)


def test_right_answers_are_not_in_the_page_before_anything_is_sent(lesson):
    secrets = [
        "playful", "overwhelm", "capacity", "40 to 50", "protects itself", "Sometimes it looks like one",
        "Bodies act before thought", "Calm may be freeze", "Polite", "It gives a choice",
    ]  # fmt: skip
    for secret in secrets:
        assert secret not in lesson.body, secret
    assert "Regulate" in lesson.body
    rows = list(selects(lesson, "/questions/what-comes").values())
    assert rows != ["Regulate", "Relate", "Reason"]


def test_nothing_of_a_practice_answer_is_stored(app, lesson):
    lesson.submit({"q-what-does-the-p-in-pace-stand-for": "canary-zebra"}, form="/questions/what-does")
    with app.app_context():
        for table in db.metadata.tables:
            rows = db.session.execute(text(f'SELECT * FROM "{table}"')).all()
            assert "canary-zebra" not in str(rows)


def test_a_question_that_is_not_there_is_not_found(learner, lesson):
    token = lesson.form("/finish").values["csrf_token"][0]
    for address in (f"{FIRST}/questions/gone", "/courses/small-steps/lessons/gone/questions/what-is-fight"):
        assert learner.post(address, {"csrf_token": token}).status == 404


@pytest.mark.parametrize(
    ("address", "anchor"),
    [
        (f"{FIRST}/questions/what-is-fight", "block-what-is-fight"),
        (
            "/courses/small-steps/lessons/a-hard-visit/reflections/where-have-you-met-this",
            "block-where-have-you-met-this",
        ),
    ],
)
def test_loading_the_address_of_an_answer_leads_to_its_place_in_the_lesson(learner, lesson, address, anchor):
    answer = learner.raw("GET", address)
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith(f"#{anchor}")
    assert learner.get(answer.headers["Location"]).status == 200


def test_the_address_of_an_answer_leads_nobody_past_what_stands_before_a_hard_lesson(learner, lesson):
    page = learner.get("/courses/small-steps/lessons/a-hard-visit/reflections/where-have-you-met-this")
    assert "Describes a child who was hurt." in page.text
    assert not [form for form in page.forms if "/reflections/" in form.action]


def test_words_are_saved_and_shown_to_their_writer(learner, lesson):
    page = learner.get(HARD).submit({"words": "A father shouted.\nI froze."}, form="/reflections/")
    assert "Your words are saved" in page.text
    assert page.form("/reflections/").values["words"] == ["A father shouted.\nI froze."]


def test_an_older_window_gets_both_texts_and_loses_neither(learner, lesson):
    old = learner.get(HARD)
    learner.get(HARD).submit({"words": "From the phone."}, form="/reflections/")
    page = old.submit({"words": "From the desk."}, form="/reflections/")
    assert page.status == 409
    assert "From the phone." in page.text
    assert "From the desk." in page.body
    page = page.submit(form="/reflections/")
    assert page.form("/reflections/").values["words"] == ["From the desk."]


@pytest.mark.parametrize("words", ["", "x" * 10_001])
def test_words_that_cannot_be_saved_are_kept_on_the_page(learner, lesson, words):
    page = learner.get(HARD).submit({"words": words}, form="/reflections/")
    assert page.status == 422
    assert page.title.startswith("Error: ")
    assert page.form("/reflections/").values["words"] == [words]


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 40, "١"])
def test_a_made_up_revision_does_no_harm(learner, lesson, revision):
    page = learner.get(HARD).submit({"words": "Mine.", "revision": revision}, form="/reflections/")
    assert page.status == 200
