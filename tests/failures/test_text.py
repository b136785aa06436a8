"""What readers type is text, wherever it is shown, however long it is. Failures 1, 2, 22, 30."""

import json
import re
import sys
from xml.etree import ElementTree

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from comments.models import Comment, Confirmation, Receipt
from comments.posting.submit import READ_LIMIT
from opinion import html
from opinion.articles.models import Publication
from tests import crawler
from tests.failures.site import BO, OURS, document, reply_address, send, words_in, work
from tests.followers import make_followed_comment, make_follower
from tests.newsroom import (
    make_article,
    make_comment,
    make_published_comment,
    make_user,
)

pytestmark = pytest.mark.django_db

SCRIPT = "<script>ran(1)</script>"
NAMES = [
    f'">{SCRIPT}',
    f"'>{SCRIPT}",
    f"</title></script>{SCRIPT}",
    '" onmouseover="ran(1)" title="',
    "' autofocus onfocus='ran(1)",
    "<img src=x onerror=ran(1)>",
    "--><svg onload=ran(1)>",
    "]]><x onclick=ran(1)>",
    "{{ ran }}{% ran %}javascript:ran(1)",
]


# --- 1


def test_failure_01_script_in_a_name_runs_in_no_place_where_it_is_shown(article, moderator):
    make_user("mo", group="Moderators")
    written = []
    for name in NAMES:
        published = make_published_comment(article, f"By {name}", name=name, by=moderator)
        answer = make_published_comment(
            article, f"To {name}", name=name, parent=published, by=moderator
        )
        # What an answer's receipt shows is all that any published one's does, and whom it answers.
        written += [answer, make_comment(article, f"Waits: {name}", name=name)]
    receipts = [f"/receipt/{Receipt.objects.issue(comment)}/" for comment in written]
    # What is answered alike, as wherever nothing is found, is read once.
    pages = {
        response.content: (address, response)
        for address, response in crawler.crawl(Client(), receipts)
        if crawler.is_a_page(response)
    }
    seen = set()
    for address, response in pages.values():
        page = document(response)
        assert not hazards(page), address
        words = words_in(page)
        seen |= {name for name in NAMES if name in words}
    assert seen == {*NAMES}, "each name is shown, as it was typed"


def test_failure_01_script_in_a_name_runs_nowhere_at_the_desk(article, moderator, client):
    for name in NAMES:
        make_comment(article, f"Waits: {name}", name=name)
    client.force_login(moderator)
    pages = ["/admin/comments/comment/", "/admin/comments/comment/?name=script", "/admin/"]
    pages += [f"/admin/comments/comment/{comment.pk}/change/" for comment in Comment.objects.all()]
    for address in pages:
        response = client.get(address, follow=True)
        assert response.status_code == 200
        assert_no_script_ran_in(response, address)


def test_failure_01_script_in_a_name_is_text_in_feeds_and_in_structured_values(article, moderator):
    for name in NAMES:
        make_published_comment(article, f"By {name}", name=name, by=moderator)
    feed = Client().get(f"{article.get_absolute_url()}feed/")
    items = [*ElementTree.fromstring(feed.content).iter("item")]
    assert len(items) == len(NAMES)
    for item in items:
        # What a feed reader shows is HTML once more: the description is parsed as such.
        shown = html5lib_fragment(item.findtext("description") or "")
        assert not hazards(shown)
    page = Client().get(article.get_absolute_url())
    for script in document(page).iter("script"):
        if script.get("type") == "application/ld+json":
            json.loads(script.text)


def html5lib_fragment(text):
    import html5lib

    return html5lib.parse(text, namespaceHTMLElements=False)


def hazards(tree) -> list[str]:
    """Whatever in a parsed page could run `ran`."""
    found = []
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "script" and "ran(" in (element.text or ""):
            is_values = element.get("type") == "application/ld+json"
            found += [] if is_values else ["script"]
        for name, value in element.attrib.items():
            if name.startswith("on") or (value or "").strip().lower().startswith("javascript:"):
                found.append(f"{element.tag} {name}={value}")
        if element.tag in {"svg", "x"} and "ran" in str(element.attrib):
            found.append(element.tag)
    return found


def assert_no_script_ran_in(response, address):
    assert not hazards(document(response)), address


# --- 2


def test_failure_02_text_over_the_limit_is_refused_and_never_cut(article):
    over = "a" * (html.COMMENT_LIMIT - 20) + SCRIPT
    assert len(over) > html.COMMENT_LIMIT
    refused = send(article, text=over)
    assert refused.status_code == 422
    (box,) = [one for one in document(refused).iter("textarea") if one.get("id") == "id_text"]
    assert words_in(box) == over
    for changes in ({"name": "N" * 61}, {"email": f"{'e' * 250}@readers.example.org"}):
        assert send(article, **changes).status_code == 422
    assert not Comment.objects.exists()
    assert send(article, text="a" * html.COMMENT_LIMIT).status_code == 303
    assert Comment.objects.get().text == "a" * html.COMMENT_LIMIT


def test_failure_02_a_beginning_is_cut_from_the_words_and_is_never_markup(article, moderator):
    hostile = "<b onclick=ran(1)> &lt;script&gt; <img src=x onerror=ran(1) "
    comment = make_published_comment(article, hostile * 30, by=moderator)
    typed = " ".join((hostile * 30).split())
    for words in range(1, 60):
        beginning = html.excerpt(comment.html, words).removesuffix("…")
        assert typed.startswith(beginning.rstrip(" ,;:.–—-"))
    page = document(Client().get(f"/comment/{comment.pk}/report/"))
    (quoted,) = page.iter("blockquote")
    assert [element.tag for element in quoted.iter()] == ["blockquote", "p"]
    assert words_in(quoted).endswith("…")
    assert typed.startswith(words_in(quoted).removesuffix("…"))


# --- 22

BAD = {
    "CR": "\r",
    "LF": "\n",
    "CRLF": "\r\n",
    "NUL": "\x00",
    "U+2028": "\u2028",
    "U+2029": "\u2029",
    "next line": "\x85",
    "right-to-left override": "\u202e",
    "isolate": "\u2066",
    "escape": "\x1b",
}
UNWANTED = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_failure_22_a_name_is_one_line_of_visible_letters(article, bad):
    answer = send(article, name=f"Ana{bad}Bcc: all@evil")
    if answer.status_code == 303:
        assert not UNWANTED.search(Comment.objects.get().name)
    else:
        assert answer.status_code == 422
        assert not Comment.objects.exists()
    assert not UNWANTED.search(answer.headers.get("Location", ""))
    answer = send(article, name="Ana", text=f"One{bad}two.")
    assert answer.status_code == 303
    stored = Comment.objects.latest("pk").text
    assert not UNWANTED.search(stored.replace("\n", "").replace("\t", ""))


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_failure_22_no_title_or_name_breaks_a_mail_or_a_feed(article, moderator, bad):
    typed = f"Signal{bad if bad != chr(0) else ''}Bcc: all@evil.example"
    Publication.objects.update(name=typed)
    article = make_article(f"Night {typed}")
    make_follower(article)
    comment = make_followed_comment(article, name=f"Ana {typed}"[:60])
    Confirmation.objects.ask(BO, "203.0.113.7", article, wishes=[("thread", "at_once")])
    comment.approve(by=moderator)
    make_comment(article, "It waits.")
    work()
    assert len(mail.outbox) >= 4
    for one in mail.outbox:
        message = one.message()
        assert message["Bcc"] is None
        assert len(one.recipients()) == 1
        assert not UNWANTED.search(one.subject)
    for address in ("/feed/", f"{article.get_absolute_url()}feed/"):
        ElementTree.fromstring(Client().get(address).content)


@pytest.mark.django_db(transaction=True)
def test_failure_22_a_mail_that_fails_does_not_fail_the_post(settings):
    from tests.newsroom import make_publication

    make_publication()
    article = make_article()
    make_user("mo", group="Moderators")
    settings.EMAIL_BACKEND = "no.such.Backend"
    assert send(article).status_code == 303
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE procrastinate_jobs RENAME TO procrastinate_jobs_away")
    try:
        assert send(article, text="And while the queue is away.").status_code == 303
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE procrastinate_jobs_away RENAME TO procrastinate_jobs")
    assert Comment.objects.waiting().count() == 2


# --- 30

PIECES = {
    "stars": "*",
    "open stars": "**a",
    "stars and underscores": "*_",
    "quotations": "> ",
    "deep quotations": "> > > a\n",
    "addresses": "http://a.example/ ",
    "one long address": "http://a.example/((((",
    "half addresses": "http://",
    "brackets": "[](",
    "less-than signs": "<",
    "tags": "<b><i>",
    "unfinished tags": "<a href='",
    "entities": "&lt;&amp;&#x3c;",
    "empty lines": "\n\n",
    "spaces": " \t",
    "marks": "a\u0301\u0301",
    "joined pictures": "👩\u200d👩\u200d👧",
    "backticks": "`",
    "mixed": "*a _b_ <c> > http://d.example/*\n\n",
}


def calls_for(act) -> int:
    """How many functions of Python and C are called: the same on every machine."""
    count = 0

    def note(_frame, event, _argument):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(note)
    try:
        act()
    finally:
        sys.setprofile(None)
    return count


def rendered(text):
    comment = html.comment(text)
    html.excerpt(comment, 60)
    html.plain_text(comment)


@pytest.mark.parametrize("piece", PIECES.values(), ids=PIECES)
def test_failure_30_the_cost_of_a_comment_grows_no_faster_than_its_length(piece):
    rendered(piece)  # what is prepared once is not counted
    short, long = (piece * (length // len(piece)) for length in (1_000, 10_000))
    growth = len(long) / len(short)
    assert calls_for(lambda: rendered(long)) <= 1.5 * growth * calls_for(lambda: rendered(short))


def test_failure_30_a_cost_that_grows_with_the_square_would_be_seen():
    def square(length):
        return [abs(b) for a in range(length) for b in range(length)]

    assert calls_for(lambda: square(100)) > 1.5 * 10 * calls_for(lambda: square(10))


class Untouchable:
    def read(self, *args):
        raise AssertionError("The body was read.")

    readline = read


def test_failure_30_what_is_far_too_long_is_refused_before_it_is_read(article):
    answer = Client().generic(
        "POST",
        reply_address(article),
        headers=OURS,
        **{
            "wsgi.input": Untouchable(),
            "CONTENT_LENGTH": str(READ_LIMIT + 1),
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
        },
    )
    assert answer.status_code == 413


def test_failure_30_what_is_too_long_is_refused_before_it_is_parsed(article, monkeypatch):
    def parse(*args):
        raise AssertionError("The text was parsed.")

    monkeypatch.setattr(html.markup, "paragraphs", parse)
    assert send(article, text="*" * (html.COMMENT_LIMIT + 1)).status_code == 422
    with pytest.raises(html.TooLong):
        html.comment("*" * (html.COMMENT_LIMIT + 1))
    with pytest.raises(html.TooLong):
        html.article("<b>" * html.ARTICLE_LIMIT)
