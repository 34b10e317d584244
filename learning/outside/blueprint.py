"""The one Blueprint of outside, on which each view module registers its pages."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("outside", __name__)
