"""Whatever signs words hold: written as Markdown and read again, they say the same and are nothing else."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from learning.courses.format.markdown_blocks import parse_words
from learning.courses.format.parser import parse_course
from learning.exchange.documents.markdown_pages import write_blocks
from learning.exchange.documents.rich_text import (
    Block,
    Code,
    Heading,
    LineBreak,
    ListBlock,
    Paragraph,
    Quote,
    Table,
    Words,
    plain,
)
from learning.exchange.lesson_files import course_page

_SIGNS = r"""ab Z19.,:;!?-_*+#>|~`\/[](){}<>&="'$%^@ –“”é"""
_PHRASES = (
    *(
        "Choose one.",
        "Ending: strong",
        "Question: x",
        "Question 1",
        "Short version",
        "1. a",
        "- a",
        "+ a",
        "# a",
        "---",
    ),
    *(
        "===",
        "```",
        "~~~",
        "> a",
        "|a|b|",
        "|-|-|",
        ":-:",
        "[x] a",
        "[a]: b",
        "<!-- a -->",
        "<b>",
        "&amp;",
        "&#65;",
        "***",
    ),
    *("https://a.org", "![a](b)", "[[gap]]", "Answer: true", "Hint: a", "Because: b", "    a", "a  ", "\\"),
)
_text = st.one_of(st.text(_SIGNS, max_size=12), st.sampled_from(_PHRASES))
_words = st.builds(Words, _text, bold=st.booleans(), italic=st.booleans())
_one_look = _words.filter(lambda words: not (words.bold and words.italic))
_inline = st.lists(st.one_of(_words, st.just(LineBreak())), min_size=1, max_size=5).map(tuple)
_said = _inline.filter(lambda words: bool(plain(words)))
_blocks = st.recursive(
    st.one_of(st.builds(Paragraph, _said), st.builds(Heading, st.integers(2, 6), _said)),
    lambda inner: st.one_of(
        st.builds(Quote, st.lists(inner, min_size=1, max_size=2).map(tuple)),
        st.builds(
            ListBlock,
            st.booleans(),
            st.integers(0, 12),
            st.lists(st.lists(inner, min_size=1, max_size=2).map(tuple), min_size=1, max_size=3).map(tuple),
        ),
    ),
    max_leaves=4,
)
_pages = st.lists(st.one_of(_blocks, st.builds(Code, _said.map(plain))), min_size=1, max_size=4)
_tables = st.lists(st.tuples(_said, _inline), min_size=1, max_size=3).map(tuple)


def _read(markdown: str) -> tuple[str, list[str]]:
    lesson = f"---\nminutes: 1\n---\n# Title\n\n{markdown}\n".encode()
    parsed = parse_course("visits", {"course.md": course_page("Visits"), "01-a.md": lesson})
    assert parsed.course is not None
    passages = [block.text.plain for block in parsed.course.lessons[0].blocks]  # type: ignore[union-attr]
    return " ".join("\n".join(passages).split()), [str(problem) for problem in parsed.problems]


def _wanted(blocks: list[Block] | tuple[Block, ...]) -> str:
    said = []
    for block in blocks:
        match block:
            case Paragraph(words=words) | Heading(words=words):
                said.append(plain(words))
            case Quote(blocks=inner):
                said.append(_wanted(inner))
            case ListBlock(items=items):
                said += [_wanted(item) for item in items]
            case Code(text=text):
                said.append(text)
    return " ".join(" ".join(said).split())


@settings(max_examples=60, deadline=None)
@given(_pages)
@example([Heading(2, (Words("1"), Words("Question: x", italic=True)))])
def test_blocks_say_the_same_and_begin_nothing_of_the_course_format(blocks: list[Block]) -> None:
    said, problems = _read(write_blocks(blocks))
    assert problems == []
    assert said.replace("\u00a0", " ") == _wanted(blocks)


@settings(max_examples=40, deadline=None)
@given(_tables)
def test_cells_say_the_same(rows) -> None:
    said, problems = _read(write_blocks([Table(rows)]))
    assert problems == []
    assert said == " ".join(" ".join(plain(cell) for row in rows for cell in row).split())


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(_one_look, _one_look), min_size=1, max_size=3))
def test_letters_stay_bold_or_slanted_where_no_three_looks_touch(pairs) -> None:
    """Signs and blanks at the edge may lose their look, as Markdown cannot say it there.

    Bold and slanted at once beside one of the two is not promised: so many stars in a row can be read in two ways.
    """
    words = [part for first, second in pairs for part in (first, second, Words(" "))]
    line = write_blocks([Paragraph(tuple(words))])
    look, found = [False, False], []
    for token in parse_words(line, {}):
        if token.type.startswith(("strong", "em")):
            look[token.type.startswith("em")] = token.nesting == 1
        elif token.type in ("text", "text_special"):
            found += [(sign, *look) for sign in token.content if sign.isalnum()]
    wanted = [(sign, part.bold, part.italic) for part in words for sign in part.text]
    assert found == [one for one in wanted if one[0].isalnum()]


def test_words_matter_more_than_looks_where_stars_touch_stars() -> None:
    looks = ((True, False), (True, True), (False, True))
    words = tuple(Words("1", bold=bold, italic=italic) for bold, italic in looks)
    assert _read(write_blocks([Paragraph(words)])) == ("111", [])
