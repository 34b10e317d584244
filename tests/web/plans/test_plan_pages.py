"""Pages of plans: what a learning lead sees, tries out, saves and agrees."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import func, select

from learning.db import db
from learning.people.roles import Role
from learning.plans import trying_out
from learning.plans.models import PlanEdition
from tests.makers import make_person, publish_course
from tests.web.home.tables import rows_of
from tests.web.pages import words_of

PLAN = """---
owner: Learning and development
from: 2026-11-01
who: everyone
---
# Everyone
| Course | Due |
|---|---|
| [Small steps](../small-steps/course.md) | {due} |
"""


@pytest.fixture
def lead(app, sign_in):
    """A learning lead, somebody else who has worked here since January, and a course."""
    with app.app_context():
        publish_course()
        make_person("Lee Hart", roles=(Role.LEARNING_LEAD,), starts_on=date(2026, 1, 5))
        make_person("Aisha Khan", starts_on=date(2026, 1, 5))
    return sign_in("lee.hart@example.org")


def write(page, *, due: str, do: str, **more: str):
    return page.submit({"text": PLAN.format(due=due), "do": do, **more}, form="/plans")


def test_a_plan_is_tried_out_before_it_is_saved_and_then_says_its_numbers(app, lead) -> None:
    page = write(lead.get("/plans/new"), due="14 days", do="try", key="everyone")
    assert "2 people would be asked; 0 are now. 2 things would become overdue at once." in page.text
    assert "Aisha Khan: Small steps, due 15 November 2026" in page.text
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(PlanEdition)) == 0
    page = write(page, due="14 days", do="publish", key="everyone")
    assert (page.address.partition("?")[0], page.h1) == ("/plans/everyone", "Everyone")
    assert "2 people are asked · 2 with something overdue." in page.text
    assert rows_of(page)["Small steps"] == ["14 days after joining", "As the course says", "2", "0", "0", "2", "0"]


def test_a_change_that_is_tried_out_names_whom_it_would_touch(app, lead, monkeypatch) -> None:
    monkeypatch.setattr(trying_out, "_MOST_NAMED", 1)
    with app.app_context():
        make_person("Cy Lane", starts_on=date(2026, 12, 1))
    page = write(lead.get("/plans/new"), due="60 days", do="try", key="everyone")
    assert "1 person who begins later would be asked then." in page.text
    assert [one.text for one in page.all("summary")] == ["2 people would be newly asked"]
    assert "Aisha Khan and 1 more" in page.text
    write(page, due="60 days", do="publish", key="everyone")
    page = write(lead.get("/plans/everyone/edit"), due="90 days", do="try")
    assert "For 2 people a last day on time would come later" in page.text
    assert "Aisha Khan: Small steps, 30 January 2027 instead of 31 December 2026 and 1 more" in page.text


def test_whoever_is_named_in_what_a_change_would_do_is_told_and_who_is_only_counted_is_not(
    app, lead, sign_in, monkeypatch
) -> None:
    monkeypatch.setattr(trying_out, "_MOST_NAMED", 1)
    with app.app_context():
        make_person("Bola Ode", starts_on=date(2026, 1, 5))
    for due in ("60 days", "14 days"):
        page = write(lead.get("/plans/new"), due=due, do="try", key="everyone")
        assert ("Aisha Khan" in page.text, "Bola Ode" in page.text) == (True, False)
    told = "Lee Hart opened what a change of a plan would mean for you"
    assert sign_in("aisha.khan@example.org").get("/my-record/looks").text.count(told) == 1
    assert "Nobody has looked yet." in sign_in("bola.ode@example.org").get("/my-record/looks").text


def test_problems_stand_with_their_lines_and_the_text_is_given_back(lead) -> None:
    page = write(lead.get("/plans/new"), due="soon", do="publish", key="everyone")
    assert page.status == 422
    assert "Line 9: " in page.text
    assert "| soon |" in page.text
    page = write(lead.get("/plans/new"), due="14 days", do="publish", key="Every One")
    assert (page.status, "Name the plan in a-z" in page.text) == (422, True)


def test_who_saves_over_somebody_elses_change_is_told_and_keeps_the_text(lead) -> None:
    write(lead.get("/plans/new"), due="14 days", do="publish", key="everyone")
    stale = lead.get("/plans/everyone/edit")
    write(lead.get("/plans/everyone/edit"), due="28 days", do="publish")
    page = write(stale, due="60 days", do="publish")
    assert page.status == 409
    assert "Somebody has changed this plan meanwhile." in page.text
    assert "| 60 days |" in page.text


def test_what_is_agreed_with_a_person_is_seen_and_ended(lead) -> None:
    write(lead.get("/plans/new"), due="14 days", do="publish", key="everyone")
    form = {
        "email": "Aisha.Khan@example.org", "course": "small-steps", "kind": "not needed", "last_on": "2026-12-31",
        "reason": "Agreed adjustment",
    }  # fmt: skip
    page = lead.get("/plans/everyone/agree").submit(form, form="/agree")
    assert "Aisha Khan: Small steps" in page.text
    assert rows_of(page)["Small steps"][-1] == "1"
    page = page.submit(form="/needed-again")
    assert rows_of(page)["Small steps"][-1] == "0"
    nobody = lead.get("/plans/everyone/agree").submit({**form, "email": "no@example.org"}, form="/agree")
    assert (nobody.status, "There is no account with this e-mail address." in nobody.text) == (422, True)


def test_who_is_away_is_not_overdue_until_they_are_back(lead) -> None:
    write(lead.get("/plans/new"), due="14 days", do="publish", key="everyone")
    page = lead.get("/plans/away").submit(
        {"email": "aisha.khan@example.org", "from_on": "2026-11-24", "last_on": ""}, form="/plans/away"
    )
    assert "Aisha Khan" in page.text
    assert rows_of(lead.get("/plans/everyone"))["Small steps"][5] == "1"
    page = page.follow("Change the day back").submit({"back_on": "2026-11-24"}, form="/back")
    assert "Nobody is noted as away." in page.text
    assert rows_of(lead.get("/plans/everyone"))["Small steps"][5] == "2"


def test_what_is_agreed_with_a_learning_lead_is_noted_and_ended_by_another(app, lead, sign_in) -> None:
    with app.app_context():
        make_person("Ola Berg", roles=(Role.LEARNING_LEAD,))
    write(lead.get("/plans/new"), due="14 days", do="publish", key="everyone")
    agreed = {"course": "small-steps", "kind": "not needed", "last_on": "2026-12-31", "reason": "Agreed adjustment"}
    away = {"from_on": "2026-11-24", "last_on": ""}
    for by, status in ((lead, 403), (sign_in("ola.berg@example.org"), 200)):
        for address, form in (("/plans/everyone/agree", agreed), ("/plans/away", away)):
            page = by.get(address).submit({**form, "email": "lee.hart@example.org"}, form=address)
            assert (page.status, "Ask another learning lead" in page.text) == (status, status == 403)
    for address, words in (("/plans/everyone", "Needed again from today"), ("/plans/away", "Change the day back")):
        assert [words in browser.get(address).text for browser in (lead, by)] == [False, True]


def test_a_plan_says_that_its_review_was_due_from_the_day_after_until_it_is_closed(lead) -> None:
    for key, review_on in (("late", "2026-11-23"), ("today", "2026-11-24")):
        text = PLAN.format(due="14 days").replace("who:", f"review_on: {review_on}\nwho:")
        lead.get("/plans/new").submit({"text": text, "do": "publish", "key": key}, form="/plans")
    words = "Review was due 23 November 2026"
    for page in (lead.get("/plans"), lead.get("/plans/late")):
        assert [words_of(tag) for tag in page.all("span") if "s-late" in tag.get("class", "")] == [words]
    assert "Review was due" not in lead.get("/plans/today").text
    lead.get("/plans/late/close").submit(form="/close")
    assert words not in lead.get("/plans/late").text + lead.get("/plans").text


def test_a_closed_plan_says_so_and_asks_nobody(lead) -> None:
    write(lead.get("/plans/new"), due="14 days", do="publish", key="everyone")
    page = lead.get("/plans/everyone/close").submit(form="/close")
    assert "This plan is closed since 24 November 2026" in page.text
    assert "Closed" in lead.get("/plans").text
