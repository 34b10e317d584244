"""Parts the text of a question as others have it into what asks (our heading) and what is told before (our prompt)."""

from __future__ import annotations

from learning.courses.format.keys import KEY_LENGTH
from learning.courses.format.page import anchor
from learning.exchange.questions.escaping import escaped_line, one_line, parts_of, plain_of

LONGEST_HEADING = 400


def heading_and_prompt(stem: str, name: str) -> tuple[str, str]:
    """The heading and the prompt.

    The last paragraph with a question mark at its end asks, else the last one. Where none can be a heading, the name of
    the question is, and the whole text is the prompt.
    """
    parts = parts_of(stem)
    headings = [(number, one_line(source)) for number, (kind, source) in enumerate(parts) if kind == "paragraph"]
    fitting = [(number, line) for number, line in headings if _fits(line)]
    asking = [(number, line) for number, line in fitting if plain_of(line).endswith("?")]
    chosen = (asking or fitting)[-1:]
    if not chosen:
        return escaped_line(name) or ("Read this, then answer" if stem.strip() else ""), stem.strip()
    place, heading = chosen[0]
    return heading, "\n\n".join(source for number, (_, source) in enumerate(parts) if number != place)


def stem_of(heading: str, prompt: str) -> str | None:
    """The text that parts into these two again; None where there is none."""
    tries = (f"{prompt}\n\n{heading}", f"{heading}\n\n{prompt}") if prompt else (heading,)
    return next((stem for stem in tries if heading_and_prompt(stem, "") == (heading, prompt)), None)


def key_from(name: str) -> str:
    """The key that a name of somebody else's gives; empty where it gives none."""
    words = "-".join(part for part in anchor(name).split("-") if part)[:KEY_LENGTH].strip("-")
    return words if anchor(words) == words else ""


def _fits(line: str) -> bool:
    """Whether a line can be a heading: not too long, and no mere note such as “(picture: a door)”."""
    words = plain_of(line).strip(" *_")
    return len(line) <= LONGEST_HEADING and bool(words) and not (words.startswith("(") and words.endswith(")"))
