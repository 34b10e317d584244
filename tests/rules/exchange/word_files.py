"""Makes Word files for tests: the XML that Word writes, put into a zip without any library that reads Word.

word_file(paragraph("Hello"), heading(1, "Neglect"), …)
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

from PIL import Image

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/>'
    f'<w:pPr><w:outlineLvl w:val="{level - 1}"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
    for level in range(1, 7)
) + (
    '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Quote"><w:name w:val="Quote"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Callout"><w:name w:val="Callout Box"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="SubHeading"><w:name w:val="Our heading"/>'
    '<w:basedOn w:val="Heading2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="ListBullet"><w:name w:val="List Bullet"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    + "".join(
        f'<w:style w:type="paragraph" w:styleId="List{kind}{level}"><w:name w:val="List {kind} {level}"/></w:style>'
        for kind in ("Bullet", "Number", "Continue")
        for level in (2, 3)
    )
    + '<w:style w:type="paragraph" w:styleId="ListNumber"><w:name w:val="List Number"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="OurPoints"><w:name w:val="Our points"/>'
    '<w:basedOn w:val="ListBullet2"/></w:style>'
    '<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
)
_NUMBERING = (
    '<w:abstractNum w:abstractNumId="0">'
    + "".join(f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="bullet"/></w:lvl>' for level in range(9))
    + '</w:abstractNum><w:abstractNum w:abstractNumId="1">'
    + "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/></w:lvl>'
        for level, kind in enumerate(["decimal", "lowerLetter", "lowerRoman"])
    )
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
)


def run(text: str, look: str = "") -> str:
    """Words that look alike; `look` is what stands in w:rPr, such as <w:b/>."""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*runs: str, style: str = "", properties: str = "") -> str:
    """A paragraph of runs, or of plain text."""
    inner = "".join(part if part.startswith("<") else run(part) for part in runs)
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{inner}</w:p>"


def heading(level: int, text: str) -> str:
    """A heading."""
    return paragraph(text, style=f"Heading{level}")


def item(text: str, level: int = 0, number: int = 1) -> str:
    """A paragraph of a list; list 1 has bullets, list 2 numbers."""
    numbered = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(text, properties=numbered)


def table(*rows: str, look: str = '<w:tblLook w:firstRow="1"/>') -> str:
    """A table of rows."""
    return f"<w:tbl><w:tblPr>{look}</w:tblPr>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(*inside: str, properties: str = "") -> str:
    """A cell of paragraphs, or of plain text."""
    inner = "".join(part if part.startswith("<") else paragraph(part) for part in inside)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def drawing(inside: str, shows: str = "") -> str:
    """Something drawn, in a run."""
    properties = f'<wp:docPr id="1" name="x" descr="{escape(shows)}"/>'
    return f"<w:r><w:drawing><wp:inline>{properties}<a:graphic>{inside}</a:graphic></wp:inline></w:drawing></w:r>"


def picture(relation: str, shows: str = "") -> str:
    """A picture, in a run."""
    return drawing(f'<pic:pic><pic:blipFill><a:blip r:embed="{relation}"/></pic:blipFill></pic:pic>', shows)


def photo(colour: str = "red", kind: str = "PNG", size: tuple[int, int] = (40, 30), **options: object) -> bytes:
    """The bytes of a small picture."""
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, kind, **options)
    return out.getvalue()


def word_file(
    *body: str,
    media: Mapping[str, bytes] | None = None,
    links: Mapping[str, str] | None = None,
    parts: Mapping[str, str] | None = None,
) -> bytes:
    """A .docx. `media` and `links` go by the key of their relation; `parts` is XML by kind, such as comments."""
    relations = {kind: (kind, f"{kind}.xml", "") for kind in ("styles", "numbering", *(parts or {}))}
    relations |= {key: ("image", f"media/{key}", "") for key in media or {}}
    relations |= {key: ("hyperlink", target, ' TargetMode="External"') for key, target in (links or {}).items()}
    files: dict[str, str | bytes] = {
        "_rels/.rels": _relations({"d": ("officeDocument", "word/document.xml", "")}),
        "word/_rels/document.xml.rels": _relations(relations),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{''.join(body)}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {NAMESPACES}>{_STYLES}</w:styles>",
        "word/numbering.xml": f"<w:numbering {NAMESPACES}>{_NUMBERING}</w:numbering>",
        **{f"word/{kind}.xml": f"<w:{kind} {NAMESPACES}>{inside}</w:{kind}>" for kind, inside in (parts or {}).items()},
        **{f"word/media/{key}": content for key, content in (media or {}).items()},
    }
    return zip_of(files)


def zip_of(files: Mapping[str, str | bytes]) -> bytes:
    """A zip of these files, as any program makes it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return out.getvalue()


def _relations(relations: Mapping[str, tuple[str, str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="{key}" Type="{_RELATION}/{kind}" Target="{escape(target)}"{more}/>'
        for key, (kind, target, more) in relations.items()
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )
