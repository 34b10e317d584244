"""Certificates: the page that prints on one sheet, and the public check of a code."""

from __future__ import annotations

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.courses.published import course_document
from learning.errors import Invalid, NotFound
from learning.people import tries
from learning.people.access import allow, current_person
from learning.people.record_access import note_person_shown
from learning.people.roles import Policy
from learning.study.blueprint import blueprint
from learning.study.certificates import checked, may_see
from learning.study.codes import code_in, grouped
from learning.study.completions import completion_with_code, refreshed_by
from learning.study.course_pages import names_for
from learning.study.forms import CheckCertificateForm
from learning.study.status import last_day_before
from learning.web.context import settings, today
from learning.web.error_pages import refusal_page

_KIND_OF_TRY = "certificate"


@blueprint.get("/certificates/<code>")
@allow(Policy.STUDY)
def certificate(code: str) -> ResponseReturnValue:
    """A certificate, for its holder, who manages them today, and learning leads."""
    typed = code_in(code)
    record = completion_with_code(typed) if typed else None
    viewer = current_person()
    if record is None or not may_see(viewer, record, today=today()):
        raise NotFound
    zone = settings().time_zone
    note_person_shown(viewer, record.person_id, "certificate opened", time_zone=zone, now=clock.now())
    course = course_document(record.version_id)
    return render_template(
        "study/certificate.html",
        **names_for(course, record.version_number),
        record=record,
        holder=record.person.name,
        is_own=record.person_id == viewer.id,
        outcomes=course.outcomes,
        earlier=refreshed_by([record]).get(record.id),
        code=grouped(record.check_code),
        repeat_by=last_day_before(record.repeat_by_on) if record.repeat_by_on and not record.void else None,
        check_address=settings().base_url + url_for("study.verify_certificate"),
    )


@blueprint.route("/check-certificate", methods=["GET", "POST"], endpoint="verify_certificate")
@allow(Policy.PUBLIC)
def verify_certificate() -> ResponseReturnValue:
    """Tell anybody what a check code stands for; slowed down, so that codes cannot be tried out."""
    form = CheckCertificateForm()
    if not form.is_submitted():
        return _page(form)
    if not form.validate():
        return _page(form, status=422)
    code = code_in(form.code.data or "")
    if code is None:
        form.show(Invalid({"code": "A check code has 16 letters, without vowels. Check what you typed."}))
        return _page(form, status=422)
    now, address = clock.now(), request.remote_addr or ""
    if tries.is_one_too_many(_KIND_OF_TRY, code, address, now):
        return _not_indexed(refusal_page(429))
    record = completion_with_code(code)
    return _page(form, asked=grouped(code), found=checked(record, form.surname.data or "") if record else None)


def _page(form: CheckCertificateForm, *, status: int = 200, **names: object) -> ResponseReturnValue:
    body = render_template("study/check_certificate.html", form=form, no_index=True, **names)
    return _not_indexed((body, status))


def _not_indexed(answer: ResponseReturnValue) -> ResponseReturnValue:
    response = make_response(answer)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
