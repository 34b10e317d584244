"""What Word, Google Docs and Outlook put on the clipboard becomes Markdown; broken HTML neither fails nor grows."""

from __future__ import annotations

import base64

import pytest

from learning.exchange.bringing import NotBroughtError, bring_file, bring_html, bring_text
from tests.rules.exchange.word_files import photo

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal {margin:0}</style>
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings/></xml><![endif]--></head><body><!--StartFragment-->
<p class=MsoTitle>Home visits<o:p></o:p></p><h2>Before you knock<o:p></o:p></h2>
<p class=MsoNormal>Read <b>three </b>records, <span style='mso-bidi-font-style:italic;font-style:italic'>not</span>
all<o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>One</p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><![if !supportLists]><span style='mso-list:Ignore'>o
</span><![endif]>Deeper</p><p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span
style='mso-list:Ignore'>· </span>Two</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>3.<span> </span></span>Third</p>
<table class=MsoTableGrid><thead><tr><td><p>Sign</p></td><td>Do</td></tr></thead><tr><td rowspan=2>Bruise</td><td>Ask
</td></tr><tr><td>Write</td></tr></table><!--EndFragment--></body></html>"""
GOOGLE = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><h1 dir="ltr">
<span style="font-weight:400;">Neglect</span></h1><p><span style="font-weight:700;">Ask</span><span> first. See </span>
<a href="https://a.org/x" style="text-decoration:none;"><span
style="text-decoration:underline;">the guide</span></a></p>
<ul><li dir="ltr" aria-level="1"><p role="presentation"><span>one</span></p></li>
<ul><li aria-level="2"><p>deeper</p></li>
</ul><li><p>two</p></li></ul></b><br class="Apple-interchange-newline">"""


def page(html: str, title: str = "") -> str:
    """The text of the one lesson that pasted words become, below its title."""
    (text,) = (text for path, text in bring_html(html, title).files.items() if path.endswith(".md"))
    return text.decode().partition("\n# ")[2].strip("\n")


def losses(html: str) -> list[str]:
    return [str(loss) for loss in bring_html(f"<p>x</p>{html}", "").losses]


def test_lists_of_word_are_known_by_the_names_of_their_styles_and_in_ordinary_paragraphs() -> None:
    sign = "<span style='mso-list:Ignore'>{}</span>"
    html = (
        f"<h1 style='mso-list:l9 level1 lfo9'>{sign.format('1.')}Neglect</h1>"
        f"<p class=MsoListBullet style='mso-list:l0 level1 lfo1'>{sign.format('·')}one</p>"
        f"<p class=MsoListBullet2 style='mso-list:l1 level1 lfo2'>{sign.format('·')}deeper</p>"
        f"<p class=MsoListContinue2>goes on</p><p class=MsoListNumber3>by name alone</p><p>Then.</p>"
        f"<p class=MsoNormal style='mso-list:l2 level1 lfo3'>{sign.format('b)')}in an ordinary one</p>"
    )
    assert page(html) == (
        "Neglect\n\n- one\n  - deeper\n\n    goes on\n\n    1. by name alone\n\nThen.\n\n1. in an ordinary one"
    )
    assert losses(html + '<ol type="i"><li>x</li></ol>') == [
        "Paragraph 1: Numbers that Word puts before headings were not carried over.",
        "A list with letters or Roman numerals has the numbers 1, 2, 3 now. (2 times, first "
        "after the heading “Neglect”, paragraph 6.)",
    ]


def test_the_name_of_a_style_makes_a_line_of_a_list_of_a_paragraph_only() -> None:
    assert page("<ul class=MsoListBullet><li>one</li><li>two</li></ul>") == "A new lesson\n\n- one\n- two"
    assert page("<ol class=MsoListContinue><li>one</li><li>two</li></ol>") == "A new lesson\n\n1. one\n2. two"
    assert page("<table class=MsoListNumber><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></tr></table>") == (
        "A new lesson\n\n| a | b |\n|---|---|\n| c | d |"
    )


def test_what_is_copied_from_word_keeps_its_shape() -> None:
    assert page(WORD) == (
        "Home visits\n\n## Before you knock\n\nRead **three** records, *not* all\n\n"
        "- One\n  - Deeper\n- Two\n\n3. Third\n\n"
        "| Sign | Do |\n|---|---|\n| Bruise | Ask |\n|  | Write |"
    )


def test_what_is_copied_from_google_docs_keeps_its_shape() -> None:
    assert page(GOOGLE) == ("Neglect\n\n**Ask** first. See [the guide](https://a.org/x)\n\n- one\n  - deeper\n- two")


def test_pictures_in_the_text_come_along_and_others_are_named() -> None:
    inside = base64.b64encode(photo()).decode()
    found = bring_html(f'<p>x<img alt="A door" src="data:image/png;base64,{inside}"></p>', "")
    (path,) = (path for path in found.files if path.startswith("images/"))
    assert f"x![A door]({path})" in found.files["01-a-new-lesson.md"].decode()
    assert losses('<img src="file:///C:/x.png" alt="A house">') == [
        "Paragraph 2: a picture at file:///C:/x.png: add it under Pictures. It shows: A house"
    ]


def test_what_is_lost_is_named_with_the_paragraph_in_which_it_stood() -> None:
    lost = "<svg></svg>"
    html = (
        f"<p>two, <b>and {lost}</b></p><p> </p><p style='display:none'>unseen</p><ul><li>three {lost}</li></ul>"
        f"<p class=MsoListBullet>four {lost}</p><p class=MsoListContinue>five {lost}</p>"
    )
    assert [found.partition(":")[0] for found in losses(html)] == [
        *("Paragraph 2", "Paragraph 3", "Paragraph 3", "Paragraph 4", "Paragraph 5"),
    ]


@pytest.mark.parametrize(
    ("html", "named"),
    [
        ("<iframe src='https://a.org'>x</iframe>", "a page inside the page"),
        ("<p style='display: none'>secret</p>", "hidden words: left out: “secret”"),
        ("<a href='javascript:x()'>go</a>", "only its words were carried over"),
        ("<p><u>u</u></p>", "Underlining was not carried over"),
        ("<math><mi>a</mi></math>", "an equation"),
        ("<a class=msocomanchor href='#c'>[A1]</a>", "a comment (“[A1]”)"),
        ("<p>x<sup>th</sup></p>", "raised or lowered letters (“th”)"),
        ("<table><tr><td>a<td>b<tr><td colspan=2>c</table>", "merged cells"),
    ],
)
def test_what_cannot_be_carried_over_is_named(html: str, named: str) -> None:
    assert named in " ".join(losses(html))


@pytest.mark.parametrize(
    "html",
    [
        *(
            "<" * 30_000,
            "<a " * 9_000,
            "<!--" * 9_000,
            "</" * 6_000,
            "<a x='" * 6_000,
            "&" * 30_000,
            "<![if " * 6_000,
        ),
        *("<b>" * 9_000, "<div>" * 9_000, "<table><tr><td>" * 1_500, "<ul><li>" * 3_000, "<b><p>" * 3_000),
        *("<p>x" * 3_000, "<table>" + "<tr><td colspan=60 rowspan=1000>x" * 200, "<blockquote>" * 99 + "<p>x" * 1_500),
        *("<h1>" + "#" * 50_000 + "x", "<ul><li>a</li>" + "<ul><li>b</ul>" * 5_000),
        *("<script>" + "</scrip" * 6_000, "<u>" * 110 + "<i>x</i>" * 3_000, "<ul>" * 100 + "<li>x" * 1_500),
    ],
    ids=lambda html: html[:12],
)
def test_broken_html_is_read_in_bounded_space(html: str) -> None:
    try:
        found = bring_html(html, "")
    except NotBroughtError:
        return
    assert sum(map(len, found.files.values())) < 30 * len(html)


def test_plain_words_are_taken_as_they_are() -> None:
    assert bring_text("Knock first.\n\n## Then wait", "At the door").files == {
        "01-at-the-door.md": b"---\nminutes: 1\n---\n# At the door\n\nKnock first.\n\n## Then wait\n"
    }
    whole = "---\nminutes: 7\n---\n# At the door\n\nKnock.\n"
    assert bring_text(whole, "").files == {"01-at-the-door.md": whole.encode()}
    with pytest.raises(NotBroughtError, match="no words"):
        bring_text(" \n", "")
    with pytest.raises(NotBroughtError, match="more than a lesson holds"):
        bring_text("long " * 20_000, "")


def test_a_line_of_nothing_but_spaces_is_read_in_time_that_grows_with_its_length() -> None:
    assert list(bring_text("# Knock" + " " * 60_000 + "first", "").files) == ["01-knock.md"]


def test_headings_that_would_make_more_lessons_than_a_course_has_are_refused_before_any_is_made() -> None:
    with pytest.raises(NotBroughtError, match="more than 200 headings of the first level"):
        bring_html("<h1>Knock</h1>" * 5_000, "")


def test_a_page_that_names_letters_that_no_web_page_has_is_read_as_utf_8() -> None:
    data = '<html><meta charset="punycode"><p>caf\u00e9</p>'.encode()
    assert "café" in bring_file(data, "page.html").files["01-page.md"].decode()


def test_a_web_page_says_itself_how_its_letters_are_written() -> None:
    data = '<html><meta charset="windows-1252"><p>caf\u00e9 \u201cnow\u201d'.encode("windows-1252")
    assert "café “now”" in bring_file(data, "page.htm").files["01-page.md"].decode()
