"""The log, for administrators: who signed in, and who changed what."""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue

from learning import clock
from learning.people import sign_in_log
from learning.people.access import allow
from learning.people.audit_log import PARTS, SIGN_INS, log_page
from learning.people.blueprint import blueprint
from learning.people.roles import Policy


@blueprint.get("/admin/log")
@allow(Policy.ADMINISTRATOR)
def log() -> ResponseReturnValue:
    """One part of the log, page by page."""
    now = clock.now()
    part = request.args.get("part", SIGN_INS)
    part = part if part in PARTS else SIGN_INS
    found = log_page(part, request.args.get("page", 1, type=int), now=now)
    return render_template(
        "people/log.html",
        found=found,
        part=part,
        parts=PARTS,
        is_of_sign_ins=part == SIGN_INS,
        is_full=part == SIGN_INS and sign_in_log.is_full(now),
        most_failed=sign_in_log.MOST_FAILED_IN_A_DAY,
        kept_days=sign_in_log.KEPT.days,
    )
