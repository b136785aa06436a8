"""A publication leaves with all it has, and nothing that was told in confidence."""

import io
import json
import zipfile
from collections import Counter
from datetime import timedelta
from io import StringIO
from xml.etree import ElementTree

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from PIL import Image as Drawing

from authors.models import Author, User
from comments.models import Comment, Contact, Thread
from opinion import images
from opinion.articles.models import Article, Edition, Filing, FrontPlace, Redirect, Section
from opinion.moving.leaving.schema import KINDS
from opinion.moving.reading.files import Member
from opinion.moving.reading.wxr import WxrFile
from opinion.pictures.models import Picture
from opinion.references.models import Work
from tests.newsroom import (
    MORNING,
    make_article,
    make_author,
    make_comment,
    make_draft,
    make_published_comment,
    make_series,
    make_topic,
    make_use,
    make_user,
    publish_again,
)

pytestmark = pytest.mark.django_db
WP = "{http://wordpress.org/export/1.2/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


@pytest.fixture
def house(publication, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    file = io.BytesIO()
    Drawing.new("RGB", (40, 20), "red").save(file, "PNG")
    file.name, file.size = "x.png", len(file.getvalue())
    picture = Picture.objects.keep(images.clean(file), alt="A train", caption="Here")
    authors = [make_author(bio="<p>Writes & reads.</p>"), make_author("Tove Æblegård", slug="tove")]
    body = (
        f'<p>One<a data-note="k"></a> ]]&gt; two</p><figure data-picture="{picture.pk}"></figure>'
        '<section data-notes><ol><li data-note="k">The note.</li></ol></section>'
    )
    article = make_draft("Ends ]]> here", authors=authors, topics=[make_topic()], body=body, references=["A line."], note="<p>Of Leeds.</p>")  # fmt: skip
    make_use(article, picture, role="lead", alt="A train")
    make_use(article, picture, alt="A train")
    desk = make_user("desk")
    article.publish(by=desk, at=MORNING)
    publish_again(article, by=desk, change="correction", note="A date was wrong.", at=MORNING + timedelta(days=1))  # fmt: skip
    work = Work.objects.create(title="On Trains", type="book")
    make_draft("Unfinished", references=["B"]).references.update(work=work)
    gone = make_article("Withdrawn")
    gone.withdraw(by=desk, reason="Wrong.")
    first = make_published_comment(article, "First & **last** ]]>", email="ana@canary.example")
    make_published_comment(article, "Reply.", parent=first)
    make_comment(article, "Waits.", email="ben@canary.example")
    Thread.objects.get(article=article).set_policy("read_only", desk)
    series = make_series("Night Trains", [article, gone], text="<p>Sleepers.</p>")
    series.slug = "sleepers"
    series.save()
    publication.front_places.create(kind="choice", article=article, until=MORNING)
    section = article.section
    section.slug = "the-world"
    section.save()
    return article


def written(path, *options):
    call_command("move_out", str(path), *options, stdout=StringIO())
    return path


def empty():
    tables = [kind.model._meta.db_table for kind in KINDS]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE")
        cursor.execute("DELETE FROM authors_user_groups; DELETE FROM authors_user")


def test_an_archive_read_into_an_empty_publication_gives_the_same_archive(house, tmp_path):
    first = written(tmp_path / "first.zip", "--with-private")
    public = written(tmp_path / "public.zip")
    counts = {kind.name: kind.model._base_manager.count() for kind in KINDS}
    with pytest.raises(CommandError, match="empty publication"):
        call_command("move_in", str(first), "--yes")
    empty()
    for path in (tmp_path / "media" / "pictures").rglob("*.*"):
        path.unlink()
    call_command("move_in", str(first), "--dry-run", stdout=StringIO())
    assert not Article.objects.exists() and not User.objects.exists()
    call_command("move_in", str(first), "--yes", stdout=StringIO())
    assert {kind.name: kind.model._base_manager.count() for kind in KINDS} == counts
    assert written(tmp_path / "second.zip", "--with-private").read_bytes() == first.read_bytes()
    article = Article.objects.get(headline="Ends ]]> here")
    assert [edition.number for edition in article.editions.order_by("pk")] == [1, 2]
    assert not article.has_unpublished_changes and article.live_edition.change == "correction"
    assert Redirect.objects.get(path="/section/world/").section == Section.objects.get()
    series = Redirect.objects.get(path="/series/night-trains/").series
    assert [part.article.headline for part in series.parts.all()] == ["Ends ]]> here", "Withdrawn"]
    assert Filing.objects.get(kind="series").article == article
    assert FrontPlace.objects.get().article == article
    assert Contact.objects.get(comment__text="Waits.").export()["email"] == "ben@canary.example"
    assert Picture.objects.get().file.storage.exists(Picture.objects.get().file.name)
    assert {*User.objects.values_list("is_active", "email")} == {(False, "")}
    # New rows get numbers of their own.
    assert make_article("New").pk > article.pk
    assert make_comment(article := Article.objects.get(headline="New"), email="x@y.example").article == article  # fmt: skip
    with zipfile.ZipFile(public) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert "contact.jsonl" not in zipfile.ZipFile(public).namelist()
    for secret in (b"canary", b'"desk"', b"198.51.100", b"staff.example.org"):
        assert secret not in everything


def test_an_archive_tells_what_is_in_it(house, tmp_path):
    with zipfile.ZipFile(written(tmp_path / "a.zip")) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        works = [json.loads(line) for line in archive.read("work.jsonl").splitlines()]
        editions = archive.read("edition.jsonl").splitlines()
    assert (manifest["archive"], manifest["schema"]) == ("opinion-archive", 1)
    assert manifest["files"]["edition.jsonl"]["lines"] == len(editions) == 3
    assert works[0]["csl"] == {"id": f"work-{works[0]['id']}", "type": "book", "title": "On Trains"}
    assert [name for name in manifest["files"] if name.startswith("media/")]


def test_a_damaged_or_later_archive_is_refused_whole(house, tmp_path):
    good = written(tmp_path / "good.zip")
    empty()

    def changed(name, change):
        path = tmp_path / "bad.zip"
        with zipfile.ZipFile(good) as old, zipfile.ZipFile(path, "w") as new:
            for one in old.namelist():
                data = old.read(one)
                new.writestr(one, change(data) if one == name else data)
        return path

    for name, change in (
        ("manifest.json", lambda data: data.replace(b'"schema":1', b'"schema":9')),
        ("author.jsonl", lambda data: data.replace(b"Ngaire", b"Nobody")),
        ("article.jsonl", lambda data: data.replace(b'"slug":', b'"slag":')),
        ("comment.jsonl", lambda data: b"[]\n"),
        ("edition.jsonl", lambda data: b"not JSON\n"),
    ):
        with pytest.raises(CommandError):
            call_command("move_in", str(changed(name, change)), "--yes", stdout=StringIO())
        assert not Author.objects.exists() and not Edition.objects.exists()


def strictly_read(path):
    """As WordPress reads it: by a strict parser, every reference within the file resolved."""
    channel = ElementTree.parse(path).getroot().find("channel")
    assert channel.findtext(f"{WP}wxr_version") == "1.2"
    logins = {one.findtext(f"{WP}author_login") for one in channel.findall(f"{WP}author")}
    items = channel.findall("item")
    numbers = [one.findtext(f"{WP}post_id") for one in items]
    assert len({*numbers}) == len(numbers)
    for one in items:
        assert one.findtext("{http://purl.org/dc/elements/1.1/}creator") in logins | {""}
        assert one.findtext(f"{WP}status") in ("publish", "draft", "future", "inherit")
        thumbnails = [
            meta.findtext(f"{WP}meta_value")
            for meta in one.findall(f"{WP}postmeta")
            if meta.findtext(f"{WP}meta_key") == "_thumbnail_id"
        ]
        assert {*thumbnails} <= {*numbers}
        comments = {c.findtext(f"{WP}comment_id"): c for c in one.findall(f"{WP}comment")}
        above = {c.findtext(f"{WP}comment_parent") for c in comments.values()}
        assert above <= {*comments, "0"}
    return channel, items


def test_an_export_for_wordpress_is_read_by_a_strict_reader(house, tmp_path):
    path = written(tmp_path / "export.xml", "--wordpress")
    channel, items = strictly_read(path)
    kinds = Counter((one.findtext(f"{WP}post_type"), one.findtext(f"{WP}status")) for one in items)
    assert kinds == {("post", "publish"): 1, ("post", "draft"): 2, ("attachment", "inherit"): 1}
    assert len(channel.findall(f"{WP}author")) == Author.objects.count()
    (post,) = [one for one in items if one.findtext(f"{WP}status") == "publish"]
    assert post.findtext("title") == "Ends ]]> here – OpEd"
    body = post.findtext(CONTENT)
    assert body.startswith('<p>One<sup id="fnref-1"><a href="#fn-1" rel="footnote">1</a></sup> ]]&gt; two</p>')  # fmt: skip
    assert '<img class="wp-image-' in body and "<li>A line.</li>" in body and "Of Leeds." in body
    assert [one.get("nicename") for one in post.findall("category")] == ["the-world", "trains", "cap-ngaire-whitcombe", "cap-tove"]  # fmt: skip
    comments = post.findall(f"{WP}comment")
    assert len(comments) == Comment.objects.count() == 3
    assert [one.findtext(f"{WP}comment_approved") for one in comments] == ["1", "1", "0"]
    assert comments[0].findtext(f"{WP}comment_content") == "<p>First &amp; <strong>last</strong> ]]&gt;</p>"  # fmt: skip
    assert comments[1].findtext(f"{WP}comment_parent") == comments[0].findtext(f"{WP}comment_id")
    assert "canary" not in path.read_text() and "198.51" not in path.read_text()
    told = written(tmp_path / "told.xml", "--wordpress", "--with-addresses").read_text()
    assert "ana@canary.example" in told and "198.51" not in told
    assert sum(1 for _item in WxrFile(Member(path)).items()) == len(items)


def test_what_leaves_for_wordpress_comes_back(house, tmp_path):
    path = written(tmp_path / "export.xml", "--wordpress")
    before = {one.pk: one.text for one in Comment.objects.all()}
    empty()
    call_command("move_in", str(path), "--yes", stdout=StringIO())
    article = Article.objects.get(status="published")
    assert (article.headline, article.type.label) == ("Ends ]]> here", "OpEd")
    assert '<a data-note="n1"></a>' in article.body and "The note." in article.body
    assert [line.text for line in article.references.all()] == ["A line."]
    assert article.note == "<p>Of Leeds.</p>" and article.published_at == MORNING
    assert [line.author.name for line in article.bylines.all()] == ["Ngaire Whitcombe", "Tove Æblegård"]  # fmt: skip
    assert {one.pk: one.text for one in Comment.objects.all()} == before


def test_nothing_is_written_over(house, tmp_path):
    path = tmp_path / "a.zip"
    path.write_text("mine")
    with pytest.raises(CommandError, match="there already"):
        written(path)
    with pytest.raises(CommandError, match="goes with"):
        written(tmp_path / "b.xml", "--wordpress", "--with-private")
    assert path.read_text() == "mine"
