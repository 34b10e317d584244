"""Reads a Moodle XML file: elements in, questions and named losses out. Never raises, whatever the bytes."""

from __future__ import annotations

from learning.exchange.questions.bank_question import MAX_QUESTIONS, BankQuestion, Gaps, Losses, Reading, quoted
from learning.exchange.questions.escaping import escaped_line
from learning.exchange.questions.marks import because_of
from learning.exchange.questions.moodle_answers import MoodleAnswer, read_moodle_answer, why_no_question
from learning.exchange.questions.moodle_texts import block_of, raw_text
from learning.exchange.questions.source_bytes import text_of
from learning.exchange.questions.stems import heading_and_prompt, key_from
from learning.exchange.questions.texts import Texts
from learning.exchange.questions.xml_tree import Element, read_xml

_STANDARD_FEEDBACK = ("your answer is correct.", "your answer is partially correct.", "your answer is incorrect.")
_FEEDBACKS = ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback")


def read_moodle_xml(data: bytes) -> Reading:
    """The questions of a Moodle XML file."""
    losses = Losses()
    text = text_of(data, losses)
    if text is None:
        return Reading((), losses.in_order())
    root = read_xml(text, losses)
    quiz = root.first("quiz") or root
    questions: list[BankQuestion] = []
    categories: list[str] = []
    for element in quiz.children:
        if losses.is_full:
            break
        if element.name != "question":
            losses.note(element.line, f"<{element.name}> is no question: it is left out.")
        elif element.attributes.get("type") == "category":
            _take_category(element, categories, losses)
        elif len(questions) == MAX_QUESTIONS:
            sentence = f"A course holds at most {MAX_QUESTIONS} questions: from here on nothing is read."
            losses.note(element.line, sentence)
            break
        else:
            question = _question(element, losses)
            questions += [question] if question else []
    title = categories[0].rpartition("/")[2] if categories else ""
    return Reading(tuple(questions), losses.in_order(), " ".join(title.split()))


def _take_category(element: Element, categories: list[str], losses: Losses) -> None:
    """The first category names the bank; of any other the name is a loss."""
    name = element.words("category", "text")
    if categories:
        losses.note(element.line, f"The category {quoted([name])} is not kept: all questions go into one bank.")
    categories.append(name)
    about = element.words("info", "text")
    if about:
        losses.note(element.line, f"The description of a category, {quoted([about])}, is not carried over.")


def _question(element: Element, losses: Losses) -> BankQuestion | None:
    """The question of an element; None where none can be made of it, which is named."""
    line, name = element.line, element.words("name", "text") or element.words("name")
    texts = Texts(line, losses)
    losses.names[line] = name or raw_text(element.first("questiontext") or element)
    why = why_no_question(element)
    if why:
        losses.note_left_out(line, why)
        return None
    _note_settings(element, losses)
    answered = read_moodle_answer(element, texts)
    if answered is None:
        return None
    heading, prompt = _asked(element, answered, name, texts)
    if not heading:
        losses.note_left_out(line, "it asks nothing, as it has no text.")
        return None
    hints = [block_of(hint, texts) for hint in element.all("hint")]
    because = because_of(line, block_of(element.first("generalfeedback"), texts), answered.remarks, losses)
    answer, key = answered.answer, _key(element, name, losses)
    return BankQuestion(line, key, heading, prompt, answer, tuple(hint for hint in hints if hint), because)


def _asked(element: Element, answered: MoodleAnswer, name: str, texts: Texts) -> tuple[str, str]:
    """The heading and the prompt; a text with gaps is asked by the name of the question."""
    if isinstance(answered.answer, Gaps):
        return escaped_line(name) or "Fill the gaps", ""
    return heading_and_prompt(block_of(element.first("questiontext"), texts), name)


def _key(element: Element, name: str, losses: Losses) -> str:
    """The key by the ID number, else by the name."""
    number = element.words("idnumber")
    text = raw_text(element.first("questiontext") or Element("", 0))
    if number and name and " ".join(name.split())[:40] not in " ".join(text.split()):
        losses.note_setting(element.line, "The name of a question is not kept where its ID number gives the key.")
    return key_from(number or name)


def _note_settings(element: Element, losses: Losses) -> None:
    """Name what Moodle keeps of a question and the course format has no place for."""
    line = element.line
    if _is_number(element.words("penalty"), other_than=0):
        losses.note_setting(line, "The penalty for further tries is not kept: tries are never limited here.")
    if _is_number(element.words("defaultgrade"), other_than=1):
        losses.note_setting(line, "Marks other than 1 are not kept: every question is worth one point here.")
    if element.words("hidden") == "1":
        losses.note(line, "This question was hidden. It is carried over: take it out if it should not be asked.")
    for tag in element.first("tags").all("tag") if element.first("tags") else ():  # type: ignore[union-attr]
        losses.note(line, f"The tag {quoted([tag.words('text')])} is not carried over.")
    texts = Texts(line, Losses())
    for name in _FEEDBACKS:
        words = block_of(element.first(name), texts)
        if words.casefold() in _STANDARD_FEEDBACK:
            losses.note_setting(line, "Moodle's own feedback (“Your answer is correct.” and so on) stays behind.")
        elif words:
            when = name.removesuffix("feedback").replace("partially", "partly ")
            losses.note(line, f"The feedback to every {when} answer is not carried over: {quoted([words])}.")


def _is_number(text: str, *, other_than: float) -> bool:
    try:
        return bool(text) and float(text) != other_than
    except ValueError:
        return False
