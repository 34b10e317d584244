"""PURE. What the figures of a question mean, in sentences for those who write courses."""

from __future__ import annotations

from itertools import groupby

from learning.improvement.correlation import FEWEST_FOR_CORRELATION
from learning.improvement.question_figures import ChosenAnswer, QuestionFigures

TOO_FEW = "Fewer than five people so far."
_GOES_WELL, _GOES_A_LITTLE = 0.3, 0.1


def percent(part: int, whole: int) -> int:
    """Whole percent, rounded to the nearest; 0 of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else 0


def what_it_says(figures: QuestionFigures) -> list[str]:
    """One sentence or more: first how hard the question is, then in which way it misleads."""
    if not figures.people_count:
        return [TOO_FEW]
    said = [_how_hard(percent(figures.right_count, figures.people_count))]
    if figures.outweighed:
        wrong, right = figures.outweighed
        if figures.is_typed:
            said.append(f"Misleads: more people typed {_quoted(wrong)} than a right answer.")
        elif sum(one.is_right for one in figures.chosen) == 1:
            said.append(f"Misleads: more people chose {_quoted(wrong)} than the right answer.")
        else:
            said.append(f"Misleads: more people chose {_quoted(wrong)} than {_quoted(right)}, which is right.")
    if figures.goes_the_wrong_way:
        said.append("May mislead: people who did well in the other questions got this one wrong more often.")
    return said


def how_it_goes_with_the_rest(figures: QuestionFigures) -> str:
    """The discrimination in words with its figure, or why there is none."""
    found = figures.discrimination
    if found is None:
        few = figures.people_count < FEWEST_FOR_CORRELATION
        return f"Not known below {FEWEST_FOR_CORRELATION} people" if few else "Not known: nothing to compare it with"
    shown = f"{found:.2f}".replace("-", "−")
    if figures.goes_the_wrong_way:
        return f"The wrong way round ({shown})"
    if found >= _GOES_WELL:
        return f"Well ({shown})"
    return f"A little ({shown})" if found >= _GOES_A_LITTLE else f"Hardly ({shown})"


def versions_in_words(numbers: tuple[int, ...]) -> str:
    """“Version 3”, or “Versions 1 to 3 and 5”."""
    parts: list[str] = []
    for _, run in groupby(enumerate(numbers), key=lambda placed: placed[1] - placed[0]):
        found = [str(number) for _, number in run]
        parts += [f"{found[0]} to {found[-1]}"] if len(found) > 2 else found
    words = f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)
    return f"Version{'s' if len(numbers) > 1 else ''} {words}"


def _quoted(chosen: ChosenAnswer) -> str:
    # Options are often what somebody says, in quotes of their own.
    words = chosen.words.strip('"“”')
    return f"“{words}”"


def _how_hard(right_percent: int) -> str:
    if right_percent >= 90:
        return "Nearly everybody gets this right."
    if right_percent >= 60:
        return "Most people get this right."
    if right_percent >= 40:
        return "About half of people get this right."
    return "Most people get this wrong."
