"""A Word, OpenDocument or Markdown file that becomes a draft, and files that are refused."""

import base64
import io
from types import SimpleNamespace

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from opinion import html
from opinion.articles import documents
from opinion.articles.documents import files
from opinion.articles.models import Article
from opinion.pictures.models import Picture
from tests.forms import fields_of, press
from tests.newsroom import make_draft
from tests.office_files import HEAD, PACKAGE, R, call, docx, file, footnote, odt, p, run, zipped
from tests.writing_desk import desk as desk

REVISED = 'w:id="1" w:author="A" w:date="2024-01-11T05:25:00Z"'
DELETED = f"<w:del {REVISED}><w:r><w:delText>gone</w:delText></w:r></w:del>"
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK '
    '"https://example.org/f" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    '<w:r><w:t>field</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
LINK = '<w:hyperlink r:id="rId1"><w:r><w:t>link</w:t></w:r></w:hyperlink>'
PICTURE = (
    '<w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' r:embed="rId9"/></w:drawing></w:r>'
)
CELL = "<w:tc><w:tcPr>{}</w:tcPr>{}</w:tc>"
WIDE = '<w:gridSpan w:val="2"/>'
TABLE = (
    '<w:tbl><w:tblGrid><w:gridCol w:w="99"/><w:gridCol w:w="99"/></w:tblGrid>'
    f"<w:tr>{CELL.format(WIDE, p('Ships'))}</w:tr>"
    f"<w:tr>{CELL.format('', p('Ayr'))}{CELL.format('', p('2'))}</w:tr></w:tbl>"
)
NOTE = (
    '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation>'
    "<text:note-body><text:p>At Inverey.</text:p></text:note-body></text:note>"
)
VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'
BOX = (
    f"<w:r><w:pict><v:shape {VML}><v:textbox><w:txbxContent>{p('In a box')}</w:txbxContent>"
    "</v:textbox></v:shape></w:pict></w:r>"
)
ODT_CELL = "<table:table-cell{}><text:p>{}</text:p></table:table-cell>"


def of(name, data):
    read = documents.read(file(name, data))
    return read, html.article(read.body)


def section(*texts):
    items = "".join(
        f'<li data-note="fn{number}"><p>{text}</p></li>' for number, text in enumerate(texts, 1)
    )
    return f'<section data-notes=""><ol>{items}</ol></section>'


# By the program whose habits they have: what the text becomes.
TEXTS = {
    "Word, with a note": (
        docx(
            p(run("Trains stop") + call(1) + run(" here", "<w:i/>") + run(".")),
            notes=footnote(1, "At Inverey."),
        ),
        '<p>Trains stop<a data-note="fn1"></a> <em>here</em>.</p>' + section("At Inverey."),
    ),
    "Word, with what a reviser did": (
        docx(p(run("Kept ") + DELETED + f"<w:ins {REVISED}>" + run("added") + "</w:ins>")),
        "<p>Kept added</p>",
    ),
    "Word, with links of both kinds": (
        docx(p(LINK + run(" and ") + FIELD), links=["https://example.org/l"]),
        '<p><a href="https://example.org/l" rel="noopener">link</a> and '
        '<a href="https://example.org/f" rel="noopener">field</a></p>',
    ),
    "Word, with a table whose cells span": (
        docx(TABLE),
        '<table><tbody><tr><td colspan="2">Ships</td></tr><tr><td>Ayr</td><td>2</td></tr>'
        "</tbody></table>",
    ),
    "Word, with headings and smart tags": (
        docx(
            p("One", "Heading1")
            + p("Two", "Heading2")
            + p('<w:smartTag w:element="place">' + run("Ayr") + "</w:smartTag>")
            + p("x", "Heading1")
        ),
        "<h2>One</h2><h2>Two</h2><p>Ayr</p><h2>x</h2>",
    ),
    "Pages, with styles of its own": (
        docx(
            p("Line", "Heading") + p(run("The ") + run("tide", "<w:b/>"), "Body"),
            styles='<w:style w:type="paragraph" w:styleId="Body"><w:name w:val="Body"/></w:style>'
            '<w:style w:type="paragraph" w:styleId="Heading"><w:name w:val="Heading"/></w:style>',
        ),
        "<p>Line</p><p>The <strong>tide</strong></p>",
    ),
    "Word, with a box": (
        docx(p(run("Before") + BOX) + p("After")),
        "<p>Before</p><p>In a box</p><p>After</p>",
    ),
    "LibreOffice, with a box": (
        odt(
            "<text:p>Before<draw:frame><draw:text-box><text:p>In a box</text:p></draw:text-box>"
            "</draw:frame></text:p><text:p>After</text:p>"
        ),
        "<p>Before</p><p>In a box</p><p>After</p>",
    ),
    "LibreOffice, with a note and a heading": (
        odt(
            f'<text:h text:outline-level="2">Line</text:h><text:p>Trains stop{NOTE} here.</text:p>'
        ),
        '<h2>Line</h2><p>Trains stop<a data-note="fn1"></a> here.</p>' + section("At Inverey."),
    ),
    "LibreOffice, with a table and a list": (
        odt(
            "<table:table><table:table-row>"
            + ODT_CELL.format(' table:number-columns-spanned="2"', "Ships")
            + "<table:covered-table-cell/></table:table-row><table:table-row>"
            + ODT_CELL.format("", "Ayr")
            + ODT_CELL.format("", "2")
            + "</table:table-row></table:table>"
            "<text:list><text:list-item><text:p>Quay</text:p></text:list-item></text:list>"
        ),
        '<table><tbody><tr><td colspan="2">Ships</td></tr><tr><td>Ayr</td><td>2</td></tr>'
        "</tbody></table><ol><li>Quay</li></ol>",
    ),
    "Markdown, with HTML that is words": (
        b"Trains <b>stop</b>[^a] here.\n- Quay\n\n[^a]: At Inverey.\n",
        '<p>Trains &lt;b&gt;stop&lt;/b&gt;<a data-note="fn1"></a> here.</p><ul><li>Quay</li></ul>'
        + section("At Inverey."),
    ),
}


@pytest.mark.parametrize("program", TEXTS)
def test_a_file_becomes_a_text(program):
    data, text = TEXTS[program]
    endings = {"Word": "docx", "Pages": "docx", "LibreOffice": "odt", "Markdown": "md"}
    assert of(f"a.{endings[program.partition(',')[0]]}", data)[1] == text


def test_titles_note_and_references_are_found():
    body = (
        p("The Last Train", "Title")
        + p("It leaves at nine.", "Subtitle")
        + p(run("Text.") + PICTURE)
        + p("About the author: Ana Reis writes.")
        + p("References:", marks="<w:b/>")
        + p("Westad, The Cold War.")
        + p(LINK)
    )
    word, text = of("a.docx", docx(body, links=["https://example.org/l"]))
    assert (word.headline, word.standfirst) == ("The Last Train", "It leaves at nine.")
    assert (word.note, text) == ("<p>Ana Reis writes.</p>", "<p>Text.</p>")
    assert word.references == "Westad, The Cold War.\nlink https://example.org/l"
    assert word.left_out == {"pictures": 1}
    libre, text = of(
        "a.odt",
        odt(
            '<text:p text:style-name="P1">The Last Train</text:p><text:p>Text.</text:p>'
            "<text:h>Literatur</text:h><text:p>Westad.</text:p>",
            styles='<style:style style:name="P1" style:parent-style-name="Title"/>',
        ),
    )
    assert (libre.headline, libre.references, text) == ("The Last Train", "Westad.", "<p>Text.</p>")
    plain, text = of(
        "a.MD", "\ufeff# The Last Train\n\nText.\n\n## Sources\n\nOf both.\n\n## So\n\nZ".encode()
    )
    assert (plain.headline, plain.references) == ("The Last Train", "Of both.")
    assert text == "<p>Text.</p><h2>So</h2><p>Z</p>"


def bomb():
    return docx(p("x"), more={"word/comments.xml": b"<w:x>" + b" " * 20_000_000})


ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document>&e;</w:document>'
HOSTILE = {
    "macros": ("a.docx", docx(p("x"), more={"word/vbaProject.bin": b"x"}), "has macros"),
    "a file for macros": ("a.docm", docx(p("x")), "has macros"),
    "macros of LibreOffice": ("a.odt", odt("", more={"Basic/Standard/x.xml": "x"}), "has macros"),
    "an entity": ("a.docx", docx("", more={"word/document.xml": ENTITY}), "others outside it"),
    "an entity in other letters": (
        "a.docx",
        docx("", more={"word/document.xml": ENTITY.encode("utf-16")}),
        "others outside it",
    ),
    "a bomb": ("a.docx", bomb(), "unpacks to more"),
    "too many parts": (
        "a.docx",
        docx("", more={f"word/{number}.xml": "" for number in range(5_001)}),
        "unpacks to more",
    ),
    "an old file": (
        "a.docx",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99,
        "password or in an old",
    ),
    "a locked file": (
        "a.odt",
        odt("", more={"META-INF/manifest.xml": "<manifest:encryption-data/>"}),
        "protected by a password",
    ),
    "no archive": ("a.docx", b"PK\3\4nonsense", "damaged"),
    "another archive": ("a.docx", zipped({"a.txt": "a"}), "damaged"),
    "half a file": ("a.docx", docx(p("x"))[:900], "damaged"),
    "no text in it": ("a.odt", odt("")[:-30] + b"x" * 30, "damaged"),
    "broken XML": ("a.odt", zipped({"content.xml": "<a"}), "damaged"),
    "a deep text": ("a.docx", docx("<w:p>" * 3_000 + BOX + "</w:p>" * 3_000), "too complicated"),
    "deep quotations": ("a.md", b"> " * 900 + b"x", "too complicated"),
    "a picture": ("a.png", b"x", "can't be read"),
    "no letters": ("a.md", b"a\0b", "doesn't hold text"),
    "a long text": ("a.md", b"a" * (files.MOST_TEXT + 1), "too long"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_or_unreadable_file_is_refused_with_a_reason(what):
    name, data, why = HOSTILE[what]
    with pytest.raises(documents.Refused, match=why):
        documents.read(file(name, data))


def test_a_large_file_is_refused_before_it_is_read():
    upload = SimpleNamespace(name="a.docx", size=documents.MOST_BYTES + 1)
    with pytest.raises(documents.Refused, match="larger than 20 MB"):
        documents.read(upload)


# --- The article's form -----------------------------------------------------------------------

WHOLE = docx(
    p("The Last Train", "Title")
    + p(run("Trains stop") + call(1))
    + p("References", "Heading1")
    + p("Westad, O. A. The Cold War. 2017."),
    notes=footnote(1, "At Inverey."),
)


@pytest.mark.django_db
def test_a_file_sent_with_the_form_fills_what_is_empty(desk):
    draft = make_draft(headline="", body="")
    press(desk, pk=draft.pk, document=file("a.docx", WHOLE))
    draft.refresh_from_db()
    assert draft.headline == "The Last Train"
    assert draft.body_html == ('<p>Trains stop<a data-note="fn1"></a></p>' + section("At Inverey."))
    assert [line.text for line in draft.references.all()] == ["Westad, O. A. The Cold War. 2017."]


@pytest.mark.django_db
def test_what_is_typed_stays_and_what_is_refused_is_said_beside_the_field(desk):
    draft = make_draft(headline="Mine", body="<p>Typed.</p>")
    press(desk, pk=draft.pk, document=file("a.docx", WHOLE))
    draft.refresh_from_db()
    assert draft.headline == "Mine"
    assert draft.body_html.startswith("<p>Typed.</p><p>The Last Train</p><p>Trains stop<a")
    url = reverse("admin:articles_article_change", args=[draft.pk])
    fields = fields_of(desk.get(url), "article_form") | {"headline": "Ours", "_draft": "1"}
    response = desk.post(url, fields | {"document": file("a.docm", WHOLE)})
    assert "This file has macros." in response.content.decode()
    assert "Ours</textarea>" in response.content.decode()


@pytest.mark.django_db
def test_a_file_is_read_for_those_who_write_only(desk):
    address = "/admin/articles/article/document/"
    answer = desk.post(address, {"document": file("a.docx", WHOLE)}).json()
    assert (answer["headline"], answer["leftOut"]) == ("The Last Train", {})
    assert 'class="footnote-ref"' in answer["source"]
    refused = desk.post(address, {"document": file("a.docm", WHOLE)})
    assert "macros" in refused.json()["error"]
    assert desk.post(address).json() == {"error": "No file was sent."}
    assert desk.get(address).status_code == 405
    assert Client().post(address, {"document": file("a.docx", WHOLE)}).status_code == 403
    assert not Article.objects.exists()


def photograph(colour="navy"):
    Image.new("RGB", (60, 40), colour).save(written := io.BytesIO(), "PNG")
    return written.getvalue()


BLIP = (
    '<w:r><w:drawing><wp:inline><wp:docPr id="{0}" name="P" descr="{1}"/><a:graphic>'
    '<a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="pic{0}"/></pic:blipFill></pic:pic>'
    "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)


def docx_with(*pictures):
    """Of each its name in the file, its bytes and its alt text."""
    relations = "".join(
        f'<Relationship Id="pic{number}" Type="{R}/image" Target="media/{name}"/>'
        for number, (name, _data, _alt) in enumerate(pictures, 1)
    )
    body = "".join(
        p(run(f"Before {number}.") + BLIP.format(number, alt))
        for number, (_name, _data, alt) in enumerate(pictures, 1)
    )
    rels = f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>'
    media = {f"word/media/{name}": data for name, data, _alt in pictures}
    return docx(body, more={"word/_rels/document.xml.rels": rels} | media)


def test_pictures_of_a_file_go_to_the_library_and_stand_where_they_stood(desk):
    navy, red = photograph(), photograph("red")
    data = docx_with(
        ("image1.png", navy, "A sea."),
        ("image2.emf", b"\x01\x00\x00\x00", "A drawing."),
        ("image3.png", red, ""),
        ("image4.png", navy, "The same sea."),
    )
    read = desk.post("/admin/articles/article/document/", {"document": file("a.docx", data)}).json()
    sea, other = Picture.objects.order_by("pk")
    assert (sea.alt, other.alt, sea.file_name) == ("A sea.", "", "image1.png")
    assert html.article(read["source"]) == (
        f'<p>Before 1.</p><figure data-picture="{sea.pk}"></figure><p>Before 2.</p>'
        f'<p>Before 3.</p><figure data-picture="{other.pk}"></figure><p>Before 4.</p>'
    )
    assert [line.partition(":")[0] for line in read["refused"]] == ["image2.emf"]
    assert read["leftOut"] == {"pictures": 1}

    # Without JavaScript the same, when the form is saved.
    draft = make_draft(body="")
    page = desk.get(press(desk, pk=draft.pk, document=file("a.docx", data)).url)
    uses = [(use.picture, use.alt) for use in draft.pictures.order_by("position")]
    assert uses == [(sea, "A sea."), (other, "")]
    assert "image2.emf" in page.text
    assert "Add alt text" in str(Article.objects.get(pk=draft.pk).obstacles()["body"])


def test_pictures_of_odt_and_markdown_files_come_too_and_none_is_fetched(desk):
    frame = (
        '<text:p>One.<draw:frame draw:name="x"><draw:image xlink:href="Pictures/a.png"/>'
        "</draw:frame></text:p>"
    )
    inline = base64.b64encode(photograph("red")).decode()
    words = (
        f"One.\n\n![Red.](data:image/png;base64,{inline})\n\n"
        "![Away.](https://example.org/a.png) ![](data:image/png;base64,@@) ![](x.png)"
    )
    for name, data in (
        ("a.odt", odt(frame, more={"Pictures/a.png": photograph()})),
        ("a.md", words.encode()),
    ):
        answer = desk.post("/admin/articles/article/document/", {"document": file(name, data)})
        picture = Picture.objects.order_by("-pk").first()
        assert f'<figure data-picture="{picture.pk}">' in answer.json()["source"], name
    assert Picture.objects.count() == 2 and picture.alt == "Red."
