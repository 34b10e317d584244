"""The page from which a learning lead takes evidence away, and who is told about it."""

from __future__ import annotations

import csv
import io
import zipfile

import openpyxl
import pypdf
import pytest
from sqlalchemy import select

from learning.db import transaction
from learning.people.models import Person, Team
from learning.people.roles import Role
from learning.plans import planning
from tests import makers
from tests.conftest import NOON

ASKED = "plan=everyone&on=2026-11-24"
PLAN = b"""---
owner: Learning and development
from: 2026-11-01
who: everyone
---
# Everyone
| Course | Due |
|---|---|
| [Small steps](../small-steps/course.md) | 2026-11-20 |
"""


@pytest.fixture
def lead(app, sign_in):
    """A learning lead, and five people of a team, two of whom have done the course."""
    with app.app_context():
        makers.publish_course()
        makers.make_person("Lee Hart", roles=(Role.LEARNING_LEAD, Role.AUTHOR))
        people = [makers.make_person(name) for name in ("Aisha Khan", "Bola =1+1", "Cy", "Di", "Ed")]
        for person in people[:2]:
            makers.complete_course(person)
        team = makers.make_team()
        for person in people:
            makers.put_in_team(person, team)
        with transaction():
            planning.publish_plan("everyone", PLAN, origin="folder", actor_id=None, now=NOON, today=NOON.date())
    return sign_in("lee.hart@example.org")


def looks_of(sign_in, name: str) -> str:
    return sign_in(f"{name}@example.org").get("/my-record/looks").text


def test_the_pack_of_numbers_is_downloaded_and_names_nobody_not_even_by_a_team(lead, sign_in, session) -> None:
    with transaction():
        team = session.scalars(select(Team)).one()
        team.name, team.reports_to_id = "People who report to Aisha Khan", session.scalars(select(Person.id)).first()
    page = lead.get("/organisation/evidence")
    assert "Download the PDF" in page.text
    pdf = lead.raw("GET", f"/organisation/evidence/pack.pdf?{ASKED}")
    assert pdf.headers["Content-Disposition"] == 'attachment; filename="inspection-pack-everyone-2026-11-24.pdf"'
    text = " ".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(pdf.get_data())).pages)
    assert "Aisha" not in text
    assert f"A team of direct reports (number {team.id})" in " ".join(text.split())
    archive = zipfile.ZipFile(io.BytesIO(lead.raw("GET", f"/organisation/evidence/pack.zip?{ASKED}").get_data()))
    assert "names.json" not in archive.namelist()
    assert [name for name in archive.namelist() if b"Aisha" in archive.read(name)] == []
    book = openpyxl.load_workbook(io.BytesIO(archive.read("tables.xlsx")))
    assert [row[0].value for row in book["By team"].iter_rows()] == [
        "Team",
        f"A team of direct reports (number {team.id})",
        "In no team",
    ]
    assert "Nobody has looked yet." in looks_of(sign_in, "aisha.khan")


def test_who_is_named_in_a_pack_is_told(lead, sign_in) -> None:
    answer = lead.raw("GET", f"/organisation/evidence/pack.zip?{ASKED}&names=yes")
    archive = zipfile.ZipFile(io.BytesIO(answer.get_data()))
    assert b"Aisha Khan" in archive.read("names.json")
    assert "Lee Hart opened an inspection pack with your name in it" in looks_of(sign_in, "aisha.khan")
    assert "Nobody has looked yet." in looks_of(sign_in, "lee.hart")


def test_the_list_of_everybody_is_the_same_in_both_forms_and_everybody_is_told(lead, sign_in) -> None:
    address = "/organisation/evidence/completions.{}?on=2026-11-24"
    lines = list(csv.reader(io.StringIO(lead.raw("GET", address.format("csv")).get_data().decode("utf-8-sig"))))
    book = openpyxl.load_workbook(io.BytesIO(lead.raw("GET", address.format("xlsx")).get_data()))
    rows = [["" if cell.value is None else str(cell.value) for cell in row] for row in book["Completions"].iter_rows()]
    assert [line[0] for line in lines] == ["Name", "Aisha Khan", "Bola =1+1"]
    assert [[cell.removesuffix(" 00:00:00") for cell in row] for row in rows] == lines
    assert "Lee Hart opened the list of everybody’s completions, as a file" in looks_of(sign_in, "cy")


def test_what_will_not_do_is_said_beside_its_field_and_given_back(lead) -> None:
    page = lead.get("/organisation/evidence/pack.pdf?plan=everyone&on=2026-11-31&known_at=noon&names=yes")
    assert page.status == 422
    assert "Enter a day, such as 24/11/2026." in page.text
    assert "Write the moment like" in page.text
    assert 'value="noon"' in page.body
    assert 'value="yes" checked' in page.body
    page = lead.get("/organisation/evidence/completions.csv?on=2026-11-25")
    assert (page.status, "Choose today or a day of the past." in page.text) == (422, True)
    assert lead.get("/organisation/evidence/pack.pdf?plan=no-such&on=2026-11-24").status == 404


def test_my_team_is_the_same_rows_on_the_page_and_in_both_files_with_their_filter(lead) -> None:
    filters = "show=overdue&sort=name"
    answer = lead.raw("GET", f"/my-team.csv?{filters}")
    lines = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert answer.headers["Content-Disposition"].endswith('my-team-2026-11-24-people-with-something-overdue.csv"')
    book = openpyxl.load_workbook(io.BytesIO(lead.raw("GET", f"/my-team.xlsx?{filters}").get_data()))
    assert [["" if cell.value is None else cell.value for cell in row] for row in book["My team"].iter_rows()] == lines
    assert [line[0] for line in lines[1:]] == ["Cy", "Di", "Ed"]
    assert ["Shown", "People with something overdue"] in [
        [cell.value for cell in row] for row in book["About"].iter_rows()
    ]
    page = lead.get(f"/my-team?{filters}").text
    assert [name for name in ("Aisha Khan", "Bola", "Cy", "Di", "Ed") if f"{name} " in page] == ["Cy", "Di", "Ed"]


@pytest.mark.parametrize(
    "address",
    [
        "/my-record",
        "/my-record/looks",
        "/frameworks/coverage",
        "/my-team/courses/small-steps",
    ],
)
def test_every_table_is_there_as_csv_and_as_xlsx(lead, address: str) -> None:
    lines = list(csv.reader(io.StringIO(lead.raw("GET", f"{address}.csv").get_data().decode("utf-8-sig"))))
    book = openpyxl.load_workbook(io.BytesIO(lead.raw("GET", f"{address}.xlsx").get_data()))
    assert [cell.value for cell in book.worksheets[1][1]] == lines[0]
    assert book.worksheets[1].max_row == len(lines)
    assert lead.raw("GET", f"{address}.ods").status_code == 404
