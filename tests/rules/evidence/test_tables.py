"""Tables as files: the same rows in both kinds, safe whatever stands in them, and the same bytes for the same rows."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, date, datetime

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from learning.web.csv_export import safe_cell
from learning.web.table_files import write_table
from learning.web.tables import Table, file_name, moment_text, plain_text
from learning.web.xlsx_export import write_xlsx

HOSTILE = (
    '=HYPERLINK("http://example.org","a")',
    "@SUM(1)",
    "+1",
    "-1",
    "\t=1",
    "＝1",
    "http://example.org/",
    "mailto:a@example.org",
    "<script>alert(1)</script>",
    '#read("/etc/passwd")',
    "\u202eevil\u2066",
    "a\x00b\x0bc",
    "\ud800",
    "00042",
    "  kept  ",
)
KNOWN_AT = datetime(2026, 11, 24, 12, tzinfo=UTC)


def table(rows, **options) -> Table:
    return Table("Some: table", date(2026, 11, 24), ("Name", "On", "Count"), rows, KNOWN_AT, **options)


def as_csv(some: Table) -> list[list[str]]:
    file = io.BytesIO()
    write_table(file, some, "csv")
    return list(csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig"))))


def as_xlsx(some: Table) -> openpyxl.Workbook:
    file = io.BytesIO()
    write_table(file, some, "xlsx")
    return openpyxl.load_workbook(file)


def rows_in(sheet) -> list[list]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_both_kinds_have_the_same_rows_and_days_and_numbers_stay_what_they_are() -> None:
    rows = [("Aisha", date(2026, 1, 5), 3), ("Bola", None, 0)]
    assert as_csv(table(rows)) == [["Name", "On", "Count"], ["Aisha", "2026-01-05", "3"], ["Bola", "", "0"]]
    sheet = as_xlsx(table(rows))["Some table"]
    assert rows_in(sheet) == [["Name", "On", "Count"], ["Aisha", datetime(2026, 1, 5), 3], ["Bola", None, 0]]  # noqa: DTZ001
    assert sheet["B2"].is_date
    assert sheet.freeze_panes == "A2"


def test_the_first_sheet_says_which_day_moment_rows_and_how() -> None:
    about = as_xlsx(table([], filters=("Team: =East",), method=("Counted by hand.",)))["About"]
    assert rows_in(about) == [
        ["Table", "Some: table"],
        ["Day", "2026-11-24"],
        ["As known at", "2026-11-24T12:00:00Z"],
        ["Shown", "Team: =East"],
        ["How it was made", "Counted by hand."],
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_words_are_words_whatever_they_look_like(text: str) -> None:
    for cell in (as_xlsx(table([(text, None, 1)]))["Some table"]["A2"],):
        assert (cell.data_type, cell.hyperlink) == ("s", None)
        assert cell.value.strip() == plain_text(text).strip()
        assert cell.quotePrefix == text.startswith(("=", "@", "+", "-", "＝", "\t"))
    [_, line] = as_csv(table([(text, None, 1)]))
    assert line == [str(safe_cell(text)), "", "1"]
    assert not line[0].startswith(("=", "+", "-", "@", "\t", "＝"))
    assert not set("\u202e\u2066\x00\ud800") & set(line[0])


def test_signs_that_mean_something_in_the_file_and_early_days_and_long_texts_come_out_as_they_went_in() -> None:
    texts = ("a & b <c>", "_x000D_", "two\nlines", "😀" * 20_000)
    sheet = as_xlsx(table([(text, date(1850, 1, 1), -5) for text in texts]))["Some table"]
    rows = rows_in(sheet)[1:]
    assert [unescape(row[0]) for row in rows] == [*texts[:3], "😀" * 16_383]
    assert {tuple(row[1:]) for row in rows} == {("1850-01-01", -5)}
    assert sheet.dimensions == "A1:C5"


def test_no_formula_and_no_link_stands_anywhere_in_the_workbook() -> None:
    file = io.BytesIO()
    write_xlsx(file, table([(text, None, 1) for text in HOSTILE]))
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    sheets = "".join(text for name, text in parts.items() if "worksheets" in name)
    assert "<f>" not in sheets
    assert "hyperlink" not in sheets
    assert not any("externalLink" in name for name in parts)


def test_the_same_rows_give_the_same_bytes() -> None:
    first, second = io.BytesIO(), io.BytesIO()
    for file in (first, second):
        write_xlsx(file, table([("Aisha", None, 1)]), table([("Bola", None, 2)]))
    assert first.getvalue() == second.getvalue()


def test_each_table_of_a_workbook_has_a_sheet_whose_name_spreadsheets_take() -> None:
    titles = ("By team", "By TEAM", "About", "a/b:c*[d]?", "x" * 60, "'")
    file = io.BytesIO()
    write_xlsx(file, *(Table(title, KNOWN_AT.date(), ("A",), [("b",)]) for title in titles))
    names = openpyxl.load_workbook(file).sheetnames
    assert names == ["About", "By team", "By TEAM 2", "About 2", "a b c d", "x" * 31, "Table"]


def test_a_csv_file_says_its_day_and_filters_in_its_name_as_its_first_line_is_the_columns() -> None:
    name = file_name("my-team", date(2026, 11, 24), ["Début / East", "People with something overdue"], "csv")
    assert name == "my-team-2026-11-24-debut-east-people-with-something-overdue.csv"
    long = file_name("a" * 900, date(2026, 1, 1), ["x" * 900], "csv")
    assert (len(long) < 150, "-2026-01-01-xx" in long) == (True, True)
    assert file_name("a", date(2026, 1, 1), ['"\r\n;../'], "csv") == "a-2026-01-01-filter.csv"
    assert (
        file_name("my-team", date(2026, 4, 10), ["子供と家族"], "csv", unspelt="team-2")
        == "my-team-2026-04-10-team-2.csv"
    )


def test_a_moment_is_written_so_that_it_can_be_typed_again() -> None:
    assert moment_text(KNOWN_AT) == "2026-11-24T12:00:00Z"
    assert datetime.fromisoformat(moment_text(KNOWN_AT)) == KNOWN_AT
