"""The one Blueprint of study, on which each view module registers its pages."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("study", __name__)
