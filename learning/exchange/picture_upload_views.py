"""The pictures of a draft: see them with the line that shows each, and add one."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from learning import clock
from learning.courses.overview import course_overviews
from learning.courses.published import course_by_slug
from learning.db import transaction
from learning.errors import Invalid
from learning.exchange import adding_pictures
from learning.exchange.adding_pictures import AddedPicture
from learning.exchange.blueprint import blueprint
from learning.exchange.forms import LONGEST_SHOWN, PictureForm
from learning.people.access import allow, current_person
from learning.people.roles import Policy
from learning.web.forms import choices
from learning.web.uploads import takes_files


@blueprint.get("/write/<slug>/pictures")
@allow(Policy.AUTHOR)
def pictures(slug: str) -> ResponseReturnValue:
    """The pictures of a draft; the one that was just added comes with the line that shows it."""
    return _page(slug, None)


@blueprint.post("/write/<slug>/pictures", endpoint="add_picture")
@takes_files
@allow(Policy.AUTHOR)
def add_picture(slug: str) -> ResponseReturnValue:
    """Put a picture into the draft, and on a page where one was chosen."""
    form = _form(slug, filled=True)
    if form.validate():
        try:
            added = _added(slug, form)
        except Invalid as refusal:
            form.show(refusal)
        else:
            return _done(slug, added.path, _shown(form), form.page.data)
    return _page(slug, form), 422


def _added(slug: str, form: PictureForm) -> AddedPicture:
    file = request.files.get("file")
    name = (file.filename or "") if file else ""
    faults = {} if name else {"file": "Choose a picture."}
    if not form.shows.data and not form.decorative.data:
        faults["shows"] = "Say what the picture shows, or tick that it is only decoration."
    if form.shows.data and form.decorative.data:
        faults["shows"] = "A picture that is only decoration needs no words. Delete them, or take the tick away."
    if faults or file is None:
        raise Invalid(faults)
    made = adding_pictures.read_picture(file.read())
    with transaction():
        return adding_pictures.add_picture(
            slug,
            made,
            name,
            shows=_shown(form),
            page=form.page.data,
            author=current_person(),
            now=clock.now(),
        )


def _shown(form: PictureForm) -> str:
    return "" if form.decorative.data else form.shows.data or ""


def _done(slug: str, path: str, shows: str, page: str) -> ResponseReturnValue:
    if page:
        return redirect(url_for("courses.edit_page", slug=slug, path=page, notice="picture-shown"), 303)
    name = path.removeprefix("images/")
    return redirect(
        url_for("exchange.pictures", slug=slug, added=name, shows=shows, notice="picture-added", _anchor="added"), 303
    )


def _form(slug: str, *, filled: bool) -> PictureForm:
    pages = adding_pictures.pages_for_pictures(adding_pictures.has_draft(course_by_slug(slug).slug))
    form = PictureForm() if filled else PictureForm(formdata=None)
    form.page.choices = choices(
        [("", "On no page yet: show me the line to paste"), *((page, f"Under the title of {page}") for page in pages)]
    )
    return form


def _page(slug: str, form: PictureForm | None) -> str:
    draft = adding_pictures.has_draft(course_by_slug(slug).slug)
    paths = adding_pictures.pictures_of(draft)
    added = f"images/{request.args.get('added', '')}"
    shows = request.args.get("shows", "")[:LONGEST_SHOWN]
    return render_template(
        "exchange/pictures.html",
        slug=slug,
        title=course_overviews(slug)[0].title,
        form=form or _form(slug, filled=False),
        pictures=[
            (path.removeprefix("images/"), adding_pictures.picture_line(path, "What it shows")) for path in paths
        ],
        added_line=adding_pictures.picture_line(added, shows) if added in paths else "",
    )
