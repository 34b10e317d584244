"""The page of contacts: what is shown, and what is hidden once nobody has checked it for too long."""

from __future__ import annotations

from datetime import date

import pytest

from learning.courses.format.library_pages import parse_page
from learning.courses.format.support import Contact, parse_support

PAGE = """---
checked_every_months: 12
---
# Who to ask

Some words, see [Samaritans](#contact-samaritans) and [privacy](pages/privacy.md).

## Contact: Samaritans
Last checked: 2026-11-20

<!-- for the council -->

Ring [116 123](tel:116123).

## Contact: Your *manager*
**Last checked:** 2025-12-01
Ask.
"""
TODAY = date(2026, 12, 1)


@pytest.mark.parametrize("address", ["gone/course.md", "pages/privcy.md", "frameworks/ours.md"])
def test_a_link_to_what_is_not_there_is_a_problem(address: str) -> None:
    page = PAGE.replace("pages/privacy.md", address)
    assert [problem.line for problem in parse_support(page.encode(), TODAY, courses={"there"}).problems] == [6]
    page = PAGE.replace("pages/privacy.md", "there/course.md")
    assert parse_support(page.encode(), TODAY, courses={"there"}).problems == ()


def test_the_page_is_read_whole() -> None:
    parsed = parse_support(PAGE.encode(), TODAY)

    assert (parsed.problems, parsed.warnings) == ((), ())
    assert parsed.support is not None
    assert parsed.support.title == "Who to ask"
    assert 'href="#at-contact-samaritans"' in parsed.support.introduction
    assert 'href="/-library-/privacy"' in parsed.support.introduction
    assert parsed.support.contacts == (
        Contact("Samaritans", date(2026, 11, 20), '<p>Ring <a href="tel:116123">116 123</a>.</p>'),
        Contact("Your manager", date(2025, 12, 1), "<p>Ask.</p>"),
    )


def test_only_the_name_is_shown_past_the_months() -> None:
    parsed = parse_support(PAGE.encode(), date(2026, 12, 2))

    assert parsed.support is not None
    assert [bool(contact.how_to_reach) for contact in parsed.support.contacts] == [True, False]
    assert [(warning.code, warning.line) for warning in parsed.warnings] == [("contact-unchecked", 16)]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("checked_every_months: 12\n", "", "missing-key"),
        ("months: 12", "months: yearly", "wrong-type"),
        ("Last checked: 2026-11-20", "Last checked: 2026-11-31", "bad-day"),
        ("Last checked: 2026-11-20", "Checked: 2026-11-20", "no-last-checked"),
        ("Contact: Samaritans", "Samaritans", "contact-heading"),
        ("\nAsk.\n", "\n", "no-way-to-reach"),
        ("\nAsk.\n", "\nAsk.\n\nLast checked: 2026-01-01\n", "second-last-checked"),
        ("(tel:116123)", "(javascript:alert(1))", "link-not-allowed"),
        ("Some words", "Some <b>words", "html"),
    ],
)
def test_a_fault_is_said_and_the_rest_is_still_read(old: str, new: str, code: str) -> None:
    parsed = parse_support(
        PAGE.replace(old, new).replace("#contact-samaritans", "#contact-your-manager").encode(), TODAY
    )

    assert [problem.code for problem in parsed.problems] == [code]
    assert parsed.support is not None
    assert parsed.support.contacts != ()


def test_a_page_gives_its_title_and_the_html_below_it() -> None:
    parsed = parse_page(
        "pages/help.md", b"# Help & more\n\n## How\n\n[Course](../a-course/course.md)\n", courses={"a-course"}
    )

    assert parsed.problems == ()
    assert parsed.page is not None
    assert parsed.page.title == "Help & more"
    assert parsed.page.html == '<h2 id="at-how">How</h2>\n<p><a href="/-courses-/a-course">Course</a></p>'


def test_a_page_that_links_to_a_course_that_is_gone_says_so() -> None:
    parsed = parse_page("pages/help.md", b"# Help\n\n[Course](../a-course/course.md)\n", courses=set())

    assert [problem.code for problem in parsed.problems] == ["link-dead"]
