"""The page from which a learning lead takes evidence away: the inspection pack of a plan, and all completions.

Nothing is changed here; who is named in what is about to be given away is noted before it is.
"""

from __future__ import annotations

import tempfile
from datetime import datetime
from typing import IO, cast

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from learning import clock
from learning.errors import Invalid
from learning.evidence.asking import asked_day, check_asked, read_moment, usual_moment
from learning.evidence.completion_table import Completions, completion_table
from learning.evidence.pack import gather
from learning.evidence.pack_files import PackForm, write_pack
from learning.evidence.plan_then import Asked
from learning.people.access import allow, current_person
from learning.people.record_access import note_everybody_shown, note_pack_shown
from learning.people.roles import Policy
from learning.plans.planning import current_editions
from learning.web.context import settings, today
from learning.web.table_files import TableForm, file_download, table_download
from learning.web.tables import plain_text

blueprint = Blueprint("evidence", __name__)

_MEDIA_TYPES: dict[PackForm, str] = {"pdf": "application/pdf", "zip": "application/zip"}
_FIELDS = ("plan", "on", "known_at")


@blueprint.get("/organisation/evidence", endpoint="evidence")
@allow(Policy.LEARNING_LEAD)
def choose() -> ResponseReturnValue:
    """Choose a plan and a day, then what to take away."""
    return _page({})


@blueprint.get("/organisation/evidence/pack.<any(pdf, zip):form>")
@allow(Policy.LEARNING_LEAD)
def pack(form: PackForm) -> ResponseReturnValue:
    """The inspection pack as one PDF, or as a zip with its data."""
    viewer, chosen, now = current_person(), settings(), clock.now()
    try:
        made = gather(
            _asked(now),
            courses_folder=chosen.courses_folder,
            time_zone=chosen.time_zone,
            now=now,
            with_names=request.args.get("names") == "yes",
        )
    except Invalid as refusal:
        return _page(refusal.fields), 422
    note_pack_shown(viewer, made.asked.plan_key, made.person_ids, time_zone=chosen.time_zone, now=now)
    file = cast(IO[bytes], tempfile.TemporaryFile())  # noqa: SIM115 - closed with the answer
    write_pack(file, made, form, organisation=chosen.organisation, time_zone=chosen.time_zone, now=now)
    name = f"inspection-pack-{made.asked.plan_key}-{made.asked.on.isoformat()}.{form}"
    return file_download(file, _MEDIA_TYPES[form], name)


@blueprint.get("/organisation/evidence/completions.<any(csv, xlsx):form>")
@allow(Policy.LEARNING_LEAD)
def completions(form: TableForm) -> ResponseReturnValue:
    """Every completion that counted on the day, by name."""
    now, zone = clock.now(), settings().time_zone
    try:
        asked = _asked(now)
    except Invalid as refusal:
        return _page(refusal.fields), 422
    note_everybody_shown(current_person(), time_zone=zone, now=now)
    return table_download(completion_table(Completions(asked.on, asked.known_at, zone)), form, "completions")


def _asked(now: datetime) -> Asked:
    """What the form says; raises Invalid with every field that will not do."""
    faults: dict[str, str] = {}
    on, known_at = today(), usual_moment(now)
    try:
        on = asked_day(request.args.get("on", ""))
    except Invalid as refusal:
        faults |= refusal.fields
    try:
        typed = request.args.get("known_at", "").strip()
        known_at = read_moment(typed, settings().time_zone) if typed else known_at
    except Invalid as refusal:
        faults |= refusal.fields
    if faults:
        raise Invalid(faults)
    check_asked(on, known_at, now=now, today=today())
    return Asked(request.args.get("plan", ""), on, known_at)


def _page(faults: dict[str, str]) -> str:
    return render_template(
        "evidence/evidence.html",
        plans=[(plan.key, edition.title) for plan, edition in current_editions()],
        typed={name: plain_text(request.args.get(name, "")) for name in _FIELDS},
        with_names=request.args.get("names") == "yes",
        faults=faults,
        today=today(),
    )
