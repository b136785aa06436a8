"""Every feed there is keeps the rules of its form: RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1."""

import json
import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from tests import crawler
from tests.town import build_town

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
# An address in a text is whole, or a reader finds nothing there.
RELATIVE = re.compile(r'(?:href|src)="(?!https?://|mailto:|#)')


def breaches(content_type: str, body: str) -> list[str]:
    """What a feed has against the rules of its form."""
    if "json" in content_type:
        return [*json_breaches(json.loads(body))]
    root = ElementTree.fromstring(body)
    return [*(atom_breaches if root.tag == f"{ATOM}feed" else rss_breaches)(root)]


def rss_breaches(root):
    channel = root.find("channel")
    if (root.tag, root.get("version")) != ("rss", "2.0") or channel is None:
        yield "not RSS 2.0"
        return
    yield from missing(channel, ("title", "link", "description", "language"), "channel")
    links = {link.get("rel"): link.get("href") for link in channel.findall(f"{ATOM}link")}
    yield from not_whole("atom:link", [links.get("self", "")])
    items = channel.findall("item")
    yield from repeated([item.findtext("guid") for item in items])
    for item in items:
        yield from missing(item, ("title", "link", "guid", "pubDate"), "item")
        yield from not_whole("link", [item.findtext("link")])
        if item.find("author") is not None and "@" not in item.findtext("author"):
            yield "an author without an address"
        if parsedate_to_datetime(item.findtext("pubDate")).tzinfo is None:
            yield "a day without a zone"
        yield from relative(item.findtext(CONTENT) or item.findtext("description") or "")


def atom_breaches(root):
    yield from missing(root, [f"{ATOM}{name}" for name in ("id", "title", "updated")], "feed")
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    yield from not_whole("link", [links.get("self", ""), links.get("alternate", "")])
    entries = root.findall(f"{ATOM}entry")
    yield from repeated([entry.findtext(f"{ATOM}id") for entry in entries])
    yield from no_moment([root.findtext(f"{ATOM}updated")])
    for entry in entries:
        names = ("id", "title", "updated", "author/" + ATOM + "name")
        yield from missing(entry, [f"{ATOM}{name}" for name in names], "entry")
        yield from no_moment([entry.findtext(f"{ATOM}updated")])
        content = entry.find(f"{ATOM}content")
        if content is not None:
            if content.get("type") != "html":
                yield "content of no type"
            yield from relative(content.text or "")


def json_breaches(feed):
    if feed.get("version") != "https://jsonfeed.org/version/1.1" or not feed.get("title"):
        yield "no version or no title"
    yield from not_whole("url", [feed.get("home_page_url"), feed.get("feed_url")])
    yield from repeated([item.get("id") for item in feed["items"]])
    for item in feed["items"]:
        if not isinstance(item.get("id"), str) or not item.get("content_html"):
            yield "an item without id or content"
        yield from not_whole("url", [item.get("url")])
        yield from no_moment(
            [item[name] for name in ("date_published", "date_modified") if name in item]
        )
        if not all(author.get("name") for author in item.get("authors", [])):
            yield "an author without a name"
        yield from relative(item.get("content_html", ""))


def missing(element, names, where):
    for name in names:
        if not (element.findtext(name) or "").strip():
            yield f"{where} without {name}"


def not_whole(name, addresses):
    for address in addresses:
        if urlsplit(address or "").scheme not in ("http", "https"):
            yield f"{name}: {address!r} is no whole address"


def repeated(names):
    if len({*names}) < len(names):
        yield "an id twice"


def no_moment(values):
    for value in values:
        if not RFC_3339.fullmatch(value or "") or datetime.fromisoformat(value).tzinfo is None:
            yield f"{value!r} is no moment"


def relative(text):
    if found := RELATIVE.search(text):
        yield f"a relative address: {text[found.start() :][:60]}"


def test_what_breaks_a_rule_is_found():
    bare = (
        '<rss version="2.0"><channel><title>x</title><item><guid>1</guid>{}</item></channel></rss>'
    )
    dated = "<pubDate>Thu, 11 Jan 2024 05:25:00 +0000</pubDate>"
    text = '<description>&lt;a href="/x"&gt;</description>'
    found = breaches("application/rss+xml", bare.format(dated + text))
    assert "channel without link" in found and "item without title" in found
    assert any(line.startswith("a relative address") for line in found)
    assert breaches("application/atom+xml", f"<feed xmlns='{ATOM[1:-1]}'><entry/></feed>")
    assert breaches("application/feed+json", '{"items": [{"id": 1}, {"id": 1}]}')


def test_every_feed_keeps_the_rules_of_its_form(client):
    build_town()
    seen = set()
    for (kind, status), (address, answer) in crawler.one_answer_of_each_kind(client).items():
        form = answer.headers.get("Content-Type", "")
        if status == 200 and re.match(r"application/(?:rss\+xml|atom\+xml|feed\+json)", form):
            assert breaches(form, crawler.body(answer)) == [], (kind, address)
            seen.add(kind)
    assert len(seen) >= 15
