"""Forms of improvement: a learner's comment on a lesson, and an author's answer to it."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import BooleanField, SelectField

from learning.courses.models import Version
from learning.improvement.answers_to_comments import LONGEST_ANSWER, LONGEST_CHANGE
from learning.improvement.comments import LONGEST_COMMENT
from learning.web.filters import day
from learning.web.forms import PageForm, WordsField, choices, needed

_NOT_CHANGED = ("", "Nothing was changed")


class CommentForm(PageForm):
    """What is unclear, wrong or missing."""

    words = WordsField(
        "What is unclear, wrong or missing?",
        [needed("Write what is unclear, wrong or missing.")],
        longest=LONGEST_COMMENT,
        description=f"Do not name children or families. Up to {LONGEST_COMMENT:,} characters.",
    )
    shows_name = BooleanField(
        "You may show my name", description="So that they can ask me. Leave this empty, and they do not see it."
    )


class AnswerForm(PageForm):
    """The answer for the one who wrote, and for everybody what changed."""

    answer = WordsField(
        "Your answer",
        [needed("Write an answer. One sentence is enough.")],
        longest=LONGEST_ANSWER,
        description="Only the person who wrote this sees it. They do not see your name. "
        f"Up to {LONGEST_ANSWER:,} characters.",
    )
    changed_in = SelectField("Which version changed it?", validate_choice=False)
    change = WordsField(
        "You said, we changed",
        longest=LONGEST_CHANGE,
        description="For all learners, on the course's page, in words of your own: what was said and what you changed. "
        f"Never the words or the name of the person who wrote. Up to {LONGEST_CHANGE} characters.",
    )

    def offer(self, versions: Iterable[Version]) -> None:
        """Let these versions be chosen."""
        offered = [(str(one.number), f"Version {one.number}, {day(one.published_at)}") for one in versions]
        self.changed_in.choices = choices([_NOT_CHANGED, *offered])
