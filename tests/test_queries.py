"""How many queries each public page asks: as many for thirty of everything as for one."""

from datetime import timedelta

import pytest
from django.urls import URLResolver, get_resolver

from authors.models import User
from opinion.articles.sitemaps import ADDRESSES_IN_A_FILE
from tests.newsroom import (
    MORNING,
    make_article,
    make_author,
    make_draft,
    make_publication,
    make_published_comment,
    make_section,
    make_topic,
    make_user,
)

pytestmark = pytest.mark.django_db

# By the name of the address: what is asked for, and how many queries answer it. Two of them, the
# publication and the menu, are on every page in the site's look.
PAGES = {
    "home": ("/", 5),
    "article": ("/2024/01/everything/", 10),
    "section": ("/section/world/", 6),
    "topic": ("/topic/trains/", 6),
    "author": ("/author/ngaire-whitcombe/", 7),
    "authors": ("/authors/", 3),
    "about": ("/about/", 2),
    "preview": ("/preview/{draft}/", 2),
    "feed": ("/feed/", 7),
    "section_feed": ("/section/world/feed/", 8),
    "topic_feed": ("/topic/trains/feed/", 8),
    "author_feed": ("/author/ngaire-whitcombe/feed/", 8),
    "sitemap_index": ("/sitemap.xml", 5),
    "django.contrib.sitemaps.views.sitemap": ("/sitemap-articles.xml?p={article_part}", 3),
    "robots": ("/robots.txt", 1),
    "guidelines": ("/guidelines/", 2),
    "privacy": ("/privacy/", 2),
    "reply": ("/2024/01/everything/reply/", 4),
    "comment": ("/comment/{comment}/", 3),
    "comment_received": ("/comment/received/{article}/", 3),
    "form_opened": ("/comment/opened/?article={article}", 1),
}
MORE = {
    "a later page": ("/?before={newest}", 7),
    "an earlier page": ("/?after={oldest}", 7),
    "a later page of a section": ("/section/world/?before={newest}", 8),
    "sections in the sitemap": ("/sitemap-sections.xml?p={section_part}", 4),
    "topics in the sitemap": ("/sitemap-topics.xml?p={topic_part}", 4),
    "authors in the sitemap": ("/sitemap-authors.xml?p={author_part}", 4),
    "other pages in the sitemap": ("/sitemap-pages.xml", 1),
    "a part of a thread": ("/2024/01/everything/?thread={comment}", 12),
    "a withdrawn article": ("/2024/01/gone/", 4),
    "a wrong month": ("/2023/01/everything/", 4),
    "a draft": ("/2024/01/unfinished/", 5),
    "nowhere": ("/nowhere/", 2),
}
PREVIEW = 13
# The staff's own site, and files.
NOT_PAGES = ("admin/", "media/")


def build(number) -> dict[str, int]:
    """`number` articles; one of them with as many authors, topics, references and comments."""
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
    comments = [make_published_comment(article, f"Comment {n}.") for n in range(number)]
    draft = make_draft("Unfinished", created_by=editor, **everything)
    make_article("Gone", by=editor).withdraw(by=editor, reason="Wrong.")
    parts = {"article": article, "section": sections[0], "topic": topics[0], "author": authors[0]}
    return {
        # Which file of the sitemap it is in: that depends on how many rows other tests have made.
        **{f"{name}_part": (one.pk - 1) // ADDRESSES_IN_A_FILE + 1 for name, one in parts.items()},
        "article": article.pk,
        "draft": draft.pk,
        "comment": comments[-1].pk,
        "newest": articles[-1].pk,
        "oldest": articles[0].pk,
    }


def _names(first, others, number):
    return [first, *(f"{others}{n}" for n in range(1, number))]


@pytest.mark.parametrize("number", [1, 30])
def test_a_page_asks_as_often_for_one_as_for_thirty(client, django_assert_num_queries, number):
    ids = build(number)
    for name, (address, queries) in {**PAGES, **MORE}.items():
        with django_assert_num_queries(queries, info=f"{name}, {number} of everything"):
            client.get(address.format(**ids))
    client.force_login(User.objects.get(username="editor"))
    with django_assert_num_queries(PREVIEW):
        preview = client.get(PAGES["preview"][0].format(**ids))
    assert "Reference 0" in preview.content.decode()


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
