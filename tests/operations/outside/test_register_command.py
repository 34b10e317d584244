"""`flask records register`: the same rules as on the pages, for whoever runs the product."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest

from learning.people.record_access import looks_at
from tests import makers
from tests.rules.people.test_spreadsheet_file import workbook


@pytest.fixture
def register(app, tmp_path):
    """Runs the command on a file with this text."""
    with app.app_context():
        makers.publish_course()
        aisha = makers.make_person(staff_number="GT1")
        makers.make_person("Bola Adeyemi")

    def run(text: str | bytes, *options: str):
        file = tmp_path / "list"
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        arguments = ["records", "register", str(file), "--on", "2026-10-01", "--minutes", "180", *options]
        return app.test_cli_runner().invoke(args=arguments)

    def looks_at_aisha() -> list[str]:
        with app.app_context():
            return [look.what for look in looks_at(aisha.id, time_zone=LONDON)]

    run.looks_at_aisha = looks_at_aisha
    return run


LONDON = ZoneInfo("Europe/London")
LIST = "staff_number,email\ngt1,\n,bola.adeyemi@example.org\n"
COURSE = ("--course", "small-steps")


def test_a_dry_run_says_what_would_happen_then_it_happens_and_again_changes_nothing(register):
    dry = register(LIST, *COURSE, "--dry-run")
    assert register.looks_at_aisha() == [], "her name was in the file already"
    assert (dry.exit_code, dry.output) == (0, "+ Aisha Khan\n+ Bola Adeyemi\nA dry run: nothing was entered.\n")
    assert register(LIST, *COURSE).output.endswith("Entered for 2 people.\n")
    for options in ((), ("--dry-run",)):
        assert register(LIST, *COURSE, *options).output.count("has it already") == 2
    assert register.looks_at_aisha() == ["what you have learned elsewhere"], "once a day"


def test_sheets_that_were_not_read_are_named_with_the_plan_and_with_the_faults(register):
    right, wrong = ([("staff_number",), (number,)] for number in ("GT1", "GT9"))
    note = "Only the sheet “Sheet1” was read; “Sheet2” was not."
    assert note in register(workbook(right, wrong), *COURSE, "--dry-run").output.splitlines()
    assert register(workbook(wrong, right), *COURSE).output.splitlines()[0] == note


def test_a_row_that_names_nobody_stops_all_of_them(register):
    wrong = register(LIST + "GT9,\n", *COURSE)
    assert (wrong.exit_code, wrong.output.splitlines()[0]) == (1, "row 4: “GT9” is nobody that we know.")
    assert register(LIST, *COURSE, "--dry-run").output.startswith("+ Aisha Khan")


@pytest.mark.parametrize(
    ("options", "words"),
    [((), "Name the course"), (("--course", "none"), "There is no course “none”"), (("--title", "\u202e"), "hidden")],
)
def test_what_cannot_be_is_said_in_one_line(register, options, words):
    refused = register(LIST, *options)
    assert refused.exit_code == 1
    assert words in refused.output
    assert len(refused.output.splitlines()) == 1
