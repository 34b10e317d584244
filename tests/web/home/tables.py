"""Reads the tables of a page as somebody does who goes along the rows."""

from __future__ import annotations

from tests.web.pages import Page, words_of

FIRST = 0


def rows_of(page: Page, table: int = FIRST) -> dict[str, list[str]]:
    """Words of each cell of one of the page's tables, by the words that head the row; none where there is no table."""
    return {
        words_of(row.find("th")): [words_of(cell) for cell in row.findall("td")]
        for body in page.all("table/tbody")[table : table + 1]
        for row in body.findall("tr")
    }


def bars_of(page: Page, table: int = FIRST) -> dict[str, list[str]]:
    """What is drawn in each row of one of the page's tables, as paths, by the words that head the row."""
    return {
        words_of(row.find("th")): [path.get("d", "") for path in row.iterfind(".//{http://www.w3.org/2000/svg}path")]
        for body in page.all("table/tbody")[table : table + 1]
        for row in body.findall("tr")
    }


def columns_of(page: Page) -> list[str]:
    """The courses that stand side by side in the matrix; none where there is no matrix."""
    return [
        words_of(heading) for matrix in page.all("table")[:1] for heading in matrix.findall(".//th[@class='course']")
    ]
