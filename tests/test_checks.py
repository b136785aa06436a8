"""What is looked at before readers get an article: one table of drafts and of what is found."""

from types import SimpleNamespace

from opinion import html
from opinion.articles.checks import markup
from opinion.articles.checks.draft import Draft
from opinion.articles.checks.run import findings, levels, stopping
from opinion.articles.checks.table import CARD_LIMIT, CHECKS
from opinion.articles.models.search_entry import Alike
from tests.growth import MOST, growth

FIT = {"headline": "The Last Train", "standfirst": "It leaves at nine.", "body": "<p>At nine.</p>"}
NOTE = '<section data-notes><ol><li data-note="k">Its text.</li></ol></section>'
FIGURE = '<figure data-picture="7"></figure>'


def use(role="figure", number=7, alt="A train."):
    return SimpleNamespace(picture_id=number, role=role, alt=alt)


def line(state):
    states = SimpleNamespace(LOOK="look")
    return SimpleNamespace(state=state, url="", State=states)


def found(pictures=(), references=(), gone=(), alike=(), **content) -> dict[str, list[str]]:
    """By the names of the checks what they say of a draft; nothing is asked of a database."""
    said = FIT | content
    draft = Draft(said, html.article(said["body"]), [*pictures], [*references])
    draft.gone, draft.alike = [*gone], [*alike]
    return {one.check.name: [str(words) for words in one.words] for one in findings(draft, {})}


EMPTY = "The link “{}” leads nowhere or has no words."
UNUSED_NOTE = "1 note is called nowhere in the text: readers will not get it."
LINK = '<a href="https://example.org/">there</a>'
TABLE = [
    # what is typed, and by the check what is said of it
    ({}, {}),
    ({"standfirst": " \n"}, {"standfirst": ["There is no standfirst."]}),
    ({"headline": "x" * CARD_LIMIT}, {}),
    (
        {"headline": "x" * (CARD_LIMIT + 1)},
        {"headline": ["The headline has 91 characters; cards cut it after 90."]},
    ),
    ({"headline": "末" * CARD_LIMIT}, {}),
    ({"pictures": [use("lead")]}, {}),
    (
        {"pictures": [use("lead", alt=" ")]},
        {"alt": ["Add alt text: describe the picture for people who can't see it."]},
    ),
    ({"pictures": [use()], "body": FIGURE}, {}),
    (
        {"pictures": [use(alt="")], "body": FIGURE},
        {"alt_in_text": ["Add alt text to each picture in the text, for people who can't see it."]},
    ),
    (
        {"pictures": [use()]},
        {"unused": ["1 picture is kept for the text and not shown in it."]},
    ),
    (
        {"body": '<p>x</p><img src="/media/a.jpg"><img src="/media/b.jpg" alt="A train.">'},
        {"older_pictures": ["1 older picture in the text has no alt text."]},
    ),
    ({"body": f"<p>Go {LINK}.</p>"}, {}),
    ({"body": '<p>Write to <a href="mailto:desk@example.org">us</a>.</p>'}, {}),
    ({"body": '<p>As <a href="#work-12">Westad</a> says.</p>'}, {}),
    ({"body": '<p>Go <a href="">there</a>.</p>'}, {"empty_link": [EMPTY.format("there")]}),
    (
        {"body": "<p>Go <A>there &amp; back</A>.</p>"},
        {"empty_link": [EMPTY.format("there & back")]},
    ),
    ({"body": '<p><a href="javascript:x">Go</a></p>'}, {"empty_link": [EMPTY.format("Go")]}),
    (
        {"body": '<p>Go <a href="https://example.org/"> </a>.</p>'},
        {"empty_link": [EMPTY.format("https://example.org/")]},
    ),
    (
        {"body": '<a href="https://example.org/"><img src="/media/a.jpg" alt="A map"></a>'},
        {},
    ),
    (
        {"gone": ["https://gone.example.org/"]},
        {"gone": ["https://gone.example.org/ is not there any more."]},
    ),
    ({"references": [line("known"), line("line")]}, {}),
    ({"references": [line("look"), line("look")]}, {"references": ["2 references are to check."]}),
    ({"body": "<h2>One</h2><h3>Two</h3>"}, {}),
    ({"body": "<h1>One</h1><h4>Two</h4>"}, {}),
    (
        {"body": "<p>x</p><h3>Two</h3><h2>One</h2>"},
        {"headings": ["The first heading in the text is a smaller one (H3), with no H2 above it."]},
    ),
    (
        {"alike": [Alike("Night Trains", "2024/01/night-trains")]},
        {"alike": ["The text is nearly the same as “Night Trains” (/2024/01/night-trains/)."]},
    ),
    ({"body": f'<p>x<a data-note="k"></a></p>{NOTE}'}, {}),
    ({"body": f"<p>x</p>{NOTE}"}, {"unused": [UNUSED_NOTE]}),
]


def test_each_draft_is_told_what_the_table_says_of_it():
    wrong = [(typed, found(**typed), told) for typed, told in TABLE if found(**typed) != told]
    assert wrong == []


def test_every_check_finds_something_in_the_table_and_nothing_where_all_is_well():
    told = [names for _typed, names in TABLE]
    assert {name for names in told for name in names} == {check.name for check in CHECKS}
    assert told[0] == {}


def test_what_stops_comes_first_and_what_is_off_is_never_looked_at():
    draft = Draft(FIT | {"standfirst": ""}, "", [use("lead", alt="")], [])
    # Either of them would ask the database, which no test here may.
    quiet = {"gone": "off", "alike": "off"}
    told = [(one.check.name, one.stops) for one in findings(draft, quiet)]
    assert told == [("alt", True), ("standfirst", False)]
    hard = stopping(draft, {"standfirst": "stop", "alt": "warn"})
    assert {field: [*map(str, words)] for field, words in hard.items()} == {
        "standfirst": ["There is no standfirst."]
    }
    assert findings(draft, dict.fromkeys([check.name for check in CHECKS], "off")) == []


def test_a_level_that_nobody_knows_counts_as_at_first():
    assert levels({"alt": "shout", "gone": "off"})["alt"] == "stop"
    assert levels({"gone": "off"})["gone"] == "off"


UNITS = ["<a ", "<a href=x>", "</a>", '<li data-note="a" ', "<img alt='", 'href="', "<h3 "]


def test_markup_is_looked_through_in_proportion_to_its_length():
    def look(text):
        list(markup.empty_links(text))
        markup.uncalled_notes(text)
        markup.images_without_words(text)
        markup.starts_below_a_level(text)

    for unit in UNITS:
        assert growth(look, lambda size, unit=unit: unit * (size // len(unit)), 1_000) <= MOST, unit
