"""The forms of a feed: RSS 2.0, Atom and JSON Feed 1.1, each with the whole text and every author.

An item has besides Django's own: `creators`, the names of all who made it, and `text`, its HTML.
Title and description are escaped for HTML, as readers of RSS take them.
"""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import unescape

from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed

BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def fit_for_xml(value):
    """`value`, a text or a list of texts, without the characters that XML 1.0 has no place for."""
    if isinstance(value, str):
        return _NOT_XML.sub("", value)
    return [_NOT_XML.sub("", text) for text in value] if isinstance(value, list) else value


class WholeText(SyndicationFeed):
    """What the forms have in common."""

    def __init__(self, *args, **channel):
        super().__init__(*args, **{name: fit_for_xml(value) for name, value in channel.items()})

    def add_item(self, *args, **item):
        super().add_item(*args, **{name: fit_for_xml(value) for name, value in item.items()})

    def latest_post_date(self):
        """Django says “now” of a feed without items, which would be another one each time."""
        return super().latest_post_date() if self.items else BEFORE_ALL


class WholeTextFeed(WholeText, Rss201rev2Feed):
    """RSS that names each author (dc:creator) and carries the text (content:encoded)."""

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


class WholeTextAtom(WholeText, Atom1Feed):
    """Atom, whose titles are plain text."""

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item | {"title": unescape(item["title"])})
        for name in item["creators"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")
        handler.addQuickElement("content", item["text"], {"type": "html"})


class WholeTextJson(WholeText):
    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile, encoding):
        told = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "description": self.feed["description"],
            "language": self.feed["language"],
            "items": [dict(_said(item)) for item in self.items],
        }
        outfile.write(json.dumps(told, ensure_ascii=False).encode(encoding))


def _said(item: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    yield "id", item["unique_id"] or item["link"]
    yield "url", item["link"]
    yield "title", unescape(item["title"])
    yield "content_html", item["text"]
    yield "summary", unescape(item["description"])
    yield "date_published", item["pubdate"].isoformat()
    if item["updateddate"]:
        yield "date_modified", item["updateddate"].isoformat()
    yield "authors", [{"name": name} for name in item["creators"]]
    if item["categories"]:
        yield "tags", [*item["categories"]]


# By the last part of a feed's address, and of the name of its pattern.
FORMS = {"": WholeTextFeed, "atom": WholeTextAtom, "json": WholeTextJson}


def in_each_form(route: str, name: str, view) -> Iterator[tuple[str, Any, str]]:
    """(route, view, name) of a feed in each form; `view` makes one of a form."""
    for form, feed_type in FORMS.items():
        yield (
            f"{route}{form}/" if form else route,
            view(feed_type),
            f"{name}_{form}" if form else name,
        )
