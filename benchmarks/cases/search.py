"""What readers search for: words that few texts have, and words that nearly all have."""

from benchmarks.measuring import Case, Group

from .lists import page

# Two wider windows where the newest are not enough, and four names where something is found.
VARIES = 6

SEARCH = Group(
    "Search, {small.articles:,} and {large.articles:,} articles",
    (
        Case("a rare pair of words", page("/search/?q=platform+danger"), varies=VARIES),
        Case("a word that most have", page("/search/?q=train"), varies=VARIES),
        Case("a beginning of many words", page("/search/?q=con"), varies=VARIES),
        Case(
            "a phrase of words that most have", page("/search/?q=%22last+train%22"), varies=VARIES
        ),
        Case("a word, and another excluded", page("/search/?q=train+-signal"), varies=VARIES),
        Case(
            "a word in the smallest section",
            page("/search/?q=train&section=section-9"),
            varies=VARIES,
        ),
        Case("a word that nobody wrote", page("/search/?q=zeppelin"), varies=VARIES),
        Case(
            "comments with a word that most have",
            page("/search/?q=train&in=comments"),
            varies=VARIES,
        ),
        Case("suggestions", page("/search/suggest/?q=tra"), varies=VARIES),
    ),
)
