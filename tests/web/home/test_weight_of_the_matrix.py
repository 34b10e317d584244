"""How heavy My team may become: an old phone and a screen reader take each element one by one."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from learning.db import db
from learning.people.models import Person
from tests.makers import complete_course, publish_course
from tests.web.home.conftest import fill_team
from tests.web.home.tables import columns_of, rows_of

MOST_ELEMENTS = 1500


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
def test_a_catalogue_of_25_courses_that_everybody_completed_is_no_heavier_than_an_old_phone_bears(
    team, app, sign_in
) -> None:
    with app.app_context():
        for number in range(24):
            publish_course(slug=f"course-{number}")
        fill_team(50)
        for name in ("Aisha Khan", *(f"Person Number{number}" for number in range(2))):
            person = db.session.scalars(select(Person).where(Person.name == name)).one()
            for number in range(24):
                complete_course(person, f"course-{number}")
    page = sign_in("morgan.price@example.org").get("/my-team")
    assert len(columns_of(page)) == 25
    assert len(rows_of(page)) < 53
    per_row = {len(row.findall(".//*")) for row in page.all("table/tbody")[0].findall("tr")}
    lighter_by = sum(max(per_row) - len(row.findall(".//*")) for row in page.all("table/tbody")[0].findall("tr"))
    assert max(per_row) >= 25 * 2  # somebody completed all of them, which makes the heaviest row
    assert len(page.all("*")) + lighter_by <= MOST_ELEMENTS
