"""The team as a table for spreadsheets."""

from __future__ import annotations

import csv
import io

from sqlalchemy import select

from learning.db import db
from learning.people.models import Team
from tests.makers import make_person, put_in_team
from tests.web.table_files import lines_of


def test_the_spreadsheet_holds_the_same_rows_and_no_formula(team, app, sign_in) -> None:
    with app.app_context():
        spiteful = make_person('=HYPERLINK("http://example.org")', email="spiteful@example.org")
        put_in_team(spiteful, db.session.scalars(select(Team).where(Team.name == "Assessment")).one())
    answer = sign_in("morgan.price@example.org").raw("GET", "/my-team.csv?sort=name")
    lines = list(csv.reader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))
    assert lines[0][:6] == ["Name", "Job role", "Team", "Away today", "Overdue", "Done"]
    assert [line[0] for line in lines[1:]] == [
        '\'=HYPERLINK("http://example.org")',
        "Aisha Khan",
        "Bola Adeyemi",
        "Carys Evans",
    ]
    assert [line[6] for line in lines[2:]] == [
        "Done; completed 2026-11-24; version 1; repeat by 2028-11-23",
        "In progress",
        "Not started",
    ]


def test_the_counts_by_course_keep_the_filters_of_the_page(team, sign_in) -> None:
    manager = sign_in("morgan.price@example.org")
    assert lines_of(manager, "/my-team/courses.csv") == [["Small steps", "1", "1", "0", "0", "1", "0"]]
    assert lines_of(manager, "/my-team/courses.csv?show=unfinished") == [["Small steps", "0", "1", "0", "0", "1", "0"]]


def test_the_page_of_a_person_is_a_file_too_and_the_person_sees_who_took_it(team, sign_in) -> None:
    manager, (aisha, bola, _) = sign_in("morgan.price@example.org"), team["people"].values()
    (completed,) = lines_of(manager, f"/my-team/people/{aisha}.csv")
    assert completed[:5] == ["Small steps", "Done, repeat by 23 November 2028", "", "2026-11-24", "1"]
    assert lines_of(manager, f"/my-team/people/{bola}.csv") == [["Small steps", "In progress", *[""] * 6]]
    assert manager.raw("GET", f"/my-team/people/{team['stranger']}.csv").status_code == 404
    looks = sign_in("aisha.khan@example.org").get("/my-record/looks")
    assert "your record, or part of it, as a file" in looks.text
