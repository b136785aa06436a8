"""The newsroom's lists: fifty rows a page, however many there are."""

from benchmarks.measuring import Case, Group

ARTICLES, TOPICS, AUTHORS = (
    f"/admin/{where}/" for where in ("articles/article", "articles/topic", "authors/author")
)


def page(address):
    """An act: an editor opens `address`."""

    def act(outlet, measured):
        with measured:
            response = outlet.writing.get(address)
        assert response.status_code == 200, address

    return act


NEWSROOM = Group(
    "The newsroom's lists, {small.articles:,} and {large.articles:,} articles",
    (
        Case("articles", page(ARTICLES)),
        Case("articles with a word of few", page(f"{ARTICLES}?q=xylophone")),
        Case("articles with a word of most", page(f"{ARTICLES}?q=the")),
        Case("articles of one author", page(f"{ARTICLES}?author=7&status__exact=draft")),
        Case("topics with their counts", page(TOPICS)),
        Case("authors with their counts", page(AUTHORS)),
    ),
)
