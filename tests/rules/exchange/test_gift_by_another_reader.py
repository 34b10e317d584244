"""A GIFT reader that is not ours finds the same questions, kinds and answers, in others' files and in our exports."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path

import pytest

from learning.exchange.question_files import export_page
from learning.exchange.questions.bank_question import Choices, Losses, Matching, Number, ShortText, TrueFalse
from learning.exchange.questions.gift_reader import read_gift
from learning.exchange.questions.gift_writer import write_gift

FILES = Path(__file__).resolve().parents[2] / "exchange_files"
KINDS = {
    "MultipleChoiceRadio()": "single choice",
    "MultipleChoiceCheckbox()": "multiple choice",
    "TrueFalse()": "true/false",
    "Short()": "short text",
    "Matching()": "matching",
    "Numerical()": "number",
    "Range()": "number",
}
BANK = """# Bank
## Question: What comes *before* advice?
<!-- id: curiosity -->
A grandmother asks you {what} to do ~ today: #1?

Choose one.

- [x] Curiosity
  > Yes. Ask *first*.
- [ ] A leaflet \\* or two
- [ ] 50% of a warning

> Because: Questions open doors.

## Question: Which help?
Choose all that apply.

- [x] Time
- [x] Kindness
- [ ] Blame
  > It closes doors.

## Question: Silence means consent.
True or false?

Answer: false

## Question: What does the P in PACE stand for?
Type a short answer.

Answer: playfulness / play {ful}

## Question: How long?
Enter a number.

Answer: 40 to 50 minutes

## Question: Match.
Match the pairs.

| This | that |
|---|---|
| Fight | Shouting |
| Flight | Running \\~ off |
| Freeze | Going still |
| Fawn | Saying \\<b>yes\\</b> &amp;amp; smiling |

## Question: Which three are needs?
Choose all that apply.

- [x] Sleep
- [x] Food
- [x] Kindness
- [ ] A car

## Question: Why?
Choose one.

- [x] Fear -> anger
- [ ] Boredom
"""


@pytest.fixture(scope="module")
def another_reader():
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        from pygiftparser import parser  # noqa: PLC0415 - it makes its tables, and speaks, when it is imported

        def parse(text):
            found = parser.parse(text).questions
            return [question for question in found if repr(question.answer) in KINDS]

        yield parse


def plain(text: str) -> str:
    """Words as the other reader gives them: it knows no format marks and leaves escaped signs in answers."""
    for sign in "~=#{}:\\":
        text = text.replace(f"\\{sign}", sign)
    return text.replace("[markdown]", "").strip()


def answers_of_another(question) -> list:
    options = question.answer.options
    match KINDS[repr(question.answer)]:
        case "true/false":
            return [options[0].text == "True"]
        case "matching":
            return [tuple(plain(side) for side in question.answer.get_pair(option).values()) for option in options]
        case "number":
            return [options[0].text.strip()]
        case "short text":
            return [plain(option.text) for option in options]
        case _:
            return [(plain(option.text), option.percentage > 0) for option in options]


def answers_of_ours(question) -> list:
    match question.answer:
        case TrueFalse(is_true=is_true):
            return [is_true]
        case Matching(pairs=pairs):
            return list(pairs)
        case ShortText(accepted=accepted):
            return list(accepted)
        case Choices(options=options):
            return [(option.text, option.is_right) for option in options]
        case Number(lowest=lowest, highest=highest):
            return [(float(lowest), float(highest))]


def limits(words: str) -> tuple[float, float]:
    if ".." in words:
        low, _, high = words.partition("..")
        return float(low), float(high)
    middle, _, tolerance = words.partition(":")
    return float(middle) - float(tolerance or 0), float(middle) + float(tolerance or 0)


def check_same(theirs, ours):
    assert [KINDS[repr(question.answer)] for question in theirs] == [question.kind for question in ours]
    for their, our in zip(theirs, ours, strict=True):
        found = answers_of_another(their)
        assert ([limits(found[0])] if our.kind == "number" else found) == answers_of_ours(our)


def test_a_file_by_the_book_is_read_alike(another_reader):
    text = (FILES / "by-the-book.gift").read_text("utf-8")
    ours = read_gift(text.encode()).questions
    assert len(ours) == 11
    check_same(another_reader(text), ours)


def test_our_exports_are_read_alike(another_reader):
    exported = export_page("banks/bank.md", BANK.encode(), "gift")
    ours = read_gift(exported.text.encode()).questions
    assert exported.question_count == len(ours) == 8
    assert ours[5].answer.pairs[3] == ("Fawn", "Saying ‹b›yes‹/b› ＆amp; smiling")
    check_same(another_reader(exported.text), ours)


def test_what_gift_cannot_say_is_named():
    bank = BANK + "\n## Question: Order\nPut in order.\n\n1. a\n2. b\n\n> Hint: x\n"
    exported = export_page("banks/bank.md", bank.encode(), "gift")
    told = " ".join(loss.sentence for loss in exported.losses)
    assert "GIFT has no ordering questions" in told
    assert '"minutes" stays behind' in told
    assert 'The question "Order" is not carried over' in told
    assert '"Saying <b>yes</b> &amp; smiling" could be taken for HTML' in told
    assert "Part marks differ a little" in told
    assert 'headings of the columns, "This" and "that"' in told
    assert write_gift("", read_gift(exported.text.encode()).questions, Losses()).count("::") == 16


def test_a_file_says_at_its_top_what_it_does_not_hold(another_reader):
    bank = "# Bank\n## Question: Steps [id:x]\nPut in order.\n\n1. a\n2. b\n\n"
    bank += "## Question: So?\nTrue or false?\n\nAnswer: true\n"
    text = export_page("banks/bank.md", bank.encode(), "gift").text
    assert text.startswith(
        '// Left behind, as GIFT has no way to say it:\n// Line 2: The question "Steps (id:x)" is not'
    )
    assert [question.key for question in read_gift(text.encode()).questions] == ["so"]
    assert len(another_reader(text)) == 1
