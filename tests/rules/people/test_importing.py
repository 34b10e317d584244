"""Reading a file of people: whatever a spreadsheet saves, and every fault with its row."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learning.people.importing import read_people
from learning.people.roles import Role

HEADER = "email,name,staff_number,job_role,team,manages_team,roles,starts_on,leaves_on"
ROW = (
    "aisha.khan@example.org,Aisha Khan,KX1,Social worker,Children’s services > Assessment,,"
    "author|learning lead,2026-01-05,"
)

NO_DAY = "is not a day such as 2026-11-24 or 24/11/2026."


def read(*rows, header=HEADER, encoding="utf-8"):
    return read_people("\r\n".join([header, *rows]).encode(encoding))


def faults_of(*rows, header=HEADER):
    return [str(fault) for fault in read(*rows, header=header).faults]


def check_first_person(file):
    assert file.faults == ()
    person = file.people[0]
    assert (person.row, person.email, person.name, person.staff_number) == (
        2,
        "aisha.khan@example.org",
        "Aisha Khan",
        "KX1",
    )
    assert person.team_paths == (("Children’s services", "Assessment"),)
    assert person.roles == {Role.AUTHOR, Role.LEARNING_LEAD}
    assert (person.starts_on, person.leaves_on) == (date(2026, 1, 5), None)
    assert file.parents == {"Assessment": "Children’s services"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_encoding_a_spreadsheet_saves_is_read(encoding):
    check_first_person(read(ROW, encoding=encoding))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_comma_semicolon_and_tab_part_cells(separator):
    check_first_person(read(ROW.replace(",", separator), header=HEADER.replace(",", separator)))


def test_headings_may_be_written_in_capitals_with_spaces_and_in_any_order():
    file = read("Aisha Khan,AISHA.KHAN@example.org,7", header="Name,E-MAIL,Staff Number".replace("E-MAIL", "Email"))
    assert file.faults == ()
    assert file.people[0].email == "aisha.khan@example.org"
    assert file.columns == {"name", "email", "staff_number"}


def test_quoted_cells_blank_lines_and_british_days_are_read():
    file = read('"khan@example.org","Khan, Aisha",,,,,,05/01/2026,31/12/2026', "", ",,,,,,,,")
    assert file.faults == ()
    assert file.people[0].name == "Khan, Aisha"
    assert file.people[0].leaves_on == date(2026, 12, 31)


def test_several_teams_are_parted_by_a_bar():
    file = read("a@example.org,A,,,East | West > North,East,,,")
    assert file.people[0].team_paths == (("East",), ("West", "North"))
    assert file.people[0].managed_paths == (("East",),)


def test_one_team_spelled_in_two_ways_is_one_team():
    file = read("a@example.org,A,,,East,,,,", "b@example.org,B,,,EAST,,,,")
    assert {person.team_paths for person in file.people} == {(("East",),)}


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (",A,,,,,,,", "row 2: email: is empty."),
        ("a@example.org,,,,,,,,", "row 2: name: is empty."),
        ("a.example.org,A,,,,,,,", "row 2: email: “a.example.org” is not an e-mail address."),
        ("a@example.org,=cmd|calc,,,,,,,", "row 2: name: “=cmd|calc” looks like a formula of a spreadsheet."),
        ("a@example.org,A,+1,,,,,,", "row 2: staff_number: “+1” looks like a formula of a spreadsheet."),
        ("a@example.org,A,,@SUM(A1),,,,,", "row 2: job_role: “@SUM(A1)” looks like a formula of a spreadsheet."),
        ('a@example.org,"A\nB",,,,,,,', "row 2: name: there is a line break or a hidden character in it."),
        ("a@example.org,A\0B,,,,,,,", "row 2: name: there is a line break or a hidden character in it."),
        ("a@example.org,A\u202eB,,,,,,,", "row 2: name: there is a line break or a hidden character in it."),
        (f"a@example.org,{'A' * 121},,,,,,,", "row 2: name: has 121 characters; at most 120 are kept."),
        ("a@example.org,A,,,,,manager,,", "row 2: roles: “manager” is no role; write the team under manages_team."),
        ("a@example.org,A,,,,,boss,,", f"row 2: roles: “boss” is not a role. The roles are: {', '.join(Role)}."),
        ("a@example.org,A,,,,,,31/02/2026,", f"row 2: starts_on: “31/02/2026” {NO_DAY}"),
        ("a@example.org,A,,,,,,11-24-2026,", f"row 2: starts_on: “11-24-2026” {NO_DAY}"),
        ("a@example.org,A,,,,,,0026-11-24,", f"row 2: starts_on: “0026-11-24” {NO_DAY}"),
        ("a@example.org,A,,,,,,2026-05-01,2026-04-30", "row 2: leaves_on is before starts_on."),
        ("a@example.org,A,,,East >,,,,", "row 2: team: a name is missing beside “>”."),
        ("a@example.org,A,,,East > West > east,,,,", "row 2: team: “East > West > east” names a team inside itself."),
        ("a@example.org,A,,,,,", "row 2: has 7 cells, but the first row has 9."),
        ("a@example.org,A,,,,,,,,,", "row 2: has 11 cells, but the first row has 9."),
    ],
)  # fmt: skip
def test_each_fault_is_named_with_its_row(row, sentence):
    assert faults_of(row) == [sentence]


def test_doubled_e_mail_and_staff_number_name_both_rows():
    assert faults_of("a@example.org,A,7,,,,,,", "A@EXAMPLE.org,B,8,,,,,,", "c@example.org,C,7,,,,,,") == [
        "row 3: the e-mail address “a@example.org” is also in row 2.",
        "row 4: the staff number “7” is also in row 2.",
    ]


def test_a_team_beneath_two_others_is_a_fault():
    rows = ("a@example.org,A,,,East > Assessment,,,,", "b@example.org,B,,,West > Assessment,,,,")
    assert faults_of(*rows) == ["row 3: the team “Assessment” is beneath “West” here, but beneath “East” in row 2."]


def test_teams_in_a_circle_are_named():
    rows = ("a@example.org,A,,,A > B,,,,", "b@example.org,B,,,B > C,,,,", "c@example.org,C,,,C > A,,,,")
    assert faults_of(*rows) == ["rows 2, 3 and 4: teams go in a circle: A > B > C > A."]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("e-mail", "email"), ("E-Mail", "email"), ("Job roles", "job_role"), ("managesteam", "manages_team")],
)
def test_a_misspelled_column_is_shown_as_it_was_typed_with_the_one_that_was_meant(typed, meant):
    header = ",".join(name for name in ("email", "name", "job_role", "manages_team") if name != meant)
    known = f"“{typed}” is not a column we know. Did you mean “{meant}”? The columns are: email, name"
    assert any(fault.startswith(f"row 1: {known}") for fault in faults_of("x", header=f"{header},{typed}"))


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ("name,team", "row 1: the column “email” is missing."),
        ("email,name,shoe_size", "row 1: “shoe_size” is not a column we know."),
        ("email,name,name", "row 1: the column “name” is there more than once."),
        ("email,name,", "row 1: a column has no name."),
    ],
)
def test_faults_of_the_first_row_are_named(header, sentence):
    assert faults_of("x", header=header)[0].startswith(sentence)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"\xef\xbb\xbf  \n", "The file is empty."),
        (HEADER.encode(), "The file has a first row, but nobody beneath it."),
        ("email,name\na@example.org,André".encode("latin-1"), "The letters of this file cannot be read."),
        (b'email,name\na@example.org,"A', "row 2: cannot be read: a quotation mark is not closed."),
        (b"email,name\n" + b"x" * 200_000, "row 2: a cell has more than 5,000 characters."),
        (b"email,name\n" + b"," * 1_000_000, "row 2: has more than 60 cells."),
        (b"email,name\n" + b"a@example.org,A\n" * 50_001, "The file has more than 50,000 rows."),
        (b"x" * 20_000_001, "The file is larger than 20 MB."),
        (b"PK\x03\x04 a spreadsheet", "This is no spreadsheet that can be read, or it is damaged."),
    ],
)  # fmt: skip
def test_files_that_are_no_list_of_people_are_refused_in_words(content, sentence):
    assert str(read_people(content).faults[0]).startswith(sentence)


@given(st.binary(max_size=400))
def test_no_bytes_make_it_fail(content):
    read_people(content)


@given(st.lists(st.lists(st.text(max_size=20), min_size=9, max_size=9), max_size=5))
def test_no_cells_make_it_fail(rows):
    read(*(",".join(cells) for cells in rows), encoding="utf-16")
