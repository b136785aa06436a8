"""A site of WordPress moves in, with all that was seen in real files, and goes again."""

import json
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from authors.models import Author, User
from comments.models import Comment, Contact, Decision, Thread
from comments.privacy.retention import erase_hidden, forget_contacts
from opinion.articles.models import Article, Edition, Redirect, SanctionedAct, Section, Topic
from opinion.moving.models import AwaitedPicture, MoveIn, Provenance
from tests.made_once import made_once
from tests.newsroom import make_user
from tests.thread_checksums import stored_checksums, thread_checksum
from tests.wordpress_files import (
    BASE,
    attachment,
    category,
    comment,
    item,
    meta,
    save,
    wxr,
)

TERMS = (
    "<wp:category><wp:term_id>3</wp:term_id><wp:category_nicename>world</wp:category_nicename>"
    "<wp:cat_name>World</wp:cat_name></wp:category>"
    "<wp:category><wp:term_id>4</wp:term_id><wp:category_nicename>europe</wp:category_nicename>"
    "<wp:category_parent>world</wp:category_parent><wp:cat_name>Europe</wp:cat_name></wp:category>"
    "<wp:tag><wp:term_id>5</wp:term_id><wp:tag_slug>rail</wp:tag_slug>"
    "<wp:tag_name>Rail</wp:tag_name></wp:tag>"
    "<wp:author><wp:author_id>1</wp:author_id><wp:author_login>jonas</wp:author_login>"
    "<wp:author_email>jonas@canary.example</wp:author_email>"
    "<wp:author_display_name>Jonas Lind</wp:author_display_name></wp:author>"
)
FAR = "2099-01-01 10:00:00"
CHAIN = "".join(comment(1000 + n, f"Level {n}.", parent=999 + n if n else 0) for n in range(60))
TAIL = "<p>Text.</p><h3>References</h3><ol><li>A work.</li></ol><h3>About the author</h3><p>He writes.</p>"
# By the trap that each is an example of.
ITEMS = {
    "published": item(1, "The Night Train – OpEd", raw=category("World") + category("Rail", domain="post_tag")),
    "future": item(2, "Future", status="future", gmt=FAR),
    "future and past due": item(3, "Past due", status="future"),
    "draft": item(4, "Draft", status="draft", gmt="0000-00-00 00:00:00", slug="draft"),
    "pending": item(5, "Pending", status="pending"),
    "private": item(6, "SECRET private", status="private"),
    "protected": item(7, "SECRET protected", "SECRET text", password="hunter2"),
    "trashed": item(8, "SECRET trash", status="trash"),
    "sticky": item(9, "Sticky", sticky=1),
    "auto-draft": item(10, "Auto", status="auto-draft"),
    "revision": item(11, "Old words", kind="revision", status="inherit"),
    "menu": item(12, "Menu", kind="nav_menu_item"),
    "page": item(13, "Imprint", kind="page"),
    "no date in GMT": item(14, "Local date", gmt="0000-00-00 00:00:00"),
    "co-authors": item(15, "Together", raw=category("ana-reis", "cap-ana-reis", "author") + category("ana-reis", "cap-cap-ana-reis", "author") + category("Tove Æblegård", "cap-tove", "author")),
    "guest author": item(16, "Ana", "", kind="guest-author", slug="cap-ana-reis", raw=meta("cap-user_login", "ana-reis") + meta("cap-display_name", "Ana Reis") + meta("cap-description", "Of Lisbon.")),
    "two categories": item(17, "Two sections", raw=category("World") + category("Europe")),
    "the main category": item(18, "Main", raw=category("World") + category("Europe") + meta("_yoast_wpseo_primary_category", "4")),
    "a dash that is no type": item(19, "London – a walk through"),
    "an old slug": item(20, "Renamed", raw=meta("_wp_old_slug", "old-name")),
    "a slug in another script": item(21, "Поезд", slug="%d0%bf%d0%be%d0%b5%d0%b7%d0%b4"),
    "a slug twice": item(22, "Again", slug="post-1"),
    "no title": item(23, "", "Words without a headline stand here."),
    "a title with markup": item(24, "The <em>Last</em> &#8217;Train&#8217;"),
    "no text": item(25, "Empty", ""),
    "tails": item(26, "Tails", TAIL),
    "a picture": item(27, "Pictured", f'<img src="{BASE}/wp-content/uploads/2019/05/a-300x200.jpg">', raw=meta("_thumbnail_id", "30")),
    "a serialized object": attachment(30, "2019/05/lead.jpg", parent=27, alt="A signal", raw=meta("_wp_attachment_metadata", 'a:1:{s:10:"image_meta";a:1:{s:6:"credit";s:12:"Mira Æ Holm";}}')),
    "a meta that looks like XML": item(31, "Meta", raw=meta("x", "<wp:meta_value>O:8:\"stdClass\":0:{}</wp:meta_value>")),
    "an end of CDATA in a text": item(32, "Ends", "<p>a[b[0]]> c</p>"),
    "closed": item(33, "Closed", comment_status="closed"),
    "a conversation": item(40, "Talk", raw=comment(502, "Reply.", parent=501, gmt="2019-06-01 10:00:00") + comment(501, "First.", kind="", gmt="2019-06-02 10:00:00") + comment(503, "Orphan.", parent=77) + comment(504, "Ring.", parent=505) + comment(505, "Ring too.", parent=504) + comment(506, "Own parent.", parent=506)),
    "states": item(41, "States", raw=comment(510, "Waits.", approved="0") + comment(511, "Buy!", approved="spam") + comment(512, "Rude.", approved="trash") + comment(513, "Gone.", approved="post-trashed") + comment(514, "SECRET note.", kind="note") + comment(515, "ping", kind="pingback") + comment(516, "track", kind="trackback") + comment(517, "order", kind="order_note")),
    "addresses": item(42, "Addresses", raw=comment(520, "Young.", gmt="2026-11-01 10:00:00") + comment(521, "Old.") + comment(522, "No name.", author="") + comment(523, "A name that is an address", author="ana@canary.example")),
    "a deep thread": item(43, "Deep", raw=CHAIN),
    "comments of a draft": item(44, "Unseen", status="draft", raw=comment(530)),
    "markup in a comment": item(45, "Marked", raw=comment(540, '<p>One <em>two</em></p><script>x</script><a href="https://x.example/">here</a>')),
}  # fmt: skip


def text_of(names=ITEMS):
    return wxr(*(ITEMS[name] for name in names), head=TERMS)


def move_in(path, *options):
    out = StringIO()
    call_command("move_in", str(path), *options, stdout=out)
    return out.getvalue()


def counted():
    models = (MoveIn, Provenance, Article, Edition, Author, Section, Topic, Comment, Contact, Decision, Thread, Redirect, AwaitedPicture)  # fmt: skip
    return {model.__name__: model.objects.count() for model in models}


def build():
    make_user("desk")
    path = save_to_temporary(text_of())
    before = counted()
    tried = move_in(path, "--dry-run", "--by", "desk")
    unchanged = counted() == before
    told = move_in(path, "--yes", "--by", "desk")
    first = counted()
    move_in(path, "--yes", "--by", "desk")
    return {"tried": tried, "unchanged": unchanged, "told": told, "first": first, "second": counted(), "path": path}  # fmt: skip


def save_to_temporary(text):
    import tempfile
    from pathlib import Path

    return save(Path(tempfile.mkdtemp()), text)


moved = made_once(build)
pytestmark = pytest.mark.usefixtures("moved", "db")


def article(headline):
    return Article.objects.get(headline=headline)


def test_a_dry_run_tells_the_same_and_changes_nothing(moved):
    assert moved["unchanged"]

    def said(text):
        lines = text[text.index("addresses left out") :].splitlines()
        # A batch of its own makes its authors and sections anew; the last lines say what is next.
        return [line for line in lines if "redirects" not in line]

    tried, told = said(moved["tried"]), said(moved["told"])
    assert [line for line in tried if "manage.py" not in line and "dry run" not in line] == [
        line for line in told if "manage.py" not in line
    ]


def test_a_second_run_changes_nothing(moved):
    assert moved["first"] == moved["second"]
    assert moved["first"]["MoveIn"] == 1


STATUSES = {
    "The Night Train": "published", "Future": "scheduled", "Past due": "draft", "Draft": "draft",
    "Pending": "draft", "Sticky": "published", "Imprint": "draft", "Local date": "published",
    "Together": "published", "Two sections": "published", "Main": "published",
    "London – a walk through": "published", "Renamed": "published", "Поезд": "published",
    "Again": "published", "Words without a headline stand here.": "published",
    "The Last ’Train’": "published", "Empty": "draft", "Tails": "published", "Pictured": "published",
    "Meta": "published", "Ends": "published", "Closed": "published", "Talk": "published",
    "States": "published", "Addresses": "published", "Deep": "published", "Unseen": "draft",
    "Marked": "published",
}  # fmt: skip


def test_each_comes_as_what_it_was_and_nothing_else_comes():
    assert dict(Article.objects.values_list("headline", "status")) == STATUSES


def test_an_article_says_whose_where_and_when():
    train, together = article("The Night Train"), article("Together")
    assert (train.type.label, train.section.name, train.full_headline) == ("OpEd", "World", "The Night Train – OpEd")  # fmt: skip
    assert [topic.name for topic in train.topics.all()] == ["Rail"]
    assert [line.name for line in train.live_edition.bylines.all()] == ["Jonas Lind"]
    assert f"{train.published_at:%Y-%m-%d %H:%M}" == "2019-05-02 08:20"
    assert (train.address, train.guid) == ("2019/05/post-1", "https://old.example/?p=1")
    assert [line.name for line in together.live_edition.bylines.all()] == [
        "Ana Reis",
        "Tove Æblegård",
    ]
    assert Author.objects.get(name="Ana Reis").bio == "Of Lisbon."
    assert not User.objects.exclude(username="desk").exists()
    two = article("Two sections")
    assert (two.section.name, [topic.name for topic in two.topics.all()]) == ("World", ["Europe"])
    assert article("Main").section.name == "Europe"
    assert f"{article('Local date').published_at:%Y-%m-%d %H:%M}" == "2019-05-15 08:20"
    assert article("Again").address == "2019/05/post-1-2"
    assert article("Ends").body == "<p>a[b[0]]&gt; c</p>"


def test_tails_stand_in_their_fields():
    tails = article("Tails")
    assert (tails.body, tails.note) == ("<p>Text.</p>", "<p>He writes.</p>")
    assert [line.text for line in tails.live_edition.references.all()] == ["A work."]


def test_what_an_article_was_published_with_is_what_publishing_again_would_print():
    for one in Article.objects.published():
        assert Edition.objects.printed(one, one.manuscript()).digest == one.live_edition.digest
        assert not one.has_unpublished_changes


def test_comments_hang_where_they_hung():
    talk = article("Talk").comments
    assert {one.pk: (one.path, one.published_below) for one in talk.all()} == {
        501: ([501], 1), 502: ([501, 502], 0), 503: ([503], 0), 506: ([506], 0),
        505: ([504, 505], 0), 504: ([504], 1),
    }  # fmt: skip
    assert article("Talk").thread.published_count == 6
    deep = article("Deep").comments.order_by("pk")
    assert max(one.depth for one in deep) == 50
    last = deep.last()
    assert (last.pk, last.in_reply_to_id, last.parent_id) == (1059, 1058, 1049)
    out = StringIO()
    call_command("recount_threads", stdout=out)
    assert out.getvalue().startswith("0 of ")


def test_comments_stand_as_they_stood_and_each_has_its_decision():
    states = {one.text: one.status for one in article("States").comments.all()}
    assert states == {"Waits.": "waiting", "Buy!": "spam", "Rude.": "taken_down"}
    assert Decision.objects.count() == Comment.objects.count() > 60
    assert {*Decision.objects.values_list("kind", "by", "note__text")} == {("imported", None, "Moved in from export.xml")}  # fmt: skip
    assert article("Marked").comments.get().text == "One *two*\n\nhere (https://x.example/)"
    assert not article("Unseen").comments.exists()
    assert article("Closed").thread.policy == "read_only"


def test_addresses_are_sealed_trusted_for_nothing_and_never_older_than_we_keep_any():
    contact = Contact.objects.get()
    assert (contact.comment.text, contact.reader, contact.address) == ("Young.", None, None)
    assert contact.export() == {"email": "ana@canary.example", "ip_address": ""}
    assert contact.renew() is False
    names = {one.text: one.name for one in article("Addresses").comments.all()}
    assert names["No name."] == names["A name that is an address"] == "Anonymous"


def test_nothing_private_is_anywhere(moved):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        )
        for (table,) in cursor.fetchall():
            # What was left out is named by its title in the report, for the staff.
            shown = "(to_jsonb(t) - 'report')" if table == "moving_movein" else "to_jsonb(t)"
            cursor.execute(
                f"SELECT count(*) FROM {table} t WHERE {shown}::text ~ "
                "'SECRET|canary|hunter2|203.0.113'"
            )
            assert cursor.fetchone() == (0,), table
    for text in (moved["tried"], moved["told"], json.dumps(MoveIn.objects.get().report)):
        assert "canary" not in text and "hunter2" not in text and "203.0.113" not in text
    assert not mail.outbox
    assert not ProcrastinateJob.objects.filter(task_name__startswith="comments").exists()


def test_every_old_address_leads_to_what_stood_there(client):
    def leads(path):
        response = client.get(path)
        return response.get("Location") or response.status_code

    train = "/2019/05/post-1/"
    right = {
        "/?p=1": train, f"{train}feed/": 200, f"{train}amp/": train, "/?page_id=13": 200,
        "/2019/05/old-name/": "/2019/05/post-20/", "/?p=21": "/2019/05/поезд/",
        "/2019/05/%d0%bf%d0%be%d0%b5%d0%b7%d0%b4/": 200, "/category/world/": "/section/world/",
        "/category/world/page/3/": "/section/world/", "/category/world/feed/": "/section/world/feed/",
        "/category/world/europe/": "/section/europe/", "/?cat=4": "/section/europe/",
        "/tag/rail/": "/topic/rail/", "/?tag=rail": "/topic/rail/", "/?author=1": "/author/jonas/",
        "/author/jonas/": 200, "/2019/05/": 200, "/2019/": 200, "/2019/05/02/": "/",
        "/comments/feed/": "/feed/", "/feed/atom/": 200, "/rss/": "/feed/",
        "/?attachment_id=30": "/2019/05/post-27/", "/?p=6": 200, "/2019/05/post-7/": 404,
        "/2019/05/post-13/": 404, "/nowhere/": 404, "/?p=x": 200,
    }  # fmt: skip
    assert {path: leads(path) for path in right} == {
        path: to if isinstance(to, int) else to.replace("поезд", "%D0%BF%D0%BE%D0%B5%D0%B7%D0%B4")
        for path, to in right.items()
    }
    # No chain: all that leads anywhere leads to a page.
    ends = {one.address for one in Redirect.objects.all() if one.address}
    assert {client.get(path).status_code for path in ends} == {200}


def test_feeds_know_articles_by_what_they_were_known_by(client):
    assert '<guid isPermaLink="false">https://old.example/?p=40</guid>' in client.get("/feed/").text


def test_the_threads_are_those_of_the_file():
    def at(day, hour=12):
        return datetime(2019, 6, day, hour, tzinfo=UTC)

    assert stored_checksums()[article("Talk").pk] == thread_checksum([
        ("501", "", at(2, 10), "First."), ("502", "501", at(1, 10), "Reply."),
        ("503", "", at(28), "Orphan."), ("504", "", at(1), "Ring."),
        ("505", "504", at(2), "Ring too."), ("506", "", at(3), "Own parent."),
    ])  # fmt: skip


def test_moderators_go_on_with_what_moved_in(client):
    moderator = make_user("mo", group="Moderators")
    client.force_login(moderator)
    young = Comment.objects.get(text="Young.")
    for one in [young, *article("States").comments.all()]:
        shown = client.get(f"/admin/comments/comment/{one.pk}/change/")
        assert shown.status_code == 200 and "Moved in" in shown.text
    assert client.get("/admin/comments/comment/").status_code == 200
    assert client.get("/admin/comments/decision/").status_code == 200
    told = client.post(f"/admin/comments/comment/{young.pk}/address/")
    assert told.status_code in (200, 302, 303, 404)
    waiting = Comment.objects.get(text="Waits.")
    waiting.approve(by=moderator)
    spam = Comment.objects.get(text="Buy!")
    for kind, by in (("reverse", moderator), ("imported", None)):
        with pytest.raises(ValidationError):
            spam.decide(kind, by)
    spam.approve(by=moderator)
    assert (waiting.status, spam.status) == ("published", "published")
    taken = Comment.objects.get(text="First.")
    taken.take_down(by=moderator, reason="attack")
    assert taken.status == "taken_down"
    forget_contacts()
    young.contact.refresh_from_db()
    assert young.contact.blanked_at is None
    erase_hidden()
    assert not Comment.objects.filter(erased_at__isnull=False).exists()


def test_it_is_checked_afterwards_and_what_does_not_hold_is_named(moved):
    out, number = StringIO(), MoveIn.objects.get().pk
    call_command("move_in", "--check", str(number), stdout=out)
    assert "old addresses: " in out.getvalue() and "threads: " in out.getvalue()
    checksums = stored_checksums()
    assert len(checksums) == len({*checksums.values()}) == 5
    Thread.objects.filter(article=article("Talk")).update(published_count=3)
    Article.objects.filter(headline="Renamed").update(status="withdrawn")
    with pytest.raises(CommandError):
        call_command("move_in", "--check", str(number), stdout=out)
    assert f"threads that count wrong:\n  {article('Talk').pk}" in out.getvalue()
    with pytest.raises(CommandError, match="no such moving in"):
        call_command("move_in", "--check", "999999")


def test_undoing_leaves_what_people_have_touched_since(moved):
    talk = article("Talk")
    editor = User.objects.get(username="desk")
    article("Sticky").edited(editor)
    edited = article("Sticky")
    edited.edited(editor)
    edited.save()
    reply = Thread.objects.for_article(talk).receive(
        name="New", text="Now.", email="new@readers.example.org", address="198.51.100.7",
        parent=Comment.objects.get(pk=502),
    )  # fmt: skip
    out = StringIO()
    call_command("move_in", "--undo", str(MoveIn.objects.get().pk), "--by", "desk", stdout=out)
    assert {*Article.objects.values_list("headline", flat=True)} == {"Talk", "Sticky"}
    assert {*talk.comments.values_list("pk", flat=True)} == {501, 502, reply.pk}
    assert Thread.objects.get(article=talk).published_count == 2
    assert {*Author.objects.values_list("name", flat=True)} == {"Jonas Lind"}
    assert SanctionedAct.objects.get().kind == "import_undo"
    assert "kept: articles that somebody has edited: 1" in out.getvalue()
    # And comes again, but for what stayed.
    move_in(moved["path"], "--yes", "--by", "desk")
    assert {*Article.objects.values_list("headline", flat=True)} == {*STATUSES}
    assert talk.comments.count() == 7


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "no export"),
        (b"Just words.", "no export"),
        (b"<?xml version='1.0'?><html></html>", "no export"),
        (b"<rss><channel><item></item></channel></rss>", "no export"),
        (b"PK\x03\x04 broken", "no export"),
        (b"\x1f\x8b\x08\x00 broken", "cannot be unpacked"),
        (b"\x00" * 500, "no export"),
        (b'{"db": 1}', "no export"),
    ],
)
def test_a_file_that_is_no_export_gets_a_clear_word(tmp_path, content, word):
    before = counted()
    with pytest.raises(CommandError, match=word):
        move_in(save(tmp_path, content, "file.bin"), "--yes")
    assert counted() == before
