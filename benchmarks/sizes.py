from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Sizes:
    """How much there is in one outlet.

    `threads` are the comments under each of its busiest articles: the first is read and posted
    into, the largest has the longest conversation. `comments` counts all, in every state and
    thread; `waiting` are among them.
    """

    articles: int
    authors: int
    topics: int
    works: int
    threads: tuple[int, ...]
    comments: int
    waiting: int
    kilobytes: int
    picture: tuple[int, int]

    @property
    def busiest(self) -> list[tuple[int, int]]:
        """The numbers of the busiest articles, which are also their keys, and their comments."""
        return [(self.articles - 3 - place, size) for place, size in enumerate(self.threads)]


# A thread of 50 has one page, with as many comments on it as each page of the large one. None of
# its conversations needs a page of its own: those are compared at 300.
SMALL = Sizes(
    articles=100,
    authors=10,
    topics=10,
    works=200,
    threads=(50, 300, 1),
    comments=1_000,
    waiting=100,
    kilobytes=1,
    picture=(400, 300),
)
LARGE = Sizes(
    articles=100_000,
    authors=3_000,
    topics=120,
    works=20_000,
    threads=(50_000, 50, 1),
    comments=1_000_000,
    waiting=100_000,
    kilobytes=10,
    picture=(4_000, 3_000),
)
# Larger than SMALL in everything, and made in a second: for the tests.
LARGER = Sizes(
    articles=400,
    authors=30,
    topics=30,
    works=400,
    threads=(500, 50, 1),
    comments=2_000,
    waiting=200,
    kilobytes=10,
    picture=(400, 300),
)
# A newsroom's archive, with few comments: what its lists are measured in.
MANY_ARTICLES = replace(SMALL, articles=100_000, authors=3_000, topics=120)
