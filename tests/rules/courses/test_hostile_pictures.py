"""A picture is what its name says, and an SVG that could do more than show shapes is refused."""

from __future__ import annotations

import pytest

from learning.courses.format.pictures import MAX_PICTURE_BYTES, check_picture
from learning.courses.problems import Findings

START = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
HOSTILE_SVGS = [
    b"<script>alert(1)</script>",
    b'<script href="data:text/javascript,alert(1)"/>',
    b'<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
    b'<x:img xmlns:x="http://www.w3.org/1999/xhtml" src="x" onerror="alert(1)"/>',
    b'<g onclick="alert(1)"/>',
    b'<g ONLOAD="alert(1)"/>',
    b"<foreignObject><p>x</p></foreignObject>",
    b'<a href="javascript:alert(1)"><text>x</text></a>',
    b'<a xlink:href="https://evil.example/"><text>x</text></a>',
    b'<use href="https://evil.example/x.svg#a"/>',
    b'<use xlink:href="data:image/svg+xml,x#a"/>',
    b'<image href="https://evil.example/x.png"/>',
    b'<feImage href="https://evil.example/x.png"/>',
    b'<animate attributeName="href" to="javascript:alert(1)"/>',
    b'<set attributeName="xlink:href" to="javascript:alert(1)"/>',
    b"<style>@import url(https://evil.example/x.css);</style>",
    b"<style>* { background: url('https://evil.example/x') }</style>",
    b"<style>@\\69mport 'https://evil.example/x.css';</style>",
    b'<rect style="fill: url(https://evil.example/x#a)"/>',
    b'<rect fill="url(//evil.example/x#a)"/>',
    b'<rect xml:base="https://evil.example/"/>',
    b'<iframe src="https://evil.example/"/>',
    b"<handler>x</handler>",
]


def codes(path: str, data: bytes) -> list[str]:
    findings = Findings(path)
    check_picture(data, findings)
    return [problem.code for problem in findings.problems]


@pytest.mark.parametrize("inside", HOSTILE_SVGS)
def test_an_svg_that_could_do_more_than_show_shapes_is_refused(inside: bytes) -> None:
    assert codes("images/x.svg", START + inside + b"</svg>") == ["svg-unsafe"]


@pytest.mark.parametrize(
    "data",
    [
        b'<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + START + b"<text>&b;</text></svg>",
        b'<?xml-stylesheet href="https://evil.example/x.css"?>' + START + b"</svg>",
        b"<html><script>alert(1)</script></html>",
    ],
)
def test_what_stands_round_an_svg_is_refused_too(data: bytes) -> None:
    assert codes("images/x.svg", data) == ["svg-unsafe"]


@pytest.mark.parametrize("data", [b"", b"text", START, b"\xff\xfe\x00", START + b"<g></svg>", b"<svg/>\0"])
def test_what_is_no_svg_is_refused(data: bytes) -> None:
    assert len(codes("images/x.svg", data)) == 1


def test_an_ordinary_svg_is_welcome() -> None:
    inside = (
        b"<title>A window</title><desc>Two lines</desc><style>.a { fill: url(#b); stroke: red }</style><defs>"
        b'<linearGradient id="b"><stop offset="0"/></linearGradient></defs><rect class="a" fill="url(#b)"/>'
        b'<use xlink:href="#b"/><use href="#b"/><text x="1">on <tspan>time</tspan></text>'
    )
    assert codes("images/x.svg", b'<?xml version="1.0"?>\n<!-- drawn by hand -->\n' + START + inside + b"</svg>") == []


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("images/x.png", b"\x89PNG\r\n\x1a\n rest"),
        ("images/x.jpg", b"\xff\xd8\xff\xe0 rest"),
        ("images/x.webp", b"RIFF\x10\x00\x00\x00WEBPVP8 "),
    ],
)
def test_the_first_bytes_tell_the_kind_of_picture(path: str, data: bytes) -> None:
    assert codes(path, data) == []
    assert codes("images/x.svg", data) != []
    assert codes("images/y." + ("jpg" if path.endswith("png") else "png"), data) == ["wrong-kind"]


def test_a_picture_may_have_512_kilobytes_and_no_more() -> None:
    picture = b"\x89PNG\r\n\x1a\n".ljust(MAX_PICTURE_BYTES, b"x")

    assert codes("images/x.png", picture) == []
    assert codes("images/x.png", picture + b"x") == ["too-large"]
