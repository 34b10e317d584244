"""Reads a GIFT file: pieces in, questions and named losses out. Never raises, whatever the bytes."""

from __future__ import annotations

from learning.exchange.questions.bank_question import MAX_QUESTIONS, BankQuestion, Losses, Reading, quoted
from learning.exchange.questions.gift_answers import GiftAnswer, read_gift_answer
from learning.exchange.questions.gift_forms import form_and_words
from learning.exchange.questions.gift_pieces import Piece, Pieces, pieces_of
from learning.exchange.questions.gift_signs import shown
from learning.exchange.questions.marks import because_of
from learning.exchange.questions.source_bytes import text_of
from learning.exchange.questions.stems import heading_and_prompt, key_from
from learning.exchange.questions.texts import Texts

_BLANK = "_____"


def read_gift(data: bytes) -> Reading:
    """The questions of a GIFT file."""
    losses = Losses()
    text = text_of(data, losses)
    if text is None:
        return Reading((), losses.in_order())
    pieces = pieces_of(text)
    _note_beside(pieces, losses)
    questions: list[BankQuestion] = []
    for piece in pieces.questions:
        if losses.is_full:
            break
        if len(questions) == MAX_QUESTIONS:
            sentence = f"A course holds at most {MAX_QUESTIONS} questions: from here on nothing is read."
            losses.note(piece.line, sentence)
            break
        question = _question(piece, losses)
        questions += [question] if question else []
    title = shown(pieces.categories[0][1]).rpartition("/")[2] if pieces.categories else ""
    return Reading(tuple(questions), losses.in_order(), " ".join(title.split()))


def _note_beside(pieces: Pieces, losses: Losses) -> None:
    """Name what stands between questions."""
    for line in pieces.comment_lines:
        losses.note_setting(line, "A comment (//) is not carried over.")
    for line, name in pieces.categories[1:]:
        losses.note(line, f"The category {quoted([shown(name)])} is not kept: all questions go into one bank.")


def _question(piece: Piece, losses: Losses) -> BankQuestion | None:
    """The question of a piece; None where none can be made of it, which is named."""
    title, words = shown(piece.title), shown(piece.text)
    losses.names[piece.line] = f"{title}: {words}" if title and words else title or words
    for tag in piece.tags:
        losses.note(piece.line, f"The tag {quoted([tag])} is not carried over.")
    why = _why_not(piece)
    if why or piece.answer is None:
        losses.note_left_out(piece.line, why)
        return None
    stem = _with_blank(piece)
    form, words = form_and_words(stem, "moodle")
    texts = Texts(piece.line, losses)
    answered = read_gift_answer(piece.answer, form, texts)
    if answered is None:
        return None
    return _assembled(piece, texts.block(words, form), answered, losses)


def _with_blank(piece: Piece) -> str:
    """The text, with a blank in it where the braces stood inside the sentence."""
    if not piece.after:
        return piece.text
    room = "" if piece.after[0] in ".,;:!?)" else " "
    return f"{piece.text} {_BLANK}{room}{piece.after}".strip()


def _why_not(piece: Piece) -> str:
    if piece.is_open:
        return "a brace is opened or closed alone in it. Write \\{ and \\} for braces that are only text."
    if piece.answer is None:
        return "it asks nothing. Put it into a lesson, or into the introduction of the bank."
    if piece.block_count > 1:
        return f"it has {piece.block_count} answers in braces, and a question has one."
    if not piece.answer or piece.answer.startswith("####"):
        return "it is an essay, which has no right answer. Make it a reflection in a lesson."
    return ""


def _assembled(piece: Piece, stem: str, answered: GiftAnswer, losses: Losses) -> BankQuestion | None:
    title = shown(piece.title)
    heading, prompt = heading_and_prompt(stem, title)
    if not heading:
        losses.note_left_out(piece.line, "it asks nothing, as no text stands before the braces.")
        return None
    because = because_of(piece.line, answered.general, answered.remarks, losses)
    if piece.id_number and title:
        losses.note(piece.line, f"The name {quoted([title])} is not kept, as the id gives the key.")
    key = key_from(shown(piece.id_number) or title)
    return BankQuestion(piece.line, key, heading, prompt, answered.answer, (), because)
