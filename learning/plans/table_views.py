"""The tables on the pages of plans, as files for spreadsheets; whoever is named in one is noted before it is given."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response

from learning import clock
from learning.people.access import allow, current_person
from learning.people.record_access import Shown, note_people_shown
from learning.people.roles import Policy
from learning.plans import plan_tables
from learning.plans.blueprint import blueprint
from learning.plans.plan_pages import agreed_about, pauses_from, plan_page
from learning.plans.planning import current_edition, current_editions, editions_of, plan_by_key, requirements_of
from learning.plans.standing_table import AskedStandings, standing_table
from learning.web.context import day_of, settings, today
from learning.web.table_files import TableForm, table_download


@blueprint.get("/plans.<any(csv, xlsx):form>")
@allow(Policy.LEARNING_LEAD)
def plans_table(form: TableForm) -> Response:
    """Every plan."""
    return table_download(plan_tables.plans_table(current_editions(), today()), form, "plans")


@blueprint.get("/plans/<key>.<any(csv, xlsx):form>")
@allow(Policy.LEARNING_LEAD)
def plan_table(key: str, form: TableForm) -> Response:
    """The courses of one plan, with its numbers."""
    now = clock.now()
    page = plan_page(key, today=today(), now=now, time_zone=settings().time_zone)
    return table_download(plan_tables.courses_table(page, today(), now), form, f"plan-{key}")


@blueprint.get("/plans/<key>/people.<any(csv, xlsx):form>")
@allow(Policy.LEARNING_LEAD)
def plan_people_table(key: str, form: TableForm) -> Response:
    """Everybody whom one plan asks, with where they stand."""
    edition = current_edition(plan_by_key(key))
    asked = AskedStandings(today(), clock.now(), settings().time_zone, edition.plan_id)
    with standing_table(asked) as found:
        table = plan_tables.people_table(edition, found)
        _note(found.person_ids, "plan people downloaded")
        return table_download(table, form, f"plan-{key}-people")


@blueprint.get("/plans/<key>/editions.<any(csv, xlsx):form>")
@allow(Policy.LEARNING_LEAD)
def editions_table(key: str, form: TableForm) -> Response:
    """What one plan said from when on."""
    editions = editions_of(plan_by_key(key))
    return table_download(plan_tables.editions_table(editions, today(), day_of), form, f"plan-{key}-editions")


@blueprint.get("/plans/<key>/requirements.<any(csv, xlsx):form>")
@allow(Policy.LEARNING_LEAD)
def requirements_table(key: str, form: TableForm) -> Response:
    """What one plan asked for from when on."""
    requirements = requirements_of(plan_by_key(key))
    table = plan_tables.requirements_table(requirements, today(), day_of)
    return table_download(table, form, f"plan-{key}-requirements")


@blueprint.get("/plans/<key>/agreed.<any(csv, xlsx):form>")
@allow(Policy.LEARNING_LEAD)
def agreed_table(key: str, form: TableForm) -> Response:
    """What is agreed with people about one plan."""
    plan = plan_by_key(key)
    agreed = agreed_about(plan.id, today())
    table = plan_tables.agreed_table(current_edition(plan), agreed, today())
    _note(agreed.person_ids, "agreement downloaded")
    return table_download(table, form, f"plan-{key}-agreed")


@blueprint.get("/plans/away.<any(csv, xlsx):form>")
@allow(Policy.LEARNING_LEAD)
def away_table(form: TableForm) -> Response:
    """Who is away."""
    pauses = pauses_from(today())
    table = plan_tables.away_table(pauses, today())
    _note({one.person_id for one in pauses}, "absence downloaded")
    return table_download(table, form, "who-is-away")


def _note(person_ids: Iterable[int], shown: Shown) -> None:
    """Note who is named in a table that was read whole, as nothing that was read can be read on afterwards."""
    note_people_shown(current_person(), person_ids, shown, time_zone=settings().time_zone, now=clock.now())
