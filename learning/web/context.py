"""What every view and every page may ask of the running application: its settings, the day, the notice to show."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask import Flask, current_app, request

from learning import clock
from learning.settings import DEFAULT_BRAND_COLOUR, Settings
from learning.web.notices import NOTICES


def settings() -> Settings:
    """The settings the application was started with."""
    found: Settings = current_app.config["SETTINGS"]
    return found


def today() -> date:
    """The calendar day in the organisation's time zone."""
    return day_of(clock.now())


def day_of(moment: datetime) -> date:
    """The day of a moment there: whoever stores both reads the clock once."""
    return clock.day_of(moment, settings().time_zone)


def register(app: Flask) -> None:
    """Give every template the names that the layout needs and that no feature owns."""
    app.context_processor(_names_for_pages)


def _names_for_pages() -> dict[str, Any]:
    chosen = settings()
    return {
        "product_name": chosen.product_name,
        "organisation": chosen.organisation,
        "exit_address": chosen.exit_address,
        "own_brand": chosen.brand_colour != DEFAULT_BRAND_COLOUR,
        "notice": NOTICES.get(request.args.get("notice", "")),
    }
