"""The five refusals: raised by operations with a sentence for the person, turned into pages in one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error in the program
    """What an operation says instead of doing what was asked; `sentence` is shown to the person as it is."""

    status = 400

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotFound(Refusal):
    """There is no such thing, or it is somebody else's: the answer is the same, so that it tells nothing."""

    status = 404

    def __init__(self, sentence: str = "There is no page here that you can open.") -> None:
        super().__init__(sentence)


class NotAllowed(Refusal):
    """The person may know of it but not do this."""

    status = 403


class Conflict(Refusal):
    """It cannot be done as things stand; nothing was changed.

    Without a `heading` somebody, or another tab, was faster, and loading the page again helps.
    """

    status = 409

    def __init__(self, sentence: str, heading: str | None = None) -> None:
        super().__init__(sentence)
        self.heading = heading


class Invalid(Refusal):
    """What was typed cannot be taken: field name to sentence."""

    status = 422

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = dict(fields)


class BadSource(Refusal):
    """A course source with problems; `problems` are printable, each with its line."""

    status = 422

    def __init__(self, problems: Sequence[Any]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)
