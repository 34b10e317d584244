"""Takes table files as somebody does who follows the links of a page."""

from __future__ import annotations

import csv
import io

import openpyxl

from tests.web.pages import PageClient


def lines_of(browser: PageClient, address: str) -> list[list[str]]:
    """The lines beneath the columns of a CSV file."""
    answer = browser.raw("GET", address)
    assert answer.status_code == 200, answer.status
    return list(csv.reader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))[1:]


def about(browser: PageClient, address: str) -> dict[str, str]:
    """What the first sheet of an XLSX file says of the table."""
    answer = browser.raw("GET", address)
    assert answer.status_code == 200, answer.status
    sheet = openpyxl.load_workbook(io.BytesIO(answer.get_data()))["About"]
    return {name.value: sentence.value for name, sentence in sheet.iter_rows()}
