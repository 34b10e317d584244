"""Base of all forms, and fields that take people's words as they are meant: stripped, of a stated length, storable.

Every sentence is plain British English; a form says what is wanted with `needed("Enter your name.")`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any

from flask import request
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import StringField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # the stubs are older than the library
from wtforms.form import BaseForm
from wtforms.validators import DataRequired, StopValidation, ValidationError

from learning.errors import Invalid
from learning.typed_days import read_day

LONGEST_LINE = 200
LONGEST_WORDS = 4000

_CANNOT_BE_STORED = ("Cc", "Cs")  # control characters (NUL among them) and halves of characters
_SENTENCES = {
    "Not a valid choice.": "Choose one of the answers in the list.",
    "Invalid Choice: could not coerce.": "Choose one of the answers in the list.",
    "Not a valid integer value.": "Enter a whole number, such as 12.",
    "Not a valid date value.": "Enter a day, such as 2026-11-30.",
}


class PlainSentences:
    """Our words for the sentences that WTForms has of its own."""

    def gettext(self, sentence: str) -> str:
        """The sentence in our words, or as it was."""
        return _SENTENCES.get(sentence, sentence)

    def ngettext(self, one: str, many: str, count: int) -> str:
        """The same for a sentence that counts."""
        return self.gettext(one if count == 1 else many)


class PageForm(FlaskForm):
    """Base of all forms: a CSRF field, and plain sentences."""

    class Meta(FlaskForm.Meta):
        """How WTForms makes this form."""

        def get_translations(self, _form: BaseForm) -> PlainSentences:
            """Our sentences instead of the library's."""
            return PlainSentences()

        def wrap_formdata(self, _form: BaseForm, formdata: Any) -> Any:
            """Only words from forms: files and JSON, which the library would also read, are no words."""
            if formdata is None or isinstance(formdata, MultiDict):
                return formdata
            return (request.form or None) if request.method == "POST" else None

    def show(self, refusal: Invalid) -> None:
        """Put an operation's sentences beside the fields they are about; what has no field goes above the form."""
        for name, sentence in refusal.fields.items():
            if name in self:
                self[name].errors = [*self[name].errors, sentence]
            else:
                self.form_errors.append(sentence)


def needed(sentence: str) -> DataRequired:
    """Refuse an empty field with this sentence, such as “Enter your name.”"""
    return DataRequired(sentence)


def choices(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Choices of a select or radio field from (value, words)."""
    return [SelectChoice(value=value, label=words) for value, words in pairs]


class TextField(StringField):
    """One line: stripped, at most `longest` characters. An absent field is empty, never None."""

    def __init__(
        self,
        label: str,
        validators: list[Any] | None = None,
        *,
        longest: int = LONGEST_LINE,
        **options: Any,
    ) -> None:
        super().__init__(label, validators, **options)
        self.longest = longest

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed without the blanks round it."""
        self.data = cleaned(valuelist[0]) if valuelist else ""

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002 - WTForms hands it over
        """Refuse what cannot be stored or is too long."""
        _refuse_unfit(self.data or "", self.longest)

    def _value(self) -> str:
        return showable(self.data or "")


class DayField(TextField):
    """A day as people write it; `data` stays the text, `day` is read from it: None for nothing."""

    day: date | None = None

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what is no day."""
        super().pre_validate(form)
        try:
            self.day = read_day(self.data or "")
        except ValueError:
            raise ValidationError("Enter a day, such as 24/11/2026.") from None


class WordsField(TextAreaField):
    """Several lines: stripped, line ends as `\\n`, at most `longest` characters, which the hint states."""

    def __init__(
        self,
        label: str,
        validators: list[Any] | None = None,
        *,
        longest: int = LONGEST_WORDS,
        **options: Any,
    ) -> None:
        options.setdefault("description", f"Up to {longest:,} characters.")
        super().__init__(label, validators, **options)
        self.longest = longest

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed; browsers send line ends as CR LF, which would count twice."""
        self.data = cleaned(valuelist[0]) if valuelist else ""

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002 - WTForms hands it over
        """Refuse what cannot be stored or is too long."""
        _refuse_unfit(self.data or "", self.longest, allowed="\n\t")

    def _value(self) -> str:
        return showable(self.data or "")


def cleaned(text: str) -> str:
    """The text with `\\n` as its only line end and nothing blank round it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def fault_in_words(text: str, longest: int, *, allowed: str = "") -> str | None:
    """Why this text cannot be taken, as a sentence; None when it can. `allowed`: control characters that may stand."""
    if any(unicodedata.category(sign) in _CANNOT_BE_STORED and sign not in allowed for sign in text):
        return "There is a hidden character in this that cannot be saved. Type it again instead of pasting it."
    if len(text) > longest:
        return f"Use at most {longest:,} characters. You have used {len(text):,}."
    return None


def showable(text: str) -> str:
    """The text without what a page cannot hold, as it cannot be stored either."""
    return "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in _CANNOT_BE_STORED)


def _refuse_unfit(text: str, longest: int, *, allowed: str = "") -> None:
    fault = fault_in_words(text, longest, allowed=allowed)
    if fault:
        raise StopValidation(fault)
