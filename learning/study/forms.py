"""Forms of study that are no questions of a course."""

from __future__ import annotations

from learning.web.forms import PageForm, TextField, needed


class CheckCertificateForm(PageForm):
    """The public check of a certificate."""

    code = TextField(
        "Check code",
        [needed("Enter the check code that is on the certificate.")],
        longest=60,
        description="16 letters. It stands at the foot of the certificate.",
    )
    surname = TextField(
        "Surname (you can leave this empty)",
        longest=120,
        description="The name is shown only to somebody who knows the surname.",
    )
