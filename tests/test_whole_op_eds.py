"""An op-ed of pictures, notes, tables, embeds and references: drawn, kept as printed, redacted."""

import re

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opinion.articles.models import Article, EditionEmbed
from opinion.embeds.models import EmbedCard, Host
from opinion.pictures.models import Picture
from tests.newsroom import make_draft, publish_again
from tests.whole_op_ed import COLUMNS, NOTES, make_whole_draft
from tests.writing_desk import desk as desk

pytestmark = pytest.mark.django_db


def page_of(article):
    return Client().get(article.get_absolute_url())


def queries_of(article):
    page_of(article)
    with CaptureQueriesContext(connection) as asked:
        assert page_of(article).status_code == 200
    return len(asked)


def test_three_hundred_notes_and_a_hundred_columns_come_whole_and_ask_no_more(publication):
    draft = make_whole_draft(embeds=9)
    draft.publish(by=None)
    page = page_of(draft).text
    assert page.count('role="doc-noteref"') == page.count('role="doc-backlink"') == NOTES
    assert re.findall(r'href="#note-(\d+)"', page) == [str(n) for n in range(1, NOTES + 1)]
    assert page.count('<th scope="col">C') == page.count("<td>D") == COLUMNS
    assert page.count('class="embed-card"') == 9
    plain = make_draft("Plain")
    plain.publish(by=None)
    # What the cards say, and what the list of hosts lets them load.
    assert queries_of(draft) == queries_of(plain) + 2


def test_an_edition_stays_as_printed_whatever_becomes_of_what_it_is_made_of(publication, editor):
    draft = make_whole_draft(count=3, columns=2)
    draft.publish(by=editor)
    before = page_of(draft).text
    for said in ("Low tide at Inverey", "Remark 2.", "Trains at night", "Video · Signal TV"):
        assert said in before
    draft.pictures.update(alt="x", caption="x", credit="x", focal_x=1)
    Picture.objects.update(alt="y", caption="y", credit="y", licence="y")
    EmbedCard.objects.update(title="z", thumbnail="embeds/2024/01/z.jpg")
    Host.objects.update(name="z", kind="post")
    Article.objects.filter(pk=draft.pk).update(body="<p>z</p>", body_html="<p>z</p>")
    assert page_of(draft).text == before
    for words, left in (
        ("Low tide", "[removed] at Inverey"),
        ("Remark 2", "[removed]."),
        ("at night", "Trains [removed]"),
    ):
        assert left not in page_of(draft).text
        call_command("redact", article=str(draft.pk), words=words, why="A court.", by="root")
        assert left in page_of(draft).text and words not in page_of(draft).text
    call_command("redact", article=str(draft.pk), words="watch x1", why="A court.", by="root")
    assert "tv.example.org" not in page_of(draft).text and not EditionEmbed.objects.exists()


def test_a_picture_that_somebody_deleted_on_the_disk_stops_nobody(desk, editor):
    draft = make_whole_draft(count=1, columns=2)
    draft.publish(by=editor)
    sea = Picture.objects.get(alt="A sea.")
    sea.file.storage.delete(sea.file.name)
    page = page_of(draft).text
    # Its place stays as large as it was, and says what was to be seen.
    assert f'width="{sea.width}" height="{sea.height}" alt="A sea."' in page
    assert Client().get(sea.file.url).status_code == 404
    for address in (
        f"/admin/articles/article/{draft.pk}/change/",
        f"/admin/pictures/picture/{sea.pk}/change/",
        "/admin/pictures/picture/",
        f"/preview/{draft.pk}/",
        "/feed/",
    ):
        assert desk.get(address).status_code == 200, address
    draft.refresh_from_db()
    publish_again(draft, standfirst="Another.")
    call_command("redact", article=str(draft.pk), picture=sea.pk, why="A court.", by="root")
    assert "A sea." not in page_of(draft).text
