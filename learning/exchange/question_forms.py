"""The forms with which questions from elsewhere are brought into a draft."""

from __future__ import annotations

from wtforms import FileField

from learning.web.forms import PageForm, TextField, WordsField, needed

LONGEST_NAME = 50
LONGEST_PASTED = 900_000
LARGEST_FILE_MEGABYTES = 5
MOST_PAGES = 50


class BankNameForm(PageForm):
    """What the bank is to be called."""

    name = TextField(
        "Name of the bank",
        [needed("Enter a name, such as Signs of neglect.")],
        longest=LONGEST_NAME,
        description=f"It becomes the title, and the name of the file. Up to {LONGEST_NAME} characters.",
    )


class BringQuestionsForm(BankNameForm):
    """A file, or the same pasted."""

    file = FileField("File", description=f"GIFT (.txt, .gift) or Moodle XML (.xml), up to {LARGEST_FILE_MEGABYTES} MB.")
    text = WordsField(
        "Or paste the questions",
        longest=LONGEST_PASTED,
        description="The whole of a GIFT or Moodle XML file. A file that you chose above comes first.",
    )
