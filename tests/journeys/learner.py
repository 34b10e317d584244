"""A learner who works through a whole course: what they see on each page, and what they do there."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from learning.courses.document import Choices, Course, Lesson, Question, Reflection, Scenario
from tests.journeys.conftest import Visitor
from tests.journeys.hands import Hands, wait_for_the_last_line

WORDS = "Nan did, every Wednesday.\nShe never asked why."
SHORT_ROUTE = "bodies-that-protect"


class Learner:
    """One person, one browser, one course."""

    def __init__(self, visitor: Visitor, hands: Hands, course: Course) -> None:
        self.page: Page = visitor.page
        self.hands = hands
        self.course = course

    def sign_in(self, email: str, password: str) -> None:
        """Sign in by the form, as these hands do it."""
        self.hands.write(self.page.get_by_label("E-mail address or staff number"), email)
        self.hands.write(self.page.get_by_label("Password", exact=True), password)
        self.hands.press(self.button("Sign in"))
        self.sees("My learning")

    def find_and_start(self) -> None:
        """From My learning to the first lesson."""
        self.hands.press(self.link("All courses"))
        self.sees("All courses")
        self.hands.press(self.link(self.course.title.plain))
        self.sees(self.course.title.plain)
        self.hands.press(self.button("Start this course").first)
        expect(self.notice).to_contain_text("You have started this course")
        self.hands.press(self.link("Begin with lesson 1").first)

    def study(self, lesson: Lesson) -> None:
        """One lesson, from its notice to “I have finished this lesson”."""
        is_short = lesson.key == SHORT_ROUTE
        if lesson.content_note:
            self.sees("Before you start")
            expect(self.page.locator("main")).to_contain_text(lesson.content_note)
            self.hands.press(self.link("Take the shorter version" if is_short else "Start the lesson"))
        self.sees(lesson.title.plain)
        if not is_short:
            for block in lesson.blocks:
                match block:
                    case Question():
                        self.practise(block)
                    case Scenario():
                        self.play(lesson, block)
                    case Reflection():
                        self.reflect(block)
        self.hands.press(self.button("I have finished this lesson"))
        expect(self.notice).to_have_text("Lesson finished.")

    def practise(self, question: Question) -> None:
        """Answer a practice question and read what is said to it."""
        wait_for_the_last_line(self.page)
        form = self.page.locator(f"#block-{question.key}")
        self.answer_somehow(form)
        self.hands.press(form.get_by_role("button", name="Check my answer"))
        feedback = self.page.locator(f"#q-{question.key}-feedback")
        expect(feedback).to_be_visible()
        expect(feedback).to_contain_text(re.compile(r"\w{3}"))

    def answer_somehow(self, form: Locator) -> None:
        """Any complete answer, whatever the kind of question."""
        choices = form.locator("input[type=radio], input[type=checkbox]")
        if choices.count():
            self.hands.choose(choices.first)
        for box in form.locator("input[type=text]").all():
            self.hands.write(box, "25")
        is_ordering = form.locator("[data-ordering]").count() > 0
        names = [row.get_attribute("id") for row in form.locator("select").all()]
        for place, name in enumerate(names, start=1):
            self.hands.pick(form.locator(f"[id='{name}']"), place if is_ordering else 1)

    def play(self, lesson: Lesson, scenario: Scenario) -> None:
        """Play a scenario to an end, always taking the first way out, and come back to the lesson."""
        self.hands.press(self.page.locator(f"#block-{scenario.key}").get_by_role("link", name="Begin the story"))
        for _ in range(30):
            expect(self.page.locator("h1")).not_to_have_text(lesson.title.plain)
            wait_for_the_last_line(self.page)
            if self.link("Back to the lesson").count():
                break
            address = self.page.url
            self.hands.press(self.page.locator(".tasks a").first)
            expect(self.page).not_to_have_url(address)
        expect(self.page.locator(".feedback h2")).to_contain_text(re.compile(r"\w{3}"))
        self.hands.press(self.link("Back to the lesson"))
        self.sees(lesson.title.plain)

    def reflect(self, block: Reflection) -> None:
        """Write something private and save it."""
        self.hands.write(self.page.locator(f"#words-{block.key}"), WORDS)
        self.hands.press(self.page.locator(f"#block-{block.key}").get_by_role("button", name="Save my words"))
        expect(self.notice).to_have_text("Your words are saved. Only you can see them.")
        expect(self.page.locator(f"#words-{block.key}")).to_have_value(WORDS)

    def take_the_check(self, *, right_count: int) -> None:
        """Begin the final check and answer every question, the first ones rightly."""
        self.sees("Final check")
        self.hands.press(self.page.get_by_role("button", name=re.compile("^(Start the final check|Try again)$")))
        rights = right_words(self.course)
        for place in range(1, len(rights) + 1):
            expect(self.page.locator("main")).to_contain_text(f"question {place} of {len(rights)}")
            wait_for_the_last_line(self.page)
            question = self.page.locator("h1").inner_text().strip()
            is_right = place <= right_count
            for card in self.page.locator("main .card").all():
                if (card.inner_text().strip() == rights[question]) is is_right:
                    self.hands.choose(card.locator("input"))
                    break
            self.hands.press(self.button("Continue"))
        self.sees("Check your answers")

    def sees(self, heading: str) -> None:
        """The page with this heading is there."""
        expect(self.page.locator("h1")).to_have_text(heading)
        wait_for_the_last_line(self.page)

    @property
    def notice(self) -> Locator:
        """What the page says about what was just done."""
        return self.page.locator(".notice[role=status]")

    def link(self, name: str) -> Locator:
        """A link of exactly this name."""
        return self.page.get_by_role("link", name=name, exact=True)

    def button(self, name: str) -> Locator:
        """A button of exactly this name."""
        return self.page.get_by_role("button", name=name, exact=True)


def right_words(course: Course) -> dict[str, str]:
    """The right option of each question of a final check that has one right option each."""
    assert course.quiz
    return {
        item.title.plain: next(option.text.plain for option in item.answer.options if option.right)
        for item in course.quiz.items
        if isinstance(item, Question) and isinstance(item.answer, Choices)
    }
