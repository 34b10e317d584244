"""What tests of whole walks through the product share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from learning import clock
from tests import databases
from tests.conftest import NOON, fresh, made_once
from tests.organisation import Organisation, make_organisation

# Every role at every route is a long walk. Who may open what is decided before a database is asked, so it runs on one:
# the stricter one, as SQLite stands under every page of the journeys. What a page shows is the same on both.
on_sqlite = pytest.mark.parametrize("organisation", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("organisation", ["postgresql"], indirect=True)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def organisation(
    request: pytest.FixtureRequest,
    applications: dict[str, Flask],
    database_kinds: dict[str, databases.TestDatabase],
    kept: dict[tuple[str, str], object],
) -> Iterator[Organisation]:
    """The prepared organisation, put there once a database and module: walks of hundreds of requests share it."""
    with fresh(applications[request.param], database_kinds[request.param]) as app, clock.set_to(lambda: NOON):
        yield made_once(app, database_kinds, kept, "organisation", lambda: make_organisation(app))
