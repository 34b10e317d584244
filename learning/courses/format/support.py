"""Reads `support.md`: who to ask, and contacts with the day they were last checked.

An ordinary page with one number at the top and a heading for each contact:

    ---
    checked_every_months: 12
    ---
    # Who to ask

    Some words before the contacts.

    ## Contact: Samaritans
    Last checked: 2026-11-20

    Ring [116 123](tel:116123), free, at any time.

A number that nobody has looked at for too long may be wrong, and a wrong number is worse than none: once
`checked_every_months` have passed since `Last checked`, only the name of the contact is shown.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from learning.courses.format.front_matter import cut, read_day
from learning.courses.format.labelled_lines import take_lines
from learning.courses.format.library_pages import Section, open_page, own_problems, sections, title_of
from learning.courses.format.months import add_months
from learning.courses.format.page import Page
from learning.courses.format.page_text import PageText
from learning.courses.format.wording import ENGLISH, split_label
from learning.courses.problems import Findings, Problem, in_order

PATH = "support.md"


@dataclass(frozen=True, slots=True)
class Contact:
    """Someone to ask; `how_to_reach` is HTML, empty once nobody has checked it for too long."""

    name: str
    last_checked_on: date | None
    how_to_reach: str


@dataclass(frozen=True, slots=True)
class Support:
    """The page of contacts; `introduction` is HTML."""

    title: str
    introduction: str
    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class ParsedSupport:
    """The best reading of the page, with all that is wrong with it; `support` is None when it is too large to read."""

    support: Support | None
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def parse_support(data: bytes, today: date, *, courses: Collection[str] | None = None) -> ParsedSupport:
    """Read the page as it is to be shown on this day; without `courses` links to courses are not checked."""
    findings = Findings(PATH)
    opened = open_page(PATH, data, findings, courses)
    if opened is None:
        return ParsedSupport(None, in_order(findings.problems), ())
    page, text = opened
    page.front_matter.check_keys(required=["checked_every_months"], page=PATH)
    months = page.front_matter.whole_number("checked_every_months", lowest=1, highest=60)
    above, found = sections(page)
    introduction = text.block(above)
    contacts = [_read_contact(page, text, section, months, today) for section in found]
    support = Support(
        title_of(page, text).plain,
        introduction.html if introduction else "",
        tuple(contact for contact in contacts if contact),
    )
    return ParsedSupport(support, in_order(own_problems(page)), in_order(findings.warnings))


def _read_contact(page: Page, text: PageText, section: Section, months: int | None, today: date) -> Contact | None:
    line = section.heading.line
    labelled = split_label(section.heading.content, [ENGLISH.contact])
    if labelled is None or not labelled[1].strip():
        sentence = 'A heading here begins "Contact: " and then a name. Write it so, or use three # for a plain heading.'
        page.findings.problem(line, 1, "contact-heading", sentence)
        return None
    name = text.words(section.heading.with_content(labelled[1]).tokens[1]).plain
    taken, nodes = take_lines(section.nodes, [ENGLISH.last_checked])
    last_checked_on = read_day(taken[0].value) if taken else None
    if not taken:
        sentence = 'This contact has no line "Last checked: 2026-11-20". Add it under the heading.'
        page.findings.problem(line, 1, "no-last-checked", sentence)
    elif last_checked_on is None:
        sentence = f'"Last checked:" takes a day that exists, like 2026-11-20, not "{cut(taken[0].value)}".'
        page.findings.problem(taken[0].line, 1, "bad-day", sentence)
    body = text.block(nodes)
    if body is None:
        sentence = "This contact does not say how to be reached. Write it under the heading."
        page.findings.problem(line, 1, "no-way-to-reach", sentence)
    _note_second(page, [found.line for found in taken])
    is_fresh = last_checked_on is not None and months is not None and today <= add_months(last_checked_on, months)
    if last_checked_on is not None and months is not None and not is_fresh:
        sentence = "This contact was last checked too long ago, so only its name is shown. Check it and write the day."
        page.findings.warning(taken[0].line, 1, "contact-unchecked", sentence)
    return Contact(name, last_checked_on, body.html if body and is_fresh else "")


def _note_second(page: Page, lines: Sequence[int]) -> None:
    for line in lines[1:]:
        sentence = f'A contact has one line "Last checked:", see line {lines[0]}. Delete one.'
        page.findings.problem(line, 1, "second-last-checked", sentence)
