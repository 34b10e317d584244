"""What changed between two versions of a course: every kind of change, in the words that authors and learners read."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from learning.courses.change_words import label_hint, sentences
from learning.courses.changes import Changes, between
from learning.courses.document import Course
from learning.courses.format.parser import parse_course
from learning.courses.pairing import paired
from tests.rules.courses.sources import COURSES, course_of, folder
from tests.study_course import QUIZ, SMALL_STEPS, TWO_LESSONS

FIRST, SECOND, CHECK, BANK, ABOUT = "01-noticing.md", "02-a-hard-visit.md", "quiz.md", "banks/responses.md", "course.md"
OTHER_QUESTION = "\n## Question: Is tea a response?\nTrue or false?\n\nAnswer: false\n"


def course(files: Mapping[str, bytes], slug: str = "small-steps") -> Course:
    return course_of(parse_course(slug, files, other_courses={"vicarious-trauma"}))


def edited(path: str, old: str, new: str, files: Mapping[str, bytes] = SMALL_STEPS) -> dict[str, bytes]:
    text = files[path].decode()
    assert old in text
    return {**files, path: text.replace(old, new, 1).encode()}


def changes(path: str, old: str, new: str) -> Changes:
    return between(course(SMALL_STEPS), course(edited(path, old, new)))


@pytest.mark.parametrize(
    ("path", "old", "new", "sentence"),
    [
        (ABOUT, "# Small steps", "# Large steps", "Course renamed: “Small steps” is now “Large steps”"),
        (ABOUT, "hard things.", "hard days.", "Summary reworded"),
        (ABOUT, "informed", "skilled", "Level changed from informed to skilled"),
        (ABOUT, "months: 24", "months: 12", "Months until a completion lapses changed from 24 to 12"),
        (
            ABOUT,
            "refresh_after_months: 24\n",
            "",
            "Months until a completion lapses removed (before: 24)",
        ),
        (ABOUT, "level: informed\n", "level: informed\nreview_on: 2027-11-01\n", "Review day set to 2027-11-01"),
        (ABOUT, "content_note: Talks about harm to a child in general terms.\n", "", "Content note removed"),
        (ABOUT, "level: informed\n", "level: informed\nauthors: [Learning team]\n",
         "Author added to the course: “Learning team”"),
        (ABOUT, "level: informed\n", "level: informed\nframeworks: [a/b]\n",
         "Framework element added to the course: “a/b”"),
        (ABOUT, "What this course is.", "What it is.", "The overview was reworded: 1 paragraph changed"),
        (ABOUT, "What this course is.\n", "", "The overview was removed"),
        (ABOUT, "- Say what helps\n", "- Say what helps\n- Ask\n", "Outcome added to the course: “Ask”"),
        (ABOUT, "- Notice a survival response\n- Say what helps", "- Say what helps\n- Notice a survival response",
         "Outcomes of the course stand in another order"),
        (ABOUT, "- [A guide](https://example.org/guide)", "- [A book](https://example.org/guide)",
         "Source removed from the course: “A guide”"),
        (ABOUT, "example.org/guide", "example.org/other", "Links changed in the sources"),
        (FIRST, "# Noticing", "# Seeing", "Lesson renamed: “Noticing” is now “Seeing”"),
        (FIRST, "Read this first.", "Read it.\n\nThen think.", "Lesson “Noticing” was reworded: 2 paragraphs changed"),
        (FIRST, "minutes: 5", "minutes: 8", "Minutes of lesson “Noticing” changed from 5 to 8"),
        (FIRST, "minutes: 5", "minutes: 5\ncontent_note: Names harm.", "Content note of lesson “Noticing” added"),
        (SECOND, "a child who was hurt", "harm", "Content note of lesson “A hard visit” reworded"),
        (FIRST, "minutes: 5", "minutes: 5\nframeworks: [a/b]", "Framework element added to lesson “Noticing”: “a/b”"),
        (FIRST, "Read this first.", "Read [this](https://example.org/) first.", "Links changed in lesson “Noticing”"),
        (SECOND, "The shorter story.", "Shorter.", "Short version reworded in lesson “A hard visit”"),
        (SECOND, "\n## Short version\n\nThe shorter story.\n", "", "Short version removed from lesson “A hard visit”"),
        (SECOND, "One or two sentences.", "A word.",
         "Reflection reworded in lesson “A hard visit”: “Where have you met this?”"),
        (SECOND, "Try it on your next visit.", "Try it.",
         "Practice reworded in lesson “A hard visit”: “Ask one open question”"),
        (SECOND, "\n## Practice: Ask one open question\n\nTry it on your next visit.\n", "",
         "Practice removed from lesson “A hard visit”: “Ask one open question”"),
        (SECOND, "Nobody opens.", "Nobody is in.", "Scenario reworded in lesson “A hard visit”: “The missed visit”"),
        (SECOND, "Ending: risky", "Ending: acceptable",
         "Choices lead elsewhere in lesson “A hard visit”: “The missed visit”"),
        (CHECK, "pass_mark: 80", "pass_mark: 70", "Pass mark changed from 80% to 70%"),
        (CHECK, "minutes: 10\n", "", "Minutes of the final check removed (before: 10)"),
        (CHECK, "minutes: 10\n", "minutes: 10\nopens: any time\n",
         "The final check opens at any time (before: when all lessons are finished)"),
        (CHECK, "# Final check\n", "# Final check\n\nTake your time.\n",
         "The introduction of the final check was added"),
        (CHECK, "# Final check", "# The end", "Final check renamed: “Final check” is now “The end”"),
        (CHECK, "Draw 2 questions", "Draw 3 questions",
         "The final check draws 3 questions from “Responses” (before: 2)"),
        (CHECK, "\n## Draw 2 questions from [responses](banks/responses.md)\n", "",
         "The final check draws no questions from “Responses” any more (before: 2)"),
        (CHECK, "# Final check\n", "# Final check\n" + OTHER_QUESTION,
         "Question added to the final check: “Is tea a response?”"),
        (BANK, "# Responses\n", "# Responses\n" + OTHER_QUESTION,
         "Question added to bank of questions “Responses”: “Is tea a response?”"),
        (BANK, "# Responses\n", "# Replies\n", "Bank of questions renamed: “Responses” is now “Replies”"),
        (BANK, "\n## Question: Freeze is a choice.\nTrue or false?\n\nAnswer: false\n", "",
         "Question removed from bank of questions “Responses”: “Freeze is a choice.”"),
    ],
)  # fmt: skip
def test_each_kind_of_change_is_told_in_a_sentence_of_its_own(path, old, new, sentence):
    assert sentence in sentences(changes(path, old, new))


@pytest.mark.parametrize(
    ("path", "old", "new", "sentence"),
    [
        (FIRST, "The body protects itself.", "Bodies do.", "Feedback changed in lesson “Noticing”: “What is fight?”"),
        (FIRST, "think of the body", "the body", "Feedback changed in lesson “Noticing”: “What is fight?”"),
        (FIRST, "bodies act before", "they act before", "Feedback changed in lesson “Noticing”: “What is fight?”"),
        (FIRST, "] A game", "] Play", "Question reworded in lesson “Noticing”: “What is fight?”"),
        (FIRST, "Choose one.", "Choose one. Keep order.", "Question reworded in lesson “Noticing”: “What is fight?”"),
        (FIRST, "[x] Freeze", "[ ] Freeze",
         "Right answer changed in lesson “Noticing”: “Which are survival responses?”"),
        (FIRST, "Answer: false", "Answer: true",
         "Right answer changed in lesson “Noticing”: “A calm child is a safe child.”"),
        (FIRST, "playfulness / playful", "playfulness",
         "Right answer changed in lesson “Noticing”: “What does the P in PACE stand for?”"),
        (FIRST, "40 to 50", "40 to 60", "Right answer changed in lesson “Noticing”: “How long is a visit?”"),
        (FIRST, "50 minutes", "50 hours", "Question reworded in lesson “Noticing”: “How long is a visit?”"),
        (FIRST, "Shouting |\n| Flight | Running off", "Running off |\n| Flight | Shouting",
         "Right answer changed in lesson “Noticing”: “What belongs together?”"),
        (FIRST, "Running off", "Running away", "Question reworded in lesson “Noticing”: “What belongs together?”"),
        (FIRST, "1. Regulate\n2. Relate", "1. Relate\n2. Regulate",
         "Right answer changed in lesson “Noticing”: “What comes first?”"),
        (FIRST, "3. Reason", "3. Think", "Question reworded in lesson “Noticing”: “What comes first?”"),
        (FIRST, "[[capacity]]", "[[capacity / ability]]",
         "Right answer changed in lesson “Noticing”: “What is trauma?”"),
        (FIRST, "to cope.", "to go on.", "Question reworded in lesson “Noticing”: “What is trauma?”"),
        (FIRST, "- Risky: Open up now.", "- Acceptable: Open up now.",
         "Right answer changed in lesson “Noticing”: “What would you say at the door?”"),
        (FIRST, "It takes control away.", "It shuts a door.",
         "Feedback changed in lesson “Noticing”: “What would you say at the door?”"),
        (FIRST, "True or false?\n\nAnswer: false", "Type a short answer.\n\nAnswer: no",
         "Question of another kind in lesson “Noticing”: “A calm child is a safe child.”"),
        (CHECK, "Safety comes first.", "Safety first.", "Feedback changed in the final check: “What helps first?”"),
    ],
)  # fmt: skip
def test_a_change_of_a_question_says_which_part_of_it_and_nothing_else(path, old, new, sentence):
    assert sentences(changes(path, old, new)) == [sentence]


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (FIRST, "Read this first.", "Read *this*\nfirst."),
        (FIRST, "## Check your learning", "**Check your learning**"),
        (FIRST, "### Question: What is fight?", "## Question: What is fight?"),
        (FIRST, "| Fight | Shouting |\n| Flight | Running off |", "| Flight | Running off |\n| Fight | Shouting |"),
        (ABOUT, "- Say what helps", "- Say\n  what helps"),
        (CHECK, "- [ ] A lecture", "- [ ]   A lecture"),
    ],
)
def test_another_layout_of_the_same_words_is_no_change(path, old, new):
    found = changes(path, old, new)

    assert found == Changes(())
    assert label_hint(found).reason == "only the layout changed"


def test_the_changed_lessons_are_those_that_say_something_else_and_not_those_that_were_moved_or_retimed():
    files = edited(SECOND, "The shorter story.", "Shorter.", edited(FIRST, "minutes: 5", "minutes: 9"))
    files["01-a-hard-visit.md"] = files.pop(SECOND)
    files["02-noticing.md"] = files.pop(FIRST)
    files["03-new.md"] = b"---\nminutes: 5\n---\n# New\n\nWords.\n"

    found = between(course(SMALL_STEPS), course(files))

    assert found.changed_lesson_keys == {"a-hard-visit", "new"}
    assert sentences(found) == [
        "Lesson “A hard visit” moved from place 2 to place 1",
        "Short version reworded in lesson “A hard visit”",
        "Minutes of lesson “Noticing” changed from 5 to 9",
        "Lesson added: “New”",
    ]


def test_lessons_in_another_order_are_told_and_ask_nobody_to_look_at_them_again():
    files = {**SMALL_STEPS, "03-noticing.md": SMALL_STEPS[FIRST]}
    del files[FIRST]
    found = between(course(SMALL_STEPS), course(files))

    assert [change.what for change in found.changes] == ["moved"]
    assert found.changed_lesson_keys == frozenset()


@pytest.mark.parametrize(("tick", "is_right_otherwise"), [("x", True), (" ", False)])
def test_another_option_changes_the_right_answer_only_where_it_is_right(tick, is_right_otherwise):
    found = changes(FIRST, "- [x] Flop", f"- [{tick}] Flight\n  > Flight.\n- [x] Flop")

    assert ("right answer" in [change.what for change in found.changes]) == is_right_otherwise


def test_a_lesson_in_a_renamed_file_is_the_same_lesson_and_not_a_new_one():
    files = dict(TWO_LESSONS)
    files["02-how-to-ask.md"] = files.pop("02-asking.md")

    assert between(course(TWO_LESSONS), course(files)) == Changes(())


def test_a_removed_lesson_is_told_and_asks_nobody_to_look_at_it():
    files = {path: text for path, text in TWO_LESSONS.items() if path != "02-asking.md"}
    found = between(course(TWO_LESSONS), course(files))

    assert sentences(found) == ["Lesson removed: “Asking”"]
    assert found.changed_lesson_keys == frozenset()


def test_the_changed_questions_of_the_check_name_their_bank():
    files = edited(BANK, "Answer: false", "Answer: true", edited(CHECK, "] A form", "] A letter"))
    found = between(course(SMALL_STEPS), course(files))

    assert found.changed_check_question_keys == {(None, "what-helps-first"), ("responses", "freeze-is-a-choice")}
    assert found.changed_lesson_keys == frozenset()


def test_a_question_moved_into_a_bank_is_no_new_question():
    block = QUIZ.decode().split("\n## ")[2]
    files = edited(CHECK, "\n## " + block, "", edited(BANK, "# Responses\n", "# Responses\n\n## " + block + "\n"))
    found = between(course(SMALL_STEPS), course(files))

    assert sentences(found) == ["Question moved to bank of questions “Responses”: “What is a small step?”"]
    assert found.changed_check_question_keys == frozenset()


def test_questions_of_the_check_in_another_order_are_told_once():
    first, second = (f"\n## {block}" for block in QUIZ.decode().split("\n## ")[1:3])
    found = changes(CHECK, first + second, second + first)

    assert sentences(found) == ["Questions stand in another order in the final check"]


def test_a_new_final_check_is_told_as_one_thing_and_its_questions_are_all_new():
    with_check = {**TWO_LESSONS, CHECK: QUIZ, BANK: SMALL_STEPS[BANK]}
    found = between(course(TWO_LESSONS), course(with_check))

    assert sentences(found) == ["Final check added", "Bank of questions added: “Responses”"]
    assert len(found.changed_check_question_keys) == 6
    assert sentences(between(course(with_check), course(TWO_LESSONS))) == [
        "Final check removed",
        "Bank of questions removed: “Responses”",
    ]


def test_a_picture_that_is_another_file_under_the_same_name_changes_the_page_that_shows_it():
    same = course(folder(COURSES / "every-kind"), "every-kind")
    found = between(same, same, changed_pictures={"window.svg"})

    assert sentences(found) == ["Pictures changed in lesson “Choices”: “What is vicarious trauma?”"]
    assert found.changed_lesson_keys == {"choices"}
    assert between(same, same) == Changes(())


def test_the_description_of_a_picture_is_words():
    files = folder(COURSES / "every-kind")
    found = between(
        course(files, "every-kind"),
        course(edited("01-choices.md", "A window with light", "A window", files), "every-kind"),
    )

    assert sentences(found) == ["Question reworded in lesson “Choices”: “What is vicarious trauma?”"]


@pytest.mark.parametrize(
    ("path", "old", "new", "label"),
    [
        (CHECK, "[x] Feeling safe", "[x] Being safe", "clarifying"),
        (FIRST, "Answer: false", "Answer: true", "material"),
        (FIRST, "Read this first.", "Read this.", "clarifying"),
        (FIRST, "minutes: 5", "minutes: 6", "editorial"),
        (CHECK, "pass_mark: 80", "pass_mark: 70", "material"),
        (ABOUT, "- Say what helps\n", "- Say what helps\n- Ask\n", "material"),
        (SECOND, "Ending: risky", "Ending: acceptable", "material"),
    ],
)
def test_the_hint_goes_by_the_weightiest_change(path, old, new, label):
    assert label_hint(changes(path, old, new)).label == label


def test_only_what_left_its_place_counts_as_moved():
    pairing = paired("abcdef", "bcxdaf", lambda letter: letter)

    assert pairing.moved == (("a", 1, 5),)
    assert pairing.gone == ("e",)
    assert pairing.pairs[2] == (None, "x")
