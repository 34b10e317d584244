"""The blueprint that all views of this room hang on."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("home", __name__)
