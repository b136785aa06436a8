"""Feeds with the whole text and every author, for all articles or for those of one subject."""

from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from authors.models import Author
from opinion import html
from opinion.page_cache.drawing import LISTS, shows
from opinion.pages import public, public_address

from . import citations, printed_parts
from .feed_formats import WholeTextFeed
from .models import Article, Publication, Section, Series, Topic
from .pagination import FILED, NEWEST

ARTICLES_IN_A_FEED = 20
WORDS_IN_A_DESCRIPTION = 60


@dataclass(frozen=True)
class Channel:
    """What one feed is about. `subject` is a section, topic or author, None for all articles."""

    publication: Publication
    path: str
    subject: Any


class Newest(Feed):
    """All articles; the feeds below are about one subject."""

    order = NEWEST
    # Django's CSRF check looks for it on the view, and the view is this instance.
    csrf_exempt = True

    def __init__(self, feed_type=WholeTextFeed) -> None:
        self.feed_type = feed_type

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


class OfSeries(Newest):
    order = FILED

    def subject(self, slug):
        return get_object_or_404(Series.objects.canonical(), slug=slug)

    def articles(self, subject):
        return Article.objects.in_series(subject)


class OfAuthor(Newest):
    order = FILED

    def subject(self, slug):
        shows("authors")
        return get_object_or_404(Author.objects.canonical().with_merged(), slug=slug)

    def articles(self, subject):
        return Article.objects.written_by(subject)
