"""The forms of this feature: what may be typed, and the sentence where it may not."""

from __future__ import annotations

from datetime import date

from wtforms import BooleanField, FileField, HiddenField, PasswordField, RadioField
from wtforms.form import BaseForm
from wtforms.validators import ValidationError
from wtforms.widgets import EmailInput

from learning.people import names
from learning.people.administration import Details
from learning.people.models import Person
from learning.people.password_rules import SHORTEST_PASSWORD
from learning.people.team_paths import TeamPath, read_team_paths
from learning.web.forms import DayField, PageForm, TextField, choices, needed

_NEW_PASSWORD_HINT = (
    f"At least {SHORTEST_PASSWORD} characters. Four words that do not belong together are long, and easy to remember. "
    "You may paste it from a password manager."
)


class SignInForm(PageForm):
    """Name and password; `next` and `kept` say what comes afterwards."""

    name = TextField(
        "E-mail address or staff number",
        [needed("Enter your e-mail address or staff number.")],
        longest=names.LONGEST_EMAIL,
    )
    password = PasswordField("Password", [needed("Enter your password.")])
    own_phone = BooleanField(
        "This is my own phone",
        description="We keep you signed in for longer on your learning pages. Other pages ask for your password again. "
        "Leave this empty on a shared or borrowed device.",
    )
    next = HiddenField()
    kept = HiddenField()


class ForgottenForm(PageForm):
    """Who needs a link."""

    name = TextField(
        "E-mail address or staff number",
        [needed("Enter your e-mail address or staff number.")],
        longest=names.LONGEST_EMAIL,
    )


class SetPasswordForm(PageForm):
    """A password chosen by link."""

    new_password = PasswordField("New password", [needed("Enter a new password.")], description=_NEW_PASSWORD_HINT)


class ChangePasswordForm(PageForm):
    """A password changed by somebody who knows the current one."""

    current_password = PasswordField("Current password", [needed("Enter your current password.")])
    new_password = PasswordField("New password", [needed("Enter a new password.")], description=_NEW_PASSWORD_HINT)


class PersonForm(PageForm):
    """What is known of a person."""

    name = TextField("Name", [needed("Enter the person’s name.")], longest=names.LONGEST_NAME)
    email = TextField(
        "E-mail address", [needed("Enter an e-mail address.")], longest=names.LONGEST_EMAIL, widget=EmailInput()
    )
    staff_number = TextField("Staff number (optional)", longest=names.LONGEST_STAFF_NUMBER)
    job_role = TextField("Job role (optional)", longest=names.LONGEST_JOB_ROLE)
    starts_on = DayField("First day of work (optional)", description="Such as 24/11/2026.")
    leaves_on = DayField("Last day of work (optional)", description="After this day the person cannot sign in.")

    @classmethod
    def of(cls, person: Person) -> PersonForm:
        """The form as it stands for a person."""
        days = {name: _written(getattr(person, name)) for name in ("starts_on", "leaves_on")}
        return cls(
            None,
            data={
                "name": person.name,
                "email": person.email,
                "staff_number": person.staff_number or "",
                "job_role": person.job_role,
                **days,
            },
        )

    def details(self) -> Details:
        """What was typed, in its normal spelling; to be asked once the form is valid."""
        return Details(
            email=names.normal_email(self.email.data or ""),
            name=names.tidy_line(self.name.data or ""),
            staff_number=names.normal_staff_number(self.staff_number.data or ""),
            job_role=names.tidy_line(self.job_role.data or ""),
            starts_on=self.starts_on.day,
            leaves_on=self.leaves_on.day,
        )


class TeamsField(TextField):
    """Teams, written as in the import; `data` stays the text."""

    def pre_validate(self, form: BaseForm) -> None:
        """Refuse what names no teams."""
        super().pre_validate(form)
        try:
            read_team_paths(self.data or "", {})
        except ValueError as fault:
            raise ValidationError(f"{str(fault)[0].upper()}{str(fault)[1:]}") from None

    def paths(self, spellings: dict[str, str]) -> tuple[TeamPath, ...]:
        """The teams that were typed, in the spelling that holds."""
        return read_team_paths(self.data or "", spellings)


class TeamsForm(PageForm):
    """The teams of one person."""

    teams = TeamsField(
        "Teams",
        longest=1000,
        description="Separate several with “|”. For a team inside another write “Children’s services > Assessment”.",
    )
    managed = TeamsField("Teams this person manages", longest=1000, description="Teams beneath these are included.")


def _written(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""


class DaysForm(PageForm):
    """From when until when something holds."""

    from_on = DayField("First day", [needed("Enter the first day.")], description="Such as 24/11/2026.")
    last_on = DayField("Last day (optional)", description="Leave it empty while it goes on.")

    @classmethod
    def of(cls, from_on: date, last_on: date | None) -> DaysForm:
        """The form as it stands."""
        return cls(None, data={"from_on": _written(from_on), "last_on": _written(last_on)})


class PlaceForm(PageForm):
    """A team for somebody, from a day until a day."""

    team = TextField(
        "Team",
        [needed("Enter the name of the team.")],
        longest=names.LONGEST_TEAM_NAME,
        description="Its name, as it stands in the list of teams.",
    )
    what = RadioField(
        "What do they do there?",
        choices=choices([
            ("member", "They are in it"),
            ("manager", "They manage it"),
            ("acting", "They act as its manager for a time"),
        ]),
        default="member",
    )  # fmt: skip
    from_on = DayField("First day (optional)", description="Such as 24/11/2026. Empty means today.")
    last_on = DayField("Last day (optional)", description="Leave it empty while it goes on.")


class ImportForm(PageForm):
    """A file of people."""

    file = FileField("File", description="CSV or Excel (.xlsx), up to 10 MB and 50,000 rows.")
    missing_are_leavers = BooleanField(
        "People who are missing from the file have left",
        description="Tick this only if the file names everybody who works here.",
    )
