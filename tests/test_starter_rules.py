"""What the rules that a publication begins with say of lifelike texts, and of what looks alike."""

import pytest

from benchmarks.moderation.measure import counts, said_of, strictest
from comments.rules.contact_details import checked_countries, contact_details
from comments.rules.lists import Fault
from comments.rules.markup import markup
from comments.rules.words import WordList, checked_patterns
from comments.screening import defaults
from tests.steps import assert_grows_with_length

COUNTRIES = ["US", "GB", "DE", "FR", "ES", "ID", "RU"]


def test_no_good_comment_is_taken_for_advertising_and_none_for_a_threat():
    good = [counted for (_batch, kind), counted in counts().items() if kind == "good"]
    assert sum(counted.total() for counted in good) > 170
    assert {effect for counted in good for effect in counted} == {""}


def test_as_much_is_found_of_what_is_not_good_as_the_benchmark_tells():
    counted = counts()
    found = {key: counted[key]["spam"] for key in counted if key[1] == "advertising"}
    assert found == {
        (1, "advertising"): 49,
        (2, "advertising"): 28,
        (3, "advertising"): 22,
        (4, "advertising"): 10,
        (5, "advertising"): 24,
    }
    for kind in "threat", "private", "abuse":
        assert set(counted[1, kind]) == {"hold"}
    assert counted[5, "threat"] == {"hold": 17}
    assert (counted[5, "private"]["hold"], counted[5, "abuse"]["hold"]) == (10, 17)
    assert counted[5, "campaign"]["spam"] == 0


@pytest.mark.parametrize("name", ["advertising", "threats", "slurs", "obscenity"])
def test_a_starter_list_says_that_it_is_one_and_has_no_fault(name):
    lines = defaults.starter_list(name).splitlines()
    assert lines[0].startswith("# A start, to be edited")
    _patterns, problems = checked_patterns(lines)
    assert problems == []


TOLD = [
    ("Ring me on +64 21 555 0198 tonight", "+64 21 555 0198"),
    ("Her mobile: 06 98 76 54 32.", "06 98 76 54 32"),
    ("Call 0161 496 0123 now", "0161 496 0123"),
    ("Text 021 555 01988 and say it", "021 555 01988"),
    ("Write to n.whitcombe@mail.example.org!", "n.whitcombe@mail.example.org"),
    ("cyberhelp at gmail dot com", "cyberhelp at gmail dot com"),
    ("or helper (at) council (dot) com!", "helper (at) council (dot) com"),
    ("pay DE89 3704 0044 0532 0130 00 today", "DE89 3704 0044 0532 0130 00"),
    ("Ask @mira_trades, she knows", "@mira_trades"),
    ("Telegram: helper247", "Telegram: helper247"),
    ("join t.me/fx_signals", "t.me/fx_signals"),
    ("She lives at 14 Harbour View Road.", "14 Harbour View Road"),
    ("Sie wohnt Goethestraße 27a", "Goethestraße 27a"),
    ("Il habite 12 rue des Lilas", "12 rue des"),
    ("Vive en la calle Mayor 45", "calle Mayor 45"),
    ("Abita in via Garibaldi 12, scala C.", "via Garibaldi 12"),
    ("He lives at 14 Alder Grove, Millbrook", "14 Alder Grove"),
    ("di Jalan Merdeka No. 7", "Jalan Merdeka No. 7"),
    ("на улице Ленина, дом 5", "улице Ленина, дом 5"),
]
NOT_TOLD = [
    "@Ana I agree, and @Piet too.",
    "The last line: trains. Twitter: the end of talk.",
    "ISBN 978-0-19-852663-6, § 14(2), 12.05.1962, 2,500,000 a year",
    "Ring the Samaritans on 116 123, or 0800 543 354.",
    "There is 1 place where it works, 3 roads and a street.",
    "Look at the 23:40 and the 7:12 from 1990 to 2014.",
    "We went via Crewe 2 years ago, and via Aldham 3 times a week.",
    "Form DE12 3456 7890 1234 5678 90 (at) noon, point taken.",
    "10.1000/182 and 3.14159265358979",
]


@pytest.mark.parametrize(("text", "detail"), TOLD)
def test_contact_details_are_found(text, detail):
    (found,) = contact_details(text, COUNTRIES)
    assert text[found.start : found.end] == detail


@pytest.mark.parametrize("text", NOT_TOLD)
def test_what_only_resembles_contact_details_is_none(text):
    assert contact_details(text, COUNTRIES) == []


def test_a_country_is_named_by_its_code():
    countries, problems = checked_countries(["# home", "gb", "", "Germany"])
    assert countries == ["GB"]
    assert [(problem.line, problem.fault) for problem in problems] == [(4, Fault.NO_COUNTRY)]


DISGUISED = [
    ("cialis", "Buy c.i.a.l.i.s!", "c.i.a.l.i.s"),
    ("cialis", "c i a l i s", "c i a l i s"),
    ("cialis", "c-i-a-l-i-s here", "c-i-a-l-i-s"),
    ("cialis", "so c1al1s it is", "c1al1s"),
    ("cialis", "C!4L!$", "C!4L!$"),
    ("shit", "what sh1t, really", "sh1t"),
    ("fuck*", "this f*cking bus", "f*cking"),
    ("fuck*", "f**k!", "f**k"),
    ("viagr*", "v1agr4s", "v1agr4s"),
    ("хуй", "х.у.й", None),
    ("сука", "с у к а", "с у к а"),
    ("cialis", "a c i a l i s b", "c i a l i s"),
]
PLAIN = [
    ("cialis", "specialis c1al1st"),
    ("cialis", "ci.alis"),
    ("shit", "shirt sh1rt 5417"),
    ("boss", "8055 and B055A"),
    ("fuck*", "*fun* and **duck**"),
    ("cialis", "the R.S.V.P. and the U.S.A.F."),
    ("cialis", "http://example.org/c1al1s"),
]


@pytest.mark.parametrize(("pattern", "text", "marked"), DISGUISED)
def test_a_listed_word_is_found_in_its_disguise(pattern, text, marked):
    found = WordList([pattern]).found_in(text)
    assert [text[one.start : one.end] for one in found] == ([marked] if marked else [])


@pytest.mark.parametrize(("pattern", "text"), PLAIN)
def test_what_is_no_disguise_is_left_alone(pattern, text):
    assert WordList([pattern]).found_in(text) == []


MARKUP = [
    ('<a href="http://x.example">x</a>', 1),
    ("[url=http://x.example]x[/url]", 2),
    ("[link]x[/link]", 2),
    ("[here](https://x.example)", 1),
    ("<script>alert(1)</script>", 1),
    ("a < b and [sic] and <b>bold</b> and [1](see)", 0),
]


@pytest.mark.parametrize(("text", "count"), MARKUP)
def test_markup_that_means_something_elsewhere_is_found(text, count):
    assert len(markup(text)) == count


def test_words_of_advertisers_alone_are_no_advertising():
    assert strictest(said_of("Free shipping, best prices, promo code: how I hate it all.")) == ""
    ad = "Free shipping, best prices, use code SAVE10 at https://www.example.com"
    assert strictest(said_of(ad)) == "spam"


PIECES = ["f*", "c i a ", "+1 415 555 ", "12 rue "]


@pytest.mark.parametrize("piece", PIECES)
def test_reading_costs_in_proportion_to_the_text(piece):
    assert_grows_with_length(said_of, piece)
