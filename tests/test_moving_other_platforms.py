"""Exports of the other platforms, each with the traps that its files are known for."""

import json
import sqlite3
import zipfile
from contextlib import closing
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import call_command

from comments.models import Comment
from opinion import html
from opinion.moving.errors import NotAnExport
from opinion.moving.models import MoveIn
from opinion.moving.reading.recognise import source_of
from opinion.moving.report import Report
from opinion.moving.tables import Tables
from tests.newsroom import make_article
from tests.wordpress_files import save


def taken(*paths, site=""):
    """The platform, its posts by their ids, and what is told."""
    report = Report()
    source = source_of([*paths], site)
    survey = source.survey(report)
    posts = {post.source_id: post for post in source.posts(survey, Tables(), report)}
    return source.platform, posts, report


def zipped(folder, **files):
    path = folder / "export.zip"
    with zipfile.ZipFile(path, "w") as made:
        for name, text in files.items():
            made.writestr(name, text)
    return path


def test_ghost_posts_with_their_people_tags_and_members_comments(tmp_path):
    lexical = {
        "root": {
            "children": [
                {"type": "paragraph", "children": [{"type": "text", "text": "Bold", "format": 1}]},
                {"type": "image", "src": "__GHOST_URL__/content/images/a.png", "alt": "A"},
            ]
        }
    }
    old = "2019-05-04T10:20:30.000Z"
    post = {"status": "published", "visibility": "public", "published_at": old}
    data = {
        "posts": [
            post | {"id": "a1", "title": "One", "slug": "one", "html": '<p>Text <a href="__GHOST_URL__/x/">x</a></p>', "uuid": "u-1", "custom_excerpt": "Short", "feature_image": "__GHOST_URL__/content/images/lead.png"},
            post | {"id": "a2", "title": "Unrendered", "slug": "two", "html": None, "lexical": json.dumps(lexical)},
            post | {"id": "a3", "title": "Members", "slug": "three", "html": "<p>SECRET</p>", "visibility": "paid"},
            post | {"id": "a4", "title": "Page", "slug": "page", "html": "<p>P</p>", "type": "page"},
            post | {"id": "a5", "title": "Past", "slug": "past", "html": "<p>P</p>", "status": "scheduled"},
        ],
        "users": [{"id": "1", "name": "Ana Reis", "slug": "ana", "bio": "Of Lisbon.", "email": "ana@canary.example"}],
        "posts_authors": [{"post_id": "a1", "author_id": "1", "sort_order": 0}],
        "tags": [{"id": "t1", "slug": "rail", "name": "Rail"}, {"id": "t2", "slug": "hash-x", "name": "#x", "visibility": "internal"}],
        "posts_tags": [{"post_id": "a1", "tag_id": "t1"}, {"post_id": "a1", "tag_id": "t2"}],
        "members": [{"id": "m1", "name": "Reader", "email": "r@canary.example"}],
        "comments": [
            {"id": "c1", "post_id": "a1", "member_id": "m1", "status": "published", "html": "<p>Yes.</p>", "created_at": old},
            {"id": "c2", "post_id": "a1", "member_id": "m1", "parent_id": "c1", "status": "hidden", "html": "<p>No.</p>", "created_at": old},
            {"id": "c3", "post_id": "a1", "member_id": "m1", "status": "deleted", "html": "<p>Gone.</p>", "created_at": old},
        ],
    }  # fmt: skip
    path = save(tmp_path, json.dumps({"db": [{"data": data}]}), "ghost.json")
    platform, posts, report = taken(path, site="https://old.example")
    one, two = posts["a1"], posts["a2"]
    assert platform == "ghost" and 'href="https://old.example/x/"' in one.body
    assert (one.slug, one.guid, one.standfirst, one.addresses) == ("one", "u-1", "Short", ["/one/"])
    assert one.published_at == datetime(2019, 5, 4, 10, 20, 30, tzinfo=UTC)
    assert [(person.name, person.bio) for person in one.people] == [("Ana Reis", "Of Lisbon.")]
    assert [term.name for term in one.terms] == ["Rail"]
    assert one.lead.url == "https://old.example/content/images/lead.png"
    assert [(one.source_id, one.state, one.parent) for one in one.comments] == [("c1", "published", ""), ("c2", "taken_down", "c1")]  # fmt: skip
    assert two.body.startswith("<p><strong>Bold</strong></p>")
    assert two.images[0].url == "https://old.example/content/images/a.png"
    assert [posts[key].state for key in ("a1", "a3", "a4", "a5")] == ["published", "draft", "draft", "draft"]  # fmt: skip
    assert "canary" not in json.dumps(report.as_json())


DISQUS = """`<?xml version="1.0"?><disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
<category dsq:id="1"><title>General</title></category>
<thread dsq:id="10"><id>/a</id><link>http://old.example/2024/01/the-last-train/</link></thread>
<thread dsq:id="11"><id/><link>https://old.example/2024/01/the-last-train/?utm=1&amp;b=2</link></thread>
<thread dsq:id="12"><id></id><link></link></thread>
<thread dsq:id="13"><link>https://old.example/nowhere/</link></thread>
<post dsq:id="101"><message><![CDATA[<p>First & <em>only</em></p>]]></message><createdAt>2019-06-01T10:00:00Z</createdAt><isDeleted>false</isDeleted><isSpam>false</isSpam><author><name>Ana</name><email>ana@canary.example</email></author><ipAddress>203.0.113.77</ipAddress><thread dsq:id="10"/></post>
<post dsq:id="102"><message>Reply by the twin?a=1&b=2</message><createdAt>2019-06-02T10:00:00Z</createdAt><isDeleted>false</isDeleted><isSpam>false</isSpam><author><name>Ben</name></author><thread dsq:id="11" /><parent dsq:id="101" /></post>
<post dsq:id="103"><message>Buy</message><createdAt>2019-06-02T10:00:00Z</createdAt><isDeleted>false</isDeleted><isSpam>true</isSpam><author><name>Spam</name></author><thread dsq:id="10"/></post>
<post dsq:id="104"><message>Gone</message><createdAt>2019-06-02T10:00:00Z</createdAt><isDeleted>true</isDeleted><isSpam>false</isSpam><author><name>X</name></author><thread dsq:id="10"/></post>
<post><message>No id</message><createdAt>2019-06-02T10:00:00Z</createdAt><thread dsq:id="10"/></post>
<post dsq:id="105"><message>No page</message><createdAt>2019-06-02T10:00:00Z</createdAt><thread dsq:id="12"/></post>
<post dsq:id="106"><message>No article</message><createdAt>2019-06-02T10:00:00Z</createdAt><thread dsq:id="13"/></post>
<post dsq:id="107"><message>Broken</b></message><thread dsq:id="13"/></post>
</disqus>"""


@pytest.mark.django_db
def test_comments_of_disqus_find_their_article_by_its_address(tmp_path, publication):
    article = make_article()
    path = save(tmp_path, DISQUS, "disqus.xml")
    out = StringIO()
    call_command("move_in", str(path), "--dry-run", stdout=out)
    assert not Comment.objects.exists()
    for _again in range(2):
        call_command("move_in", str(path), "--yes", stdout=out)
        found = {one.text: one for one in article.comments.all()}
        assert {text: one.status for text, one in found.items()} == {
            "First & *only*": "published", "Reply by the twin?a=1&b=2": "published", "Buy": "spam",
        }  # fmt: skip
    assert found["Reply by the twin?a=1&b=2"].parent == found["First & *only*"]
    told = out.getvalue()
    assert "no article at their address" in told and "/nowhere/: 1" in told
    assert "held back: not well-formed: 1" in told and "bare &" in told
    assert "canary" not in told and "203.0" not in told
    call_command("move_in", "--undo", str(MoveIn.objects.get().pk), stdout=out)
    assert not Comment.objects.exists() and article.editions.count() == 1


def test_substack_posts_of_every_type(tmp_path):
    table = (
        "post_id,post_date,is_published,type,audience,title,subtitle,podcast_url\n"
        '1.one,2019-05-04T10:20:30.000Z,true,newsletter,everyone,One,"Tom &amp; ""Jerry""",\n'
        "2.two,2019-05-04T10:20:30.000Z,true,newsletter,only_paid,Paid,,\n"
        "3.three,2019-05-04T10:20:30.000Z,true,podcast,everyone,Heard,,https://x.example/3.mp3\n"
        "4.four,2019-05-04T10:20:30.000Z,true,thread,everyone,Thread,,\n"
        "5.five,,false,newsletter,everyone,Draft,,\n"
        "6.six,2019-05-04T10:20:30.000Z,true,newsletter,everyone,Lost,,\n"
    )
    note = (
        '<p>Word<a class="footnote-anchor" id="footnote-anchor-1" href="#footnote-1">1</a></p>'
        '<div class="footnote"><a id="footnote-1" href="#footnote-anchor-1" class="footnote-number">1</a>'
        '<div class="footnote-content"><p>Note.</p></div></div>'
    )
    files = {
        f"posts/{name}.html": "<p>Text</p>" for name in ("2.two", "3.three", "4.four", "5.five")
    }
    path = zipped(tmp_path, **{"posts.csv": table, "posts/1.one.html": note, "email_list.x.csv": "email\nr@canary.example\n"} | files)  # fmt: skip
    platform, posts, report = taken(path, site="https://one.substack.com")
    assert platform == "substack"
    assert {key: post.state.value for key, post in posts.items()} == {"1": "published", "2": "draft", "3": "published", "5": "draft"}  # fmt: skip
    assert posts["1"].standfirst == 'Tom & "Jerry"' and posts["1"].addresses == ["/p/one/"]
    assert html.article(posts["1"].body) == '<p>Word<a data-note="n1"></a></p><section data-notes=""><ol><li data-note="n1"><p>Note.</p></li></ol></section>'  # fmt: skip
    assert "https://x.example/3.mp3" in posts["3"].body
    assert {"left out: discussion threads", "left out: their text is missing"} <= {*report.named}


MEDIUM = (
    '<article class="h-entry"><header><h1 class="p-name">{title}</h1></header>'
    '<section data-field="subtitle" class="p-summary">Below</section>'
    '<section data-field="body" class="e-content">{body}</section>'
    '<footer><p>By <a href="https://medium.com/@ana" class="p-author h-card">Ana Reis</a> on '
    '<a href="https://medium.com/p/abc123def456"><time class="dt-published" datetime="2019-05-04T10:20:30.000Z">May</time></a></p>'
    '<p><a href="https://medium.com/@ana/one-abc123def456" class="p-canonical">Canonical</a></p></footer></article>'
)


def test_medium_posts_and_what_seem_to_be_answers(tmp_path):
    story = MEDIUM.format(title="One", body='<h3 class="graf graf--h3 graf--title">One</h3><p>Text</p><figure><img src="https://cdn-images-1.medium.com/max/800/a.png"><figcaption>Cap</figcaption></figure>')  # fmt: skip
    answer = MEDIUM.format(title="I agree with you", body="<p>I agree with you.</p>")
    path = zipped(tmp_path, **{
        "posts/2019-05-04_One-abc123def456.html": story,
        "posts/2019-05-05_I-agree-abc123def457.html": answer,
        "posts/draft_Two-abc123def458.html": story,
        "profile/profile.html": "<p>r@canary.example</p>",
    })  # fmt: skip
    platform, posts, report = taken(path)
    one = posts["abc123def456"]
    assert (platform, one.headline, one.standfirst) == ("medium", "One", "Below")
    assert one.body == '<p>Text</p><div><p><a href="https://cdn-images-1.medium.com/max/800/a.png">Cap</a></p></div>'  # fmt: skip
    assert [post.state.value for post in posts.values()] == ["published", "draft", "draft"]
    assert [person.name for person in one.people] == ["Ana Reis"]
    assert one.addresses == ["/@ana/one-abc123def456/", "/p/abc123def456/"]
    assert report.counts["seem to be answers to others: now drafts"] == 1


def test_isso_by_its_database_or_as_json(tmp_path):
    path = tmp_path / "isso.db"
    with closing(sqlite3.connect(path)) as made:
        made.executescript(
            "CREATE TABLE threads (id INTEGER PRIMARY KEY, uri TEXT, title TEXT);"
            "CREATE TABLE comments (tid, id INTEGER PRIMARY KEY, parent, created FLOAT, modified,"
            " mode INTEGER, remote_addr, text, author, email, website);"
            "INSERT INTO threads VALUES (1, '/2024/01/the-last-train/', 'T');"
            "INSERT INTO comments VALUES (1,1,NULL,1559383200.5,NULL,1,'203.0.113.7','Yes.','Ana','a@canary.example',NULL),"
            "(1,2,1,1559383201,NULL,2,'','Waits.',NULL,NULL,NULL),(1,3,1,1559383202,NULL,4,'','',NULL,NULL,NULL);"
        )
    platform, posts, report = taken(path)
    (page,) = posts.values()
    assert (platform, page.addresses) == ("isso", ["/2024/01/the-last-train/"])
    assert [(one.source_id, one.parent, one.state.value, one.name) for one in page.comments] == [("1", "", "published", "Ana"), ("2", "1", "waiting", "")]  # fmt: skip
    assert report.counts["left out: comments that are deleted"] == 1
    rows = [{"id": "/x/", "title": "X", "comments": [{"id": 1, "text": "Yes.", "created": "2019-06-01 10:00:00", "author": "Ana"}]}]  # fmt: skip
    platform, posts, _report = taken(save(tmp_path, json.dumps(rows), "isso.json"))
    assert platform == "isso" and posts["/x/"].comments[0].text == "Yes."


def test_a_backup_of_remark42(tmp_path):
    page = {"site": "s", "url": "https://old.example/2024/01/the-last-train/"}
    user = {"name": "Ana", "id": "anonymous_1", "ip": "203.0.113.7"}
    row = {"pid": "", "text": "<p>Yes.</p>", "user": user, "locator": page, "time": "2019-06-01T10:00:00.123456789Z"}  # fmt: skip
    lines = [{"version": 1, "users": [], "posts": []}, row | {"id": "ab12"}, row | {"id": "cd34", "pid": "ab12", "time": "2019-06-01T12:00:00+02:00"}, row | {"id": "ef56", "delete": True}]  # fmt: skip
    path = save(tmp_path, "\n".join(json.dumps(line) for line in lines), "backup.json")
    platform, posts, report = taken(path)
    (found,) = posts.values()
    assert platform == "remark42"
    assert [(one.source_id, one.parent) for one in found.comments] == [
        ("ab12", ""),
        ("cd34", "ab12"),
    ]
    assert found.comments[1].at == datetime(2019, 6, 1, 10, tzinfo=UTC)
    assert report.counts["left out: comments that are deleted"] == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ghost.json", '{"db": [{"data": 3}]}'),
        ("ghost.json", '{"db": [}'),
        ("ghost.json", '{"db": ' + "[" * 100_000),
        ("isso.db", "SQLite format 3\x00 and nothing more"),
        ("isso.json", '[{"comments": 3}]'),
        ("remark.json", '{"version": 1}\n{broken'),
        ("disqus.xml", "<disqus xmlns='http://disqus.com'></disqus>"),
        ("disqus.xml", "<!DOCTYPE x [<!ENTITY a 'b'>]><disqus></disqus>"),
        ("list.json", "[1, 2, 3]"),
    ],
)
def test_a_damaged_file_of_a_known_platform_gets_a_clear_word(tmp_path, name, content):
    with pytest.raises(NotAnExport):
        taken(save(tmp_path, content, name))
