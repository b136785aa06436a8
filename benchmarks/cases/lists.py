"""The pages that list articles. They show ten, however many there are."""

from benchmarks.measuring import Case, Group

from .asking import ask


def page(address):
    """An act: open `address`, in which {middle}, {topic} and {author} stand for the outlet's own.

    Number 1 of each kind holds most articles, number 2 the oldest, the last one twelve.
    """

    def act(outlet, measured):
        sizes = outlet.sizes
        words = {"middle": outlet.middle, "topic": sizes.topics, "author": sizes.authors}
        ask(outlet.reader, measured, address.format(**words))

    return act


LISTS = Group(
    "Lists, {small.articles:,} and {large.articles:,} articles",
    (
        Case("home", page("/")),
        Case("home, deep in the archive", page("/?before={middle}")),
        Case("section with most articles", page("/section/section-1/")),
        Case("section with most, deep", page("/section/section-1/?before={middle}")),
        Case("section of the first years", page("/section/section-2/")),
        Case("section with twelve", page("/section/section-9/")),
        Case("topic with half of all", page("/topic/topic-1/")),
        Case("topic with half of all, deep", page("/topic/topic-1/?before={middle}")),
        Case("topic of the first years", page("/topic/topic-2/")),
        Case("topic with twelve", page("/topic/topic-{topic}/")),
        Case("author of a quarter of all", page("/author/author-1/")),
        Case("author of a quarter, deep", page("/author/author-1/?before={middle}")),
        Case("author of the first years", page("/author/author-2/")),
        Case("author of twelve", page("/author/author-{author}/")),
    ),
)
