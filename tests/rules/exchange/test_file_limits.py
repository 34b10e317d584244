"""Files that are made to take much: what is in them is read in steps that grow with its length only."""

from __future__ import annotations

import pytest

from learning.exchange.bringing import NotBroughtError, bring_file
from learning.exchange.documents.word_document import read_word
from learning.exchange.documents.word_package import open_word
from learning.exchange.questions.embedded_pictures import without_pictures
from learning.exchange.questions.gift_reader import read_gift
from learning.exchange.questions.moodle_reader import read_moodle_xml
from learning.exchange.safe_zip import UnreadableZipError, write_zip
from tests.rules.exchange.word_files import paragraph, word_file


def test_a_list_has_the_nine_levels_of_word_whatever_a_file_says() -> None:
    levels = "".join(f'<w:lvl w:ilvl="{level}"/>' for level in range(3_000))
    numbers = "".join(f'<w:num w:numId="{number}"><w:abstractNumId w:val="0"/></w:num>' for number in range(3_000))
    data = word_file(
        paragraph("a"), parts={"numbering": f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{numbers}'}
    )
    assert len(open_word(data).numberings) == 9 * 3_000


def test_notes_that_lead_to_further_notes_are_all_read() -> None:
    def mark(number: int) -> str:
        return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'

    notes = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:t>n{number}</w:t></w:r>{mark(number + 1)}</w:p></w:footnote>'
        for number in range(1, 2_000)
    )
    found = read_word(word_file(f"<w:p>{mark(1)}</w:p>", parts={"footnotes": notes}))
    assert len(found.notes) == 1_999


def test_quotes_that_follow_each_other_are_one() -> None:
    quote = '<w:p><w:pPr><w:pStyle w:val="Quote"/></w:pPr><w:r><w:t>Knock.</w:t></w:r></w:p>'
    found = read_word(word_file(quote * 3, paragraph("Then wait."), quote))
    assert [type(block).__name__ for block in found.blocks] == ["Quote", "Paragraph", "Quote"]
    assert len(found.blocks[0].blocks) == 3


def test_tags_take_more_memory_than_letters_so_they_are_counted_before_a_tree_is_made_of_them() -> None:
    with pytest.raises(UnreadableZipError, match="more text than can be read"):
        read_word(word_file(paragraph("a"), parts={"comments": "<w:p/>" * 1_200_000}))
    reading = read_moodle_xml(b"<quiz>" + b"<a/>" * 800_000 + b"</quiz>")
    assert "3,200,013 letters and signs" in reading.losses[0].sentence


def test_a_file_of_questions_is_read_to_a_length_that_pictures_do_not_count_for() -> None:
    long = read_gift(b"a? {T}\n\n" * 130_000)
    assert (long.questions, long.losses[0].sentence[:50]) == ((), "Nothing was read: the file has 1,040,000 letters a")
    data = "iVBORw0K" * 130_000
    inside = read_gift(f'[html]One <img src\\="data\\:image/png;base64,{data}"> two <svg>{data}</svg>?{{T}}'.encode())
    assert (inside.questions[0].heading, len(inside.losses)) == ("One two ?", 1)
    beside = f"<questiontext><text>So?</text><file name='a.png'>{data}</file></questiontext>"
    right = "<answer fraction='100'><text>true</text></answer>"
    read = read_moodle_xml(f"<quiz><question type='truefalse'>{beside}{right}</question></quiz>".encode())
    assert ([q.heading for q in read.questions], "(762 KB)" in read.losses[0].sentence) == (["So?"], True)


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ('a <svg width="1">x</svg> b <SVG\n>y</SVG > c', "a <svg></svg> b <svg></svg> c"),
        ("<svg/> words <svg>x</svg>", "<svg/> words <svg></svg>"),
        ('<svg id="a" /> words <svg>x</svg>', '<svg id="a" /> words <svg></svg>'),
        ("<svg-icon> words <svg>x</svg>", "<svg-icon> words <svg></svg>"),
        ("<!-- <svg> --> words <svg>x</svg> <svg>y</svg>", "<!-- <svg> --> words <svg>x</svg> <svg></svg>"),
        ("<svg> words <svg/> more </svg>", "<svg> words <svg/> more </svg>"),
        ("</svg> words <svg> without an end", "</svg> words <svg> without an end"),
        *((text, text) for text in ("<svg " * 60_000, "<svg>" * 60_000, "<svg /" * 60_000)),
    ],
    ids=lambda text: text[:24],
)
def test_no_word_between_two_drawings_is_taken_for_a_part_of_them(html: str, left: str) -> None:
    assert without_pictures(html) == left


def test_of_a_file_full_of_formatting_the_words_are_kept() -> None:
    few = b"[markdown]*one*? {=[html]<i>a</i> ~b}\n\n"
    full = read_gift(few + (b"[markdown]a" + b"_" * 19_000 + b"? {T}\n\n") * 2 + few)
    assert [question.heading for question in full.questions[::3]] == ["*one*?", "\\*one\\*?"]
    assert [question.answer.options[0].text for question in full.questions[::3]] == ["*a*", "a"]
    assert [loss.line for loss in full.losses if "only words are kept" in loss.sentence] == [5]


def test_a_zip_with_more_text_than_a_course_holds_is_refused_before_anybody_is_shown_it() -> None:
    lessons = {f"{number:02}-a.md": b"a" * 65_536 for number in range(65)}
    with pytest.raises(NotBroughtError, match="more text than a course can hold"):
        bring_file(write_zip({"course.md": b"# A\n", **lessons}), "course.zip")
