"""The Blueprint of this feature, on which each views module registers its pages."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("people", __name__)
