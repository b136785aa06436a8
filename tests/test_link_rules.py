"""Which addresses a text shows, and which of them are under a listed domain. Failure 10."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comments.rules.hosts import ascii_host, checked_domains
from comments.rules.links import DomainList, campaign_key, links
from comments.rules.lists import Fault, Problem
from opinion import html
from tests.steps import assert_grows_with_length


def shown(text):
    return [(text[link.start : link.end], link.host) for link in links(text)]


LINKS = [
    # text, what is marked and its host; a remark
    ("http://evil.test/a.", [("http://evil.test/a", "evil.test")]),  # clickable
    ("HTTPS://Evil.Test", [("HTTPS://Evil.Test", "evil.test")]),
    ("see pills.com, now", [("pills.com", "pills.com")]),  # bare
    ("(pills.co.uk/buy?now=1)", [("pills.co.uk/buy?now=1", "pills.co.uk")]),
    ("PILLS.COM", [("PILLS.COM", "pills.com")]),
    ("_pills.com_ *pills.com*", [("pills.com", "pills.com")] * 2),  # in emphasis
    ("www.pills.test", [("www.pills.test", "www.pills.test")]),
    ("//pills.test/x", [("//pills.test/x", "pills.test")]),
    ("http://pills", [("http://pills", "pills")]),
    ("http:\\\\pills.test\\x", [("http:\\\\pills.test\\x", "pills.test")]),  # browsers take it
    ("http://good.com@evil.test/x", [("http://good.com@evil.test/x", "evil.test")]),  # not good.com
    ("http://good.com:80@evil.test", [("http://good.com:80@evil.test", "evil.test")]),
    ("write to ana@pills.com", [("ana@pills.com", "pills.com")]),  # mail
    ("[a](http://a.test/x) (b.com)", [("http://a.test/x", "a.test"), ("b.com", "b.com")]),
    ("http://[2001:db8::1]/x", [("http://[2001:db8::1]/x", "2001:db8::1")]),
    ("pi\u200blls.c\u00adom", [("pi\u200blls.c\u00adom", "pills.com")]),  # invisible in it
    ("ｐｉｌｌｓ．ｃｏｍ", [("ｐｉｌｌｓ．ｃｏｍ", "pills.com")]),
    ("pills。com", [("pills。com", "pills.com")]),  # a dot to browsers
    ("请看pills.com吧。谢谢", [("pills.com", "pills.com")]),  # no spaces
    ("bücher.de", [("bücher.de", "xn--bcher-kva.de")]),
    ("हिन्दी.भारत", [("हिन्दी.भारत", "xn--j2bd4cyah0f.xn--h2brj9c")]),
    (
        "http://good.test/?to=http://evil.com",
        [("http://good.test/?to=http://evil.com", "good.test")],
    ),
    ("That is the end.In short, no.", []),  # a missing space
    ("report.pdf node.js 3.14 e.g. U.S. a.m. 1.2.3.4 ... http:// www.", []),
]


@pytest.mark.parametrize(("text", "expected"), LINKS)
def test_an_address_is_recognised_as_a_reader_recognises_it(text, expected):
    assert shown(text) == expected


@given(st.text(st.sampled_from("ab.:/@[]()_*<>\u200b看 \n") | st.characters(), max_size=60))
@settings(max_examples=300, deadline=None)
def test_all_that_becomes_clickable_is_a_link_where_it_stands(text):
    text = html.clean_text(f"{text} http://evil.test/ {text}")
    found = {(link.start, link.end) for link in links(text)}
    assert {(link.start, link.end) for link in html.links(text)} <= found
    for link in links(text):
        assert link.host and 0 <= link.start < link.end <= len(text)
        campaign_key(link)


DOMAINS = [
    # listed, text, what is marked; a remark
    ("example.com", "http://example.com/x", ["http://example.com/x"]),
    ("example.com", "www.example.com a.b.example.com", ["www.example.com", "a.b.example.com"]),
    ("example.com", "attacker-example.com example.com.evil.org example.co", []),
    (
        "example.com",
        "EXAMPLE.COM:8080 http://EXAMPLE.com.",
        ["EXAMPLE.COM:8080", "http://EXAMPLE.com"],
    ),
    ("EXAMPLE.com.", "example.com", ["example.com"]),  # as a moderator typed it
    ("example.com", "http://example.com@evil.test", []),  # leads to evil.test
    ("evil.test", "http://example.com@evil.test", ["http://example.com@evil.test"]),
    ("evil.test", "evil.test", ["evil.test"]),  # under no known ending, and listed
    ("evil.test", "The end.Evil.Test", ["end.Evil.Test"]),
    ("bücher.de", "xn--bcher-kva.de XN--BCHER-KVA.DE", ["xn--bcher-kva.de", "XN--BCHER-KVA.DE"]),
    ("xn--bcher-kva.de", "BÜCHER.de bu\u0308cher.de", ["BÜCHER.de", "bu\u0308cher.de"]),
    ("bücher.de", "bucher.de", []),  # another domain
    ("💩.la", "xn--ls8h.la", ["xn--ls8h.la"]),  # forbidden, and in use
    ("example.com", "еxample.com", []),  # a Cyrillic letter, another domain
    ("shop.example.com", "example.com", []),
]


@pytest.mark.parametrize(("listed", "text", "marked"), DOMAINS)
def test_a_listed_domain_covers_what_is_under_it(listed, text, marked):
    found = DomainList([listed]).found_in(text)
    assert [text[one.start : one.end] for one in found] == marked
    assert {one.domain for one in found} <= {listed}


def test_the_nearest_listed_domain_is_told():
    listed = DomainList(["# shops", "", "example.com", "shop.example.com"])
    assert listed.covering("a.shop.example.com") == "shop.example.com"
    assert listed.covering("example.com") == "example.com"
    assert listed.covering("com") == ""


def test_an_editors_list_is_told_which_domains_are_none():
    lines = ["example.com", "# remark", "", "https://example.com/", "com", "a b.com", "..", "a..b"]
    wrong = [(4, "https://example.com/"), (5, "com"), (6, "a b.com"), (7, ".."), (8, "a..b")]
    assert checked_domains(lines) == (
        ["example.com"],
        [Problem(number, typed, Fault.NO_DOMAIN) for number, typed in wrong],
    )
    with pytest.raises(ValueError, match="no_domain"):
        DomainList(["com"])


ONE_CAMPAIGN = [
    "pills.com/buy?a=1&b=2",
    "http://pills.com/buy?a=1&b=2",
    "https://www.PILLS.com/Buy/?b=2&a=1",
    "//pills.com./buy?b=2&a=1",
    "https://pills.com:443/buy?utm_source=x&a=1&b=2&fbclid=y&utm_campaign=z",
    "http://me@pills.com/%62uy?a=1&b=2#now",
    "http:\\\\pills.com\\buy?a=1&b=2",
]
OTHER_CAMPAIGNS = ["pills.com/buy?a=1", "pills.com", "shop.pills.com/buy?a=1&b=2", "pills.com:81"]


def key(text):
    (link,) = links(f"see {text} now")
    return campaign_key(link)


@pytest.mark.parametrize("text", ONE_CAMPAIGN)
def test_an_advertised_address_is_the_same_however_it_is_written(text):
    assert key(text) == "pills.com/buy?a=1&b=2"


def test_other_addresses_are_other_campaigns():
    assert len({key(text) for text in [*OTHER_CAMPAIGNS, ONE_CAMPAIGN[0]]}) == 5


@given(st.text(max_size=80))
@settings(max_examples=300, deadline=None)
def test_a_host_has_one_form_and_keeps_it(host):
    form = ascii_host(host)
    assert ascii_host(form) == form
    assert ascii_host(host.upper() if host.isascii() else host) == form


PIECES = ["a", "a.", ".", "a@", "@", ":", "//", "http://", "http:", "http://a.test/ ", "a.b:1", "-"]
PIECES += ["a.com,", "[](", "看", "ü.", "\u200b", "_", "?a=1&", "%"]


@pytest.mark.parametrize("piece", PIECES)
def test_the_work_grows_no_faster_than_the_text(piece):
    listed = DomainList(f"domain{number}.com" for number in range(500))

    def act(text):
        listed.found_in(text)
        for link in links(f"http://evil.test/{text}"):
            campaign_key(link)

    assert_grows_with_length(act, piece)
