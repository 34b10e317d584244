"""Many posts at the same moment, from double clicks and many tabs: one attempt, one answer, nobody is refused."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import pytest
from sqlalchemy import func, select

from learning.people.models import Person
from learning.study.models import Attempt, CompletionRecord, Enrolment, Sitting
from tests.databases import PASSWORD
from tests.durability.browser import Answer, Browser
from tests.durability.courses import LESSONS, WITH_CHECK, answers

CHECK = f"/courses/{WITH_CHECK}/check"
WIDTHS = [8, 24]


class Stored(NamedTuple):
    """Rows of one learner."""

    attempt_numbers: list[int]
    enrolment_count: int
    sitting_count: int
    completion_count: int


@pytest.fixture
def browser(product, learners) -> Iterator[Browser]:
    """A learner who has finished every lesson and failed the check once."""
    browser = Browser(product.server.port)
    browser.sign_in(learners[0], PASSWORD)
    browser.post(f"/courses/{WITH_CHECK}/start", {})
    for lesson in LESSONS[WITH_CHECK]:
        browser.post(f"/courses/{WITH_CHECK}/lessons/{lesson}/finish", {"route": "full"})
    assert send(browser, begin_and_answer(browser, rightly=False)).leads_to == f"{CHECK}/attempts/1"
    yield browser
    browser.close()


@pytest.fixture
def stored(product, learners) -> Callable[[], Stored]:
    """What the database holds of this learner now."""

    def look() -> Stored:
        with product.reading() as session:
            person_id = session.scalar(select(Person.id).where(Person.email == learners[0]))
            own = select(Enrolment.id).where(Enrolment.person_id == person_id)
            numbers = select(Attempt.number).where(Attempt.enrolment_id.in_(own)).order_by(Attempt.number)
            return Stored(
                list(session.scalars(numbers)),
                count_of(session, Enrolment, Enrolment.person_id == person_id),
                count_of(session, Sitting, Sitting.enrolment_id.in_(own)),
                count_of(session, CompletionRecord, CompletionRecord.person_id == person_id),
            )

    return look


def count_of(session, model, condition) -> int:
    return session.scalar(select(func.count()).select_from(model).where(condition))


def begin_and_answer(tab: Browser, *, rightly: bool = True) -> str:
    """Answer a sitting; gives its key."""
    tab.post(f"{CHECK}/begin", {"pages": "one"})
    key = tab.get(f"{CHECK}/questions").hidden("key")
    assert tab.post(f"{CHECK}/questions", {"key": key, **answers(rightly=rightly, words="kind words")}).status == 303
    return key


def send(tab: Browser, key: str) -> Answer:
    return tab.post(f"{CHECK}/send", {"key": key})


def at_once(browser: Browser, width: int, deed: Callable[[Browser, int], Answer]) -> list[Answer]:
    """What so many tabs are answered that do a thing at the same moment."""
    barrier = threading.Barrier(width)

    def one(number: int) -> Answer:
        tab = browser.another_tab()
        tab.get("/account")  # connected before the start
        barrier.wait()
        try:
            return deed(tab, number)
        finally:
            tab.close()

    with ThreadPoolExecutor(width) as pool:
        return list(pool.map(one, range(width)))


@pytest.mark.parametrize("width", WIDTHS)
def test_the_same_answers_sent_many_times_at_once_give_one_result(browser, stored, width) -> None:
    key = begin_and_answer(browser)
    told = at_once(browser, width, lambda tab, _: send(tab, key))
    assert {(answer.status, answer.leads_to) for answer in told} == {(303, f"{CHECK}/attempts/2")}
    assert stored() == Stored([1, 2], enrolment_count=1, sitting_count=0, completion_count=1)


@pytest.mark.parametrize("width", WIDTHS)
def test_tabs_with_old_and_new_answers_each_get_the_result_of_their_own(browser, stored, width) -> None:
    keys = [begin_and_answer(browser, rightly=False)]
    assert send(browser, keys[0]).leads_to == f"{CHECK}/attempts/2"
    keys.append(begin_and_answer(browser))
    told = at_once(browser, width, lambda tab, number: send(tab, keys[number % 2]))
    assert [answer.status for answer in told] == [303] * width
    assert [answer.leads_to for answer in told] == [f"{CHECK}/attempts/{number % 2 + 2}" for number in range(width)]
    assert stored() == Stored([1, 2, 3], enrolment_count=1, sitting_count=0, completion_count=1)


@pytest.mark.parametrize("width", WIDTHS)
def test_tabs_that_begin_and_start_at_once_share_one_sitting_and_one_enrolment(browser, stored, width) -> None:
    def begin(tab: Browser, number: int) -> Answer:
        return (
            tab.post(f"{CHECK}/begin", {"pages": "one"}) if number % 2 else tab.post(f"/courses/{WITH_CHECK}/start", {})
        )

    assert {answer.status for answer in at_once(browser, width, begin)} == {303}
    assert stored() == Stored([1], enrolment_count=1, sitting_count=1, completion_count=0)


@pytest.mark.parametrize("width", WIDTHS)
def test_tabs_that_each_do_the_whole_check_lose_no_answer_that_was_taken(browser, stored, width) -> None:
    def whole_check(tab: Browser, number: int) -> Answer:
        tab.post(f"{CHECK}/begin", {"pages": "one"})
        page = tab.get(f"{CHECK}/questions")
        if page.status == 303:
            return page  # another tab had just sent the sitting
        key = page.hidden("key")
        saved = tab.post(
            f"{CHECK}/questions", {"key": key, **answers(rightly=True, words=f"the words of tab {number}")}
        )
        return send(tab, key) if saved.status == 303 else saved

    told = at_once(browser, width, whole_check)
    assert {answer.status for answer in told} <= {303, 409}
    for answer in told:
        if answer.status == 409:  # another tab was faster: it says so, and gives the words back
            assert "sent already" in answer.body
            assert "the words of tab" in answer.body
    results = {answer.leads_to for answer in told if "/attempts/" in answer.leads_to}
    numbers = stored().attempt_numbers
    assert numbers == list(range(1, len(numbers) + 1))
    assert results == {f"{CHECK}/attempts/{number}" for number in numbers[1:]}
    assert (stored().enrolment_count, stored().completion_count) == (1, 1)
