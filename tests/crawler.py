"""Every public address of the site, found by itself: from the URL patterns and from the pages.

A new URL pattern is visited without anybody adding it here: its parameters are filled, by name,
with every value of that name in the database. A parameter of an unknown name is an error. Where a
pattern's beginning says of what kind its values are, one of another kind is enough.
"""

import html.parser
import itertools
from urllib.parse import urljoin, urlsplit

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern

from authors.models import Author
from comments.models import Comment
from opinion.articles.models import Article, Section, Series, Topic
from opinion.articles.sitemaps import SITEMAPS
from opinion.references.models import Work

PRIVATE = ("admin/", "media/")
DATED = ("year", "month", "slug")
LINKING = {"a", "link", "form", "img", "script", "source"}


def public_patterns(patterns=None, prefix=""):
    """(route, names of its parameters) of each public URL pattern."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern.pattern, RegexPattern):
            continue
        route = prefix + str(pattern.pattern)
        if route.startswith(PRIVATE):
            continue
        if isinstance(pattern, URLResolver):
            yield from public_patterns(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern):
            yield route, pattern.pattern.converters


# By the name of a parameter and the beginning of its patterns: what has values there.
KINDS = {
    "pk": {
        "works/": Work.objects.values_list("pk"),
        "preview/": Article.objects.values_list("pk"),
        # Of comments, under an article and alone.
        "<year:": Comment.objects.values_list("pk"),
        "comment/": Comment.objects.values_list("pk"),
    },
    "slug": {
        "section/": Section.objects.values_list("slug"),
        "topic/": Topic.objects.values_list("slug"),
        "series/": Series.objects.values_list("slug"),
        "author/": Author.objects.values_list("slug"),
        "<year:": Article.objects.values_list("slug"),
    },
}
NOBODYS = {"pk": 0, "slug": "nobody"}


def values_by_name():
    articles = [*Article.objects.all()]
    addresses = [tuple(article.address.split("/")) for article in articles if article.address]
    return {
        "article": [article.pk for article in articles],
        # Together they are one article's.
        DATED: addresses,
        "section": list(SITEMAPS),
        "year": [*dict.fromkeys(year for year, _month, _slug in addresses), "1999"],
        "month": [*dict.fromkeys(month for _year, month, _slug in addresses)],
        "suffix": ["bib", "ris", "json", "txt"],
        # Secret words: nobody's here.
        "token": ["A" * 22],
        "seal": ["nonsense"],
    }


def strays(addresses):
    """Where no article is: in a wrong month of one, and nobody's."""
    for year, month, slug in addresses[:1]:
        yield year, "12" if month == "11" else "11", slug
    yield "2024", "01", "nobody"


def stored_values():
    """By the name of a parameter, and the beginning of a pattern: what is stored of that kind."""
    return {
        name: {start: [value for (value,) in rows.order_by("pk")] for start, rows in kinds.items()}
        for name, kinds in KINDS.items()
    }


def values_for(route, stored) -> list:
    """Every value of the route's kind and one of another; all, where its kind is unknown."""
    own = {start for start in stored if route.startswith(start)}
    values = [value for start in own or stored for value in stored[start]]
    others = [value for start in stored if start not in own for value in stored[start]]
    return values + [value for value in others if value not in values][:1]


def pattern_addresses(**fewer):
    """Each address that a pattern makes of its values; `fewer` has some of them, by name."""
    known, stored = values_by_name() | fewer, stored_values()
    for route, converters in public_patterns():
        of_route = known | {
            name: [*dict.fromkeys([*values_for(route, kinds), NOBODYS[name]])]
            for name, kinds in stored.items()
        }
        names = [*converters]
        if {*DATED} <= {*names}:
            names = [DATED, *(name for name in names if name not in DATED)]
        missing = {*names} - {*of_route}
        assert not missing, f"{route}: tell tests/crawler.py where {missing} come from"
        for values in itertools.product(*(of_route[name] for name in names)):
            yield "/" + _filled(route, dict(zip(names, values, strict=True)))
        if DATED in names:
            for dated in strays(known[DATED]):
                first = {name: of_route[name][0] for name in names if of_route[name]}
                yield "/" + _filled(route, first | {DATED: dated})


def _filled(route, values) -> str:
    dated = zip(DATED, values.pop(DATED, ()), strict=False)
    for name, value in [*dated, *values.items()]:
        route = route.replace(f"<{_converter_name(route, name)}{name}>", str(value))
    return route


def one_of_each_kind(client):
    """An address for each pair of URL pattern and status, by that pair: every layout, once."""
    return {kind: address for kind, (address, _response) in one_answer_of_each_kind(client).items()}


def one_answer_of_each_kind(client):
    """(address, answer) for each of these kinds: what does not change need not be asked again."""
    kinds = {}
    for address in [*sorted(pattern_addresses(suffix=["bib"])), "/nowhere/"]:
        response = client.get(address)
        kinds.setdefault(kind_of(address, response), (address, response))
    return kinds


def kind_of(address, response) -> tuple[str, int]:
    match = response.wsgi_request.resolver_match
    name = "nowhere" if address == "/nowhere/" else match.view_name if match else "none"
    return name, response.status_code


def _converter_name(route, name):
    start = route.rfind("<", 0, route.index(f"{name}>"))
    return route[start + 1 : route.index(f"{name}>", start)]


class Links(html.parser.HTMLParser):
    def __init__(self, base):
        super().__init__()
        self.base, self.found = base, set()

    def handle_starttag(self, tag, attrs):
        if tag in LINKING:
            for name, value in attrs:
                if name in {"href", "src", "action"} and value:
                    self.found.add(urljoin(self.base, value).partition("#")[0])


def same_site_links(address, page: str):
    links = Links(f"http://testserver{address}")
    links.feed(page)
    for link in links.found:
        parts = urlsplit(link)
        if parts.netloc == "testserver" and not parts.path.startswith(("/static/", "/admin/")):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def crawl(client, addresses=()):
    """Visit all of it, following links; yields (address, response)."""
    waiting = {*addresses, *pattern_addresses(), "/", "/nowhere/"}
    seen = set()
    while waiting:
        address = waiting.pop()
        seen.add(address)
        response = client.get(address)
        yield address, response
        if response.headers.get("Content-Type", "").startswith("text/html"):
            found = {*same_site_links(address, response.content.decode())}
        else:
            found = {response.headers["Location"]} if "Location" in response.headers else set()
        waiting |= {link.partition("#")[0] for link in found if link.startswith("/")} - seen


def is_a_page(response) -> bool:
    return response.headers.get("Content-Type", "").startswith("text/html") and bool(
        response.content
    )


def seen(response) -> str:
    """All that whoever asked is told: what stands on the page and what goes along with it."""
    return body(response) + str(response.headers) + response.cookies.output()


def body(response) -> str:
    content = b"".join(response) if response.streaming else response.content
    return content.decode("utf-8", "replace")
