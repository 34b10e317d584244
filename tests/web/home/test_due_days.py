"""Due days from plans: what a person sees first, and what their manager sees."""

from __future__ import annotations

from datetime import date

from learning.db import transaction
from learning.plans import agreements
from learning.plans.planning import publish_plan
from tests.conftest import NOON
from tests.makers import publish_course
from tests.web.home.conftest import fill_team
from tests.web.home.tables import rows_of

TODAY = NOON.date()
PLAN = """---
owner: Learning and development
from: 2026-11-01
who: everyone
---
# Everyone
| Course | Due | Renew after | Remind before |
|---|---|---|---|
"""


def plan(**due: str) -> None:
    """A plan that asks for these courses."""
    rows = "".join(f"| [One](../{slug.replace('_', '-')}/course.md) | {days} | | |\n" for slug, days in due.items())
    with transaction():
        publish_plan("everyone", (PLAN + rows).encode(), origin="folder", actor_id=None, now=NOON, today=TODAY)


def test_what_is_overdue_comes_first_then_what_is_due_soon_then_what_is_coming(team, app, sign_in) -> None:
    with app.app_context():
        for slug in ("later-steps", "soon-steps"):
            publish_course(slug=slug)
        plan(later_steps="2027-06-30", soon_steps="2026-12-10", small_steps="2026-11-20")
    page = sign_in("carys.evans@example.org").get("/my-learning")
    assert "Needs doing (2)" in page.text
    assert "Coming up (1)" in page.text
    links = [link.get("href") for link in page.all("ul[@class='tasks']//a") if link.get("href").startswith("/courses")]
    assert links == ["/courses/small-steps", "/courses/soon-steps", "/courses/later-steps"]
    for words in ("Was due 20 November 2026", "Due 10 December 2026", "Due 30 June 2027", "Due soon", "Overdue"):
        assert words in page.text


def test_nothing_pressing_is_up_to_date_with_the_next_day_named(team, app, sign_in) -> None:
    with app.app_context():
        plan(small_steps="2027-06-30")
    page = sign_in("carys.evans@example.org").get("/my-learning")
    assert "You are up to date. Next: Small steps, by 30 June 2027." in page.text


def test_what_is_under_way_says_its_day_there_and_stands_nowhere_else(team, app, sign_in) -> None:
    with app.app_context():
        plan(small_steps="2026-11-20")
    page = sign_in("bola.adeyemi@example.org").get("/my-learning")
    assert "Was due 20 November 2026" in page.text
    assert "Needs doing" not in page.text


def test_the_matrix_says_due_soon_overdue_and_not_needed_by_the_plan(team, app, sign_in) -> None:
    with app.app_context():
        plan(small_steps="2026-11-20")
        with transaction():
            agreements.exempt(
                team["people"]["Carys Evans"], "everyone", "small-steps", last_on=date(2027, 1, 31),
                reason="Agreed adjustment", actor_id=None, now=NOON, today=TODAY,
            )  # fmt: skip
    client = sign_in("morgan.price@example.org")
    rows = rows_of(client.get("/my-team"))
    assert {name: cells[2] for name, cells in rows.items()} == {
        "Aisha Khan": "Done", "Bola Adeyemi": "Overdue", "Carys Evans": "Not needed",
    }  # fmt: skip
    assert set(rows_of(client.get("/my-team?show=unfinished"))) == {"Bola Adeyemi"}
    assert "Was due 20 November 2026" in client.get(f"/my-team/people/{team['people']['Bola Adeyemi']}").text
    assert "Overdue; due 2026-11-20" in client.raw("GET", "/my-team.csv").get_data(as_text=True)
    with app.app_context():
        plan(small_steps="2026-12-10")
    assert rows_of(client.get("/my-team"))["Bola Adeyemi"][2] == "Due soon"


def test_under_a_plan_the_team_costs_the_same_for_three_and_for_fifty(team, app, sign_in, count_statements) -> None:
    with app.app_context():
        plan(small_steps="2026-11-20")
    client = sign_in("morgan.price@example.org")
    client.get("/my-team")
    with count_statements() as few:
        client.get("/my-team")
    with app.app_context():
        fill_team(47)
    with count_statements() as many:
        page = client.get("/my-team")
    assert len(rows_of(page)) == 50
    assert len(few) == len(many) <= 16
