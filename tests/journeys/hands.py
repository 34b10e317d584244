"""Two ways to use a page, with the same verbs: a mouse or finger, and the keyboard alone."""

from __future__ import annotations

from typing import Protocol

from playwright.sync_api import Locator, Page, expect

MOST_STOPS = 250


def wait_for_the_last_line(page: Page) -> None:
    """A page that has begun to arrive can be read at once, so a test would count only the fields that are there yet."""
    page.wait_for_load_state("domcontentloaded")


class Hands(Protocol):
    """Somebody who presses, chooses, picks and types."""

    def press(self, target: Locator) -> None:
        """Follow a link or push a button; a page that opens by it is there to its last line."""

    def choose(self, target: Locator) -> None:
        """Choose a radio button or tick a box."""

    def pick(self, target: Locator, place: int) -> None:
        """Pick the entry of a list that stands at this place, from 0."""

    def write(self, target: Locator, words: str) -> None:
        """Replace what stands in a box by these words."""


class Mouse:
    """Clicks and taps."""

    def press(self, target: Locator) -> None:
        target.click()
        wait_for_the_last_line(target.page)

    def choose(self, target: Locator) -> None:
        target.check()

    def pick(self, target: Locator, place: int) -> None:
        target.select_option(index=place)

    def write(self, target: Locator, words: str) -> None:
        target.fill(words)


class Keyboard:
    """Tab, Enter, Space and the arrow keys; the skip link where a page has just opened."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def press(self, target: Locator) -> None:
        self._go_to(target)
        self._page.keyboard.press("Enter")
        wait_for_the_last_line(self._page)

    def choose(self, target: Locator) -> None:
        if target.get_attribute("type") == "checkbox":
            self._go_to(target)
            self._page.keyboard.press("Space")
        else:
            self._go_to(target, "here => here.name === stop.name")
            for _ in range(10):
                if target.is_checked():
                    break
                self._page.keyboard.press("ArrowDown" if self._is_chosen() else "Space")
        expect(target).to_be_checked()

    def pick(self, target: Locator, place: int) -> None:
        self._go_to(target)
        wanted = target.locator("option").nth(place).get_attribute("value") or ""
        self._page.keyboard.press("Home")
        for _ in range(place):
            self._page.keyboard.press("ArrowDown")
        expect(target).to_have_value(wanted)

    def write(self, target: Locator, words: str) -> None:
        self._go_to(target)
        self._page.keyboard.press("Control+A")
        self._page.keyboard.insert_text(words)

    def _go_to(self, target: Locator, fits: str = "here => here === stop") -> None:
        target.wait_for()
        wait_for_the_last_line(self._page)
        if self._page.evaluate("document.activeElement === document.body"):
            self._page.keyboard.press("Tab")
            if self._page.evaluate("document.activeElement.className") == "skip":
                self._page.keyboard.press("Enter")
        question = f"stop => ({fits})(document.activeElement)"
        for _ in range(MOST_STOPS):
            if target.evaluate(question):
                return
            self._page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches {target}")

    def _is_chosen(self) -> bool:
        return bool(self._page.evaluate("document.activeElement.checked"))
