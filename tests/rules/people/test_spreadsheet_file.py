"""Reading Excel workbooks: what people save, and what is made to hurt."""

from __future__ import annotations

import contextlib
import io
import zipfile
from datetime import date

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from learning.people import spreadsheet_file
from learning.people.importing import read_people
from learning.people.table_file import UnreadableTable, read_table

HEADER = ("email", "name", "staff_number", "starts_on")


def workbook(*sheets, options=None, hidden=()):
    """A workbook; each sheet is a list of rows, each cell a word, a number, a day or a function of sheet and place."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"strings_to_formulas": False, **(options or {})}) as book:
        as_day = book.add_format({"num_format": "dd/mm/yyyy"})
        for number, rows in enumerate(sheets):
            sheet = book.add_worksheet()
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if callable(cell):
                        cell(sheet, row, column)
                    elif isinstance(cell, date):
                        sheet.write_datetime(row, column, cell, as_day)
                    else:
                        sheet.write(row, column, cell)
            if number in hidden:
                sheet.hide()
            else:
                sheet.activate()
    return out.getvalue()


def repacked(content, change):
    """The same workbook with `change(name, part)` done to each part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


def in_sheet(content, old, new):
    return repacked(content, lambda name, part: part.replace(old, new) if "worksheets/sheet" in name else part)


def faults_of(content):
    return [str(fault) for fault in read_people(content).faults]


def test_words_numbers_and_days_come_out_as_they_are_shown():
    file = read_people(
        workbook([HEADER, ("a@example.org", "Ann Ash", 7, date(2026, 11, 24)), ("b@example.org", "Ben", "007", "")])
    )
    assert file.faults == ()
    assert [(one.staff_number, one.starts_on) for one in file.people] == [("7", date(2026, 11, 24)), ("007", None)]


@pytest.mark.parametrize("day", [46350, 46350.0, "2026-11-24", "24/11/2026", date(2026, 11, 24)])
def test_a_day_may_be_a_count_or_a_text(day):
    file = read_people(workbook([HEADER, ("a@example.org", "Ann Ash", 7, day)]))
    assert (file.faults, file.people[0].starts_on) == ((), date(2026, 11, 24))


def test_the_first_sheet_that_shows_anything_is_read_and_rows_keep_their_numbers():
    rows = [(), HEADER, (), ("nobody", "Ann Ash", 7, "")]
    content = workbook([("a secret list",)], [], rows, [HEADER], hidden=[0])
    assert faults_of(content) == ["row 4: email: “nobody” is not an e-mail address."]


def test_sheets_that_are_not_read_are_named():
    people = [HEADER, ("a@example.org", "Ann Ash", 7, "")]
    far_down = [()] * 1_000 + [("too far down to be looked for",)]
    file = read_people(workbook([], people, [], [("", "Leavers")], people, far_down, hidden=[4]))
    assert (len(file.people), file.note) == (1, "Only the sheet “Sheet2” was read; “Sheet4” was not.")
    assert read_table(workbook(*[people] * 9)).unread_sheets == ("Sheet2", "Sheet3", "Sheet4", "Sheet5", "Sheet6")
    assert read_people(workbook([HEADER])).note == ""


def test_a_sheet_that_is_not_read_may_be_damaged():
    broken = repacked(
        workbook([HEADER], [HEADER]),
        lambda name, part: part.replace(b"</v>", b"</x>") if name.endswith("sheet2.xml") else part,
    )
    assert read_table(broken).note == "Only the sheet “Sheet1” was read; “Sheet2” was not."


def test_a_formula_is_refused_and_not_worked_out():
    def formula(sheet, row, column):
        sheet.write_formula(row, column, '=HYPERLINK("http://example.org","Ann")', value="Ann Ash")

    def array(sheet, row, column):
        sheet.write_array_formula(row, column, row, column, "{=CMD()}", value=1)

    content = workbook([HEADER, ("a@example.org", formula, array, ""), ("b@example.org", "=1+1", 8, "")])
    assert [fault.split(" looks")[0] for fault in faults_of(content)] == [
        'row 2: name: “=HYPERLINK("http://example.org”',
        "row 2: staff_number: “=CMD()”",
        "row 3: name: “=1+1”",
    ]


def test_an_error_of_a_cell_is_no_name():
    def broken(sheet, row, column):
        sheet.write_formula(row, column, "=1/0", value="#DIV/0!")

    content = in_sheet(workbook([HEADER, ("a@example.org", broken, 1, "")]), b"<f>1/0</f>", b"")
    assert faults_of(content) == [
        "row 2: name: “#DIV/0!” is what a spreadsheet shows where it could not work something out."
    ]


def test_merged_cells_are_named_as_all_but_the_first_would_be_read_as_empty():
    def merged(sheet, row, column):
        sheet.merge_range(row, column, row + 1, column, "Ann Ash")

    content = workbook([HEADER, ("a@example.org", merged), ("b@example.org",)])
    assert faults_of(content) == ["row 2: the cells B2 to B3 are merged. Part them, and fill in each."]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([HEADER, ("a@example.org", "x" * 10_000)], "row 2: a cell has more than 5,000 characters."),
        ([HEADER, ("a@example.org", "x" * 5_000)], "row 2: name: has 5,000 characters; at most 120 are kept."),
        ([("email",) * 61], "row 1: has more than 60 cells."),
        ([HEADER, ("a@example.org", "Ann", 1, "", "more")], "row 2: has 5 cells, but the first row has 4."),
        ([HEADER, ("a@example.org", "A\u2066B")], "row 2: name: there is a line break or a hidden character in it."),
        ([], "The file is empty."),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_named_with_its_row(rows, sentence):
    assert faults_of(workbook(rows)) == [sentence]


def test_a_file_of_50_001_people_is_refused_before_all_of_it_is_read():
    def last(sheet, row, column):
        sheet.write(50_001, 0, "z@example.org")

    assert faults_of(workbook([HEADER, (last,)])) == ["The file has more than 50,000 rows. Import it in parts."]


def test_a_row_that_claims_to_be_the_thousand_millionth_ends_the_sheet():
    content = workbook([HEADER, ("a@example.org", "Ann Ash"), ("b@example.org", "Ben")])
    content = in_sheet(content, b'<row r="3"', b'<row r="999999999"')
    assert len(read_people(content).people) == 1


def test_a_workbook_that_unpacks_to_more_than_is_allowed_is_not_unpacked():
    bomb = repacked(workbook([HEADER]), lambda name, part: part + b" " * 81_000_000 if "sheet1" in name else part)
    assert len(bomb) < 200_000
    assert faults_of(bomb) == ["This workbook is too large once it is unpacked. Save the sheet as “CSV UTF-8”."]


def test_a_zip_that_lies_about_its_size_is_damaged():
    content = workbook([HEADER, *((f"p{number}@example.org", "x" * 50) for number in range(2_000))])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = archive.getinfo("xl/worksheets/sheet1.xml")
    size = part.file_size.to_bytes(4, "little")
    assert faults_of(content.replace(size, (1000).to_bytes(4, "little"))) == [spreadsheet_file._DAMAGED]


def test_a_workbook_of_entities_is_damaged():
    laughs = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
    content = repacked(
        workbook([HEADER]),
        lambda name, part: part.replace(b"<?xml", laughs + b"<?ignored", 1) if name.endswith(".xml") else part,
    )
    assert faults_of(content) == [spreadsheet_file._DAMAGED]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old one", "This is an old Excel file (.xls), or one with a password."),
        (workbook([HEADER], options={"date_1904": True}), "This workbook counts its days from 1904."),
        (repacked(workbook([HEADER]), lambda name, part: part[:40]), "This is no spreadsheet that can be read"),
    ],
)  # fmt: skip
def test_other_workbooks_are_refused_in_words(content, sentence):
    assert faults_of(content)[0].startswith(sentence)


def test_a_zip_that_is_no_workbook_is_refused_in_words():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("content.xml", "an open document")
    assert faults_of(out.getvalue()) == ["This is no Excel workbook. Save it as .xlsx or as “CSV UTF-8”."]


@given(st.data())
def test_no_damage_makes_it_fail(data):
    content = bytearray(_SMALL)
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(4, len(content) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(UnreadableTable):
        read_table(bytes(content))


_SMALL = workbook([HEADER, ("a@example.org", "Ann Ash", 7, date(2026, 11, 24))])
