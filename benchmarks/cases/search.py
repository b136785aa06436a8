"""What readers search for: words that few texts have, and words that nearly all have."""

from benchmarks.measuring import Case, Group

from .lists import page

SEARCH = Group(
    "Search, {small.articles:,} and {large.articles:,} articles",
    (
        Case("a rare pair of words", page("/search/?q=platform+danger")),
        Case("a word that most have", page("/search/?q=train")),
        Case("a beginning of many words", page("/search/?q=con")),
        Case("a phrase of words that most have", page("/search/?q=%22last+train%22")),
        Case("a word, and another excluded", page("/search/?q=train+-signal")),
        Case("a word in the smallest section", page("/search/?q=train&section=section-9")),
        Case("a word that nobody wrote", page("/search/?q=zeppelin")),
        Case("comments with a word that most have", page("/search/?q=train&in=comments")),
        Case("suggestions", page("/search/suggest/?q=tra")),
    ),
)
