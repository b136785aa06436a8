"""Works printed in citation styles, by the real pandoc."""

import re
from dataclasses import replace
from pathlib import Path

import pypandoc
import pytest

from opinion.references import line_cleaning
from opinion.references.formats.entry_types import TYPES
from opinion.references.printing import (
    STYLES,
    digest,
    print_all,
    style_hash,
    styles,
)
from opinion.references.record import Date, Name, Record

every_style = pytest.mark.parametrize("style", STYLES)
LIND = (("author", Name("Lind", "Ruth")),)


def book(title="Salt Law", **further):
    return Record(**{"type": "book", "title": title, "contributors": LIND} | further)


def texts(records, style="chicago-notes", language="en"):
    return [entry.text for entry in print_all(records, style, language)]


def html_of(record, style="chicago-notes"):
    [entry] = print_all([record], style, "en")
    return entry.html


# --- What a style says


@pytest.mark.parametrize(
    ("style", "printed"),
    {
        "chicago-notes": "Lind, Ruth. <em>Salt Law</em>. Meridian, 2013.",
        "chicago-author-date": "Lind, Ruth. 2013. <em>Salt Law</em>. Meridian.",
        "apa": "Lind, R. (2013). <em>Salt Law</em>. Meridian.",
        "mla": "Lind, Ruth. <em>Salt Law</em>. Meridian, 2013.",
    }.items(),
)
def test_each_style_prints_a_book_in_its_way(style, printed):
    assert html_of(book(publisher="Meridian", issued=Date(2013)), style) == printed


def test_dates_and_quotation_marks_are_those_of_the_language():
    note = Record("webpage", title="Who Dredges?", issued=Date(2023, 5, 3))
    assert texts([note], language="en") == ["“Who Dredges?” May 3, 2023."]
    assert texts([note], language="de") == ["„Who Dredges?“ 3. Mai 2023."]
    assert texts([note], language="fr") == ["«\u00a0Who Dredges?\u00a0» 3 mai 2023."]
    # Neither a language that nobody speaks nor a word that is none keeps a list from being printed.
    for language in ("xx", "tlh-Latn", "", "en_US", "--csl=/etc/passwd"):
        assert texts([note], language=language) == ["“Who Dredges?” May 3, 2023."]


@every_style
def test_names_in_titles_keep_their_letters(style):
    spelled = ["Kim Jong-un", "Kim Il-sung", "al-Qaeda", "Xi Jinping", "iPhone"]
    title = " and ".join(spelled)
    titles = {"title": title, "container": f"On {title}", "collection": f"Of {title}"}
    for text in texts([book(type=kind, **titles) for kind in TYPES], style):
        for name in spelled:
            assert text.count(name) == text.lower().count(name.lower()) > 0


@every_style
def test_an_institution_is_printed_whole(style):
    bank = (("author", Name(literal="World Bank, Europe & Central Asia")),)
    [text] = texts([book(contributors=bank, type="report")], style)
    assert text.startswith("World Bank, Europe & Central Asia. ")


@every_style
def test_titles_of_all_writings_are_printed(style):
    titles = ["東京の歴史", "أولاد حارتنا", "Гроза: драма", "서울 이야기", "זיכרון דברים"]
    printed = print_all(map(book, titles), style, "en")
    assert all(
        f"<em>{title}</em>" in entry.html for title, entry in zip(titles, printed, strict=True)
    )


# --- A list


@every_style
def test_the_order_is_that_of_the_records(style):
    titles = ["Zebra", "Moth", "Ant", "Yak"]
    works = [book(title, issued=Date(2020 - place)) for place, title in enumerate(titles)]
    printed = texts(works, style)
    assert [next(title for title in titles if title in text) for text in printed] == titles


@every_style
def test_an_entry_does_not_depend_on_its_neighbours(style):
    """No “———” for the author of the entry before, no 2013a and 2013b."""
    works = [book(issued=Date(2013)), book("Tidal Towns", issued=Date(2013)), book("Reeds")]
    assert texts(works, style) == [text for one in works for text in texts([one], style)]


@every_style
def test_the_same_work_twice_is_printed_twice(style):
    first, second = texts([book(), book()], style)
    assert first == second


def test_nothing_is_printed_of_nothing(monkeypatch):
    monkeypatch.setattr(pypandoc, "get_pandoc_path", lambda: "/nowhere/pandoc")
    assert print_all([], "apa", "en") == []


def test_a_long_list_is_printed_whole():
    works = [book(f"Volume {number} of many") for number in range(230)]
    printed = texts(works)
    assert all(work.title in text for work, text in zip(works, printed, strict=True))


# --- Works that a style would leave out


@every_style
def test_a_work_of_every_type_is_printed(style):
    works = [book("The Ferry Question", type=kind, issued=Date(2001, 3, 2)) for kind in TYPES]
    assert all("The Ferry Question" in text for text in texts(works, style))


@pytest.mark.parametrize(
    ("work", "printed"),
    [
        (
            book("Who Pays?", type="speech", genre="Keynote", event="Harbour Days"),
            "Lind, Ruth. “Who Pays?” Keynote. Harbour Days, March 2, 2001.",
        ),
        (
            book("Boat is late", type="post", genre="Tweet", container="Twitter"),
            "Lind, Ruth. “Boat is late.” Tweet. Twitter, March 2, 2001.",
        ),
        (
            book("Reeds", type="manuscript"),
            "Lind, Ruth. “Reeds.” Unpublished manuscript. March 2, 2001.",
        ),
        (
            book("", type="personal_communication", genre="e-mail"),
            "Lind, Ruth. E-mail. March 2, 2001.",
        ),
    ],
)
def test_what_chicago_wants_in_notes_alone_is_printed_like_the_rest(work, printed):
    assert texts([replace(work, issued=Date(2001, 3, 2))]) == [printed]


BROKEN = {
    "a date that is none": book(further={"csl.issued": '{"date-parts": [["x"]]}'}),
    "no JSON": book(further={"csl.volume-title": "{"}),
    "authors that are none": book(further={"csl.author": '"Ruth"'}),
    "a title of a novel's length": book("Salt " * 3_000),
    "the authors of a telephone book": book(contributors=LIND * 20_000),
    "nothing to print": Record("book", issued=Date(2013), language="en"),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_broken_record_spoils_only_its_own_entry(broken):
    works = [book("Ant"), book("Bee"), broken, book("Cat"), broken, book("Dog"), book("Eel")]
    printed = [entry and entry.text for entry in print_all(works, "mla", "en")]
    names = ["Ant", "Bee", None, "Cat", None, "Dog", "Eel"]
    assert printed == [name and f"Lind, Ruth. {name}." for name in names]


# --- Hostile words

HOSTILE = [
    "<script>alert(1)</script>",
    "<b>Bold</b> and <i>slanted",
    '</span></em><img src=x onerror="alert(1)">',
    "$x$ and $$y$$",
    "*a* **b** _c_ `d` ~e~ ^f^",
    "[[ [a](http://evil.example) ![b](c)",
    "@foo [@foo, p. 3]",
    "back\\slash \\textbf{x} \\",
    "{} {{x}} {#id .class}",
    "&lt;b&gt; &amp; &#60;",
    "# Heading",
    "--- ...",
    "<!-- --> <![CDATA[x]]>",
]


@every_style
def test_a_title_is_words_and_never_markup(style):
    works = [book(f"On {title} again", publisher=f"House of {title} & Co") for title in HOSTILE]
    for title, entry in zip(HOSTILE, print_all(works, style, "en"), strict=True):
        # pandoc sets quotation marks, and a space before “!” as one that does not break.
        straight = re.sub("[“”]", '"', entry.text).replace("\u202f", " ")
        assert f"On {title} again" in straight
        assert f"House of {title} & Co" in straight
        assert set(re.findall("<(.*?)[ >]", entry.html)) <= {"em", "/em"}


@pytest.mark.parametrize(
    "place", ["title", "container", "genre", "event", "note", "pages", "issue"]
)
def test_no_field_brings_markup_in(place):
    work = book(type="article-journal", **{place: "<b>x</b> <script>y</script>"})
    assert set(re.findall("<(.*?)>", html_of(work))) <= {"em", "/em"}


def test_a_note_is_kept_from_pandoc_which_would_read_fields_in_it():
    noted = book(issued=Date(2013), note="publisher: Meridian {:DOI: 10.1000/xyz}")
    assert texts([noted], "mla") == ["Lind, Ruth. Salt Law. 2013."]


def test_a_name_brings_no_markup_in():
    hostile = Name("<b>Lind</b>", "<i>Ruth</i>", "<u>van</u>", "<s>Jr.</s>")
    printed = html_of(book(contributors=(("author", hostile), ("editor", Name(literal="<b>x")))))
    assert set(re.findall("<(.*?)>", printed)) <= {"em", "/em"}
    assert "&lt;b&gt;Lind&lt;/b&gt;" in printed


def test_letters_of_our_own_are_not_taken_from_a_title():
    assert texts([book("Salt\ue000b\ue001 Law\u202e")], "mla") == ["Lind, Ruth. Saltb Law."]


# --- Links


@every_style
def test_an_address_is_a_link_without_anything_of_pandoc(style):
    printed = html_of(book(url="https://news.example/a?b=1&c=2"), style)
    link = '<a href="https://news.example/a?b=1&amp;c=2" rel="noopener">'
    assert f"{link}https://news.example/a?b=1&amp;c=2</a>" in printed
    assert not re.search("class=|id=|role=|<div|<span", printed)


@every_style
def test_a_doi_is_a_link(style):
    printed = html_of(book(doi="10.1000/xyz123"), style)
    assert '<a href="https://doi.org/10.1000/xyz123" rel="noopener">' in printed


# Some are only unclear: what was meant is not for us to guess.
OTHER_ADDRESSES = [
    "javascript:alert(1)",
    "data:text/html,x",
    "ftp://news.example/a",
    "//news.example",
    "news",
    "/news",
    "www.news.example/a",
    "https://news.example@evil.example/",
]


@every_style
def test_only_http_and_https_are_linked(style):
    printed = print_all([book(url=address) for address in OTHER_ADDRESSES], style, "en")
    for address, entry in zip(OTHER_ADDRESSES, printed, strict=True):
        assert "<a" not in entry.html
        assert address in entry.text


# --- The references of a real page

PAGE = Path(__file__).with_name("op-ed-page.txt").read_text(encoding="utf-8")


def authored(kind, title, *names, **further):
    people = tuple(("author", Name(*name.split(", "))) for name in names)
    return Record(kind, people, title, **further)


MEDITERRANEAN = authored(
    "book",
    "The Mediterranean and the Mediterranean World in the Age of Philip II",
    "Braudel, Fernand",
    publisher="University of California Press",
)
WORKS_OF_THE_PAGE = [
    replace(MEDITERRANEAN, issued=Date(1995)),
    authored(
        "article-journal",
        "Beyond Markets and States: Polycentric Governance of Complex Economic Systems",
        "Ostrom, Elinor",
        container="American Economic Review",
        issued=Date(2010, 6),
    ),
    replace(MEDITERRANEAN, issued=Date(1972)),
    authored(
        "book",
        "The Hidden Injuries of Class",
        "Sennett, Richard",
        "Cobb, Jonathan",
        publisher="Knopf",
        issued=Date(1972),
    ),
    authored(
        "book",
        "The Death and Life of Great American Cities",
        "Jacobs, Jane",
        publisher="Random House",
        issued=Date(1961),
    ),
    authored(
        "book",
        "Islands of the Mind",
        "Gillis, John R.",
        publisher="Palgrave Macmillan",
        issued=Date(2004),
    ),
    authored(
        "book",
        "The Sea Around Us",
        "Carson, Rachel",
        publisher="Oxford University Press",
        issued=Date(1951),
    ),
    authored(
        "article-newspaper",
        "Harbour board asks for a later boat",
        container="Outer Isles Gazette",
        issued=Date(2023, 10, 26),
        url="https://gazette.example.org/harbour/later-boat-2023",
    ),
]


def test_a_real_page_is_printed_word_for_word_but_for_the_newspaper():
    pasted = PAGE.partition("References:")[2].partition("\nMarit Solvang\n")[0]
    said = [line.text for line in line_cleaning.split(pasted)]
    printed = texts(WORKS_OF_THE_PAGE)
    assert printed[:7] == said[:7]
    # Chicago lists an unsigned piece under its newspaper, and writes dates out.
    address = "https://gazette.example.org/harbour/later-boat-2023"
    assert said[7:] == [
        f"“Harbour board asks for a later boat.” Outer Isles Gazette, 2023-10-26. {address}"
    ]
    assert printed[7:] == [
        f"Outer Isles Gazette. “Harbour board asks for a later boat.” October 26, 2023. {address}."
    ]


# --- Keeping what was printed


def test_an_unknown_style_is_refused():
    with pytest.raises(KeyError):
        print_all([book()], "vancouver", "en")
    with pytest.raises(KeyError):
        style_hash("../../settings")


def test_every_style_has_a_hash_of_its_own_that_follows_file_and_version(monkeypatch):
    before = {style: style_hash(style) for style in STYLES}
    assert len(set(before.values())) == len(STYLES)
    style_hash.cache_clear()
    assert {style: style_hash(style) for style in STYLES} == before
    for name, value in {"OUR_VERSION": 0, "altered": lambda style: f"<style>{style}"}.items():
        with monkeypatch.context() as patch:
            patch.setattr(styles, name, value)
            style_hash.cache_clear()
            assert all(style_hash(style) != before[style] for style in STYLES)
    style_hash.cache_clear()


def test_the_digest_is_that_of_what_a_record_says():
    one = book(further={"csl.medium": '"Film"', "csl.section": '"A"', "ris.U1": "mine"})
    same = book(further={"csl.section": '"A"', "csl.medium": '"Film"'})
    assert digest(one) == digest(same)
    others = [book(), book("Salt law"), book(issued=Date(2013)), book(contributors=())]
    assert len({digest(record) for record in [one, *others]}) == 5
    assert re.fullmatch("[0-9a-f]{64}", digest(one))
