"""Damaged exports are mended before they are read, and each place is told; nothing is guessed."""

import gzip
import zipfile

import pytest

from opinion.moving.errors import NotAnExport
from opinion.moving.reading.files import Member, members
from opinion.moving.reading.recognise import source_of
from opinion.moving.reading.wxr import WxrFile
from opinion.moving.report import Report
from tests.wordpress_files import item, meta, save, wxr

PLAIN = item(1, "T", "body")
BODY = "<content:encoded><![CDATA[body]]></content:encoded>"
PREFIX = {"wp": "https://somebody.example/ns", "old": "http://wordpress.org/export/1.2/"}


def with_body(xml):
    return wxr(PLAIN.replace(BODY, f"<content:encoded>{xml}</content:encoded>"))


# What the file holds; what is read as (title, text); which repairs are told; what is held back.
FILES = {
    "nothing wrong": (wxr(PLAIN), [("T", "body")], [], 0),
    "a byte-order mark": ("\ufeff" + wxr(PLAIN), [("T", "body")], [("byte-order mark", "U+FEFF", "")], 0),
    "leading blanks": ("\n  " + wxr(PLAIN), [("T", "body")], [("leading blanks", "b'\\n  '", "")], 0),
    "a control character": (with_body("<![CDATA[bo\x02dy]]>"), [("T", "body")], [("control character", "\\x02", "")], 0),
    "no character of XML": (with_body("<![CDATA[bo\ufffedy]]>"), [("T", "body")], [("control character", "\\xef\\xbf\\xbe", "")], 0),
    "a bare & in an address": (with_body("https://x.example/?a=1&b=2"), [("T", "https://x.example/?a=1&b=2")], [("bare &", "&b=2</content:encoded", "&amp;")], 0),
    "an entity of HTML": (with_body("caf&eacute; &nope; &amp; &#233;"), [("T", "café &nope; & é")], [("bare &", "&eacute; &nope; &amp; &#233;", "é"), ("bare &", "&nope; &amp; &#233;</conte", "&amp;nope;")], 0),
    "a number of no character": (with_body("a&#2;b&#xFFFF;"), [("T", "ab")], [("bare &", "&#2;b&#xFFFF;</content:e", ""), ("bare &", "&#xFFFF;</content:encoded><e", "")], 0),
    "split CDATA": (with_body("<![CDATA[a]]]]><![CDATA[>b]]><![CDATA[c]]>"), [("T", "a]]>bc")], [], 0),
    "an end nobody escaped": (with_body("<![CDATA[if (a[b[0]]>1) {}]]>"), [("T", "if (a[b[0]]>1) {}")], [("CDATA within CDATA", "]]>1) {}", "")], 0),
    "CDATA within CDATA": (with_body("<![CDATA[a <![CDATA[b]]> tail]]>"), [("T", "a <![CDATA[b]]> tail")], [("CDATA within CDATA", "<![CDATA[b]]> tail", ""), ("CDATA within CDATA", "]]> tail", "")], 0),
    "an item in a text": (with_body("<![CDATA[<item><title>No</title></item>]]>"), [("T", "<item><title>No</title></item>")], [], 0),
    "an ampersand in CDATA": (with_body("<![CDATA[a & b &eacute;]]>"), [("T", "a & b &eacute;")], [], 0),
    "no UTF-8": (wxr(PLAIN).encode().replace(b"body", b"b\xe9"), [("T", "b\ufffd")], [("no UTF-8", "e9", "\ufffd")], 0),
    "another encoding": (wxr(item(1, "Été", "body")).replace("UTF-8", "ISO-8859-1").encode("latin-1"), [("Été", "body")], [], 0),
    "UTF-16": (wxr(item(1, "Été", "body")).replace("UTF-8", "UTF-16").encode("utf-16"), [("Été", "body")], [], 0),
    "another prefix": (wxr(PLAIN.replace("<wp:", "<old:").replace("</wp:", "</old:"), prefixes=PREFIX), [("T", "body")], [], 0),
    "an older version": (wxr(PLAIN).replace("export/1.2/", "export/1.0/"), [("T", "body")], [], 0),
    "tags that cross": (wxr("<item><title>Bad</title><wp:post_id>9</wp:post_id><b><i></b></i></item>", PLAIN), [("T", "body")], [], 1),
    "a prefix nobody declared": (wxr("<item><title>Bad</title><x:y>1</x:y></item>", PLAIN), [("T", "body")], [], 1),
    "an end that is missing": (wxr(PLAIN, PLAIN).rpartition("</wp:post_type>")[0], [("T", "body")], [], 1),
    "an item that is never ended": (wxr("<item><title>Bad</title>", PLAIN), [("T", "body")], [], 1),
    "CDATA that is never ended": (wxr(PLAIN) + "<item><title><![CDATA[Bad", [("T", "body")], [], 1),
    "a meta that holds XML": (wxr(PLAIN.replace("</item>", meta("m", "<wp:meta_value>x</wp:meta_value>]") + "</item>")), [("T", "body")], [], 0),
}  # fmt: skip


@pytest.mark.parametrize("kind", FILES)
def test_a_file_is_read_after_its_repairs(tmp_path, kind):
    text, read, repairs, held = FILES[kind]
    report = Report()
    file = WxrFile(Member(save(tmp_path, text)), report)
    assert [(one.title, one.content) for one in file.items()] == read
    assert [(one["kind"], one["before"], one["after"]) for one in report.repairs] == repairs
    assert report.counts["held back: not well-formed"] == held
    raw = text if isinstance(text, bytes) else text.encode()
    for one in report.repairs:
        assert one["item"] in ("head", "item 1 “T”")
        if one["kind"] == "bare &":
            assert raw[one["byte"] : one["byte"] + 1] == b"&"


@pytest.mark.parametrize("size", [1, 7, 64, 4_096])
def test_wherever_the_file_is_cut_into_pieces_it_says_the_same(tmp_path, monkeypatch, size):
    monkeypatch.setattr("opinion.moving.reading.scanning.CHUNK", size)
    monkeypatch.setattr("opinion.moving.reading.scanning.OVERLAP", 400)
    for name in ("split CDATA", "CDATA within CDATA", "an item in a text", "tags that cross"):
        text, read, _repairs, _held = FILES[name]
        file = WxrFile(Member(save(tmp_path, text)), Report())
        assert [(one.title, one.content) for one in file.items()] == read


BOMB = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (wxr(PLAIN).replace("<rss", BOMB + "<rss"), "entities"),
        (
            wxr(PLAIN).replace("<channel>", '<!ENTITY x SYSTEM "file:///etc/passwd"><channel>'),
            "entities",
        ),
    ],
)
def test_entities_and_document_types_are_refused(tmp_path, text, word):
    with pytest.raises(NotAnExport, match=word):
        list(WxrFile(Member(save(tmp_path, text)), Report()).items())
    inner = wxr(PLAIN.replace("body", "&b;"))
    (one,) = WxrFile(Member(save(tmp_path, inner)), Report()).items()
    assert one.content == "&b;"


def test_files_come_plain_gzipped_and_in_zips_and_many_are_one(tmp_path):
    first, second = wxr(PLAIN), wxr(item(2, "Two"), PLAIN)
    packed = tmp_path / "two.xml.gz"
    packed.write_bytes(gzip.compress(second.encode()))
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("site/1.xml", first)
        made.writestr("site/2.xml", second)
        made.writestr("__MACOSX/site/._1.xml", "\x00\x05")
        made.writestr("site/readme.txt", "Read me.")
    for paths in ([save(tmp_path, first), packed], [archive]):
        source, report = source_of(paths), Report()
        survey = source.survey(report)
        assert (survey.base, survey.title) == ("https://old.example", "The Old Paper")
        assert report.counts["found: post"] == 2
        assert report.counts["items that another file has too"] == 1


def test_what_unpacks_to_far_too_much_is_not_read(tmp_path):
    bomb = tmp_path / "bomb.xml.gz"
    bomb.write_bytes(gzip.compress(wxr(PLAIN).encode() + b" " * 40_000_000))
    with pytest.raises(NotAnExport, match="far more"):
        source_of([bomb]).survey(Report())
    strange = tmp_path / "strange.zip"
    with zipfile.ZipFile(strange, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("../../etc/x.xml", wxr(PLAIN) + " " * 40_000_000)
    assert members(strange)[0].label == "x.xml"
    with pytest.raises(NotAnExport, match="far more"):
        source_of([strange]).survey(Report())


def test_a_file_of_another_kind_among_them_is_told(tmp_path):
    good, bad = save(tmp_path, wxr(PLAIN)), save(tmp_path, "words", "notes.txt")
    with pytest.raises(NotAnExport, match="notes.txt"):
        source_of([good, bad])
    with pytest.raises(NotAnExport, match="no file missing.xml"):
        source_of([tmp_path / "missing.xml"])
