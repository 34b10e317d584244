"""Forms of authors. The text of a page has no form of its own: it is kept to the letter, blank lines and all."""

from __future__ import annotations

from datetime import date, timedelta

from wtforms import DateField, Field, HiddenField, RadioField, ValidationError
from wtforms.form import BaseForm
from wtforms.validators import StopValidation

from learning.courses.format.file_names import MAX_SLUG_LENGTH
from learning.courses.new_course import EXAMPLE, LONGEST_TITLE, STARTERS
from learning.courses.publishing import DAYS_FOR_REFRESH, LABELS, LONGEST_NOTE
from learning.courses.reviews import LONGEST_WORDS
from learning.web.context import today
from learning.web.forms import PageForm, TextField, WordsField, choices, needed


def _default_refresh_day() -> date:
    return today() + timedelta(days=DAYS_FOR_REFRESH)


def _only_with_material(form: BaseForm, field: Field) -> None:
    """A change of less weight asks nobody back, so whatever stands in the field is left alone."""
    if form["label"].data != "material":
        field.errors = []
        raise StopValidation


class PublishForm(PageForm):
    """What kind of change this is, what has changed, and until when those who have been through should see it."""

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
    refresh_due_on: Field | None = DateField(
        "See what changed by",
        [_only_with_material],
        default=_default_refresh_day,
        description="Only for a material change. Whoever completed an earlier version is asked to see the changed "
        "pages and questions by this day. Until then their completion counts as before.",
    )


class FirstPublishForm(PublishForm):
    """The same for the first version of a course: all of it is new, so there is no kind of change to choose."""

    label: Field = HiddenField(default="material")
    refresh_due_on = None
    note = WordsField(
        "What is new?",
        [needed("Say in a sentence what is new.")],
        longest=LONGEST_NOTE,
        description="One or two sentences for learners and managers, such as: A new course. "
        f"Up to {LONGEST_NOTE} characters.",
    )


class NewCourseForm(PageForm):
    """What a new course is called, and what it begins with. Whether it can be called so, `new_course` knows."""

    title = TextField("Title", longest=LONGEST_TITLE)
    slug = TextField(
        "Name in addresses",
        longest=MAX_SLUG_LENGTH,
        description="Small letters, numbers and hyphens. It stays for good. Leave it empty to make it from the title.",
    )
    starter = RadioField(
        "Begin with",
        choices=choices((name, f"{words} – {holds}") for name, (words, holds) in STARTERS.items()),
        default=EXAMPLE,
    )


class NewPageForm(PageForm):
    """What kind of page is to be added, and its title, of which its file name is made."""

    kind = RadioField(
        "What do you want to add?",
        choices=choices([("lesson", "A lesson"), ("check", "The final check"), ("bank", "A bank of questions")]),
        default="lesson",
    )
    title = TextField(
        "Title",
        longest=LONGEST_TITLE,
        description="The file is named after it. A new lesson comes last; move it up afterwards.",
    )

    def validate_title(self, field: Field) -> None:
        """All but the final check need one."""
        if self.kind.data != "check" and not field.data:
            raise ValidationError("Enter a title, such as What helps.")


class PageNameForm(PageForm):
    """The new name of a page."""

    name = TextField(
        "New name",
        [needed("Enter a name, such as What helps.")],
        longest=LONGEST_TITLE,
        description="Words, such as What helps, or a file name, such as 08-what-helps.md.",
    )


class ReviewForm(PageForm):
    """What a second author says of a draft."""

    words = WordsField(
        "What do you say to the author?",
        longest=LONGEST_WORDS,
        description=f"Needed when you return the draft: say what should change. Up to {LONGEST_WORDS:,} characters.",
    )
