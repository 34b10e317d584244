"""All pages of people: importing this module registers them on its Blueprint."""

from __future__ import annotations

from learning.people import (
    account_views,
    admin_views,
    import_views,
    log_views,
    person_views,
    place_views,
    sign_in_views,
    table_views,
)
from learning.people.blueprint import blueprint

__all__ = [
    "account_views",
    "admin_views",
    "blueprint",
    "import_views",
    "log_views",
    "person_views",
    "place_views",
    "sign_in_views",
    "table_views",
]
