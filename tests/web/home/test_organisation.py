"""The pages of a learning lead about the whole organisation, and what a manager finds for supervision."""

from __future__ import annotations

import re
from datetime import date

import pytest

from learning.courses.published import course_by_slug
from learning.db import transaction
from learning.home.forecast import Forecast, Load
from learning.people.roles import Role
from learning.plans.planning import publish_plan
from learning.practice.reflections import save_reflection
from tests.conftest import NOON
from tests.makers import complete_course, make_person, publish_course
from tests.study_course import naming
from tests.web.home.conftest import fill_team
from tests.web.home.tables import bars_of, rows_of
from tests.web.table_files import about, lines_of

FRAMEWORK = "north-somerset-practice-framework"
ADDRESS = "/organisation/forecast?month=2027-05"
PLAN = b"""---
owner: Learning and development
from: 2026-11-01
who: everyone
target_percent: 90
target_on: 2027-03-31
---
# Everyone
| Course | Due | Renew after |
|---|---|---|
| [Small steps](../small-steps/course.md) | 2026-11-20 | 6 months |
"""


@pytest.fixture
def lead(team, app, sign_in):
    """A learning lead, and a plan that asks ten people."""
    with app.app_context():
        lead = make_person("Harpreet Gill", roles=(Role.LEARNING_LEAD,))
        fill_team(4)
        complete_course(lead)
        with transaction():
            publish_plan("everyone", PLAN, origin="folder", actor_id=None, now=NOON, today=NOON.date())
    return sign_in("harpreet.gill@example.org")


def test_a_plan_stands_beside_its_target_and_leads_to_teams_and_job_roles(lead) -> None:
    page = lead.get("/organisation")
    assert rows_of(page) == {
        "Everyone": ["Learning and development", "10", "20%", "90% by 31 March 2027: 70 points below", "0", "8"]
    }
    page = lead.get("/organisation/plans/everyone")
    hidden = ["Not shown"] * 4
    assert rows_of(page) == {"Another team": hidden, "Children's services": hidden, "In no team": hidden}
    assert rows_of(page, 1) == {"Social worker": ["10", "20%", "0", "8"]}
    everyone = ["Everyone", "everyone", "Learning and development", "10", "20", "0", "8"]
    assert lines_of(lead, "/organisation.csv") == [[*everyone, "90", "2027-03-31", "70 points below"]]
    groups = [line[1:] for line in lines_of(lead, "/organisation/plans/everyone.csv")]
    assert groups == [
        ["Another team", *hidden], ["Children's services", *hidden], ["In no team", *hidden],
        ["Social worker", "10", "20", "0", "8"],
    ]  # fmt: skip
    assert lead.raw("GET", "/organisation/plans/everyone.csv?team=2000000000").status_code == 404


def test_a_plan_that_begins_later_says_so_everywhere(team, app, sign_in) -> None:
    with app.app_context():
        make_person("Harpreet Gill", roles=(Role.LEARNING_LEAD,))
        later = PLAN.replace(b"from: 2026-11-01", b"from: 2026-12-01").replace(b"2026-11-20", b"2026-12-20")
        with transaction():
            publish_plan("everyone", later, origin="folder", actor_id=None, now=NOON, today=NOON.date())
    lead = sign_in("harpreet.gill@example.org")
    page = lead.get("/organisation")
    assert "No plan asks for anything today. The next one begins on 1 December 2026." in page.text
    for address in ("/plans/everyone", "/organisation/plans/everyone"):
        assert "6 people will be asked from 1 December 2026 on." in lead.get(address).text


def test_a_group_has_a_bar_with_a_stroke_at_the_target_and_one_that_is_not_shown_has_none(lead) -> None:
    page = lead.get("/organisation/plans/everyone")
    assert bars_of(page) == {"Another team": [], "Children's services": [], "In no team": []}
    ((bar, target),) = bars_of(page, 1).values()
    assert (bar.split("v")[0], target.split(" ")[0]) == ("M2 2h20", "M91")
    assert "the stroke across it is the target" in page.text


def test_an_element_that_is_taught_has_a_bar_for_each_strength_and_another_has_words_alone(lead, app) -> None:
    with app.app_context():
        publish_course(naming(f"{FRAMEWORK}/safety"))
    bars = bars_of(lead.get(f"/organisation/frameworks/{FRAMEWORK}"))
    assert [path.split("v")[0] for path in bars.pop("Safety")] == ["M2 2h20", "M2 2h20", "M2 2h0"]
    assert bars
    assert not any(bars.values())


def test_few_people_are_hidden_in_the_year_ahead_and_a_month_outside_it_is_not_found(lead) -> None:
    page = lead.get("/organisation/forecast?month=2027-05")
    assert "Fewer than five people have something that runs out" in page.text
    assert rows_of(page) == {}
    assert lead.raw("GET", "/organisation/forecast?month=2040-01").status_code == 404
    assert lead.raw("GET", "/organisation/plans/everyone?team=999999999999999999999").status_code == 404


def test_the_year_ahead_has_a_chart_that_says_its_numbers_in_words(lead, app) -> None:
    with app.app_context():
        for number in range(5):
            complete_course(make_person(f"Person Late{number}", password=None))
    page = lead.get(ADDRESS)
    assert rows_of(page)["May 2027"][:2] == ["7", "7"]
    assert list(rows_of(page, 1)) == ["Small steps"]
    assert ["2027-05", *rows_of(page)["May 2027"]] in lines_of(lead, "/organisation/forecast.csv")
    assert lines_of(lead, ADDRESS.replace("?", ".csv?")) == [["Small steps", *rows_of(page, 1)["Small steps"]]]
    assert about(lead, ADDRESS.replace("?", ".xlsx?"))["Shown"] == "May 2027"
    (words,) = re.findall(r'<svg role="img".*?<desc[^>]*>(.*?)</desc>', lead.raw("GET", ADDRESS).text, re.DOTALL)
    assert re.search(r"May 2027: [1-9] hours?\.", words)
    assert "June 2027: 0 hours." in words


def test_a_month_that_is_not_shown_has_a_mark_of_one_size_that_is_told_beneath_the_chart(applications) -> None:
    draw = applications["sqlite"].jinja_env.get_template("home/_months_chart.html").render
    months = dict.fromkeys((date(2027, month, 1) for month in (1, 2, 3)), Load({1, 2, 3, 4, 5}, 5, 300))
    assert "dash" not in draw(forecast=Forecast(None, months))
    chart, words = draw(forecast=Forecast(None, {**months, date(2027, 1, 1): None, date(2027, 3, 1): None})).split(
        "</svg>", 1
    )
    marks = re.findall(r'<rect x="([^"]+)" (y=[^>]+dash[^>]+)>', chart)
    assert [x for x, _ in marks] == ["3.5", "51.5"]
    assert len({look for _, look in marks}) == 1
    assert "A box of dashes is a month that is not shown." in words


def test_for_supervision_there_are_questions_of_the_course_and_neither_names_nor_words(team, app, sign_in) -> None:
    with app.app_context(), transaction():
        save_reflection(
            team["people"]["Aisha Khan"], course_by_slug("small-steps").id, "a-hard-visit",
            "where-have-you-met-this", prompt="", words="only mine", revision=0, now=NOON,
        )  # fmt: skip
    client = sign_in("morgan.price@example.org")
    page = client.get("/my-team/courses/small-steps")
    assert "/my-team/courses/small-steps/supervision" in [link.get("href") for link in page.all("a")]
    page = client.get("/my-team/courses/small-steps/supervision")
    assert "1 person in your teams finished this in the last 90 days." in page.text
    assert "Where have you met this?" in page.text
    assert "Aisha" not in page.text
    assert "only mine" not in page.text


def test_my_record_leads_to_ones_hours_by_year(team, sign_in) -> None:
    client = sign_in("aisha.khan@example.org")
    assert "/my-record/hours" in [link.get("href") for link in client.get("/my-record").all("a")]
    page = client.get("/my-record/hours")
    ((year, cells),) = rows_of(page).items()
    assert (year, cells[1], cells[0]) == ("2026", "0 minutes", cells[2])
    ((year, here, elsewhere, together),) = lines_of(client, "/my-record/hours.csv")
    assert (year, elsewhere, here, f"{here} minutes") == ("2026", "0", together, cells[0])
