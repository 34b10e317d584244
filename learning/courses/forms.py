"""Forms of authors. The text of a page has no form of its own: it is kept to the letter, blank lines and all."""

from __future__ import annotations

from wtforms import Field, HiddenField, RadioField

from learning.courses.format.file_names import MAX_NAME_LENGTH, MAX_SLUG_LENGTH
from learning.courses.new_course import LONGEST_TITLE
from learning.courses.publishing import LABELS, LONGEST_NOTE
from learning.web.forms import PageForm, TextField, WordsField, choices, needed


class PublishForm(PageForm):
    """What kind of change this is, and what has changed."""

    label: Field = RadioField(
        "What kind of change is this?",
        [needed("Choose what kind of change this is.")],
        choices=choices((label, f"{label.capitalize()} – {words}") for label, words in LABELS.items()),
    )
    note = WordsField(
        "What has changed?",
        [needed("Say in a sentence what has changed.")],
        longest=LONGEST_NOTE,
        description=f"One or two sentences for learners and managers. Up to {LONGEST_NOTE} characters.",
    )


class FirstPublishForm(PublishForm):
    """The same for the first version of a course: all of it is new, so there is no kind of change to choose."""

    label: Field = HiddenField(default="material")
    note = WordsField(
        "What is new?",
        [needed("Say in a sentence what is new.")],
        longest=LONGEST_NOTE,
        description="One or two sentences for learners and managers, such as: A new course. "
        f"Up to {LONGEST_NOTE} characters.",
    )


class NewCourseForm(PageForm):
    """What a new course is called."""

    title = TextField("Title", [needed("Enter a title, such as Children and loss.")], longest=LONGEST_TITLE)
    slug = TextField(
        "Name in addresses",
        longest=MAX_SLUG_LENGTH,
        description="Small letters, numbers and hyphens. It stays for good. Leave it empty to make it from the title.",
    )


class NewPageForm(PageForm):
    """The name of a page to be added."""

    path = TextField(
        "Name of the file",
        [needed("Enter a name, such as 08-what-helps.md.")],
        longest=MAX_NAME_LENGTH,
        description="A lesson is a number and a name, such as 08-what-helps.md. Also quiz.md, or banks/survival.md.",
    )
