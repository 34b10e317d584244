"""Due days from plans: what a person sees first, and what their manager sees."""

from __future__ import annotations

from datetime import date

from learning.db import db, transaction
from learning.outside import decisions
from learning.people.models import Person
from learning.plans import agreements
from learning.plans.planning import publish_plan
from tests.conftest import NOON
from tests.makers import claim_learning, make_person, make_team, publish_course, put_in_team
from tests.web.home.conftest import fill_team
from tests.web.home.tables import rows_of
from tests.web.pages import words_of

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


def plan(who: str = "everyone", **due: str) -> None:
    """A plan that asks these people for these courses; for other people another plan."""
    rows = "".join(f"| [One](../{slug.replace('_', '-')}/course.md) | {days} | | |\n" for slug, days in due.items())
    with transaction():
        text = (PLAN.replace("who: everyone", f"who: {who}") + rows).encode()
        publish_plan(
            "everyone" if who == "everyone" else "some", text, origin="folder", actor_id=None, now=NOON, today=TODAY
        )


def pause(person_id: int, *, last_on: date | None) -> None:
    """Has the person be away from today on."""
    with transaction():
        agreements.pause(person_id, from_on=TODAY, last_on=last_on, actor_id=None, now=NOON, today=TODAY)


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


def test_what_falls_due_in_so_many_days_is_on_the_page_and_in_its_files_alone(team, app, sign_in) -> None:
    with app.app_context():
        plan(small_steps="2027-01-10")
    client = sign_in("morgan.price@example.org")
    assert rows_of(client.get("/my-team?within=30")) == {}
    page = client.get("/my-team?within=60&sort=name")
    assert {name: cells[2] for name, cells in rows_of(page).items()} == {
        "Bola Adeyemi": "Due 10 Jan 2027", "Carys Evans": "Due 10 Jan 2027",
    }  # fmt: skip
    lead = words_of(page.all("p[@class='lead']")[0])
    assert lead == "2 people with something due or running out by 23 January 2027 · 1 course"
    answer = client.raw("GET", page.link("spreadsheet"))
    assert "due-or-running-out-by-2027-01-23" in answer.headers["Content-Disposition"]
    assert [line.split(",")[0] for line in answer.get_data(as_text=True).splitlines()[1:]] == list(rows_of(page))
    printed = page.follow("Page for printing")
    assert rows_of(printed)["Carys Evans Social worker · Assessment"][1] == "Small steps (due 10 January 2027)"
    assert "Due or running out by 23 January 2027" in printed.text


def test_who_is_away_today_is_listed_apart_without_days_and_nothing_of_theirs_is_overdue(team, app, sign_in) -> None:
    with app.app_context():
        plan(small_steps="2026-11-20")
        pause(team["people"]["Carys Evans"], last_on=date(2027, 3, 5))
    client = sign_in("morgan.price@example.org")
    page = client.get("/my-team")
    assert set(rows_of(page)) == {"Aisha Khan", "Bola Adeyemi"}
    assert "2 people · 1 with something overdue · 1 away today · 1 course" in page.text
    away = "Carys Evans, Social worker · Assessment: 0 of 1 done"
    assert [words_of(line) for line in page.all("main/ul/li")] == [away]
    assert "Away today" not in client.get("/my-team?show=overdue").text
    person = page.follow("Carys Evans")
    assert "Social worker · Assessment · Away today" in person.text
    for shown in (page, person, client.get("/my-team/print")):
        assert "Away today" in shown.text
        assert "March" not in shown.text
    lines = client.raw("GET", "/my-team.csv").get_data(as_text=True).splitlines()
    assert lines[-1].startswith("Carys Evans,Social worker,Assessment,Yes,0,0 of 1,")
    course = client.get("/my-team/courses/small-steps")
    assert list(rows_of(course))[-1] == "Carys Evans away today"


def test_my_team_takes_seven_statements_with_all_that_counts_and_six_however_many_work_elsewhere(
    team, app, sign_in, count_statements
) -> None:
    with app.app_context():
        for who in ("everyone", "\n  teams: [Assessment]"):
            plan(who=who, small_steps="2026-11-20")
        fill_team(9)
        pause(team["people"]["Carys Evans"], last_on=None)
        bola, morgan = (db.session.query(Person).filter_by(name=one).one() for one in ("Bola Adeyemi", "Morgan Price"))
        claim = claim_learning(bola, course_slug="small-steps")
        claim_learning(bola, title="Another", course_slug="small-steps")
        with transaction():
            decisions.confirm(claim.id, morgan, now=NOON, today=TODAY)
    client = sign_in("morgan.price@example.org")
    with count_statements() as first:
        client.get("/my-team")
    with app.app_context():
        for number in range(3):
            put_in_team(make_person(f"Else Where{number}", password=None), make_team(f"Elsewhere {number}"))
    with count_statements() as again:
        page = client.get("/my-team")
    rows = rows_of(page)
    assert (len(rows), rows["Bola Adeyemi"][2], rows["Person Number1"][2]) == (11, "Done", "Overdue")
    assert "Learning elsewhere: 1 to confirm or answer" in page.text
    assert (len(first), len(again)) == (7, 6)
