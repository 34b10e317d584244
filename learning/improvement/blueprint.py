"""The one Blueprint of improvement, on which each view module registers its pages."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("improvement", __name__)
