"""The one Blueprint of the exchange, on which each view module registers its pages."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("exchange", __name__)
