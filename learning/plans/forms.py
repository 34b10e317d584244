"""Forms of plans: the text of one, and what is agreed with one person."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import DateField, RadioField, SelectField
from wtforms.validators import Optional

from learning.plans.agreements import LONGEST_REASON
from learning.plans.proposal_words import KINDS
from learning.plans.proposals import LONGEST_SENTENCE
from learning.web.forms import PageForm, TextField, WordsField, choices, needed

_LONGEST_EMAIL = 254
_PERSON = "The e-mail address of their account."


class AgreementForm(PageForm):
    """That a person need not do one course of a plan for a time, or has longer for it."""

    email = TextField("Who is it?", [needed("Enter an e-mail address.")], longest=_LONGEST_EMAIL, description=_PERSON)
    course = SelectField("Which course?", choices=[])
    kind = RadioField(
        "What is agreed?",
        [needed("Choose what is agreed.")],
        choices=choices(KINDS.items()),
    )
    last_on = DateField("Until and including", [needed("Enter a day.")])
    reason = WordsField(
        "Why?",
        [needed("Say in a sentence why.")],
        longest=LONGEST_REASON,
        description="Learning leads read this. Write nothing about anybody’s health. "
        f"Up to {LONGEST_REASON} characters.",
    )

    def offer(self, courses: Iterable[tuple[str, str]]) -> None:
        """The courses to choose from, as slug and title."""
        self.course.choices = choices(courses)


class PauseForm(PageForm):
    """That somebody is away. Nobody says why."""

    email = TextField("Who is away?", [needed("Enter an e-mail address.")], longest=_LONGEST_EMAIL, description=_PERSON)
    from_on = DateField("First day away", [needed("Enter a day.")])
    last_on = DateField("Last day away", [Optional()], description="Leave it empty while nobody knows.")


class BackForm(PageForm):
    """When somebody is back."""

    back_on = DateField("First day back", [needed("Enter a day.")])


class ProposalForm(PageForm):
    """What a manager proposes for one of their people."""

    requirement = SelectField("Which course?", choices=[])
    kind = RadioField("What do you propose?", [needed("Choose what you propose.")], choices=choices(KINDS.items()))
    last_on = DateField("Until and including", [needed("Enter a day.")])
    reason = WordsField(
        "Why?",
        [needed("Say in a sentence why.")],
        longest=LONGEST_REASON,
        description="The person, whoever manages them and learning leads read this. Write nothing about anybody’s "
        f"health: say what it means for the course, not why. Up to {LONGEST_REASON} characters.",
    )

    def offer(self, requirements: Iterable[tuple[str, str]]) -> None:
        """What plans ask of the person, as `plan/course` and words."""
        self.requirement.choices = choices(requirements)


class ReturnForm(PageForm):
    """Why a proposal is returned."""

    words = WordsField(
        "Why not, or what would make it possible?",
        longest=LONGEST_SENTENCE,
        description=f"The person and whoever manages them read this. Up to {LONGEST_SENTENCE} characters.",
    )
