"""A Word file becomes clean Markdown, and everything that cannot come along is named with its place."""

from __future__ import annotations

import io
import re

import mammoth
import pytest

from learning.courses.format.parser import parse_course
from learning.exchange.bringing import Brought, NotBroughtError, bring_file
from learning.exchange.lesson_files import course_page
from tests.rules.exchange.word_files import (
    cell,
    drawing,
    heading,
    item,
    paragraph,
    photo,
    picture,
    run,
    table,
    word_file,
    zip_of,
)

EMF = b"\x01\0\0\0" + b"\0" * 36 + b" EMF"


def brought(*body: str, **parts) -> Brought:
    return bring_file(word_file(*body, **parts), "visits.docx")


def page(*body: str, **parts) -> str:
    """The text of the one lesson that a file becomes, below its title."""
    files = brought(*body, **parts).files
    (text,) = (content.decode() for path, content in files.items() if path.endswith(".md"))
    return text.partition("# visits\n")[2].strip("\n")


def losses(*body: str, **parts) -> list[str]:
    return [str(loss) for loss in brought(*body, **parts).losses]


def test_each_heading_of_level_one_begins_a_lesson_and_no_word_before_it_is_lost() -> None:
    files = brought(
        paragraph("Home visits", style="Title"),
        paragraph("Read this before."),
        heading(1, "Before you knock"),
        paragraph("Read three records. " * 100),
        heading(2, "Ring ahead"),
        heading(1, "Before you knock"),
        heading(1, "Élan: at the door & beyond!"),
    ).files
    assert list(files) == [
        "01-home-visits.md",
        "02-before-you-knock.md",
        "03-before-you-knock-2.md",
        "04-elan-at-the-door-beyond.md",
    ]
    assert files["01-home-visits.md"] == b"---\nminutes: 1\n---\n# Home visits\n\nRead this before.\n"
    assert files["02-before-you-knock.md"].startswith(b"---\nminutes: 2\n---\n# Before you knock\n")
    assert b"\n## Ring ahead\n" in files["02-before-you-knock.md"]


def test_words_keep_how_they_look() -> None:
    text = page(
        paragraph("Some ", run("bold. ", "<w:b/>"), run("slanted", "<w:i/>"), ", both ", run("x", "<w:b/><w:i/>"), "."),
        paragraph(run("Not bold", '<w:b w:val="0"/>'), run(" by style", '<w:rStyle w:val="Strong"/>')),
        paragraph("10 m", run("2", '<w:vertAlign w:val="superscript"/>'), "<w:r><w:br/></w:r>", "next line"),
        paragraph("Said by her", style="Quote"),
    )
    assert text == (
        "Some **bold.** *slanted*, both ***x***.\n\nNot bold **by style**\n\n10 m²\\\nnext line\n\n> Said by her"
    )


def test_lists_nest_and_go_on_counting() -> None:
    text = page(
        item("one"),
        item("deeper", 1),
        item("deepest", 2),
        item("two"),
        item("first", number=2),
        paragraph("In between."),
        item("second", number=2),
        item("inside", 1, number=2),
        paragraph("by style", style="ListBullet"),
    )
    assert text == (
        "- one\n  - deeper\n    - deepest\n- two\n\n1. first\n\nIn between.\n\n2. second\n   1. inside\n\n- by style"
    )


def test_lists_nest_by_the_names_of_their_styles_where_their_numbering_does_not_say_it() -> None:
    restarted = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="9"/></w:numPr>'
    text = page(
        paragraph("one", style="ListBullet"),
        paragraph("deeper", style="ListBullet2"),
        paragraph("deepest", style="ListBullet3"),
        paragraph("goes on", style="ListContinue3"),
        paragraph("two", style="ListBullet"),
        paragraph("taken out", style="ListBullet2", properties='<w:numPr><w:numId w:val="0"/></w:numPr>'),
        paragraph("first", style="ListNumber"),
        paragraph("inside", style="ListNumber2"),
        paragraph("begun anew", style="ListNumber2", properties=restarted),
        paragraph("second", style="ListNumber"),
        paragraph("own name", style="OurPoints"),
    )
    assert text == (
        "- one\n  - deeper\n    - deepest\n\n      goes on\n\n- two\n\ntaken out\n\n"
        "1. first\n\n   1. inside\n\n   1) begun anew\n\n2. second\n   - own name"
    )


def test_a_list_that_is_known_by_the_name_of_its_style_begins_anew_after_what_is_no_list() -> None:
    text = page(
        paragraph("one", style="ListNumber"),
        paragraph("goes on", style="ListContinue2"),
        table(cell("Sign") + cell(paragraph("inside", style="ListNumber")), cell("a") + cell("b")),
        paragraph("two", style="ListNumber"),
        paragraph("In between."),
        paragraph("anew", style="ListNumber"),
        heading(2, "Then"),
        paragraph("and anew", style="ListNumber"),
    )
    assert text == (
        "1. one\n\n   goes on\n\n| Sign | inside |\n|---|---|\n| a | b |\n\n"
        "2. two\n\nIn between.\n\n1. anew\n\n## Then\n\n1. and anew"
    )


@pytest.mark.parametrize("level", ["--5", "-", "", "-5", "²", "9" * 99])
def test_a_list_whose_depth_is_no_number_is_a_list_all_the_same(level: str) -> None:
    odd = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
    assert page(paragraph("one", properties=odd)) == "- one"


def test_links_footnotes_and_pictures_come_along() -> None:
    found = brought(
        paragraph(
            '<w:hyperlink r:id="there">' + run("the guide") + "</w:hyperlink>",
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://b.org/" </w:instrText>'
            '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run(" and more") + ""
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            '<w:r><w:footnoteReference w:id="2"/></w:r>',
        ),
        paragraph(picture("door", "A red door"), picture("door", "The same")),
        links={"there": "https://a.org/x_(y)?a=1&b=2"},
        media={"door": photo()},
        parts={"footnotes": '<w:footnote w:id="2">' + paragraph("As Ann said.") + "</w:footnote>"},
    )
    (picture_path,) = (path for path in found.files if path.startswith("images/"))
    text = found.files["01-visits.md"].decode()
    assert "[the guide](https://a.org/x_%28y%29?a=1&b=2) [and more](https://b.org/)\\[1\\]\n" in text
    assert f"![A red door]({picture_path})![The same]({picture_path})" in text
    assert text.endswith("## Notes\n\n1. As Ann said.\n")
    assert found.losses == ()


def test_tables_have_a_head_and_one_line_a_cell() -> None:
    body = table(
        cell("Sign") + cell("What to do"),
        cell("Bruise | burn", properties='<w:vMerge w:val="restart"/>') + cell("Ask.", "Then write"),
        cell("", properties="<w:vMerge/>") + cell(item("a") + item("b")),
        cell("All of it", properties='<w:gridSpan w:val="2"/>'),
    )
    assert page(body) == (
        "| Sign | What to do |\n|---|---|\n| Bruise \\| burn | Ask. Then write |\n|  | a; b |\n| All of it |  |"
    )
    assert losses(body) == [
        "Paragraph 1: merged cells in a table: the first of them holds the words now, the others are empty.",
        "Paragraph 1: a cell with more than one paragraph (row 2, column 2): it is one line now.",
        "Paragraph 1: a cell with more than one paragraph (row 3, column 2): it is one line now.",
    ]
    assert page(table(cell("Boxed in", "twice"))) == "> Boxed in\n>\n> twice"
    assert "its first row is the head now" in losses(table(cell("a") + cell("b"), look=""))[0]


def test_what_cannot_be_carried_over_is_named_with_its_place() -> None:
    box = f"<wps:txbx><w:txbxContent>{paragraph('In the box')}</w:txbxContent></wps:txbx>"
    body = (
        heading(1, "Neglect"),
        paragraph("A comment", '<w:r><w:commentReference w:id="0"/></w:r>'),
        paragraph(
            "<w:del>" + run("").replace("<w:t ", "<w:delText ").replace("></w:t>", ">gone</w:delText>") + "</w:del>"
        ),
        paragraph("<w:ins>" + run("put in") + "</w:ins>"),
        paragraph(drawing(box)),
        paragraph(picture("drawn", "How it flows")),
        paragraph(drawing('<c:chart r:id="c"/>', "Numbers")),
        paragraph(drawing("<dgm:relIds/>")),
        paragraph("<m:oMath><m:r><m:t>a=b</m:t></m:r></m:oMath>"),
        paragraph(run("secret", "<w:vanish/>")),
        paragraph("Called out", style="Callout"),
        paragraph(run("u", '<w:u w:val="single"/>'), run("v", '<w:color w:val="FF0000"/>')),
        paragraph('<w:r><w:sym w:font="Wingdings" w:char="F04A"/></w:r>', "smile"),
        paragraph('<w:hyperlink w:anchor="x">' + run("see there") + "</w:hyperlink>"),
    )
    parts = {
        "comments": '<w:comment w:id="0" w:author="Sam">' + paragraph("Is it so?") + "</w:comment>",
        "header": paragraph("Draft 3", drawing("<pic:pic/>")),
    }
    found = bring_file(word_file(*body, media={"drawn": EMF}, parts=parts), "x.docx")
    place = "After the heading “Neglect”, paragraph"
    assert [str(loss) for loss in found.losses] == [
        f"{place} 1: a comment by Sam (“Is it so?”): not carried over.",
        f"{place} 2: words that somebody had struck out: left out: “gone”.",
        f"{place} 3: words that somebody had put in, still to be accepted: carried over: “put in”.",
        f"{place} 4: a text box: its words stand in a quote after the paragraph now.",
        f"{place} 5: a picture was not carried over. This is a Windows drawing (EMF or WMF), which browsers do not "
        "show. Save it as PNG. It shows: How it flows",
        f"{place} 6: a chart: not carried over. It shows: Numbers. Add a picture of it.",
        f"{place} 7: SmartArt: not carried over.",
        f"{place} 8: an equation (“a=b”): not carried over. Write it in words, or add a picture of it.",
        f"{place} 9: hidden words: left out: “secret”.",
        f"{place} 12: a sign of the font Wingdings: not carried over.",
        "The head or foot of the pages (“Draft 3”) was not carried over.",
        "A picture or watermark at the head or foot of the pages was not carried over.",
        f"{place} 10: The look of the style “callout box” was not carried over, its words were.",
        f"{place} 11: Underlining was not carried over.",
        f"{place} 11: Colours and highlighting were not carried over.",
        f"{place} 13: A link to a place in the same document became plain words.",
    ]
    text = found.files["01-neglect.md"].decode()
    for word in ("put in", "> In the box", "Called out", "smile", "see there"):
        assert word in text
    assert "gone" not in text
    assert "secret" not in text


def test_a_table_of_contents_is_left_out_but_nothing_else_is_when_its_end_is_missing() -> None:
    start = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC \\o</w:instrText></w:r>'
    start += '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = paragraph('<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    whole = (paragraph(start, run("Neglect 3")), paragraph("Harm 4"), end, paragraph("The text."))
    assert page(*whole) == "The text."
    assert losses(*whole) == [
        "The table of contents was left out; the list of lessons takes its place. (2 times, first paragraph 1.)"
    ]
    assert page(*whole[:2], whole[3]).split("\n\n") == ["Neglect 3", "Harm 4", "The text."]


def test_words_that_read_like_the_course_format_stay_words() -> None:
    lines = [
        "Choose one.",
        "Ending: strong",
        "Answer: true",
        "---",
        "# No",
        "- [x] no",
        "<!-- id: x -->",
        "<b>",
        "[[gap]]",
    ]
    headings = ["Question: what", "Question 3", "Short version", "Scenario", "Draw 5 questions from x", "Practice."]
    found = brought(
        *(paragraph(run(line)) for line in lines),
        *(heading(2, words) for words in headings),
        paragraph("[a]: https://b.org"),
    )
    parsed = parse_course("visits", {**found.files, "course.md": course_page("Visits")})
    assert parsed.problems == ()
    assert parsed.course is not None
    (passage,) = parsed.course.lessons[0].blocks
    said = passage.text.plain.replace("\u00a0", " ").split("\n")
    assert said == [*lines, *headings, "[a]: https://b.org"]
    assert [str(loss).partition(":")[0] for loss in found.losses][:2] == [
        "The heading “Question",
        "The heading “Question 3”",
    ]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This file is empty (0 bytes)."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "save it as .docx, without a password"),
        (b"just words", "it is no zip, or it is damaged"),
        (word_file(paragraph("x"))[:-40], "it is no zip, or it is damaged"),
        (zip_of({"[Content_Types].xml": "", "xl/workbook.xml": "<x/>"}), "This is an Excel or PowerPoint file."),
        (zip_of({"[Content_Types].xml": "", "word/document.xml": "<w"}), "This Word file is damaged"),
        (zip_of({"[Content_Types].xml": "", "word/document.xml": " " * 13_000_000}), "more text than can be read"),
        (
            zip_of({"word/document.xml": '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><d>&b;</d>'}),
            "holds something that no Word file holds",
        ),
        (word_file(), "There are no words here"),
        (word_file(paragraph(drawing("<dgm:relIds/>"))), "1 thing in it could not be carried over"),
    ],
    ids=["empty", "old or locked", "no zip", "cut off", "Excel", "broken", "huge", "entities", "no words", "only lost"],
)
def test_a_file_that_is_no_word_file_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(NotBroughtError, match=re.escape(sentence)):
        bring_file(data, "visits.docx")


def test_deep_nesting_is_named_and_no_failure() -> None:
    deep = paragraph("The end.") + "<w:sdt><w:sdtContent>" * 150 + paragraph("x") + "</w:sdtContent></w:sdt>" * 150
    tables = "<w:tbl><w:tr><w:tc>" * 40 + paragraph("y") + "</w:tc></w:tr></w:tbl>" * 40
    box = "<w:p><w:r><w:pict><w:txbxContent>"
    boxes = box * 40 + paragraph("y") + "</w:txbxContent></w:pict></w:r></w:p>" * 40
    runs = f"<w:p>{'<w:ins>' * 200}{run('z')}{'</w:ins>' * 200}</w:p>"
    assert "something is nested too deep to be read" in " ".join(losses(deep))
    assert "tables or boxes are nested too deep" in " ".join(losses(paragraph("a") + tables))
    assert "tables or boxes are nested too deep" in " ".join(losses(paragraph("a") + boxes))
    assert "something is nested too deep to be read" in " ".join(losses(paragraph("a") + runs))


def test_a_lesson_that_is_too_long_for_a_page_becomes_several() -> None:
    found = brought(heading(1, "Long"), *(paragraph(f"{number} " + "word " * 200) for number in range(150)))
    assert list(found.files) == ["01-long.md", "02-long-2.md", "03-long-3.md"]
    assert all(len(content) <= 64 * 1024 for content in found.files.values())
    assert b"# Long (2)" in found.files["02-long-2.md"]
    said = b"".join(found.files.values()).decode()
    assert all(f"\n{number} word" in said for number in range(150))


def test_no_word_is_lost_that_another_reader_of_word_finds() -> None:
    data = word_file(
        heading(1, "Neglect & harm"),
        paragraph("Plain ", run("bold", "<w:b/>"), " 3 < 4 * 5 _under_ [x] `code`"),
        item("one"),
        item("two", 1),
        table(cell("a") + cell("b"), cell("c", "d") + cell(table(cell("inner one") + cell("inner two")))),
        paragraph("noted", '<w:r><w:footnoteReference w:id="2"/></w:r>'),
        paragraph("<w:ins>" + run("put in") + "</w:ins>", "<w:smartTag><w:r><w:t>tagged</w:t></w:r></w:smartTag>"),
        "<w:sdt><w:sdtContent>" + paragraph("controlled") + "</w:sdtContent></w:sdt>",
        parts={"footnotes": '<w:footnote w:id="2">' + paragraph("the note") + "</w:footnote>"},
    )
    found = bring_file(data, "x.docx")
    ours = re.sub(r"\\(?=[\W_])", "", b"".join(found.files.values()).decode())
    theirs = mammoth.extract_raw_text(io.BytesIO(data)).value
    assert [word for word in theirs.split() if word not in ours] == []
