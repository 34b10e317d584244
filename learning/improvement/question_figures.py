"""PURE. What the answers in final checks say about each question, without saying anything about anybody.

A person counts once for a question: the first time they sent an answer to it, as later ones follow its feedback.
Figures move on in steps of five people, in the order of sending; whoever makes up no full step yet is waiting. So
nothing is said below five people, and between two looks the figures change by five people or not at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from learning.courses.document import (
    Choices,
    Course,
    Gaps,
    Judgement,
    Matching,
    Number,
    Ordering,
    Question,
    ShortText,
    TrueFalse,
)
from learning.improvement.correlation import Correlation
from learning.study.answers import StoredAnswer, number_in, words_of
from learning.study.scoring import points_earned

FEWEST_PEOPLE = 5
MOST_TYPED_ANSWERS = 5

QuestionPlace = tuple[str | None, str]
"""Where a question stands: the key of its bank, or None for the final check itself, and its own key."""


@dataclass(frozen=True, slots=True)
class SentCheck:
    """One final check as one person sent it, with all that was asked and answered; points are those of the whole."""

    person_id: int
    version_number: int
    answers: tuple[tuple[QuestionPlace, StoredAnswer], ...]
    points_earned: int
    points_possible: int


@dataclass(frozen=True, slots=True)
class ChosenAnswer:
    """An option, or what was typed, and how many people gave it."""

    words: str
    is_right: bool
    people_count: int


@dataclass(frozen=True, slots=True)
class QuestionFigures:
    """One question in one wording. `people_count` is a multiple of five, and 0 while fewer than five have answered.

    `version_numbers` are those of the versions looked at that ask it in these words, rising. `chosen` has the options
    in the author's order; for typed answers all right ones as one, then the wrong ones that five people or more gave;
    for other kinds nothing. `discrimination` is the correlation with the score in the other questions, or None: see
    `Correlation`.
    """

    place: QuestionPlace
    question: Question
    version_numbers: tuple[int, ...]
    is_current: bool
    people_count: int
    right_count: int
    chosen: tuple[ChosenAnswer, ...]
    discrimination: float | None
    goes_the_wrong_way: bool

    @property
    def is_typed(self) -> bool:
        """Whether people type the answer."""
        return isinstance(self.question.answer, ShortText | Number)

    @property
    def outweighed(self) -> tuple[ChosenAnswer, ChosenAnswer] | None:
        """The wrong answer that most people gave and the right one that fewer gave; None where there is no such."""
        wrong = max((one for one in self.chosen if not one.is_right), key=_people_count, default=None)
        right = min((one for one in self.chosen if one.is_right), key=_people_count, default=None)
        return (wrong, right) if wrong and right and wrong.people_count > right.people_count else None

    @property
    def misleads(self) -> bool:
        """Whether the question leads people who know the rest, or most people, to a wrong answer."""
        return self.outweighed is not None or self.goes_the_wrong_way


def figures_of(courses: Mapping[int, Course], checks: Iterable[SentCheck]) -> list[QuestionFigures]:
    """The figures of every question that these versions ask in a final check.

    `courses` are the versions by number; `checks` are read once, in the order of sending, and those of other versions
    are passed over. The questions of the newest version come first, in its order; then what earlier ones asked, the
    latest first. The same key with the same text, options and right answer is the same question, whatever version;
    with other words it is another one.
    """
    newest = max(courses, default=0)
    tallies: dict[object, _Tally] = {}
    asked: dict[int, dict[QuestionPlace, _Tally]] = {}
    for number in sorted(courses, reverse=True):
        asked[number] = {}
        for place, question in _questions_of(courses[number]):
            tally = tallies.setdefault((place, _wording(question)), _Tally(place, question))
            tally.version_numbers.append(number)
            asked[number][place] = tally
    for check in checks:
        for place, answer in check.answers:
            found = asked.get(check.version_number, {}).get(place)
            if found is not None:
                found.add(check, answer)
    return [tally.figures(newest) for tally in tallies.values()]


@dataclass(slots=True)
class _Tally:
    """Counts one question; remembers who was counted, and for at most four people what they answered."""

    place: QuestionPlace
    question: Question
    version_numbers: list[int] = field(default_factory=list)
    person_ids: set[int] = field(default_factory=set)
    waiting: list[tuple[StoredAnswer, int, float | None]] = field(default_factory=list)
    people_count: int = 0
    right_count: int = 0
    given: Counter[str] = field(default_factory=Counter)
    correlation: Correlation = field(default_factory=Correlation)

    def add(self, check: SentCheck, answer: StoredAnswer) -> None:
        """Take an answer, unless this person has given one before; a full step of five is counted."""
        if check.person_id in self.person_ids:
            return
        self.person_ids.add(check.person_id)
        earned = points_earned(self.question, answer)
        others = check.points_possible - 1
        self.waiting.append((answer, earned, (check.points_earned - earned) / others if others > 0 else None))
        if len(self.waiting) == FEWEST_PEOPLE:
            self._count_waiting()

    def figures(self, newest: int) -> QuestionFigures:
        """What was counted so far."""
        return QuestionFigures(
            place=self.place,
            question=self.question,
            version_numbers=tuple(sorted(self.version_numbers)),
            is_current=newest in self.version_numbers,
            people_count=self.people_count,
            right_count=self.right_count,
            chosen=tuple(self._chosen()) if self.people_count else (),
            discrimination=self.correlation.value,
            goes_the_wrong_way=self.correlation.is_clearly_negative,
        )

    def _count_waiting(self) -> None:
        for answer, earned, others_share in self.waiting:
            self.people_count += 1
            self.right_count += earned
            self.given.update(_given(self.question, answer, is_right=bool(earned)))
            if others_share is not None:
                self.correlation.add(earned, others_share)
        self.waiting.clear()

    def _chosen(self) -> Iterator[ChosenAnswer]:
        match self.question.answer:
            case Choices(options=options):
                for index, option in enumerate(options):
                    yield ChosenAnswer(" ".join(option.text.plain.split()), option.right, self.given[str(index)])
            case TrueFalse(right=right):
                yield ChosenAnswer("True", right, self.given["true"])
                yield ChosenAnswer("False", not right, self.given["false"])
            case ShortText() | Number():
                yield ChosenAnswer("A right answer", True, self.right_count)
                common = [one for one in self.given.items() if one[1] >= FEWEST_PEOPLE]
                for typed, people_count in sorted(common, key=_most_first)[:MOST_TYPED_ANSWERS]:
                    yield ChosenAnswer(typed, False, people_count)


def _questions_of(course: Course) -> Iterator[tuple[QuestionPlace, Question]]:
    if course.quiz is None:
        return
    for item in course.quiz.items:
        if isinstance(item, Question):
            yield (None, item.key), item
    for bank in course.banks:
        for question in bank.questions:
            yield (bank.key, question.key), question


def _wording(question: Question) -> tuple[object, ...]:
    """What makes two questions the same one; feedback and hints may differ. HTML is left out: it may be made anew."""
    prompt = question.prompt.markdown if question.prompt else ""
    return (question.kind, question.title.markdown, prompt, _answer_wording(question))


def _answer_wording(question: Question) -> object:
    match question.answer:
        case Choices(options=options):
            return tuple((option.text.markdown, option.right) for option in options)
        case Matching(pairs=pairs, distractors=distractors):
            sides = tuple((left.markdown, right.markdown) for left, right in pairs)
            return sides, tuple(distractor.markdown for distractor in distractors)
        case Ordering(steps=steps):
            return tuple(step.markdown for step in steps)
        case Gaps(markdown=markdown, accepted=accepted):
            return markdown, accepted
        case Judgement(options=judged):
            return tuple((option.text.markdown, option.view) for option in judged)
        case TrueFalse() | ShortText() | Number() as answer:
            return answer


def _given(question: Question, answer: StoredAnswer, *, is_right: bool) -> set[str]:
    """What to count of an answer: the options chosen, or the wrong words typed, without what makes them personal."""
    match question.answer:
        case Choices() | TrueFalse():
            return {str(part) for part in answer}
        case ShortText() if not is_right:
            return {" ".join(words_of(answer, 0).casefold().split())} - {""}
        case Number() if not is_right:
            number = number_in(words_of(answer, 0))
            return set() if number is None else {f"{number.normalize():f}"}
        case _:
            return set()


def _people_count(chosen: ChosenAnswer) -> int:
    return chosen.people_count


def _most_first(typed: tuple[str, int]) -> tuple[int, str]:
    return -typed[1], typed[0]
