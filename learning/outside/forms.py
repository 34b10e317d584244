"""Forms about learning that happened elsewhere: what it was, what is said about it, and what it is equal to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from wtforms import FileField, RadioField, SelectField, SelectMultipleField
from wtforms.form import BaseForm
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from learning.courses.models import CourseRow, Version
from learning.outside.decisions import LONGEST_SENTENCE
from learning.outside.declared import LONGEST_NOTE, LONGEST_TITLE, MOST_MINUTES, Declared
from learning.outside.models import OutsideLearning
from learning.outside.stages import KINDS
from learning.people.models import Person
from learning.web.forms import DayField, PageForm, TextField, WordsField, choices, needed

_EVIDENCE_HINT = "A PDF, or a photo or scan as PNG, JPEG or WebP, up to 5 MB."
_NO_COURSE = ("", "None of them")
_LONGEST_NUMBER = 6


class CountField(TextField):
    """A whole number that may be left empty; `data` stays the text, `count` is read from it."""

    count = 0

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what is no whole number."""
        super().pre_validate(form)
        text = self.data or "0"
        if len(text) > _LONGEST_NUMBER or not (text.isascii() and text.isdigit()) or int(text) > MOST_MINUTES:
            raise ValidationError("Enter a whole number, such as 6.")
        self.count = int(text)


class LearningForm(PageForm):
    """One course that was held elsewhere."""

    title = TextField("Name of the course", [needed("Enter the name of the course.")], longest=LONGEST_TITLE)
    provider = TextField(
        "Who held it",
        [needed("Enter who held it, such as a college or a charity.")],
        longest=LONGEST_TITLE,
        description="Such as a college, a charity or your council.",
    )
    kind = RadioField("What sort of learning was it?", choices=choices(KINDS.items()), default="external")
    held_on = DayField(
        "Day it was held",
        [needed("Enter the day it was held.")],
        longest=20,
        description="The last day, if it had several. Such as 24/11/2026.",
    )
    hours = CountField("Hours", longest=_LONGEST_NUMBER)
    minutes = CountField("Minutes", longest=_LONGEST_NUMBER)
    course = SelectField("Does it stand for one of our courses?")
    note = WordsField(
        "Anything else to know (you can leave this empty)",
        longest=LONGEST_NOTE,
        description=f"Do not name children or families. Up to {LONGEST_NOTE:,} characters.",
    )
    file = FileField("Evidence, such as a certificate (you can leave this empty)", description=_EVIDENCE_HINT)

    def offer(self, courses: Iterable[tuple[CourseRow, Version]]) -> None:
        """Fill the list of our courses."""
        self.course.choices = choices([_NO_COURSE, *((course.slug, version.title) for course, version in courses)])

    def declared(self) -> Declared:
        """What was typed; to be asked once the form is valid."""
        return Declared(
            title=self.title.data or "",
            provider=self.provider.data or "",
            held_on=self.held_on.day or date.min,
            minutes=self.hours.count * 60 + self.minutes.count,
            kind=self.kind.data,
            course_slug=self.course.data or "",
            note=self.note.data or "",
        )


class RegisterForm(LearningForm):
    """One course or title, one day, many people."""

    title = TextField(
        "Name of the course", longest=LONGEST_TITLE, description="Leave it empty to take the name of our course below."
    )
    provider = TextField("Who held it", longest=LONGEST_TITLE, description="Leave it empty for our own organisation.")
    kind = RadioField("What sort of learning was it?", choices=choices(KINDS.items()), default="classroom")
    people = SelectMultipleField(
        "Who was there?",
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    list_file = FileField(
        "Or a list as a file (CSV)",
        description="Its first row names the columns: email or staff_number. A column “name” may stand beside them.",
    )

    def offer_people(self, people: Iterable[Person]) -> None:
        """Fill the list of people to tick."""
        self.people.choices = choices(
            (str(person.id), ", ".join(filter(None, (person.name, person.job_role)))) for person in people
        )

    def ticked(self) -> list[int]:
        """Who was ticked, as numbers; what is no number is nobody."""
        return numbers_in(part for text in self.people.data or () for part in text.split(","))


class SentenceForm(PageForm):
    """A sentence to the other side."""

    words = WordsField("", longest=LONGEST_SENTENCE)

    def ask(self, question: str) -> SentenceForm:
        """The same with these words above its field."""
        self.words.label.text = question
        return self


class VoidForm(PageForm):
    """Why something does not count."""

    reason = WordsField(
        "Why does it not count?",
        longest=LONGEST_SENTENCE,
        description=f"The person reads this. Up to {LONGEST_SENTENCE} characters.",
    )


class EquivalenceForm(PageForm):
    """A course of somebody else, the one of ours that it meets, and for which days."""

    title = TextField("Name of their course", [needed("Enter the name of the course.")], longest=LONGEST_TITLE)
    provider = TextField("Who holds it", [needed("Enter who holds it.")], longest=LONGEST_TITLE)
    course = SelectField("It meets our course")
    from_on = DayField(
        "Held from",
        [needed("Enter the first day on which it was held.")],
        longest=20,
        description="It counts if it was held on this day or later. Such as 24/11/2026.",
    )
    last_on = DayField("Until (you can leave this empty)", longest=20, description="The last day that counts.")

    def offer(self, courses: Iterable[tuple[CourseRow, Version]]) -> None:
        """Fill the list of our courses."""
        chosen = [("", "Choose one"), *((course.slug, version.title) for course, version in courses)]
        self.course.choices = choices(chosen)


class EndEquivalenceForm(PageForm):
    """The last day of an equivalence."""

    last_on = DayField(
        "Last day that counts",
        longest=20,
        description="Leave it empty if it should never have counted.",
    )


def values_of(learning: OutsideLearning) -> dict[str, str]:
    """A claim as a form shows it, to be mended."""
    hours, minutes = divmod(learning.declared_minutes, 60)
    return {
        "title": learning.title,
        "provider": learning.provider,
        "kind": learning.kind,
        "held_on": f"{learning.held_on:%d/%m/%Y}",
        "hours": str(hours or ""),
        "minutes": str(minutes or ""),
        "course": learning.course.slug if learning.course else "",
        "note": learning.note,
    }


def numbers_in(texts: Iterable[str]) -> list[int]:
    """The numbers among texts from a form; what is no number of ours is left out."""
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) <= len(str(2**31))]
