"""The team as a table for spreadsheets."""

from __future__ import annotations

import csv
import io

from sqlalchemy import select

from learning.db import db
from learning.people.models import Team
from tests.makers import make_person, put_in_team


def test_the_spreadsheet_holds_the_same_rows_and_no_formula(team, app, sign_in) -> None:
    with app.app_context():
        spiteful = make_person('=HYPERLINK("http://example.org")', email="spiteful@example.org")
        put_in_team(spiteful, db.session.scalars(select(Team).where(Team.name == "Assessment")).one())
    answer = sign_in("morgan.price@example.org").raw("GET", "/my-team.csv?sort=name")
    lines = list(csv.reader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))
    assert lines[0][:5] == ["Name", "Job role", "Team", "Overdue", "Done"]
    assert [line[0] for line in lines[1:]] == [
        '\'=HYPERLINK("http://example.org")',
        "Aisha Khan",
        "Bola Adeyemi",
        "Carys Evans",
    ]
    assert [line[5] for line in lines[2:]] == [
        "Done; completed 2026-11-24; version 1; repeat by 2028-11-23",
        "In progress",
        "Not started",
    ]
