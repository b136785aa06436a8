"""Nonsense in a file is held back by itself, and nobody's file costs more than its size."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from comments.models import Comment
from opinion import html
from opinion.articles.models import Article
from opinion.html import TooDeep
from opinion.moving.reading.recognise import source_of
from opinion.moving.report import Report
from opinion.moving.storing.articles import Articles
from opinion.moving.tables import Tables
from opinion.moving.text import answers, autop, blocks, shortcodes, tails, tree
from tests.wordpress_files import category, comment, item, save, wxr

HOSTILE = [
    "<!-- wp:x ", "<!--", "<pre>", "<p>", "<li>", "[", "[ref]", "[caption]", "[a b=", "<a href=\"#x\">",
    " ", "\n", "<p> ", "&#9", "<figure>", "<blockquote>", "-->", "<sup id=\"a\"><a href=\"#b\">",
]  # fmt: skip


def converted(text):
    """All that a text goes through before our door, which has bounds of its own."""
    codes = shortcodes.Shortcodes(lambda said: "", lambda inner: inner, Report())
    made = (
        blocks.without_blocks(text, lambda number: "", Report())
        if blocks.has_blocks(text)
        else autop.paragraphs(codes.replaced(text))
    )
    tails.found(made)
    answers.plain(text)
    try:
        tree.written(tree.parsed(made))
    except TooDeep:
        return


@pytest.mark.parametrize("piece", HOSTILE)
def test_what_is_repeated_without_end_is_read_once(piece):
    # Where this were quadratic, it would take minutes.
    converted(piece * (60_000 // len(piece)))
    converted("<!-- wp:paragraph -->" + piece * (30_000 // len(piece)))


def test_a_tag_or_a_number_without_end_is_refused():
    with pytest.raises(TooDeep):
        tree.parsed("<p " + "a=1 " * 20_000 + ">")
    assert tree.written(tree.parsed("&#" + "9" * 10_000 + ";")) == "\ufffd"


@pytest.mark.django_db
def test_nonsense_in_one_post_harms_no_other(tmp_path, publication, monkeypatch):
    cleaned = Articles._fill

    def fill(self, one):
        cleaned(self, one)
        if one.post.headline == "Unfit":
            one.article.headline = "x" * 300

    # As a value does that no check has thought of.
    monkeypatch.setattr(Articles, "_fill", fill)
    path = save(tmp_path, wxr(
        item(1, "Fine", raw=category("", "") + comment(1) + comment(1, "Same number.")),
        item(2, "Unfit", raw=comment(2)),
        item(3, "Long", "word " * 100_000),
        item(4, "Deep", "<div>" * 5_000),
        item(5, "Same number elsewhere", raw=comment(1, "Third.")),
        item(6, "Year 1", gmt="0001-01-01 00:00:00", date="0001-01-01 00:00:00", raw=comment(3, gmt="0001-01-01 00:00:00")),
        item(7, "Long name", creator="n" * 500, raw=comment(4, "x" * 20_000) + comment(5, author="n" * 200)),
        item(8, "No id").replace("<wp:post_id>8</wp:post_id>", ""),
        item(9, "t" * 500, slug="s" * 400, guid="g" * 900, excerpt="e " * 900),
        item(10, "A broken link", link="http://[", raw=category("n" * 300, "s" * 300)),
    ))  # fmt: skip
    out = StringIO()
    for options in (["--dry-run"], ["--yes"]):
        call_command("move_in", str(path), *options, stdout=out)
    told = out.getvalue()
    for words in (
        "held back: cannot be stored", "2 “Unfit”: DataError", "too long or too complex",
        "without an id", "names of writers that were too long", "comments left out: too long",
    ):  # fmt: skip
        assert words in told, words
    headlines = {*Article.objects.values_list("headline", flat=True)}
    assert {"Fine", "Same number elsewhere", "Year 1", "Long name", "A broken link"} <= headlines
    assert "Unfit" not in headlines and Comment.objects.filter(pk=1).count() == 1


def test_json_with_half_letters_is_read(tmp_path):
    data = {"posts": [{"id": "a\x00", "title": "T\ud800", "status": "draft", "html": "<p>x\x00</p>"}, {"id": None}, {"title": 3, "status": ["x"], "html": {"y": 1}}]}  # fmt: skip
    path = save(tmp_path, json.dumps({"db": [{"data": data}]}), "g.json")
    source, report = source_of([path]), Report()
    posts = [*source.posts(source.survey(report), Tables(), report)]
    assert posts[0].source_id == "a" and "\x00" not in posts[0].body
    posts[0].headline.encode()
    assert html.article(posts[0].body) == "<p>x</p>"
