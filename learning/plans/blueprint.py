"""The blueprint that all views of plans hang on."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("plans", __name__)
