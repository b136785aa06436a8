"""No input costs more than in proportion to its size: twice as much of it is twice the work.

Each case repeats what is hardest for a parser: something opened and never closed, something that
might begin, one part that refers to all others.
"""

from types import SimpleNamespace

import pytest
from django.test import RequestFactory

from comments.rules import hosts as advertised_hosts
from comments.rules import links, quotes, shape, similarity, words
from opinion import differences, html, preserve_post, slugs
from opinion.articles import comparison
from opinion.references.formats import ris
from opinion.references.links import hosts, robots
from opinion.references.links import page_similarity as pages
from opinion.references.reading import accounting
from opinion.references.record import Record
from tests.growth import growth, work_of
from tests.growth_cases import cases, check, repeated

# --- The counter itself


def quadratic_in_python(text):
    return [letter for place in range(len(text)) for letter in text[:place]]


def quadratic_in_c(text):
    gathered = ""
    for letter in text:
        gathered = f"{gathered} {letter}"
    return gathered


@pytest.mark.parametrize(("task", "size"), [(quadratic_in_python, 100), (quadratic_in_c, 1_000)])
def test_work_that_grows_faster_than_its_input_is_seen(task, size):
    assert growth(task, repeated("a"), size) > 3


def test_work_is_the_same_each_time():
    text = "TY  - BOOK\nTI  - a\nER  - \n" * 100
    ris.read(text)
    assert work_of(ris.read, text) == pytest.approx(work_of(ris.read, text), 0.05)


# --- HTML: what is opened within itself costs by its depth, to DEPTH_LIMIT, and stands not here

MARKUP = [
    "<",
    "& ",
    "</",
    "<!",
    "<a ",
    "<!--",
    "&amp;",
    "&#",
    "<p>a",
    "<div>",
    "<li>",
    "<td>a",
    "<br>",
]
MARKUP += [
    "<b>a</i>",
    " ",
    "\n",
    "<table><td>",
    "<ul><li>a</ul>",
    "<figure><figcaption>a",
    "<pre>a</pre>",
]
MARKUP += [
    "<svg>",
    "<style>",
    "<p style=mso-list:l>a",
    "<a b=",
    "<cite>x</cite> ",
    "<p><b><i>x</p>",
]
TYPED = ["word ", "*", "_a", "> ", "\n", "<b>", "<", "http://a.b ", "a.com ", "www.a.b.c.", "a@b "]
TYPED += ["\u200b", "中", "ha ", "A", "a\n", "a@", "l\u0301", "</a", "http://a/((", "[](http://"]


@pytest.mark.parametrize(("task", "make", "size"), cases(html.article, MARKUP, 150))
def test_html_is_cleaned(task, make, size):
    check(task, make, size)


@pytest.mark.parametrize(
    ("task", "make", "size"),
    [
        *cases(html.plain_text, ["<p>a", "<br>", "\n", "<", "<td>a"], 150),
        *cases(quotes._words.__wrapped__, ["<p>a", "&amp;"], 150),
    ],
)
def test_html_is_read(task, make, size):
    check(task, make, size)


@pytest.mark.parametrize("mark", "<&")
def test_a_text_of_nothing_but_marks_is_refused_before_it_is_parsed(mark):
    text = mark * html.ARTICLE_LIMIT
    assert work_of(html.article, text) < 20_000
    assert work_of(html.plain_text, text) < 20_000
    with pytest.raises(html.TooDeep):
        html.article(text)


def test_a_text_with_many_marks_is_taken():
    assert html.article("<p>a &lt; b &amp; c < d & e</p>" * 1_000).count("<p>") == 1_000
    assert html.article("&#1575;" * 50_000) == "<p>" + "ا" * 50_000 + "</p>"


@pytest.mark.parametrize(
    ("task", "make", "size"),
    [
        *cases(html.comment, TYPED, 150),
        *cases(html.inline, ["_a", "* ", "http://a.b "], 150),
    ],
)
def test_a_typed_text_is_cleaned(task, make, size):
    check(task, make, size)


def all_links(text):
    return [*html.links(text)]


@pytest.mark.parametrize(
    ("task", "make", "size"),
    [
        *cases(all_links, ["http:", "http://a.b ", "http://a/((", "[](http://"], 1_000),
        *cases(html.safe_url, ["a", "@", "%", "é", ".", ":"], 900, before="http://a/"),
        *cases(html.safe_url, ["a.", "é", "-"], 900, before="http://"),
        *cases(html.address_alone, ["(", ")", ".", "a)"], 500),
        *cases(slugs.slug, ["Æ", "й", "- ", "🦊", "\u0301"], 500),
    ],
)
def test_addresses(task, make, size):
    check(task, make, size)


# --- Rules of comments

WORDS = words.WordList(["viagra*", "buy now", "ha ha ha ha ha", "a", "word word x", "中", "a.com"])
DOMAINS = links.DomainList(["a.com", "b.c"])


def campaign_keys(text):
    return [links.campaign_key(link) for link in links.links(text)]


def shapes(text):
    shape.shouting(text, share=0.5, letters=5)
    shape.same_letter(text, times=3)
    shape.same_word(text, times=3)
    shape.same_line(text, times=3)


def all_rules(text):
    WORDS.found_in(text)
    DOMAINS.found_in(text)
    campaign_keys(text)
    shapes(text)
    similarity.traits(text)


@pytest.mark.parametrize(
    ("task", "make", "size"),
    [
        *cases(all_rules, TYPED, 120),
        *cases(advertised_hosts.ascii_host, ["a", "a.", "é", "xn--"], 300),
    ],
)
def test_rules(task, make, size):
    check(task, make, size)


def test_a_list_of_words_is_read_in_proportion():
    check(words.WordList, lambda size: [f"a b c {n}" for n in range(size)], 100)
    check(words.WordList, lambda size: ["a " * size + "b", "a " * size + "c"], 200)


# --- Comparisons


def every_other_word(size, other):
    return " ".join(f"a {other}{n}" for n in range(size // 2))


@pytest.mark.parametrize("of_lines", [True, False])
def test_two_versions_are_compared_in_proportion(of_lines):
    """Of each line every other word is the same, or of the text every other line."""

    def make(size):
        words_a_line = 2 if of_lines else comparison.MOST_WORDS // 3
        line = [every_other_word(words_a_line, other) for other in "xy"]
        return ["\n".join(f"{one} {n}" for n in range(size)) for one in line]

    check(lambda texts: comparison.of_texts("text", *texts), make, 10)


def test_what_differs_is_found_however_often_the_same_word_comes_back():
    one, other = (every_other_word(1_500, word).split() for word in "xy")
    found = [*differences.places(one, other)]
    assert sum(b - a for is_equal, a, b, _c, _d in found if is_equal) == 750
    assert work_of(lambda pair: [*differences.places(*pair)], (one, other)) < 50_000


def test_what_is_left_over_of_a_line_is_found_in_proportion():
    check(
        lambda pair: accounting.left_over(pair[0], Record(title=pair[1])),
        lambda size: [every_other_word(size, word) for word in "xy"],
        500,
    )


# --- Others' pages, and forms


def fingerprint(text):
    return pages.fingerprint(text.encode("utf-8", "replace"), "text/html")


def ask_robots(text):
    answer = SimpleNamespace(code=200, body=text.encode("utf-8", "replace"))
    return robots._read(answer).can_fetch("Opinion", "https://example.org/a")


@pytest.mark.parametrize(
    ("task", "make", "size"),
    [
        *cases(fingerprint, MARKUP + TYPED, 600, before="<title>a</title>"),
        *cases(
            ask_robots, ["Disallow: /\n", "User-agent: a\n", "User-agent: *\n\n", "%", "*"], 600
        ),
        *cases(ask_robots, ["Allow: /" + "*" * 20 + "\n", "\n"], 600, before="User-agent: *\n"),
    ],
)
def test_pages_of_others(task, make, size):
    check(task, make, size)


def test_addresses_of_a_host():
    def ask(addresses):
        return hosts.addresses_of(
            "a.example", 443, resolver=lambda host, port: addresses, allowed=[], seconds=5
        )

    check(ask, lambda size: ["93.184.215.14"] * size, 500)
    check(hosts.is_public, repeated("1."), 500)
    check(hosts.is_public, repeated("1:"), 500)


def test_what_staff_typed_is_kept_in_proportion():
    def keep(posted):
        request = RequestFactory().post("/admin/", posted)
        return preserve_post.Typed.into(request).texts

    check(keep, lambda size: {f"field{n}": "words" for n in range(size)}, 200)
    check(keep, lambda size: {"body": "a" * size}, 2_000)
    check(keep, lambda size: {"body": "1" * size}, 2_000)
