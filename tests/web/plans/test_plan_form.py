"""A plan in the form: what it says becomes the text, and what it does not show is kept."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from learning.db import db, transaction
from learning.people.roles import Role
from learning.plans import plan_forms
from learning.plans.models import PlanEdition
from learning.plans.planning import publish_plan
from tests.conftest import NOON
from tests.makers import make_person, publish_course
from tests.organisation import PLAN_TEXT
from tests.study_course import TWO_LESSONS

TEXT = PLAN_TEXT.replace(b"who: everyone", b"who: everyone  # whoever it is")


@pytest.fixture
def lead(app, sign_in):
    """A learning lead, two courses, and a plan that asks for one of them."""
    with app.app_context():
        publish_course()
        publish_course(TWO_LESSONS, slug="two-lessons")
        make_person("Lee Hart", roles=(Role.LEARNING_LEAD,), starts_on=date(2026, 1, 5))
        with transaction():
            publish_plan("everyone", TEXT, origin="folder", actor_id=None, now=NOON, today=NOON.date())
    return sign_in("lee.hart@example.org")


def newest(app) -> str:
    with app.app_context():
        return db.session.scalars(select(PlanEdition).order_by(PlanEdition.id.desc())).first().source


def test_a_course_is_added_in_the_form_tried_out_and_saved_and_the_text_has_one_line_more(app, lead) -> None:
    page = lead.get("/plans/everyone").follow("Change this plan")
    assert "# whoever it is" in page.text
    row = {"row-2-course": "small-steps", "row-2-due_on": "20/11/2026", "row-2-remind_before_days": "1, 7"}
    page = page.submit(row, form="/form", button="do=try")
    assert "1 thing would become overdue at once." in page.text
    page = page.submit(form="/form", button="do=publish")
    assert page.address == "/plans/everyone"
    assert newest(app) == TEXT.decode() + "| [Small steps](../small-steps/course.md) | 2026-11-20 | | 7, 1 days |\n"
    page = page.follow("Change this plan").submit({"row-2-removed": "y"}, form="/form", button="do=publish")
    assert newest(app) == TEXT.decode()


def test_a_new_plan_is_written_in_the_form_with_rows_added_and_read_as_text_and_back(app, lead) -> None:
    page = lead.get("/plans").follow("Write a plan")
    typed = {"title": "Cooks", "key": "cooks", "job_roles": "cook\nhead of kitchen, acting", "leads_people": "false"}
    page = page.submit(typed, form="/form", button="do=rows")
    page = page.submit({"row-5-course": "small-steps", "row-5-due_on": "31/03/2027"}, form="/form", button="do=text")
    assert '  job_roles: [cook, "head of kitchen, acting"]\n  leads_people: false\n' in page.body.replace("&#34;", '"')
    page = page.submit(form="/plans", button="do=try")
    assert "0 people would be asked" in page.text
    # The button leads to another address, which this browser does not know of.
    page = lead.post("/plans/new/form", {**page.form("/plans").values, "do": "form"})
    assert "cook\nhead of kitchen, acting</textarea>" in page.body
    page.submit(form="/form", button="do=publish")
    assert "| [Small steps](../small-steps/course.md) | 2027-03-31 | | |" in newest(app)


def test_each_fault_stands_at_its_field_and_what_was_typed_is_given_back(app, lead) -> None:
    page = lead.get("/plans/everyone/form")
    typed = {
        "title": " ", "from_on": "soon", "introduction": "Words.\n\n# Another title", "target_percent": "120",
        "row-1-due_on": "1/2/2027", "row-2-due_after_days": "7", "row-3-course": "two-lessons",
    }  # fmt: skip
    page = page.submit(typed, form="/form", button="do=publish")
    links = {
        link.get("href"): "".join(link.itertext()) for link in page.all("a") if link.get("href", "").startswith("#")
    }
    assert page.status == 422
    assert {
        name: links[f"#{name}"]
        for name in ("title", "from_on", "target_percent", "row-1-due_after_days", "row-2-course", "row-3-course")
    } == {
        "title": "Enter a title.",
        "from_on": "Enter a day, such as 24/11/2026.",
        "target_percent": "Enter a whole number from 1 to 100.",
        "row-1-due_after_days": "Enter a day or a number of days, not both.",
        "row-2-course": "Choose a course, or empty this row.",
        "row-3-course": "Row 1 asks for this course already. Keep one of the two.",
    }
    assert "# Another title" in page.body
    mended = {
        "title": "All",
        "from_on": "1/11/2026",
        "target_percent": "",
        "row-1-due_on": "",
        "row-2-due_after_days": "",
    }
    page = page.submit({**mended, "row-3-course": ""}, form="/form", button="do=publish")
    assert (page.status, "A page has one title" in page.text) == (422, True)
    assert newest(app) == TEXT.decode()


def test_a_text_that_the_form_cannot_show_stays_text_and_says_why(app, lead) -> None:
    page = lead.get("/plans/everyone/edit")
    text = TEXT.decode().replace("owner", "colour: red\nowner")
    values = {**page.form("/plans").values, "text": text, "do": "form"}
    page = lead.post("/plans/everyone/form", values)
    assert (page.status, "The form cannot show this text as it is." in page.text) == (422, True)
    assert "colour: red" in page.body


def test_who_saves_over_somebody_elses_change_is_told_and_keeps_the_form(app, lead) -> None:
    stale = lead.get("/plans/everyone/form")
    lead.get("/plans/everyone/form").submit({"title": "Theirs"}, form="/form", button="do=publish")
    page = stale.submit({"title": "Mine"}, form="/form", button="do=publish")
    assert (page.status, 'value="Mine"' in page.body) == (409, True)
    assert "Somebody has changed this plan meanwhile." in page.text


def test_a_form_whose_rows_did_not_arrive_publishes_nothing_and_is_given_back(app, lead) -> None:
    sent = {**lead.get("/plans/everyone/form").form("/form").values, "title": ["Mine"]}
    sent["row-2-course"], sent["row-2-due_on"] = ["small-steps"], ["31/03/2027"]
    for rows in (None, "", "many", "0", "-1", "101"):
        values = {name: value for name, value in {**sent, "rows": rows, "do": "publish"}.items() if value is not None}
        page = lead.post("/plans/everyone/form", values)
        assert (page.status, "The courses of this form did not arrive as they were sent" in page.text) == (422, True)
        kept = page.form("/form").values
        assert {**kept, "rows": "", "csrf_token": ""} == {**sent, "rows": "", "csrf_token": ""}
    assert newest(app) == TEXT.decode()
    assert page.submit(form="/form", button="do=publish").address == "/plans/everyone"


def test_a_full_form_says_that_it_takes_no_more_rows(lead, monkeypatch) -> None:
    page = lead.get("/plans/everyone/form")
    monkeypatch.setattr(plan_forms, "MOST_RULES", 4)
    page = page.submit(form="/form", button="do=rows")
    assert (page.status, "row-4-course" in page.body, "row-5-course" in page.body) == (200, True, False)
    page = page.submit({"title": "Mine"}, form="/form", button="do=rows")
    assert (page.status, "A form has 4 rows at most." in page.text, 'value="Mine"' in page.body) == (422, True, True)


def test_a_hidden_character_in_the_text_is_not_in_the_answer(lead) -> None:
    sent = {**lead.get("/plans/everyone/edit").form("/plans").values, "text": "Words\0 of\x1b mine", "base": "a\0b"}
    for way, do in (("form", "form"), ("form", "try"), ("edit", "try")):
        page = lead.post(f"/plans/everyone/{way}", {**sent, "do": do})
        assert (page.status, "\0" in page.body, "\x1b" in page.body) == (422, False, False)
    assert "Words of mine</textarea>" in page.body
