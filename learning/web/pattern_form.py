"""A form with one field of each kind, filled and faulty: for the style guide only, it goes nowhere."""

from __future__ import annotations

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DateField, Form, IntegerField, PasswordField, RadioField, SelectField
from wtforms.widgets import EmailInput

from learning.web.forms import PlainSentences, TextField, WordsField, choices, needed

_ROLES = (
    ("", "Choose one"),
    ("social-worker", "Social worker"),
    ("foster-carer", "Foster carer"),
    ("driver", "Driver"),
)
_ROUTES = (("whole", "The whole lesson"), ("short", "The short version"))


class PatternForm(Form):
    """One field of each kind."""

    class Meta:
        """How WTForms makes this form."""

        def get_translations(self, _form: Form) -> PlainSentences:
            """Our sentences instead of the library's."""
            return PlainSentences()

    name = TextField("Your name", [needed("Enter your name.")], longest=120)
    email = TextField(
        "E-mail",
        [needed("Enter your e-mail address.")],
        description="The one you use at work.",
        widget=EmailInput(),
    )
    password = PasswordField("Password", [needed("Enter your password.")])
    minutes = IntegerField("How long it took")
    finished_on = DateField("Day you finished")
    words = WordsField("What you will try", longest=500)
    role = SelectField("Your job", choices=choices(_ROLES), validators=[needed("Choose your job.")])
    route = RadioField("How would you like to read it?", choices=choices(_ROUTES), validators=[needed("Choose a way.")])
    own_phone = BooleanField("This is my own phone", description="We keep you signed in for longer on learning pages.")

    @classmethod
    def filled(cls) -> PatternForm:
        """The form as a person left it, without fault; its ids begin with “a-”."""
        return _with_own_ids(
            cls(data={"name": "Aisha Khan", "email": "aisha@example.gov.uk", "minutes": 40, "route": "whole"}), "a"
        )

    @classmethod
    def faulty(cls) -> PatternForm:
        """The form as it comes back with every fault; its ids begin with “b-”."""
        typed = {"minutes": "forty", "finished_on": "yesterday", "words": "Listen first. " * 40}
        form = cls(MultiDict(typed))
        form.validate()
        return _with_own_ids(form, "b")


def _with_own_ids(form: PatternForm, letter: str) -> PatternForm:
    # Two forms on one page must not share ids.
    for field in form:
        field.id = f"{letter}-{field.id}"
    return form
