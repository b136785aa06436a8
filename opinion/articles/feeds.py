"""RSS 2.0 with the whole text and every author, for all articles or for those of one subject."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _

from authors.models import Author
from opinion import html
from opinion.page_cache.drawing import LISTS, shows
from opinion.pages import public, public_address

from . import citations, printed_parts
from .models import Article, Publication, Section, Topic
from .pagination import FILED, NEWEST

BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)
ARTICLES_IN_A_FEED = 20
WORDS_IN_A_DESCRIPTION = 60
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def fit_for_xml(value):
    """`value`, a text or a list of texts, without the characters that XML 1.0 has no place for."""
    if isinstance(value, str):
        return _NOT_XML.sub("", value)
    return [_NOT_XML.sub("", text) for text in value] if isinstance(value, list) else value


class WholeTextFeed(Rss201rev2Feed):
    """RSS that names each author (dc:creator) and carries the text (content:encoded)."""

    def __init__(self, *args, **channel):
        super().__init__(*args, **{name: fit_for_xml(value) for name, value in channel.items()})

    def add_item(self, *args, **item):
        super().add_item(*args, **{name: fit_for_xml(value) for name, value in item.items()})

    def latest_post_date(self):
        """Django says “now” of a feed without items, which would be another one each time."""
        return super().latest_post_date() if self.items else BEFORE_ALL

    def rss_attributes(self):
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        }

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for name in item["creators"]:
            handler.addQuickElement("dc:creator", name)
        handler.addQuickElement("content:encoded", item["text"])


@dataclass(frozen=True)
class Channel:
    """What one feed is about. `subject` is a section, topic or author, None for all articles."""

    publication: Publication
    path: str
    subject: Any


class Newest(Feed):
    """All articles; the feeds below are about one subject."""

    feed_type = WholeTextFeed
    order = NEWEST
    # Django's CSRF check looks for it on the view, and the view is this instance.
    csrf_exempt = True

    @method_decorator(public)
    def __call__(self, request, *args, **parts):
        response = super().__call__(request, *args, **parts)
        # A withdrawal makes no article newer: only the ETag tells that something changed.
        response.headers.pop("Last-Modified", None)
        return response

    def subject(self, *args, **parts):
        return None

    def articles(self, subject):
        return Article.objects.published()

    def get_object(self, request, **parts):
        return Channel(request.publication, request.path, self.subject(**parts))

    def title(self, channel):
        name = channel.publication.name
        return f"{channel.subject} · {name}" if channel.subject else name

    def link(self, channel):
        subject = channel.subject
        return public_address(subject.get_absolute_url() if subject else reverse("home"))

    def feed_url(self, channel):
        return public_address(channel.path)

    def description(self, channel):
        described = getattr(channel.subject, "description", "")
        return described or channel.publication.tagline or _("The latest articles.")

    def items(self, channel):
        shows(LISTS)
        articles = self.articles(channel.subject).for_page().with_told_changes()
        newest = self.order.sorted(articles)
        articles = [*newest[:ARTICLES_IN_A_FEED]]
        printed_parts.attach(articles)
        return articles

    # Readers of feeds take title and description for HTML: what is typed there is escaped for it.

    def item_title(self, article):
        return escape(article.live_edition.full_headline)

    def item_description(self, article):
        edition = article.live_edition
        words = citations.without_numbers(edition)
        return escape(edition.standfirst or html.excerpt(words, WORDS_IN_A_DESCRIPTION))

    def item_link(self, article):
        return public_address(article.get_absolute_url())

    # Not its address, which a move to another domain would change: all would be new again.
    item_guid_is_permalink = False

    def item_guid(self, article):
        return article.guid

    def item_pubdate(self, article):
        return article.published_at

    def item_updateddate(self, article):
        return article.live_edition.modified_at

    def item_categories(self, article):
        edition = article.live_edition
        return [edition.section.name, *(topic.name for topic in edition.printed_topics)]

    def item_extra_kwargs(self, article):
        edition = article.live_edition
        return {
            "creators": [line.name for line in edition.printed_bylines],
            "text": render_to_string(
                "articles/feed_text.html",
                {"article": article, "edition": edition, "address": self.item_link(article)},
            ),
        }


class OfSection(Newest):
    order = FILED

    def subject(self, slug):
        return get_object_or_404(Section.objects.canonical().with_merged(), slug=slug)

    def articles(self, subject):
        return Article.objects.in_section(subject)


class OfTopic(Newest):
    order = FILED

    def subject(self, slug):
        return get_object_or_404(Topic.objects.canonical().with_merged(), slug=slug)

    def articles(self, subject):
        return Article.objects.on_topic(subject)


class OfAuthor(Newest):
    order = FILED

    def subject(self, slug):
        shows("authors")
        return get_object_or_404(Author.objects.canonical().with_merged(), slug=slug)

    def articles(self, subject):
        return Article.objects.written_by(subject)
