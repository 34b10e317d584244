"""All pages of the exchange: importing this module registers them on its Blueprint."""

from __future__ import annotations

from learning.exchange import bring_views, picture_upload_views, question_views, zip_views
from learning.exchange.blueprint import blueprint

__all__ = ["blueprint", "bring_views", "picture_upload_views", "question_views", "zip_views"]
