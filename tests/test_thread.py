"""What readers see under an article: the heading, the comments, their pages, the form."""

import re
from datetime import timedelta

import html5lib
import pytest
from django.db import connection
from django.template import engines
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments import nesting, paging
from comments.models import Comment, Decision, Thread
from opinion.articles.models import Article
from tests.newsroom import (
    MORNING,
    make_article,
    make_comment,
    make_draft,
    make_published_comment,
    make_user,
)

pytestmark = pytest.mark.django_db

ARTICLE = "/2024/01/the-last-train/"
HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'`"


@pytest.fixture
def article(publication):
    return make_article()


def page(address=ARTICLE, client=None):
    return parsed((client or Client()).get(address))


def parsed(response):
    return html5lib.parse(response.content, namespaceHTMLElements=False)


def words(element):
    return " ".join("".join(element.itertext()).split())


def thread(address=ARTICLE, client=None):
    return page(address, client).find(".//section[@id='comments']")


def headings(tree):
    return [words(heading) for heading in tree.iter("h2")]


def numbers(tree):
    """The comments that a page shows, in its order."""
    found = (element.get("id") or "" for element in tree.iter("article"))
    return [int(name.removeprefix("comment-")) for name in found if name.startswith("comment-")]


def shown(tree, comment):
    return tree.find(f".//article[@id='comment-{comment.pk}']")


def link(tree, text):
    return next(element.get("href") for element in tree.iter("a") if words(element) == text)


def fill(article, count, by, *, parents=None):
    """Many published comments at once, each under the one that `parents(number)` names."""
    made = []
    for number in range(count):
        parent = parents(number, made) if parents else None
        comment = Comment.objects.reply(
            article=article,
            parent=parent,
            name=f"Reader {number}",
            text=f"Thought {number}",
            at=MORNING + timedelta(minutes=number),
            signals=[],
        )
        made.append(comment)
    Comment.objects.filter(article=article).update(status="published", published_at=MORNING)
    Thread.objects.update_or_create(article=article, defaults={"published_count": count})
    return made


# --- The heading and the comments


def test_an_article_that_nobody_answered_has_a_form_and_no_heading(article):
    assert headings(thread()) == ["Leave a Reply"]
    assert not [*thread().iter("ol")]


def test_the_heading_counts_thoughts_on_the_whole_headline(article):
    make_published_comment(article)
    assert headings(thread())[0] == "One thought on “The Last Train – OpEd”"
    make_published_comment(article, "So was I.")
    assert headings(thread())[0] == "2 thoughts on “The Last Train – OpEd”"


# Failure 8: counts that include the hidden. Failure 7: what is hidden shows nowhere.
def test_only_what_was_approved_is_shown_and_counted(article, moderator):
    approved = make_published_comment(article, "Shown.")
    make_comment(article, "Secret, waiting.", name="Wanda Waiting")
    make_comment(article, "Secret, spam.", signals=[("honeypot", "")], name="Spamela")
    make_comment(article, "Secret, refused.", name="Rufus").refuse(by=moderator, reason="attack")
    gone = make_published_comment(article, "Secret, taken down.", name="Gonzo")
    gone.take_down(by=moderator, reason="attack")
    response = Client().get(ARTICLE)
    assert numbers(parsed(response)) == [approved.pk]
    assert headings(thread())[0].startswith("One thought")
    for secret in ("Secret", "Wanda", "Spamela", "Rufus", "Gonzo"):
        assert secret not in response.content.decode()


def test_a_moderator_sees_the_same_page_as_everybody(article, moderator):
    """Failure 28: cached pages that differ by visitor."""
    make_published_comment(article)
    make_comment(article, "Waiting.")
    staff = Client()
    staff.force_login(moderator)
    seen, public = staff.get(ARTICLE), Client().get(ARTICLE)
    odd = Client(headers={"accept-language": "fr", "user-agent": "x", "referer": "http://x/"})
    odd.cookies["name"] = "Ana"
    assert seen.content == public.content == odd.get(ARTICLE).content
    assert "Cookie" not in public.headers.get("Vary", "")
    assert not public.cookies


def test_each_comment_has_its_name_date_text_and_addresses(article):
    comment = make_published_comment(article, "I *was* there.\n\nTwice.", at=MORNING)
    tree = shown(thread(), comment)
    assert words(tree.find(".//h3")) == "Ana Reader"
    assert words(tree.find(".//time")) == "January 11, 2024 at 5:25 am"
    assert tree.find(".//time").get("datetime") == "2024-01-11T05:25:00+0000"
    assert [words(paragraph) for paragraph in tree.findall(".//div/p")] == [
        "I was there.",
        "Twice.",
    ]
    assert link(tree, "Permalink") == f"/comment/{comment.pk}/"
    assert link(tree, "Reply to Ana Reader") == f"{ARTICLE}reply/?to={comment.pk}"


def test_replies_are_lists_within_what_they_answer(article):
    first = make_published_comment(article, "First.", at=MORNING)
    second = make_published_comment(article, "Second.", at=MORNING)
    answer = make_published_comment(article, "To the first.", parent=first, at=MORNING)
    deeper = make_published_comment(article, "To that.", parent=answer, at=MORNING)
    tree = thread()
    assert numbers(tree) == [first.pk, answer.pk, deeper.pk, second.pk]
    roots = tree.find(".//ol").findall("li")
    assert [numbers(item) for item in roots] == [[first.pk, answer.pk, deeper.pk], [second.pk]]
    within = roots[0].find("ol").findall("li")
    assert [numbers(item) for item in within] == [[answer.pk, deeper.pk]]
    assert numbers(within[0].find("ol")) == [deeper.pk]


def test_a_reply_outlives_what_it_answered(article, moderator):
    root = make_published_comment(article, "Root.", at=MORNING)
    gone = make_published_comment(article, "Gone.", parent=root, name="Gonzo", at=MORNING)
    answer = make_published_comment(article, "To what is gone.", parent=gone, at=MORNING)
    gone.take_down(by=moderator, reason="attack")
    tree = thread()
    assert numbers(tree) == [root.pk, answer.pk]
    assert "in reply to a comment that is no longer shown" in words(shown(tree, answer))
    assert headings(tree)[0].startswith("2 thoughts")
    assert "Gonzo" not in words(tree)


def test_what_the_indent_does_not_tell_is_told_in_words(article, moderator):
    made = fill(article, 55, moderator, parents=lambda number, made: made[-1] if made else None)
    tree = thread()
    said = {
        level: shown(tree, comment).find(".//p[@class]") is not None
        and [
            (element.get("class"), element.find("a").get("href"))
            for element in shown(tree, comment).iter("p")
            if "comment-answers" in (element.get("class") or "")
        ]
        for level, comment in enumerate(made)
    }
    assert [said[level] for level in (0, 1, 2)] == [[], [], []]
    narrow = "comment-answers only-on-a-phone"
    for level in (3, 4, 5):
        assert said[level] == [(narrow, f"#comment-{made[level - 1].pk}")]
    assert said[6] == [("comment-answers", f"#comment-{made[5].pk}")]
    # Past the greatest depth a reply hangs beside the comment it answers.
    assert said[52] == [("comment-answers", f"/comment/{made[51].pk}/")]
    deepest = max(line.level for line in nesting.lines(paging.page(article).comments))
    assert deepest == 50


# Failure 1: script in a name, wherever a name is shown.
def test_a_hostile_name_is_only_a_name(article):
    comment = make_published_comment(article, HOSTILE, name=HOSTILE)
    make_published_comment(article, "Hm.", parent=comment)
    for address in (ARTICLE, f"{ARTICLE}reply/?to={comment.pk}"):
        tree = page(address)
        scripts = [script.get("src") for script in tree.iter("script") if words(script)]
        assert scripts in ([], [None])  # nothing, or the article's own structured data
        assert "alert(1)</script>" not in "".join(words(script) for script in tree.iter("script"))
        assert not [*tree.iter("img")]
        assert not [e for e in tree.iter() if any(name.startswith("on") for name in e.attrib)]
        assert HOSTILE in words(tree)


# Failure 5: nothing public is derived from an address.
def test_comments_of_one_person_look_no_more_alike_than_any(article):
    addresses = {"One.": "ana", "Two.": "ana", "Six.": "eve"}
    shapes = set()
    for text, person in addresses.items():
        make_published_comment(
            article, text, email=f"{person}@readers.example.org", address="198.51.100.7", at=MORNING
        )
    page = Client().get(ARTICLE).content.decode()
    for comment in Comment.objects.all():
        begins = page.index(f'<article class="comment" id="comment-{comment.pk}"')
        shape = page[begins : page.index("</article>", begins)]
        shapes.add(
            re.sub(rf"(comment[-/]|to=\"?){comment.pk}\b", "N", shape).replace(comment.text, "TEXT")
        )
    assert len(shapes) == 1


# Failure 15: visibility is a comment's own, never its parent's.
def test_approving_a_comment_again_approves_nothing_below_it(article, moderator):
    parent = make_published_comment(article, "Parent.")
    refused = make_comment(article, "Refused.", parent=parent)
    refused.refuse(by=moderator, reason="attack")
    waiting = make_comment(article, "Waiting.", parent=parent)
    shown_below = make_published_comment(article, "Shown.", parent=parent)
    parent.take_down(by=moderator, reason="attack")
    assert numbers(thread()) == [shown_below.pk]
    parent.approve(by=moderator)
    assert numbers(thread()) == [parent.pk, shown_below.pk]
    waiting.refresh_from_db()
    assert waiting.status == "waiting"


# --- Open, closed, none


def test_a_closed_thread_keeps_its_comments_and_takes_no_more(article, moderator):
    comment = make_published_comment(article)
    Thread.objects.get().set_policy("closed", by=moderator)
    tree = thread()
    assert numbers(tree) == [comment.pk]
    assert "This thread is closed" in words(tree)
    assert not [*tree.iter("form")]
    assert "Reply to" not in words(tree)


def rendered(article, rf):
    template = engines["django"].from_string("{% load thread %}{% thread article %}")
    return template.render({"article": article}, request=rf.get(ARTICLE)).strip()


def test_what_is_not_published_has_no_thread(article, editor, rf):
    make_published_comment(article)
    assert rendered(article, rf)
    article.withdraw(by=editor, reason="It was wrong.")
    assert rendered(article, rf) == ""
    assert rendered(make_draft("A Draft"), rf) == ""


def test_the_form_makes_its_two_promises_and_links_what_is_asked(article):
    form = thread().find(".//section[@id='reply']")
    said = words(form)
    assert "Your email address will not be published. Required fields are marked *" in said
    assert link(form, "our guidelines") == "/guidelines/"
    assert link(form, "the privacy page") == "/privacy/"
    assert form.find(".//form").get("action") == f"{ARTICLE}reply/"
    assert form.find(".//form").get("method") == "post"


def test_the_public_form_is_empty_whatever_is_asked(article):
    query = "name=Eve&email=eve@evil.example&text=Hello&to=1&opened=x&website=x"
    form = thread(f"{ARTICLE}?{query}").find(".//form")
    assert not [field for field in form.iter("input") if field.get("type") == "hidden"]
    assert not [field for field in form.iter("input") if field.get("value")]
    assert words(form.find(".//textarea")) == ""


# --- Pages of a long thread


@pytest.fixture
def long_thread(article, moderator, monkeypatch):
    """25 comments on pages of 10: conversations of three, and one of 13 that spans pages."""
    monkeypatch.setattr(paging, "PAGE", 10)

    def parents(number, made):
        if 7 <= number < 19:
            return made[6]
        return made[number - number % 3] if number % 3 else None

    return fill(article, 25, moderator, parents=parents)


def in_thread_order(article):
    return [*Comment.objects.filter(article=article).in_thread_order().values_list("pk", flat=True)]


def walk(address, rel):
    """The comments of each page from `address` on, following its links."""
    while address:
        tree = thread(address)
        yield numbers(tree)
        following = [a.get("href") for a in tree.iter("a") if a.get("rel") == rel]
        address = following[0] if following else None


def test_a_long_thread_is_read_page_by_page_without_a_gap(article, long_thread):
    pages = [*walk(ARTICLE, "next")]
    assert [len(each) for each in pages] == [10, 10, 5]
    assert headings(thread())[0] == "25 thoughts on “The Last Train – OpEd”"
    assert sum(pages, []) == in_thread_order(article)
    last = f"{ARTICLE}?thread={pages[-1][0]}"
    back = [*walk(last, "prev")]
    assert back == pages[::-1]


def test_pages_are_found_from_anywhere_in_the_middle(article, long_thread):
    order = in_thread_order(article)
    back = [*walk(f"{ARTICLE}?thread={order[13]}", "prev")]
    assert back == [order[13:23], order[3:13], order[:10]]


def test_every_permalink_leads_to_a_page_that_shows_the_comment(article, long_thread):
    order = in_thread_order(article)
    for place in (0, 7, 9, 10, 17, 18, 19, 24):
        response = Client().get(f"/comment/{order[place]}/")
        assert response.status_code == 302
        address, _mark, fragment = response["Location"].partition("#")
        assert fragment == f"comment-{order[place]}"
        assert order[place] in numbers(thread(address)), place
        assert (address == ARTICLE) == (place < 10)


def test_a_permalink_begins_with_its_conversation_where_it_fits(article, long_thread):
    late = long_thread[23]
    assert late.parent == long_thread[21]
    location = Client().get(f"/comment/{late.pk}/")["Location"]
    assert location == f"{ARTICLE}?thread={long_thread[21].pk}#comment-{late.pk}"


def test_a_page_in_the_middle_says_so_and_names_whom_is_answered(article, long_thread):
    order = in_thread_order(article)
    tree = thread(f"{ARTICLE}?thread={order[10]}")
    assert "This page begins in the middle of the thread." in words(tree)
    assert link(tree, "Read it from the beginning") == f"{ARTICLE}#comments"
    first = tree.find(f".//article[@id='comment-{order[10]}']")
    assert "in reply to Reader 6" in words(first)


@pytest.mark.parametrize("start", ["", "x", "0", "-1", "987654", "9" * 30, "١", "1,2", "%00"])
def test_an_unknown_beginning_is_the_first_page(article, start):
    comment = make_published_comment(article)
    assert numbers(thread(f"{ARTICLE}?thread={start}")) == [comment.pk]


def test_a_hidden_or_foreign_beginning_is_the_first_page(article, moderator):
    first = make_published_comment(article, "First.")
    hidden = make_published_comment(article, "Hidden.")
    last = make_published_comment(article, "Last.")
    hidden.take_down(by=moderator, reason="attack")
    foreign = make_published_comment(make_article("Another Train"))
    for start in (hidden.pk, foreign.pk):
        assert numbers(thread(f"{ARTICLE}?thread={start}")) == [first.pk, last.pk]


def queries(address):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert Client().get(address).status_code == 200
    return [query["sql"] for query in captured]


def test_a_page_costs_as_many_queries_with_one_comment_as_with_many(article, moderator):
    make_published_comment(article)
    with_one = queries(ARTICLE)
    made = fill(article, 120, moderator, parents=lambda n, made: made[-1] if n % 4 else None)
    with_many = queries(ARTICLE)
    assert len(with_many) == len(with_one)
    assert len(queries(f"{ARTICLE}?thread={made[110].pk}")) == len(with_one) + 2
    assert not [sql for sql in with_many if "OFFSET" in sql]


def test_the_thread_asks_two_questions_of_the_database(article, rf, django_assert_num_queries):
    make_published_comment(article)
    article = Article.objects.for_page().get()
    with django_assert_num_queries(2):
        rendered(article, rf)


def test_a_page_is_read_from_the_index_in_a_thread_of_any_size(article, moderator):
    other = make_article("Another Train")
    grow(article, 90_000, published_every=2)
    grow(other, 10_000, published_every=1)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE comments_comment")
    middle = paging.shown(article).select_related("article")[40_000]
    asked = asked_by(lambda: (paging.page(article, start=str(middle.pk)), paging.start_for(middle)))
    assert len(asked) == 5
    for sql in asked:
        for node in comment_nodes(plan(sql)):
            assert node["Node Type"].startswith("Index"), (sql, node)
            assert node["Actual Rows"] <= paging.PAGE + 1, (sql, node)
            assert not node.get("Rows Removed by Filter"), (sql, node)


def grow(article, count, published_every):
    """Comments in bulk, as nobody could type them."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO comments_comment (id, article_id, edition_id, path, depth, name, text, html,
                html_policy, status, created_at, waiting_since, published_at, version)
            SELECT id, %s, %s, ARRAY[id], 0, 'Reader', 'x', '<p>x</p>', 1,
                CASE WHEN id %% %s = 0 THEN 'published' ELSE 'refused' END, now(), now(), now(), 1
            FROM (SELECT nextval(pg_get_serial_sequence('comments_comment', 'id')) AS id
                FROM generate_series(1, %s)) AS numbers
            """,
            [article.pk, article.live_edition_id, published_every, count],
        )


def asked_by(act):
    with CaptureQueriesContext(connection) as captured:
        act()
    return [query["sql"] for query in captured]


def plan(sql):
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (ANALYZE, FORMAT JSON) " + sql.replace("%", "%%"))
        return cursor.fetchone()[0][0]["Plan"]


def comment_nodes(node):
    """The nodes of a plan that read comments; none may sort what it has read."""
    assert "Sort" not in node["Node Type"], node
    if node.get("Relation Name") == "comments_comment":
        yield node
    for within in node.get("Plans", []):
        yield from comment_nodes(within)


# --- The lasting address


def test_a_permalink_leads_to_the_comment_in_its_article(article):
    comment = make_published_comment(article)
    response = Client().get(f"/comment/{comment.pk}/")
    assert (response.status_code, response["Location"]) == (302, f"{ARTICLE}#comment-{comment.pk}")


# Failure 7: the same answer for what is hidden and for what never was.
def test_hidden_and_unknown_comments_have_the_same_permalink(article, moderator, editor):
    waiting = make_comment(article, "Waiting.")
    spam = make_comment(article, "Spam.", signals=[("honeypot", "")])
    refused = make_comment(article, "Refused.")
    refused.refuse(by=moderator, reason="attack")
    gone = make_published_comment(article, "Gone.")
    gone.take_down(by=moderator, reason="attack")
    elsewhere = make_article("Withdrawn")
    orphan = make_published_comment(elsewhere)
    elsewhere.withdraw(by=editor, reason="It was wrong.")
    staff = Client()
    staff.force_login(moderator)
    seen = set()
    for number in (waiting.pk, spam.pk, refused.pk, gone.pk, orphan.pk, 987_654, 10**30):
        for client in (Client(), staff):
            response = client.get(f"/comment/{number}/")
            page = response.content.replace(str(number).encode(), b"N")
            seen.add((response.status_code, page, response.headers.get("Vary")))
    assert len(seen) == 1
    assert seen.pop()[0] == 404


def test_what_is_taken_down_is_gone_at_once_and_returns_at_once(article, moderator):
    comment = make_published_comment(article)
    comment.take_down(by=moderator, reason="attack")
    assert numbers(page()) == []
    assert Client().get(f"/comment/{comment.pk}/").status_code == 404
    comment.reverse(by=moderator)
    assert numbers(page()) == [comment.pk]
    assert Decision.objects.count() == 3


# --- What is asked of readers, and what is kept about them


def test_the_guidelines_are_the_publications_own_or_ours(publication):
    assert "Argue against what was said" in words(page("/guidelines/"))
    publication.comment_guidelines = "<p>Be kind &amp; brief.</p>"
    publication.save()
    own = words(page("/guidelines/"))
    assert "Be kind & brief." in own
    assert "Argue against" not in own


def test_the_privacy_page_says_how_long_addresses_are_kept(publication, settings):
    settings.CONTACT_RETENTION_DAYS = 90
    publication.contact_email = "letters@signal-box.example"
    publication.postal_address = "1 Station Road\nWestport"
    publication.save()
    said = words(page("/privacy/"))
    for promise in (
        "your email address and the IP address",
        "stored encrypted",
        "After 90 days they are erased",
        "Only moderators can look them up",
        "Reading sets no cookie",
        "letters@signal-box.example",
        "1 Station Road",
    ):
        assert promise in said


def test_staff_of_every_kind_can_read_the_thread(article):
    make_published_comment(article)
    for group in ("Editors", "Authors", "Moderators"):
        client = Client()
        client.force_login(make_user(group.lower(), group=group))
        assert headings(thread(client=client))[0].startswith("One thought")
