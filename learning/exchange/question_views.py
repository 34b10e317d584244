"""Questions from elsewhere into a draft, in two steps: look first, then add; and those of a version to elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.courses.drafts import draft_of
from learning.courses.overview import course_overviews
from learning.courses.published import course_by_slug, course_document, version_of
from learning.db import transaction
from learning.errors import Invalid, NotFound
from learning.exchange.adding_banks import add_banks, bank_paths
from learning.exchange.blueprint import blueprint
from learning.exchange.question_files import (
    ENDINGS,
    EXPORT_FORMS,
    bank_from,
    export_published,
    exportable,
)
from learning.exchange.question_forms import LARGEST_FILE_MEGABYTES, MOST_PAGES, BankNameForm, BringQuestionsForm
from learning.exchange.questions.bank_writer import WrittenBank
from learning.people.access import allow, current_person
from learning.people.roles import Policy
from learning.web.uploads import takes_files_up_to

_NO_SOURCE = "Choose a file, or paste the questions below."
_NO_QUESTION = "No question could be read in this. Is it GIFT or Moodle XML? What was found is listed below."
_TOO_LARGE = f"This makes more than {MOST_PAGES} banks, and no more can be added at once. Split the file."


@blueprint.get("/write/<slug>/questions")
@allow(Policy.AUTHOR)
def bring_questions(slug: str) -> ResponseReturnValue:
    """A form for a file of questions."""
    return _bring_page(slug, BringQuestionsForm(formdata=None))


@blueprint.post("/write/<slug>/questions/look")
@takes_files_up_to(LARGEST_FILE_MEGABYTES)
@allow(Policy.AUTHOR)
def look_at_questions(slug: str) -> ResponseReturnValue:
    """What a file would make, and what it would lose; changes nothing."""
    form = BringQuestionsForm()
    uploaded = request.files.get("file")
    data = uploaded.read() if uploaded else b""
    pasted = (form.text.data or "").encode("utf-8", "replace")
    is_valid = form.validate()
    if not (data or pasted) and not form.text.errors:
        form.text.errors = [*form.text.errors, _NO_SOURCE]
        is_valid = False
    if not is_valid:
        return _bring_page(slug, form), 422
    name = form.name.data or ""
    bank = bank_from(data or pasted, title=name)
    fault = _NO_QUESTION if not bank.question_count else _TOO_LARGE if len(bank.pages) > MOST_PAGES else ""
    if fault:
        form.text.errors = [*form.text.errors, fault]
        return _bring_page(slug, form, bank), 422
    try:
        bank_paths(name, len(bank.pages))
    except Invalid as refusal:
        form.show(refusal)
        return _bring_page(slug, form), 422
    named = BankNameForm(formdata=None, data={"name": name})
    return _look_page(slug, named, bank.pages, bank)


@blueprint.post("/write/<slug>/questions")
@takes_files_up_to(LARGEST_FILE_MEGABYTES)
@allow(Policy.AUTHOR)
def add_questions(slug: str) -> ResponseReturnValue:
    """Add the bank to the draft as it was looked at, and perhaps changed by hand."""
    form = BankNameForm()
    texts = [request.form[name] for name in _text_names() if name in request.form]
    if not texts:
        return redirect(url_for("exchange.bring_questions", slug=slug), 303)
    if not form.validate():
        return _look_page(slug, form, texts), 422
    try:
        with transaction():
            paths = add_banks(slug, form.name.data or "", texts, author=current_person(), now=clock.now())
    except Invalid as refusal:
        form.show(refusal)
        return _look_page(slug, form, texts), 422
    return redirect(url_for("courses.edit_page", slug=slug, path=paths[0], notice="questions-added"), 303)


@blueprint.get("/write/<slug>/versions/<int:number>/questions")
@allow(Policy.CONTENT)
def version_questions(slug: str, number: int) -> ResponseReturnValue:
    """The banks and the final check of a version, each to be downloaded for another system."""
    version = version_of(slug, number)
    course = course_document(version.id)
    banks = [
        (key, title, [(form, export_published(course, key, form)) for form in EXPORT_FORMS])
        for key, title in exportable(course)
    ]
    return render_template("exchange/version_questions.html", slug=slug, version=version, banks=banks)


@blueprint.get("/write/<slug>/versions/<int:number>/questions/<key>/<form>")
@allow(Policy.CONTENT)
def download_questions(slug: str, number: int, key: str, form: str) -> ResponseReturnValue:
    """One bank of a version as a file for another system."""
    if form not in EXPORT_FORMS:
        raise NotFound
    exported = export_published(course_document(version_of(slug, number).id), key, form)
    response = Response(exported.text, mimetype="text/plain" if form == "gift" else "application/xml")
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}-{key}.{ENDINGS[form]}"'
    return response


def _text_names() -> list[str]:
    return [f"text-{number}" for number in range(1, MOST_PAGES + 1)]


def _bring_page(slug: str, form: BringQuestionsForm, bank: WrittenBank | None = None) -> str:
    course = course_by_slug(slug)
    return render_template(
        "exchange/bring_questions.html",
        slug=course.slug,
        title=course_overviews(course.slug)[0].title,
        form=form,
        bank=bank,
        has_draft=draft_of(slug) is not None,
    )


def _look_page(slug: str, form: BankNameForm, texts: Sequence[str], bank: WrittenBank | None = None) -> str:
    return render_template(
        "exchange/look_at_questions.html",
        slug=course_by_slug(slug).slug,
        form=form,
        texts=list(zip(_text_names(), texts, strict=False)),
        bank=bank,
        has_draft=draft_of(slug) is not None,
    )
