"""What tests of whole walks through the product share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from learning import clock
from tests import databases
from tests.conftest import NOON, fresh
from tests.organisation import Organisation, make_organisation

# Every role at every route is a long walk, and who may open what is decided before a database is asked: it runs on the
# stricter one. SQLite stands under every page of the journeys.
on_postgresql = pytest.mark.parametrize("organisation", ["postgresql"], indirect=True)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def organisation(
    request: pytest.FixtureRequest,
    applications: dict[str, Flask],
    database_kinds: dict[str, databases.TestDatabase],
) -> Iterator[Organisation]:
    """The prepared organisation, made once a database and module: walks of hundreds of requests share it."""
    with fresh(applications[request.param], database_kinds[request.param]) as app, clock.set_to(lambda: NOON):
        yield make_organisation(app)
