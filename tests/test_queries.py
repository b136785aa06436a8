"""How many queries each public page asks: as many for thirty of everything as for one."""

from datetime import timedelta

import pytest
from django.urls import URLResolver, get_resolver

from authors.models import User
from comments.models import Confirmation, Reader, Receipt, Subscription
from comments.security import signing
from comments.security.signing import Purpose
from opinion.articles.models import Article
from opinion.articles.sitemaps import ADDRESSES_IN_A_FILE
from tests.bibliography import make_citing, make_work
from tests.newsroom import (
    MORNING,
    make_article,
    make_author,
    make_comment,
    make_draft,
    make_publication,
    make_published_comment,
    make_section,
    make_series,
    make_topic,
    make_user,
    number_comments_from,
)

pytestmark = pytest.mark.django_db

# By the name of the address: what is asked for, and how many queries answer it. The first is on
# every page: whether publication and menu are those that this process knows. What would be a 404
# asks one more: whether something was there once.
PAGES = {
    "home": ("/", 5),
    "article": ("/2024/01/everything/", 12),
    "references": ("/2024/01/everything/references.bib", 3),
    "cite": ("/2024/01/everything/cite.bib", 5),
    "unapi": ("/unapi", 1),
    "section": ("/section/world/", 5),
    "topic": ("/topic/trains/", 5),
    "series": ("/series/night-trains/", 5),
    "series_index": ("/series/", 2),
    "author": ("/author/ngaire-whitcombe/", 6),
    "authors": ("/authors/", 3),
    "works": ("/works/", 2),
    "work": ("/works/{work}/", 9),
    "work_export": ("/works/{work}.bib", 4),
    "about": ("/about/", 1),
    "preview": ("/preview/{draft}/", 2),
    "edit_article": ("/2024/01/everything/edit/", 1),
    "edit_section": ("/section/world/edit/", 1),
    "edit_topic": ("/topic/trains/edit/", 1),
    "edit_author": ("/author/ngaire-whitcombe/edit/", 1),
    "edit_work": ("/works/{work}/edit/", 1),
    "edit_publication": ("/about/edit/", 1),
    "feed": ("/feed/", 8),
    "section_feed": ("/section/world/feed/", 9),
    "topic_feed": ("/topic/trains/feed/", 9),
    "series_feed": ("/series/night-trains/feed/", 9),
    "author_feed": ("/author/ngaire-whitcombe/feed/", 9),
    **{
        f"{name}_{form}": (f"{address}feed/{form}/", queries)
        for form in ("atom", "json")
        for name, address, queries in (
            ("feed", "/", 8),
            ("section_feed", "/section/world/", 9),
            ("topic_feed", "/topic/trains/", 9),
            ("series_feed", "/series/night-trains/", 9),
            ("author_feed", "/author/ngaire-whitcombe/", 9),
            ("thread_feed", "/2024/01/everything/", 5),
        )
    },
    "old_feed": ("/rss", 1),
    "archive": ("/archive/", 4),
    "archive_year": ("/2024/", 2),
    "archive_month": ("/2024/01/", 4),
    "favicon": ("/favicon.ico", 1),
    "apple_touch_icon": ("/apple-touch-icon.png", 1),
    "icon_192": ("/icon-192.png", 1),
    "icon_512": ("/icon-512.png", 1),
    "manifest": ("/site.webmanifest", 1),
    "security": ("/.well-known/security.txt", 2),
    "search": ("/search/?q=article", 22),
    "suggest": ("/search/suggest/?q=article", 9),
    "opensearch": ("/opensearch.xml", 1),
    "sitemap_index": ("/sitemap.xml", 8),
    "sitemap_news": ("/sitemap-news.xml", 2),
    "django.contrib.sitemaps.views.sitemap": ("/sitemap-articles.xml?p={article_part}", 3),
    "robots": ("/robots.txt", 1),
    "guidelines": ("/guidelines/", 1),
    "moderation": ("/moderation/", 3),
    "privacy": ("/privacy/", 1),
    "reply": ("/2024/01/everything/reply/", 4),
    "conversation": ("/2024/01/everything/conversation/{comment}/", 7),
    "thread_feed": ("/2024/01/everything/feed/", 5),
    "comment": ("/comment/{comment}/", 3),
    "report": ("/comment/{comment}/report/", 2),
    "comment_received": ("/comment/received/{article}/", 2),
    "receipt": ("/receipt/{token}/", 8),
    "receipt_edit": ("/receipt/{token}/edit/", 2),
    "receipt_withdraw": ("/receipt/{token}/withdraw/", 2),
    "receipt_follow": ("/receipt/{token}/follow/", 3),
    "receipt_export": ("/receipt/{token}/export/", 8),
    "receipt_erase": ("/receipt/{token}/erase/", 2),
    "receipt_again": ("/receipt/{token}/again/", 4),
    "report_answer": ("/report/{reported}/", 4),
    "reader_ask": ("/reader/", 1),
    "reader": ("/reader/{reader}/", 6),
    "reader_export": ("/reader/{reader}/export/", 11),
    "reader_erase": ("/reader/{reader}/erase/", 4),
    "follow": ("/2024/01/everything/follow/", 4),
    "confirm": ("/mail/confirm/{confirm}/", 2),
    "stop": ("/mail/stop/{stop}/", 2),
    "form_opened": ("/comment/opened/?article={article}", 1),
}
MORE = {
    # One more for what is printed of known works, and one for archived copies of what their
    # addresses led to; above, where no reference has an address, neither.
    "an article that cites works with addresses": ("/2024/01/cites-0/", 13),
    "a part of a series": ("/2024/01/article-1/", 13),
    "a later page": ("/?before={newest}", 6),
    "an earlier page": ("/?after={oldest}", 6),
    "a later page of a section": ("/section/world/?before={newest}", 7),
    "sections in the sitemap": ("/sitemap-sections.xml?p={section_part}", 3),
    "topics in the sitemap": ("/sitemap-topics.xml?p={topic_part}", 3),
    "authors in the sitemap": ("/sitemap-authors.xml?p={author_part}", 3),
    "works in the sitemap": ("/sitemap-works.xml?p={work_part}", 3),
    "works that were searched for": ("/works/?q=title", 2),
    "other pages in the sitemap": ("/sitemap-pages.xml", 1),
    "the newest of a thread": ("/2024/01/everything/?sort=newest", 12),
    "a part of a thread": ("/2024/01/everything/?thread={comment}", 13),
    "a part of a conversation": ("/2024/01/everything/conversation/{comment}/?from={comment}", 9),
    "an article in a format of unAPI": ("/unapi?id=2024/01/everything&format=rdf_zotero", 5),
    "a withdrawn article": ("/2024/01/gone/", 3),
    "a wrong month": ("/2023/01/everything/", 4),
    "a draft": ("/2024/01/unfinished/", 5),
    "nowhere": ("/nowhere/", 2),
    "a search for comments": ("/search/?q=comment&in=comments", 6),
    "a search narrowed": ("/search/?q=article&author=ngaire-whitcombe&section=world", 20),
}
PREVIEW = 13
# The staff's own site, and files.
NOT_PAGES = ("admin/", "media/")


def build(number) -> dict[str, int]:
    """`number` articles; one of them with as many authors, topics, references and comments."""
    number_comments_from(1)
    make_publication()
    editor = make_user("editor", group="Editors")
    sections = [make_section(name) for name in _names("World", "Section", number)]
    topics = [make_topic(name) for name in _names("Trains", "Topic", number)]
    authors = [make_author(name) for name in _names("Ngaire Whitcombe", "Author", number)]
    for author in authors:
        author.links.create(label="Website", url="https://example.org/")
    everything = {"section": sections[0], "authors": authors, "topics": topics}
    everything["references"] = [f"Reference {n}" for n in range(number)]
    everything["picture"], everything["picture_alt"] = "articles/a.jpg", "A train."
    everything["picture_width"] = everything["picture_height"] = 100
    article = make_article("Everything", by=editor, **everything)
    articles = [article] + [
        make_article(
            f"Article {n}",
            by=editor,
            at=MORNING + timedelta(hours=n),
            section=sections[0],
            topics=[topics[0]],
            authors=[authors[0], authors[-1]] if number > 1 else authors,
        )
        for n in range(1, number + 1)
    ]
    make_series("Night Trains", [*articles[1:], make_article("Another Part", by=editor)])
    comments = [make_published_comment(article, f"Comment {n}.") for n in range(number)]
    works = make_cited(number, sections[0], authors)
    token = make_receipt(article, number)
    draft = make_draft("Unfinished", created_by=editor, **everything)
    make_article("Gone", by=editor).withdraw(by=editor, reason="Wrong.")
    parts = {"article": article, "section": sections[0], "topic": topics[0], "author": authors[0]}
    parts["work"] = works[0]
    return {
        # Which file of the sitemap it is in: that depends on how many rows other tests have made.
        **{f"{name}_part": (one.pk - 1) // ADDRESSES_IN_A_FILE + 1 for name, one in parts.items()},
        "article": article.pk,
        "work": works[0].pk,
        "draft": draft.pk,
        "token": token,
        "reader": make_seal(comments),
        **make_mail_seals(comments),
        "reported": signing.sign(Purpose.REPORT, [comments[-1].pk, 0]),
        "comment": comments[-1].pk,
        "newest": articles[-1].pk,
        "oldest": articles[0].pk,
    }


def make_cited(number, section, authors):
    """As many works, all cited by one article and the first by as many; as many merged into it."""
    works = [make_work(f"Title {n}", url=f"https://example.org/{n}") for n in range(number)]
    for n in range(number):
        cited = works[:1] if n else works
        make_citing(*cited, headline=f"Cites {n}", section=section, authors=authors, locator="p. 1")
        merged = make_work(f"Merged {n}")
        merged.merged_into = works[0]
        merged.save()
    return works


def make_mail_seals(comments) -> dict[str, str]:
    """The seals of a mail that asks about all kinds of wishes, and of one about many threads."""
    wishes = [(kind, "daily") for kind in Subscription.Kind.values]
    asked = Confirmation.objects.ask(
        "fay@readers.example.org", "203.0.113.9", comments[0].article, comments[0], wishes
    )
    followed = [*Subscription.objects.values_list("pk", flat=True)[:20]]
    return {
        "confirm": signing.sign(Purpose.CONFIRM, asked.pk),
        "stop": signing.sign(Purpose.STOP, followed),
    }


def make_receipt(article, number) -> str:
    """The token of a comment that waits again after one or several edits, decisions and signals."""
    comment = make_comment(article, "It waits.", signals=[("hold", str(n)) for n in range(number)])
    moderator = User.objects.get(username="mo")
    for n in range(min(number, 6)):
        comment.edit(f"It waits, {n}.")
        comment.refuse(by=moderator, reason="attack")
        comment.decide("reverse", by=moderator)
    comment.contact.belongs_to(Reader.objects.confirm("ana@readers.example.org"))
    return Receipt.objects.issue(comment)


def make_seal(comments) -> str:
    """The seal of a reader who wrote and follows all of these comments."""
    reader = Reader.objects.confirm("ana@readers.example.org")
    for comment in comments:
        comment.contact.belongs_to(reader)
        Subscription.objects.start(reader, "replies", comment.article, comment=comment)
    return signing.sign(Purpose.READER, [reader.pk, reader.device_key])


def _names(first, others, number):
    return [first, *(f"{others}{n}" for n in range(1, number))]


@pytest.mark.parametrize("number", [1, 30])
def test_a_page_asks_as_often_for_one_as_for_thirty(client, django_assert_num_queries, number):
    ids = build(number)
    client.get("/about/")
    for name, (address, queries) in {**PAGES, **MORE}.items():
        with django_assert_num_queries(queries, info=f"{name}, {number} of everything"):
            client.get(address.format(**ids))
    client.force_login(User.objects.get(username="editor"))
    with django_assert_num_queries(PREVIEW):
        preview = client.get(PAGES["preview"][0].format(**ids))
    assert "Reference 0" in preview.content.decode()


def test_a_search_among_many_comments_looks_further_back_twice(client, django_assert_num_queries):
    build(1)
    number_comments_from(1_000_000)
    make_published_comment(Article.objects.get(slug="everything"), "It went.")
    client.get("/about/")
    address, queries = MORE["a search for comments"]
    with django_assert_num_queries(queries + 2):
        client.get(address)


def test_every_public_address_is_counted():
    """Fails when an address is new: count its queries above."""
    assert {*names_of_public_addresses(get_resolver())} == {*PAGES}


def names_of_public_addresses(resolver):
    for pattern in resolver.url_patterns:
        if str(pattern.pattern).startswith(NOT_PAGES):
            continue
        if isinstance(pattern, URLResolver):
            yield from names_of_public_addresses(pattern)
        else:
            yield pattern.name
