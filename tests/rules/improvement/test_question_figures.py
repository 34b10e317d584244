"""What the answers say about questions: who counts, from when, and what is called misleading. Nothing about anybody."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from learning.courses.document import Bank, Draw
from learning.improvement.figure_words import (
    TOO_FEW,
    how_it_goes_with_the_rest,
    percent,
    versions_in_words,
    what_it_says,
)
from learning.improvement.question_figures import SentCheck, figures_of
from learning.study.scoring import points_earned, right_answer
from tests.documents import (
    course,
    multiple_choice,
    number,
    one_of_each,
    quiz,
    short_text,
    single_choice,
    text,
    true_false,
)

CHOICE = single_choice("Now", "Later", "Never", right=0)
HINDSIGHT = true_false(True, key="other")


def asking(*questions):
    """A course whose final check asks these questions."""
    return course(quiz=quiz(*questions))


def sent(person, *answered, version=1, others=None):
    """A check of (question, answer) pairs; `others` are further points, (earned, possible)."""
    earned, possible = others or (0, 0)
    return SentCheck(
        person,
        version,
        tuple(((None, question.key), answer) for question, answer in answered),
        earned + sum(points_earned(question, answer) for question, answer in answered),
        possible + len(answered),
    )


def figures(question, answers, **options):
    """The figures of one question that one person after another answers so."""
    checks = [sent(person, (question, answer), **options) for person, answer in enumerate(answers)]
    (found,) = figures_of({1: asking(question)}, checks)
    return found


def shares(found):
    """What was chosen and by how many."""
    return {one.words: one.people_count for one in found.chosen}


def test_below_five_people_nothing_is_said():
    found = figures(CHOICE, [[1]] * 4)
    assert (found.people_count, found.right_count, found.chosen, found.misleads) == (0, 0, (), False)
    assert what_it_says(found) == [TOO_FEW]


@pytest.mark.parametrize("question", one_of_each()[:-1], ids=lambda question: question.kind)
def test_between_two_looks_nothing_changes_or_at_least_five_people_do(question):
    for people in range(31):
        answers = [right_answer(question) if person % 3 else [] for person in range(people)]
        before, found = figures(question, answers[: people - people % 5]), figures(question, answers)
        assert found == before
        assert found.people_count == people - people % 5


def test_a_person_counts_once_with_the_first_answer():
    checks = [sent(1, (CHOICE, [1])) for _ in range(9)] + [sent(person, (CHOICE, [0])) for person in (1, 2, 3, 4, 5)]
    (found,) = figures_of({1: asking(CHOICE)}, checks)
    assert (found.people_count, found.right_count) == (5, 4)
    assert shares(found) == {"Now": 4, "Later": 1, "Never": 0}


def test_the_same_question_keeps_its_figures_across_versions():
    told_otherwise = replace(CHOICE, because=text("Because."), hints=(text("Hint."),), line=99, level=3)
    rendered_anew = replace(CHOICE, title=replace(CHOICE.title, html="<p>Made anew</p>"))
    versions = {1: asking(CHOICE), 2: asking(told_otherwise), 3: asking(rendered_anew)}
    checks = [sent(person, (CHOICE, [0]), version=1 + person % 3) for person in range(10)]
    (found,) = figures_of(versions, checks)
    assert (found.version_numbers, found.people_count, found.is_current) == ((1, 2, 3), 10, True)


@pytest.mark.parametrize(
    "changed",
    [
        replace(CHOICE, title=text("Other words")),
        replace(CHOICE, prompt=text("A story")),
        single_choice("Now", "Later", "Not ever", right=0),
        single_choice("Now", "Later", "Never", right=1),
        single_choice("Now", "Later", right=0),
        replace(CHOICE, kind="multiple choice"),
    ],
    ids=["title", "prompt", "option", "right answer", "fewer options", "kind"],
)
def test_a_reworded_question_begins_anew_and_the_old_one_stays_below(changed):
    checks = [sent(person, (CHOICE, [0]), version=1 + person % 2) for person in range(10)]
    new, old = figures_of({1: asking(CHOICE), 2: asking(changed)}, checks)
    assert (new.version_numbers, new.is_current, new.people_count) == ((2,), True, 5)
    assert (old.version_numbers, old.is_current, old.people_count) == ((1,), False, 5)


def test_questions_of_two_kinds_are_never_the_same():
    for one, other in itertools.combinations(one_of_each(), 2):
        found = figures_of({1: asking(one), 2: asking(replace(other, key=one.key))}, [])
        assert [each.version_numbers for each in found] == [(2,), (1,)]


def test_a_wording_that_comes_back_goes_on_where_it_was():
    versions = {1: asking(CHOICE), 2: asking(replace(CHOICE, title=text("Other"))), 3: asking(CHOICE)}
    checks = [sent(person, (CHOICE, [0]), version=1 if person < 3 else 3) for person in range(5)]
    assert [(one.version_numbers, one.people_count) for one in figures_of(versions, checks)] == [((1, 3), 5), ((2,), 0)]


def test_bank_questions_count_by_the_people_who_were_asked_them():
    bank = Bank("store", text("Store"), (CHOICE, HINDSIGHT))
    asked = course(quiz=quiz(Draw(1, "store")), banks=(bank,))
    checks = [SentCheck(person, 1, ((("store", "q"), [0]),), 1, 1) for person in range(6)]
    first, second = figures_of({1: asked}, checks)
    assert (first.place, first.people_count) == (("store", "q"), 5)
    assert (second.place, second.people_count) == (("store", "other"), 0)


def test_a_check_that_fits_no_version_or_no_question_is_left_out():
    stray = SentCheck(1, 7, (((None, "q"), [0]),), 1, 1)
    unknown = SentCheck(2, 1, (((None, "gone"), [0]),), 1, 1)
    damaged = [sent(person, (CHOICE, [None, "x", 99])) for person in range(5)]
    (found,) = figures_of({1: asking(CHOICE)}, [stray, unknown, *damaged])
    assert (found.people_count, shares(found)) == (5, {"Now": 0, "Later": 0, "Never": 0})


def test_a_wrong_option_that_more_people_chose_misleads():
    found = figures(CHOICE, [[1]] * 3 + [[0]] * 2)
    assert found.misleads
    assert what_it_says(found) == [
        "About half of people get this right.",
        "Misleads: more people chose “Later” than the right answer.",
    ]
    assert not figures(CHOICE, [[1]] * 5 + [[0]] * 5).misleads


def test_in_choose_all_a_wrong_option_is_set_against_the_right_one_that_fewest_chose():
    question = multiple_choice("Fight", "Flop", "Tea", right=(0, 1))
    found = figures(question, [[0, 2]] * 3 + [[0, 1]] * 2)
    assert shares(found) == {"Fight": 5, "Flop": 2, "Tea": 3}
    assert what_it_says(found)[1] == "Misleads: more people chose “Tea” than “Flop”, which is right."


def test_true_and_false_are_counted_as_options():
    found = figures(HINDSIGHT, [["false"]] * 4 + [["true"]])
    assert shares(found) == {"True": 1, "False": 4}
    assert found.outweighed is not None


def test_wrong_words_are_shown_only_when_five_people_typed_them():
    question = short_text("play", "playfulness")
    typed = [["Kay Smith of 3 Elm Road"]] * 4 + [["Praise"], ["praise "], ["PRAISE"], ["praise"], ["Praise"], ["Play!"]]
    found = figures(question, typed)
    assert shares(found) == {"A right answer": 1, "praise": 5}
    assert "Kay" not in repr(found.chosen)
    assert what_it_says(found)[1] == "Misleads: more people typed “praise” than a right answer."


def test_wrong_numbers_count_as_numbers():
    found = figures(number("40", "50"), [["60"], ["60.0"], ["60"], ["060"], ["+60"]] + [["45"]] * 4 + [["1,000"]])
    assert shares(found) == {"A right answer": 4, "60": 5}


def test_a_question_that_knowing_people_get_wrong_goes_the_wrong_way():
    checks = [
        sent(person, (CHOICE, [1 if person % 2 else 0]), others=(9 if person % 2 else 2, 10)) for person in range(20)
    ]
    (found,) = figures_of({1: asking(CHOICE)}, checks)
    assert found.discrimination == pytest.approx(-1)
    assert found.misleads
    assert what_it_says(found)[-1].startswith("May mislead: people who did well")
    assert how_it_goes_with_the_rest(found) == "The wrong way round (−1.00)"


def test_the_correlation_is_the_textbook_one_and_leaves_the_question_itself_out():
    answers = [(1, 8), (1, 6), (0, 5), (1, 9), (0, 2)] * 4
    checks = [
        sent(person, (CHOICE, [0 if point else 1]), others=(others, 10))
        for person, (point, others) in enumerate(answers)
    ]
    (found,) = figures_of({1: asking(CHOICE)}, checks)
    mean_right, mean_wrong, spread, share = 23 / 3, 3.5, 6**0.5, 0.6
    assert found.discrimination == pytest.approx((mean_right - mean_wrong) / spread * (share * (1 - share)) ** 0.5)
    assert how_it_goes_with_the_rest(found) == "Well (0.83)"
    (of_fifteen,) = figures_of({1: asking(CHOICE)}, checks[:15])
    assert (of_fifteen.people_count, of_fifteen.discrimination) == (15, None)


def test_a_slightly_negative_correlation_is_taken_for_chance():
    pattern = [(1, 5), (1, 4), (0, 5), (0, 5)]
    checks = [
        sent(person, (CHOICE, [0 if point else 1]), others=(others, 10))
        for person, (point, others) in enumerate(pattern * 5)
    ]
    noise = [sent(100 + person, (CHOICE, [person % 2]), others=(person % 11, 10)) for person in range(60)]
    (found,) = figures_of({1: asking(CHOICE)}, checks + noise)
    assert -0.1 < found.discrimination < 0
    assert not found.goes_the_wrong_way


@pytest.mark.parametrize(
    ("people", "others", "said"),
    [
        (15, (1, 2), "Not known below 20 people"),
        (20, (1, 2), "Not known: nothing to compare it with"),
        (20, None, "Not known: nothing to compare it with"),
    ],
)
def test_where_there_is_no_correlation_the_page_says_why(people, others, said):
    found = figures(CHOICE, [[0], [1]] * (people // 2) + [[0]] * (people % 2), others=others)
    assert found.discrimination is None
    assert how_it_goes_with_the_rest(found) == said


@pytest.mark.parametrize(
    ("right", "said"),
    [
        (10, "Nearly everybody"),
        (9, "Nearly everybody"),
        (6, "Most people get this right"),
        (4, "About half"),
        (3, "Most people get this wrong"),
    ],
)
def test_how_hard_a_question_is_is_said_in_words(right, said):
    assert what_it_says(figures(CHOICE, [[0]] * right + [[1]] * (10 - right)))[0].startswith(said)


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ((3,), "Version 3"),
        ((1, 2), "Versions 1 and 2"),
        ((1, 2, 3, 5), "Versions 1 to 3 and 5"),
        ((1, 3, 5), "Versions 1, 3 and 5"),
    ],
)
def test_versions_are_named_in_words(numbers, words):
    assert versions_in_words(numbers) == words


def test_percent_is_rounded_to_the_nearest_and_nothing_is_none_of_nothing():
    assert [percent(1, 3), percent(2, 3), percent(1, 8), percent(0, 0)] == [33, 67, 13, 0]
