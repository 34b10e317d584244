"""PURE. How much getting one question right goes with getting the others right."""

from __future__ import annotations

import math
from dataclasses import dataclass

FEWEST_FOR_CORRELATION = 20


@dataclass(slots=True)
class Correlation:
    """The corrected point-biserial correlation of a question, from −1 to 1, added up one person at a time.

    That is Pearson's correlation between the point of the question (0 or 1) and the share of the other questions that
    were right; the question itself is left out of the score it is compared with (S. Henrysson, “Correction of
    item-total correlations in item analysis”, Psychometrika 28, 1963; L. Crocker and J. Algina, “Introduction to
    Classical and Modern Test Theory”, 1986, chapter 14). Not computed for fewer than 20 people, where its standard
    error is above 0.23, nor where everybody did the same in the question or in the others.
    """

    people_count: int = 0
    _sum: float = 0.0
    _sum_others: float = 0.0
    _sum_of_squares: float = 0.0
    _sum_of_squares_others: float = 0.0
    _sum_of_products: float = 0.0

    def add(self, point: int, others_share: float) -> None:
        """Take one person: the point, 0 or 1, and the share of the other points, from 0 to 1."""
        self.people_count += 1
        self._sum += point
        self._sum_others += others_share
        self._sum_of_squares += point * point
        self._sum_of_squares_others += others_share * others_share
        self._sum_of_products += point * others_share

    @property
    def value(self) -> float | None:
        """The correlation, or None where there is none to be had."""
        count = self.people_count
        if count < FEWEST_FOR_CORRELATION:
            return None
        spread = count * self._sum_of_squares - self._sum**2
        spread_others = count * self._sum_of_squares_others - self._sum_others**2
        if spread <= 0 or spread_others <= 1e-9 * count**2:
            return None
        together = count * self._sum_of_products - self._sum * self._sum_others
        return max(-1.0, min(1.0, together / math.sqrt(spread * spread_others)))

    @property
    def is_clearly_negative(self) -> bool:
        """Whether it is below zero by more than its standard error, 1/√(n − 1): nearer to zero it may be chance."""
        return self.value is not None and self.value < -1 / math.sqrt(self.people_count - 1)
