"""The one Blueprint of courses, on which each view module registers its pages."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("courses", __name__)
