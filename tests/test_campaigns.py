"""A campaign gathers though its copies differ, and what is only alike in a word does not."""

import pytest

from comments.desk.similar import gathered
from comments.rules.gist import gist
from comments.rules.similarity import likeness_of_gists, traits_of_gist
from tests.newsroom import make_comment

pytestmark = pytest.mark.django_db

TALE = (
    "I never believed such things worked until my neighbour {name} showed me how he made {sum} in "
    "only nine days with a small start. Now my whole family does the same every week. Look: {link}"
)
COPIES = [
    TALE.format(name="James", sum="$4,500", link="https://quick-win.com/a1"),
    TALE.format(name="Mary Ann Smith", sum="7 250 dollars", link="www.fast-win.com"),
    TALE.format(name="Olga", sum="£39.90", link="sure-win.com/c3?ref=9"),
]
SHORT = "Shame on {} who voted to cut the bus that our children take to school."


def like(article, *texts):
    """How many of the other texts are found beside the first."""
    comments = [
        make_comment(article, text, email=f"{number}@x.example")
        for number, text in enumerate(texts)
    ]
    return len(gathered(comments[0]).waiting)


def test_copies_that_differ_in_a_sum_a_name_and_a_link_gather(article):
    assert like(article, *COPIES) == 2


LETTER = (
    "As a {} resident of {} I {} the council to {} the scheme, which will cost every {} £{} a year."
)


def test_letters_of_one_pattern_with_other_words_here_and_there_gather(article):
    first = LETTER.format("lifelong", "Aldham", "urge", "reject", "household", 412)
    others = [
        LETTER.format("proud", "Aldham", "urge", "refuse", "household", 420),
        LETTER.format("lifelong", "Harrow Bridge", "beg", "reject", "family", 398),
        LETTER.format("lifelong", "Aldham", "urge", "reject", "single household", 412) + " Please!",
    ]
    assert like(article, first, *others) == 3


def test_who_only_begins_alike_does_not_gather(article):
    first = LETTER.format("lifelong", "Aldham", "urge", "reject", "household", 412)
    other = (
        "As a lifelong resident of Aldham I urge the council to build the line at last, because my "
        "sons had to leave for want of one, and I see them twice a year."
    )
    assert like(article, first, other) == 0


def test_short_copies_that_differ_in_a_name_gather(article):
    names = "Councillor Reid", "Mayor Ana Osei", "Brandt"
    assert like(article, *(SHORT.format(name) for name in names)) == 2


@pytest.mark.parametrize(
    "texts",
    [
        ("Write to @mira_trades.", "Ask @Mira_Trades, she explains everything."),
        ("Call +44 7700 900123 now", "WhatsApp: +44 (0)7700-900123!"),
        ("Great read: 020-7946-0958", "I disagree. Ring 020 7946 0958."),
        ("mail m@trade.com", "Who knows? M@trade.com knows."),
    ],
)
def test_what_shares_a_handle_a_number_or_an_address_gathers(article, texts):
    assert like(article, *texts) == 1


@pytest.mark.parametrize(
    "texts",
    [
        ("Ask @mira_trades.", "Ask @mira_tracks."),
        ("Write to ana@mail.com, she knows.", "Mine is ben@mail.com by the way."),
        ("Call +44 7700 900123", "Call +44 7700 900124"),
        (SHORT.format("Reid"), "Praise Reid who voted to keep the bus that our children take."),
        ("I was born on 01-05-2004.", "They closed it on 01-05-2004, I saw it."),
        # Two who live in one street are no campaign.
        ("I live at 14 Harbour View Road.", "We met at 14 Harbour View Road."),
    ],
)
def test_what_is_another_does_not(article, texts):
    assert like(article, *texts) == 0


def test_where_nouns_have_capitals_they_are_no_names():
    text = "Der letzte Zug fährt um neun, und die Stadt geht mit ihm zu Bett."
    other = "Der letzte Bus fährt um neun, und die Frau geht mit ihm zu Tisch."
    assert "zug" in gist(text)
    assert not traits_of_gist(text) & traits_of_gist(other)
    assert likeness_of_gists(text, other) < 0.5
