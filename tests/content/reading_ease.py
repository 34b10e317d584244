"""How hard a text is to read: words a sentence, and Flesch's reading ease."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pyphen

from learning.courses.document import Lesson, Passage, Practice, Reflection, Scenario, Text

_DICTIONARIES = tuple(pyphen.Pyphen(lang=lang, left=1, right=1) for lang in ("en_GB", "en_US"))
_SENTENCE_END = re.compile(r"[.?!…:][”’\")]*(?:\s+|$)")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*|\d[\d.,]*")


@dataclass(frozen=True)
class Ease:
    """What is counted in a text; at least one sentence and one word."""

    word_count: int
    sentence_count: int
    syllable_count: int

    @property
    def words_a_sentence(self) -> float:
        """The mean length of a sentence."""
        return self.word_count / self.sentence_count

    @property
    def flesch(self) -> float:
        """Flesch's reading ease (1948): 60 to 70 is plain English, below 50 is hard."""
        return 206.835 - 1.015 * self.words_a_sentence - 84.6 * self.syllable_count / self.word_count


def ease_of(lesson: Lesson) -> Ease:
    """What a learner reads in a lesson: its text, stories, reflections and practice tasks, in full and in short.

    Only whole sentences count: headings, cells and labels would make a text look easier than it is.
    """
    sentences = [sentence for text in _texts(lesson) for sentence in sentences_of(text)]
    words = [word for sentence in sentences for word in _WORD.findall(sentence)]
    return Ease(len(words), len(sentences), sum(map(syllables_of, words)))


def sentences_of(plain: str) -> list[str]:
    """The sentences of a text in which each block is a line; a line without a full stop is no sentence."""
    lines = [line.strip() for line in plain.splitlines()]
    ended = [line for line in lines if line and _SENTENCE_END.search(line) and line[-1] in '.?!…:”’")']
    return [part for line in ended for part in _SENTENCE_END.split(line) if _WORD.search(part)]


def syllables_of(word: str) -> int:
    """How many syllables a word has: hyphenation finds too few of them, so the dictionary that finds more is right."""
    return max(len(dictionary.positions(word)) + 1 for dictionary in _DICTIONARIES)


def _texts(lesson: Lesson) -> Iterator[str]:
    found: list[Text | None] = [lesson.short_version]
    for block in lesson.blocks:
        match block:
            case Passage() | Reflection() | Practice():
                found.append(block.text)
            case Scenario():
                found += [block.introduction, *(scene.text for scene in block.scenes)]
    return (text.plain for text in found if text is not None)
