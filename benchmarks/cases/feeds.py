"""What programs read: feeds show the newest twenty, a sitemap's file up to 5,000 addresses."""

from benchmarks.measuring import Case, Group

from .asking import ask
from .lists import page


def file_of_addresses(address):
    def act(outlet, measured):
        return ask(outlet.reader, measured, address).content.count(b"<loc>")

    return act


def last_file(outlet, measured):
    """The last whole file: a small outlet has but one."""
    number = max(outlet.sizes.articles * 4 // 5 // 5_000, 1)
    response = ask(outlet.reader, measured, f"/sitemap-articles.xml?p={number}")
    return response.content.count(b"<loc>")


FEEDS = Group(
    "Feeds, sitemap, {small.articles:,} and {large.articles:,} articles",
    (
        Case("feed", page("/feed/")),
        Case("feed of a section", page("/section/section-1/feed/")),
        Case("feed of an author of twelve", page("/author/author-{author}/feed/")),
        Case("sitemap's index", page("/sitemap.xml")),
        Case("sitemap of articles", file_of_addresses("/sitemap-articles.xml"), per="address"),
        Case("sitemap of articles, last file", last_file, per="address"),
        Case("sitemap of authors", file_of_addresses("/sitemap-authors.xml"), per="address"),
    ),
)
