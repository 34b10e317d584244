"""One fault in a course source, and the list that reading one file fills."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

MAX_PROBLEMS_PER_FILE = 50
"""A file with more gets one last line saying that more follow, so that a hostile page cannot flood the author."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault: where it is (line and column count from 1, column in characters) and what to do about it.

    `code` is a short stable name for tests and tools; `sentence` is for the author. The same shape serves warnings.
    """

    path: str
    line: int
    column: int
    code: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.sentence}"


@dataclass(slots=True)
class Findings:
    """What reading one file brings to light: problems stop publishing, warnings never do."""

    path: str
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    @property
    def is_full(self) -> bool:
        """Whether so much is wrong already that nobody would be shown more: dear searching can stop."""
        return len(self.problems) > 2 * MAX_PROBLEMS_PER_FILE

    def problem(self, line: int, column: int, code: str, sentence: str) -> None:
        """Note a problem at this place of the file."""
        self.problems.append(Problem(self.path, line, column, code, sentence))

    def warning(self, line: int, column: int, code: str, sentence: str) -> None:
        """Note a warning at this place of the file."""
        self.warnings.append(Problem(self.path, line, column, code, sentence))


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem, or a warning that says so, as the command line prints it."""

    problem: Problem
    is_warning: bool

    def __str__(self) -> str:
        if self.is_warning:
            return str(replace(self.problem, sentence=f"warning: {self.problem.sentence}"))
        return str(self.problem)


def sorted_findings(problems: Iterable[Problem], warnings: Iterable[Problem]) -> list[Finding]:
    """Problems and warnings together, by path, line and column."""
    found = [Finding(problem, is_warning=False) for problem in problems]
    found += [Finding(warning, is_warning=True) for warning in warnings]
    return sorted(found, key=lambda finding: (finding.problem, finding.is_warning))


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Each problem once, by path, line and column, at most `MAX_PROBLEMS_PER_FILE` a file."""
    by_path: dict[str, list[Problem]] = defaultdict(list)
    for problem in sorted(set(problems)):
        by_path[problem.path].append(problem)
    shown: list[Problem] = []
    for path, found in by_path.items():
        shown += found[:MAX_PROBLEMS_PER_FILE]
        if len(found) > MAX_PROBLEMS_PER_FILE:
            next_one = found[MAX_PROBLEMS_PER_FILE]
            sentence = "More follow in this file from here on. Mend those above first."
            shown.append(Problem(path, next_one.line, next_one.column, "more", sentence))
    return tuple(shown)


def counted(count: int, noun: str) -> str:
    """The count with its noun: "1 option", "2 options"."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def listed(words: Iterable[str], joiner: str = "and") -> str:
    """The words as a sentence lists them: "a", "a and b", "a, b and c"."""
    items = list(words)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {joiner} {items[-1]}"


def on_lines(lines: Iterable[int]) -> str:
    """The lines in brackets: "(line 3)", "(lines 3, 5)"."""
    numbers = [str(line) for line in lines]
    return f"(line {numbers[0]})" if len(numbers) == 1 else f"(lines {', '.join(numbers)})"
