"""Office files as programs write them, reduced to what matters."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def file(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return packed.getvalue()


def p(text: str, style: str = "", marks: str = "") -> str:
    """A paragraph of Word's; `text` may hold runs of its own."""
    runs = text if text.startswith("<w:") else run(text, marks)
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{runs}</w:p>"


def run(text: str, marks: str = "") -> str:
    return f'<w:r><w:rPr>{marks}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def docx(body: str, *, notes="", links=(), styles="", more=None) -> bytes:
    """`notes` are `<w:footnote>`s, `links` the addresses of rId1, rId2 …"""
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{R}/hyperlink" Target="{address}"'
        ' TargetMode="External"/>'
        for number, address in enumerate(links, start=1)
    )
    for kind in ("styles", "footnotes"):
        relations += f'<Relationship Id="x{kind}" Type="{R}/{kind}" Target="{kind}.xml"/>'
    names = "".join(
        f'<w:style w:type="paragraph" w:styleId="{id_}"><w:name w:val="{name}"/></w:style>'
        for id_, name in [
            ("Title", "Title"),
            ("Subtitle", "Subtitle"),
            ("Heading1", "heading 1"),
            ("Heading2", "heading 2"),
            ("ListParagraph", "List Paragraph"),
        ]
    )
    root = f'xmlns:w="{W}" xmlns:r="{R}" xmlns:a="{DRAWING}/main"'
    root += f' xmlns:wp="{DRAWING}/wordprocessingDrawing" xmlns:pic="{DRAWING}/picture"'
    parts = {
        "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package'
        '.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship '
        f'Id="r1" Type="{R}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
        f"{relations}</Relationships>",
        "word/styles.xml": f"{HEAD}<w:styles {root}>{names}{styles}</w:styles>",
        "word/footnotes.xml": f"{HEAD}<w:footnotes {root}>{notes}</w:footnotes>",
        "word/document.xml": f"{HEAD}<w:document {root}><w:body>{body}</w:body></w:document>",
    }
    return zipped(parts | (more or {}))


def footnote(number: int, text: str) -> str:
    return f'<w:footnote w:id="{number}">{p(text, "FootnoteText")}</w:footnote>'


def call(number: int) -> str:
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def odt(body: str, *, styles="", more=None) -> bytes:
    spaces = "".join(
        f' xmlns:{short}="{OASIS}{long}:1.0"'
        for short, long in [
            ("office", "office"),
            ("text", "text"),
            ("style", "style"),
            ("table", "table"),
            ("draw", "drawing"),
        ]
    )
    content = (
        f'{HEAD}<office:document-content{spaces} xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' office:version="1.3"><office:automatic-styles>{styles}</office:automatic-styles>'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": content,
        "styles.xml": f"{HEAD}<office:document-styles{spaces}/>",
        "META-INF/manifest.xml": f'{HEAD}<manifest:manifest xmlns:manifest="{OASIS}manifest:1.0"/>',
    }
    return zipped(parts | (more or {}))
