"""The tables on the pages of plans as files, and who is told that they stand in one."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from learning.db import transaction
from learning.people.roles import Role
from learning.plans import standing_table
from learning.plans.agreements import exempt, extend, pause
from learning.plans.planning import close_plan, publish_plan
from tests.conftest import NOON
from tests.makers import complete_course, make_person, publish_course
from tests.study_course import TWO_LESSONS
from tests.web.table_files import about, lines_of

TODAY = NOON.date()
PLAN = b"""---
owner: Learning and development
from: 2026-11-01
who: everyone
---
# Everyone
| Course | Due | Renew after |
|---|---|---|
| [Small steps](../small-steps/course.md) | 14 days | 6 months |
"""


@pytest.fixture
def lead(app, sign_in):
    """A learning lead, three others, and a plan that asks all of them."""
    with app.app_context():
        publish_course()
        make_person("Lee Hart", roles=(Role.LEARNING_LEAD,), starts_on=date(2026, 1, 5))
        people = [
            make_person(name, starts_on=date(2026, 1, 5), staff_number=f"00{number}")
            for number, name in enumerate(("Aisha Khan", "Bola Adeyemi", "Carys Evans"))
        ]
        complete_course(people[0])
        agreed = {"actor_id": None, "now": NOON, "today": TODAY}
        with transaction():
            publish_plan("everyone", PLAN, origin="folder", **agreed)
        by_christmas = {"last_on": date(2026, 12, 24), "reason": "=Agreed"}
        with transaction():
            exempt(people[1].id, "everyone", "small-steps", **by_christmas, **agreed)
        with transaction():
            extend(people[2].id, "everyone", "small-steps", **by_christmas, **agreed)
        with transaction():
            pause(people[2].id, from_on=TODAY, last_on=None, **agreed)
    return sign_in("lee.hart@example.org")


def test_the_tables_of_a_plan_say_what_its_page_says(app, lead) -> None:
    page = lead.get("/plans/everyone")
    assert "Download these courses as a spreadsheet (CSV)" in page.text
    asked = ["14", "6", "", "3", "1", "", "0", "1", "1"]
    assert lines_of(lead, "/plans/everyone.csv") == [["Small steps", "small-steps", "", *asked]]
    assert about(lead, "/plans/everyone.xlsx")["Shown"] == "Edition 1"
    with app.app_context(), transaction():
        close_plan("everyone", actor_id=None, now=NOON, today=TODAY)
    assert lines_of(lead, "/plans.csv")[0][:5] == ["Everyone", "everyone", "Closed", "2", "2026-11-24"]
    editions = lines_of(lead, "/plans/everyone/editions.csv")
    assert [(line[0], line[1], line[2], line[10]) for line in editions] == [
        ("1", "2026-11-01", "2026-11-24", "no"),
        ("2", "2026-11-24", "", "yes"),
    ]
    asked = ["1", "2026-11-01", "2026-11-24", "2026-11-01", "small-steps", "", "14", "6", "", "2026-11-24"]
    assert lines_of(lead, "/plans/everyone/requirements.csv") == [asked]
    assert lines_of(lead, "/plans/everyone/people.csv") == []
    assert lead.raw("GET", "/plans/no-such-plan.csv").status_code == 404


def test_who_stands_in_a_file_is_told_who_took_it(lead, sign_in) -> None:
    asked = {line[2]: line[4:8] for line in lines_of(lead, "/plans/everyone/people.csv")}
    assert asked["Aisha Khan"] == ["000", "met", "2027-05-23", "2026-11-24"]
    assert asked["Bola Adeyemi"][1] == "exempt"
    agreed = [[line[0], line[1], line[5], line[6]] for line in lines_of(lead, "/plans/everyone/agreed.csv")]
    assert agreed == [
        ["Not needed", "Bola Adeyemi", "2026-12-24", "'=Agreed"],
        ["A later day", "Carys Evans", "2026-12-24", "'=Agreed"],
    ]
    assert lines_of(lead, "/plans/away.csv") == [["Carys Evans", "002", "2026-11-24", ""]]
    looks = lines_of(sign_in("aisha.khan@example.org"), "/my-record/looks.csv")
    assert [look[1:3] for look in looks] == [["Lee Hart", "the list of where people stand with a plan, as a file"]]


def test_who_stands_on_a_page_about_what_is_agreed_is_told_who_opened_it_once_a_day(app, lead, sign_in) -> None:
    for _ in range(2):
        assert "Carys Evans" in lead.get("/plans/everyone").text
        assert "Carys Evans" in lead.get("/plans/away").text
    lines_of(lead, "/plans/everyone/agreed.csv")
    lines_of(lead, "/plans/away.csv")
    looks = [line[1:3] for line in lines_of(sign_in("carys.evans@example.org"), "/my-record/looks.csv")]
    assert looks == [
        ["Lee Hart", "the days that you are away, as a file"],
        ["Lee Hart", "what is agreed with you about a course, as a file"],
        ["Lee Hart", "the days that you are away"],
        ["Lee Hart", "what is agreed with you about a course"],
    ]
    bola = sign_in("bola.adeyemi@example.org")
    assert len(lines_of(bola, "/my-record/looks.csv")) == 2, "who is not away is not named there"


def test_standings_in_parts_stand_by_plan_course_and_name_and_the_command_is_noted(
    app, lead, sign_in, monkeypatch
) -> None:
    monkeypatch.setattr(standing_table, "_PEOPLE_AT_ONCE", 1)
    another = PLAN.replace(b"# Everyone", b"# Another").replace(b"small-steps", b"two-lessons")
    with app.app_context():
        publish_course(TWO_LESSONS, slug="two-lessons")
        with transaction():
            publish_plan("another", another, origin="folder", actor_id=None, now=NOON, today=TODAY)
    asked = ["plans", "standing", "--on", "2026-11-25", "--known-at", "2026-11-24T12:00Z"]
    written = app.test_cli_runner().invoke(args=[*asked, "--format", "csv"])
    lines = list(csv.reader(io.StringIO(written.stdout)))[1:]
    names = ["Aisha Khan", "Bola Adeyemi", "Carys Evans", "Lee Hart"]
    assert [(line[0], line[2]) for line in lines] == [
        (plan, name) for plan in ("Another", "Everyone") for name in names
    ]
    assert {tuple(line[-2:]) for line in lines} == {("2026-11-25", "2026-11-24T12:00:00Z")}
    assert [line[-2] for line in lines_of(lead, "/plans/everyone/people.csv")] == ["2026-11-24"] * 4
    counted = app.test_cli_runner().invoke(args=asked).output.splitlines()
    assert counted[-1] == "Everyone: Small steps: 1 overdue, 1 upcoming, 1 met, 1 exempt"
    looks = [look[1:3] for look in lines_of(sign_in("bola.adeyemi@example.org"), "/my-record/looks.csv")]
    assert looks[-1] == ["Whoever looks after this software", "a file of training records for the organisation"]
