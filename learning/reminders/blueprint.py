"""The blueprint that all views of reminders hang on."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("reminders", __name__)
