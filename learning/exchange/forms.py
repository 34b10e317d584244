"""Forms with which authors bring what they have: a file, pasted words, a picture."""

from __future__ import annotations

from wtforms import BooleanField, Field, FileField, HiddenField, RadioField, SelectField

from learning.courses.format.file_names import MAX_SLUG_LENGTH
from learning.courses.new_course import LONGEST_TITLE
from learning.web.forms import PageForm, TextField, WordsField, choices, needed

LONGEST_PASTED = 1_000_000
LONGEST_SHOWN = 300

WAYS = {
    "add": "Add to the draft. Files of the same name are replaced, all others stay",
    "replace": "Replace the draft. Afterwards it holds exactly what is in the zip",
}


class BringForm(PageForm):
    """A file or pasted words; `html` is what a script kept of how pasted words looked."""

    file = FileField("File", description="A Word file (.docx), a zip of a course folder or a web page, up to 10 MB.")
    text = WordsField(
        "Or paste words here",
        longest=LONGEST_PASTED,
        description="Without script the words are taken as they are: as Markdown. At most 64 KB, some 20 pages.",
    )
    html: Field = HiddenField()
    name = TextField(
        "Title",
        longest=LONGEST_TITLE,
        description="Only needed where the words bring no heading of their own.",
    )


class ConfirmCourseForm(PageForm):
    """What a course made of a text is to be called."""

    title = TextField("Title", [needed("Enter a title, such as Children and loss.")], longest=LONGEST_TITLE)
    slug = TextField(
        "Name in addresses",
        longest=MAX_SLUG_LENGTH,
        description="Small letters, numbers and hyphens. It stays for good. Leave it empty to make it from the title.",
    )


class ConfirmZipForm(PageForm):
    """What a course from a zip is to be called; its title stands in it."""

    slug = TextField(
        "Name in addresses",
        [needed("Enter a name, such as children-and-loss.")],
        longest=MAX_SLUG_LENGTH,
        description="Small letters, numbers and hyphens. It stays for good.",
    )


class WayForm(PageForm):
    """What a zip does to the draft that is there."""

    way: Field = RadioField("What should happen to the draft?", choices=choices(WAYS.items()), default="add")


class PictureForm(PageForm):
    """A picture, what it shows, and where to put it."""

    file = FileField("Picture", description="PNG, JPEG, WebP or SVG, up to 10 MB. It is made at most 1,600 dots wide.")
    shows = TextField(
        "What it shows",
        longest=LONGEST_SHOWN,
        description="In a sentence, for people who cannot see it: A kitchen table with one plate.",
    )
    decorative: Field = BooleanField("It is only decoration, and says nothing that the words do not say")
    page = SelectField("Where to put it", default="")
