"""The style guide, which shows every component: no fault where a person has set colours or contrast of their own."""

from __future__ import annotations

import pytest

from tests.journeys.examination import axe_faults
from tests.journeys.windows import Windows
from tests.organisation import VISITOR


@pytest.mark.parametrize("wish", [{"forced_colors": "active"}, {"contrast": "more"}], ids=str)
def test_every_component_can_be_read_in_colours_of_ones_own(windows: Windows, wish: dict[str, str]) -> None:
    page = windows.window(VISITOR)
    page.goto(f"{windows.address}/patterns")
    page.emulate_media(**wish)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert [*axe_faults(page), *page.evaluate("missingStatusWords()")] == []
    page.emulate_media(forced_colors="none", contrast="no-preference", color_scheme="light")
