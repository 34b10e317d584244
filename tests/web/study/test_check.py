"""The final check in a browser: saved, left, taken up again, sent once; no right answer before it is sent."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from learning import clock
from learning.db import db, transaction
from learning.plans.planning import publish_plan
from learning.plans.settling import not_settled
from learning.study.models import Attempt, CompletionRecord, Sitting
from learning.study.voiding import void_completion
from tests import makers
from tests.conftest import NOON
from tests.study_course import SMALL_STEPS, TWO_LESSONS
from tests.web.pages import PageClient, words_of
from tests.web.study.test_whole_course import answer, labels

CHECK = "/courses/small-steps/check"


@pytest.fixture
def ready(learner, as_aisha):
    """A browser of somebody who has finished all lessons."""
    as_aisha(makers.start_course)
    as_aisha(makers.finish_lessons)
    return learner


@pytest.fixture
def count_of(app):
    """How many rows a table has."""

    def count(model) -> int:
        with app.app_context():
            return db.session.execute(select(func.count()).select_from(model)).scalar_one()

    return count


def begin(client, pages="each"):
    return client.get(CHECK).submit({"pages": pages}, form="/begin")


def answer_all(page, *, rightly=True):
    """Answer one question a page up to the list of answers."""
    for place in range(1, 6):
        page = page.submit(answer(page, f"q{place}", rightly=rightly), form="/questions/")
    return page


def test_the_check_says_what_it_is_before_it_begins(ready):
    page = ready.get(CHECK)
    for words in (
        "5 questions, about 10 minutes",
        "There is no time limit",
        "80% is enough to pass",
        "as often as you like",
    ):
        assert words in page.text


def test_the_check_cannot_be_begun_before_the_lessons_are_finished_nor_its_pages_opened(learner, as_aisha):
    as_aisha(makers.start_course)
    page = learner.get(CHECK)
    assert "You cannot start it yet." in page.text
    token = learner.get("/courses/small-steps/lessons/noticing").form("/finish").values["csrf_token"][0]
    assert learner.post(f"{CHECK}/begin", {"csrf_token": token}).status == 409
    for address in (f"{CHECK}/questions/1", f"{CHECK}/questions", f"{CHECK}/answers"):
        assert learner.get(address).address == CHECK
    assert learner.post(f"{CHECK}/send", {"csrf_token": token, "key": "x"}).status == 409


def test_an_empty_answer_is_an_error_with_a_link_to_the_first_option(ready):
    page = begin(ready).submit(form="/questions/1")
    assert page.status == 422
    assert page.title.startswith("Error: Question 1 of 5")
    assert page.link("Choose one answer.").endswith("#q1")


def test_leaving_saves_and_another_device_goes_on_there(ready, sign_in):
    page = begin(ready)
    page = page.submit(answer(page, "q1"), form="/questions/1")
    page = page.submit({"q2": "a choice"}, form="/questions/2", button="do=leave")
    assert "Your place is saved" in page.text
    page = sign_in("aisha.khan@example.org").get(CHECK)
    assert "3 questions are left to answer." in page.text
    page = page.submit(form="/begin")
    assert page.title.startswith("Question 3 of 5")


def test_nothing_is_said_about_an_answer_before_it_is_sent(ready):
    page = begin(ready)
    bodies = [page.body]
    for place in range(1, 6):
        page = page.submit(answer(page, f"q{place}", rightly=False), form="/questions/")
        bodies.append(page.body)
    for body in bodies:
        for secret in ("Safety comes first.", "Words reach nobody", "choice / choice", "Best answer", "Not this one"):
            assert secret not in body


def test_an_answer_can_be_changed_from_the_list(ready):
    page = answer_all(begin(ready), rightly=False)
    page = ready.get(page.link("Change question 2"))
    assert page.form("/questions/2").values["q2"] == ["nothing"]
    page = page.submit({"q2": "a choice"}, form="/questions/2")
    assert page.h1 == "Check your answers"
    assert "a choice" in page.text


def test_an_answer_changed_from_the_list_leads_back_to_it_with_questions_open(ready):
    begin(ready)
    page = ready.get(ready.get(f"{CHECK}/answers").link("question 2"))
    page = page.submit(answer(page, "q2", rightly=True), form="/questions/2")
    assert page.address == f"{CHECK}/answers"


def test_sending_twice_shows_the_same_result_and_counts_once(ready, count_of):
    page = answer_all(begin(ready))
    first = page.submit(form="/send")
    second = page.submit(form="/send")
    assert first.address == second.address == f"{CHECK}/attempts/1"
    assert (count_of(Attempt), count_of(CompletionRecord), count_of(Sitting)) == (1, 1, 0)


def test_eight_windows_that_send_at_once_all_see_the_same_result(app, ready, count_of):
    form = answer_all(begin(ready)).form("/send")
    windows = [PageClient(app) for _ in range(8)]
    for window in windows:
        window.set_cookie("session", ready.cookie("session"))
    barrier = threading.Barrier(len(windows))

    def send(window):
        barrier.wait()
        return window.raw("POST", form.action, data=form.values)

    with ThreadPoolExecutor(len(windows)) as pool:
        answers = list(pool.map(send, windows))
    assert {answer.status_code for answer in answers} == {303}
    assert {answer.headers["Location"] for answer in answers} == {f"{CHECK}/attempts/1"}
    assert (count_of(Attempt), count_of(CompletionRecord), count_of(Sitting)) == (1, 1, 0)


def test_a_page_of_a_check_already_sent_says_so_and_changes_nothing(ready, count_of):
    page = begin(ready)
    old = page
    answer_all(page).submit(form="/send")
    late = old.submit(answer(old, "q1", rightly=False), form="/questions/1")
    assert late.status == 409
    assert "were sent already" in late.text
    assert count_of(Attempt) == 1


def test_a_check_with_a_question_open_is_not_sent_and_says_which(ready, count_of):
    page = begin(ready)
    page.submit(answer(page, "q1"), form="/questions/1")
    page = ready.get(f"{CHECK}/answers")
    assert page.text.count("Not answered yet") == 4
    page = page.submit(form="/send")
    assert page.status == 422
    assert "Answer question 2." in page.text
    assert count_of(Attempt) == 0


def test_all_questions_on_one_page(ready):
    page = begin(ready, "one")
    assert page.h1 == "Final check"
    empty = page.submit(form="/questions")
    assert empty.status == 422
    assert empty.link("Type an answer.").endswith("#q2")
    sent = {f"q{place}": "1" for place in (1, 4, 5)} | {"q2": "a choice"}
    for name in labels(page):
        if name.startswith("q3-"):
            sent[name] = name.removeprefix("q3-")
    for legend in page.all("fieldset"):
        for field in legend.iter("input"):
            if field.get("type") == "radio":
                sent[field.get("name")] = field.get("value")
    page = page.submit(sent, form="/questions")
    assert page.h1 == "Check your answers"
    assert "Not answered yet" not in page.text
    assert page.submit(form="/send").status == 200


def test_below_the_mark_nothing_shames_and_one_can_try_again(ready):
    page = answer_all(begin(ready), rightly=False).submit(form="/send")
    assert page.h1 == "Not there yet, and that is fine"
    assert "You got 0 of 5. That is 0%. The pass mark is 80%." in page.text
    assert "Best answer: Feeling safe" in page.text
    assert page.link("Noticing")
    for word in ("fail", "wrong", "incorrect"):
        assert word not in page.text.lower()
    assert page.follow("Try again").h1 == "Final check"


def test_a_later_lower_score_is_practice(ready):
    answer_all(begin(ready)).submit(form="/send")
    page = answer_all(begin(ready), rightly=False).submit(form="/send")
    assert "This was practice. Your completion of 24 November 2026 stays as it is." in page.text
    assert "You have completed this course" in ready.get("/courses/small-steps").text


def test_results_of_an_earlier_time_stay_reachable_when_the_course_is_done_again(app, ready, sign_in):
    first = answer_all(begin(ready)).submit(form="/send")
    page = ready.get("/courses/small-steps").submit(form="Do this course again")
    earlier = ready.get(first.address)
    assert earlier.h1 == "You reached the pass mark"
    assert "This is from an earlier time you did this course, in version 1." in earlier.text
    assert "You have completed this course" in earlier.text
    page = ready.get("/courses/small-steps/lessons/noticing").submit(form="/finish")
    ready.get("/courses/small-steps/lessons/a-hard-visit?route=full").submit(form="/finish")
    page = answer_all(begin(ready), rightly=False).submit(form="/send")
    assert page.address == first.address
    assert page.h1 == "Not there yet, and that is fine"
    page = ready.get(CHECK)
    assert page.follow("Try 1, 24 November 2026").h1 == "Not there yet, and that is fine"
    link = page.link("Try 1, 24 November 2026, version 1")
    assert ready.get(link).h1 == "You reached the pass mark"
    with app.app_context():
        makers.start_course(makers.make_person("Ben Okoro"))
    assert sign_in("ben.okoro@example.org").get(link).status == 404
    for of in ("0", "99", str(2**63), str(-(2**63) - 1), "x"):
        assert ready.get(f"{first.address}?of={of}").status in (200, 404)


def test_doing_the_course_again_says_that_a_practice_check_is_thrown_away(ready, count_of):
    answer_all(begin(ready)).submit(form="/send")
    assert "thrown away" not in ready.get("/courses/small-steps").text
    begin(ready)
    page = ready.get("/courses/small-steps")
    assert "Its answers are thrown away when you do the course again." in page.text
    page.submit(form="Do this course again")
    assert count_of(Sitting) == 0


def test_only_who_got_something_wrong_is_told_what_to_read_again(ready):
    page = answer_all(begin(ready)).submit(form="/send")
    assert "Read something again" not in page.text
    page = answer_all(begin(ready), rightly=False).submit(form="/send")
    assert "Read something again" in page.text


def test_each_error_on_the_page_of_all_questions_names_its_question(ready):
    page = begin(ready, "one").submit(form="/questions")
    words = [words_of(link) for link in page.all("a[@href]") if link.get("href").startswith("#q")]
    assert "Question 1. Choose one answer." in words
    assert "Question 2. Type an answer." in words
    assert len(words) == len(set(words)) >= 5


def test_a_check_that_introduces_itself_is_not_introduced_twice(app, learner, as_aisha):
    introduced = SMALL_STEPS["quiz.md"].replace(
        b"# Final check\n", b"# Final check\n\nFive questions, you need four.\n"
    )
    with app.app_context():
        makers.publish_course({**SMALL_STEPS, "quiz.md": introduced})
    as_aisha(makers.start_course)
    page = learner.get(CHECK)
    assert "Five questions, you need four." in page.text
    assert "your answers are saved, on any device." in page.text
    for words in ("5 questions", "80%", "as often as you like", "Your manager"):
        assert words not in page.text


def test_the_link_back_from_a_question_leads_to_the_one_before_and_from_a_change_to_the_list(ready):
    page = begin(ready)
    assert page.link("Final check").endswith("/check")
    page = page.submit(answer(page, "q1"), form="/questions/1")
    assert page.link("Question 1").endswith("/check/questions/1")
    page = ready.get(f"{CHECK}/questions/2?back=answers")
    assert page.link("Your answers").endswith("/check/answers")


def test_throwing_the_answers_away_begins_anew(ready, count_of):
    begin(ready)
    page = ready.get(CHECK).submit(form="/discard")
    assert "thrown away" in page.text
    assert count_of(Sitting) == 0


def test_answers_that_were_sent_from_another_window_are_not_said_to_be_thrown_away(ready, count_of):
    page = answer_all(begin(ready))
    other = ready.get(CHECK)
    page.submit(form="/send")
    page = other.submit(form="/discard")
    assert page.status == 409
    assert "sent already" in page.text
    assert count_of(Attempt) == 1


def test_the_result_of_a_completion_voided_since_promises_no_certificate(app, ready, as_aisha):
    page = answer_all(begin(ready)).submit(form="/send")
    assert page.link("See your certificate")
    with app.app_context(), transaction() as session:
        record = session.scalars(select(CompletionRecord)).one()
        void_completion(record, reason="A mistake.", voided_by_id=None, now=NOON)
    page = ready.get(page.address)
    assert "You reached the pass mark" in page.text
    assert "voided on 24 November 2026, so it does not count. The reason given: A mistake." in page.text
    for words in (
        "on your record",
        "certificate",
        "stays as it is",
        "The final check is done",
        "Go on with the lessons",
    ):
        assert words not in page.text


def test_posted_scores_and_ids_change_nothing(ready, app):
    page = answer_all(begin(ready), rightly=False)
    forged = {
        "points_earned": "5",
        "passed": "true",
        "person_id": "99",
        "enrolment_id": "99",
        "completed_at": "2020-01-01",
    }
    page.submit(forged, form="/send")
    with app.app_context():
        attempt = db.session.execute(select(Attempt)).scalar_one()
        assert (attempt.points_earned, attempt.passed) == (0, False)


def test_somebody_elses_attempts_and_numbers_that_are_not_there_are_not_found(app, ready, sign_in):
    answer_all(begin(ready)).submit(form="/send")
    with app.app_context():
        other = makers.make_person("Ben Okoro")
        makers.start_course(other)
    theirs = sign_in("ben.okoro@example.org")
    answers = [theirs.get(f"{CHECK}/attempts/{number}") for number in (1, 2, 2**63)]
    assert [page.status for page in answers] == [404, 404, 404]
    assert ready.get(f"{CHECK}/attempts/99").status == 404


def test_questions_beyond_the_last_are_not_found(ready):
    begin(ready)
    for place in (0, 6, 2**63):
        assert ready.get(f"{CHECK}/questions/{place}").status == 404


PLAN = """---
owner: Learning and development
from: 2026-11-01
who: everyone
---
# Everyone
| Course | Due | Renew after |
|---|---|---|
| [Small steps](../small-steps/course.md) | 30 days | |
| [Two lessons](../two-lessons/course.md) | 30 days | 1 month |
"""


@pytest.mark.parametrize("later_days", [0, 40])
def test_sending_costs_at_most_twelve_statements(ready, app, as_aisha, sign_in, count_statements, later_days):
    """Also where plans ask, and where what was stored is over: a course that was held has run out by then."""
    with app.app_context():
        makers.publish_course(TWO_LESSONS, slug="two-lessons")
        for key in ("everyone", "again"):
            with transaction():
                publish_plan(key, PLAN.encode(), origin="folder", actor_id=None, now=NOON, today=NOON.date())
    as_aisha(makers.complete_course, "two-lessons")
    now = NOON + timedelta(days=later_days)
    with clock.set_to(lambda: now):
        client = sign_in("aisha.khan@example.org")
        form = answer_all(begin(client)).form("/send")
        with count_statements() as statements:
            response = client.raw("POST", form.action, data=form.values)
    assert response.status_code == 303
    assert len(statements) <= 12, statements
    assert sum(statement.startswith("INSERT INTO completion_record") for statement in statements) == 1
    with app.app_context():
        assert not_settled(now.date(), now) == []


def test_saving_an_answer_costs_few_statements(ready, count_statements):
    page = begin(ready)
    form = page.form("/questions/1")
    with count_statements() as statements:
        response = ready.raw("POST", form.action, data={**form.values, **answer(page, "q1")})
    assert response.status_code == 303
    assert len(statements) <= 6, statements
