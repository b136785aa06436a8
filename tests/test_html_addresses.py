"""Addresses that are honest, and letters that can be read."""

import pytest

from opinion import html


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://x.example", "https://x.example"),
        (" HTTP://x.example:8080/a?b=c#d ", "http://x.example:8080/a?b=c#d"),
        ("https://x.example/a b|c[1]%zz%20", "https://x.example/a%20b%7Cc%5B1%5D%25zz%20"),
        ("https://bücher.example/straße", "https://bücher.example/straße"),
        ("https://[2001:db8::1]/", "https://[2001:db8::1]/"),
        ("/about/?a=//b", "/about/?a=//b"),
    ],
)
def test_an_honest_address_is_kept(url, kept):
    assert html.safe_url(url) == kept
    assert html.safe_url(kept) == kept


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "ftp://x.example",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "http:javascript:1",
        "https:/x.example",
        "https://",
        "https:///x",
        "https://u:p@x.example",
        "https://u@x.example",
        "https://x.example:99999",
        "https://x.example:a",
        "https://x..example",
        "https://x.example\u202e/",
        "https://x.\u200bexample",
        "https://x.example/\xada",
        "java\tscript:x",
        "https://x.example/\x00",
        "https://[::1",
        "https://[v1.x]/",
        "https://x%2eexample/",
        "mailto:a@b.example",
        "https://ⓔvil.example",
        "https://\uff45vil.example",
        "https://evil.example\uff0f.x.example",
        "about/",
        "?q=1",
        "#top",
        "",
    ],
)
def test_a_doubtful_address_is_refused(url):
    assert html.safe_url(url) is None


def test_an_address_over_the_limit_is_refused():
    assert html.safe_url("https://x.example/".ljust(html.URL_LIMIT, "a"))
    assert html.safe_url("https://x.example/".ljust(html.URL_LIMIT + 1, "a")) is None


def test_a_mail_address_is_linked_only_where_asked_for():
    assert html.safe_url("mailto:desk@x.example", mail=True) == "mailto:desk@x.example"
    for url in ("mailto:a@b.example?bcc=c@d.example", "mailto:a@b,c@d", "mailto:", "mailto:a@"):
        assert html.safe_url(url, mail=True) is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\r\nb\rc\x0bd\u2028e\u2029f\x85g", "a\nb\nc\nd\ne\nf\ng"),
        ("a\x00b\x07c\x7fd\x9fe", "abcde"),
        ("e\u0301", "é"),
        ("e\u200b\u0301", "é"),
        ("abc\u202edef\u2066g\u2069", "abcdefg"),
        ("\ufeffa\u200bb\u2060c\u00add", "abcd"),
        ("a\u200db\u200cc", "abc"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("👩\u200d🚒 ❤\ufe0f\u200d🔥", "👩\u200d🚒 ❤\ufe0f\u200d🔥"),
        ("\U0001f3f4\U000e0067\U000e0062\U000e007f", "\U0001f3f4\U000e0067\U000e0062\U000e007f"),
        ("hi\U000e0068\U000e0069", "hi"),
        ("\ue000mark\ue001 \uf0b7", "mark "),
        ("\ud800a\uffff\U0001fffe", "a"),
        ("שלום\u200f!", "שלום\u200f!"),
    ],
)
def test_a_plain_text_keeps_what_can_be_read(typed, kept):
    assert html.clean_text(typed) == kept


def test_a_line_is_one_line():
    assert (
        html.clean_line("\t A\u00a0\u2003title\r\n on\u2028two \x0b lines ")
        == "A title on two lines"
    )
