"""Pasted reference lines: the noise goes, the words stay."""

import dataclasses

import pytest
from django.utils.translation import override
from hypothesis import example, given, settings
from hypothesis import strategies as st

from opinion import html
from opinion.references import line_cleaning

# The noise of a real paste around works of our own: bullets, a lost arrow, no-break spaces, two
# years of one book, an ISO date, a link written twice.
PASTE = """
  • Lindqvist, Maja. Tidal Towns: Ports and Power on the North Sea. Harbour Press, 2020.
  •\u00a0\u00a0 \u00a0 Okafor, Ben, and Ruth Lind. “Who Dredges?” Coast Institute, May 3, 2023.
  • Lindqvist, Maja. Tidal Towns: Ports and Power on the North Sea. Harbour Press, 2011.
\t\u00d8\u00a0 Demir, Selin. The Quiet Crane: A Dock\u2019s Last Winter. Kiel & Sons, 2017.
   \u200b
  • \u00d8 Haug, Ida. After the Ferries. Polder House, 2022.\u00a0
  2. Ruiz, Ana. Salt Law. \ufeffMeridian, 2013.
  – Ueda, Ken. Cafe\u0301 Society by the Pier. Lantern, 2021.
  • “Harbour council orders third review.” Coast News, 2023-10-26. [https://news.example/harbour-review-1303](https://news.example/harbour-review-1303)
""".replace("\n", "\r\n")

CLEANED = [
    "Lindqvist, Maja. Tidal Towns: Ports and Power on the North Sea. Harbour Press, 2020.",
    "Okafor, Ben, and Ruth Lind. “Who Dredges?” Coast Institute, May 3, 2023.",
    "Lindqvist, Maja. Tidal Towns: Ports and Power on the North Sea. Harbour Press, 2011.",
    "Demir, Selin. The Quiet Crane: A Dock’s Last Winter. Kiel & Sons, 2017.",
    "Haug, Ida. After the Ferries. Polder House, 2022.",
    "Ruiz, Ana. Salt Law. Meridian, 2013.",
    "Ueda, Ken. Café Society by the Pier. Lantern, 2021.",
    "“Harbour council orders third review.” Coast News, 2023-10-26. "
    "https://news.example/harbour-review-1303",
]


def test_each_pasted_line_becomes_a_reference_without_its_noise():
    read = line_cleaning.split(PASTE)
    assert [line.text for line in read] == CLEANED
    assert [line.url for line in read] == [""] * 7 + ["https://news.example/harbour-review-1303"]


def test_a_line_is_kept_for_ever_as_it_was_pasted():
    line = line_cleaning.split(PASTE)[4]
    assert line.pasted == "  • \u00d8 Haug, Ida. After the Ferries. Polder House, 2022.\u00a0"
    with pytest.raises(dataclasses.FrozenInstanceError):
        line.pasted = ""


def test_nothing_pasted_is_no_reference():
    assert line_cleaning.split("") == line_cleaning.split(" \r\n\t\u00a0\n\u200b\n•\n") == []


WRAPPED = {
    "indented": ("Ruiz, Ana. Salt\n    Law. Meridian, 2013.", 1),
    "a small letter": ("Ruiz, Ana. Salt and\nlaw. Meridian, 2013.", 1),
    "a comma": ("Ruiz, Ana, and\nMaja Lindqvist. Salt. Meridian, 2013.", 1),
    "a word that ends nothing": ("Ruiz, Ana. The Law of the\nSalt. Meridian, 2013.", 1),
    "a bracket": ("Ruiz, Ana. “Salt.” Law 9, no. 5\n(2014): 7–9.", 1),
    "three pieces": ("Ruiz, Ana. Salt\n   Law and\n   Order. Meridian, 2013.", 1),
    "two of them": ("Ruiz, A. Salt\n  Law. 2013.\nHaug, I. After the\n  Ferries. 2022.", 2),
    "nothing tells": ("Ruiz, Ana. Salt\nLaw. Meridian, 2013.", 2),
    "a small name": ("Ruiz, Ana. Salt. 2013.\nvan Gogh, Vincent. Letters. 1914.", 2),
    "a pen name": ("Ruiz, Ana. Salt. 2013.\nhooks, bell. Love. 2000.", 2),
    "an address": ("Ruiz, Ana. Salt. 2013.\nhttps://example.org/a", 2),
    "a DOI": ("10.1000/182\ndoi:10.1000/183", 2),
    "a bullet": ("Ruiz, Ana. Salt. 2013.\n  • Haug, Ida. Ferries. 2022.", 2),
    "a list below a heading": (
        "References\n   Ruiz, A. Salt. 2013.\n   Haug, I. Ferries. 2022.",
        3,
    ),
    "a blank line": ("Ruiz, Ana. Salt and\n\nlaw. Meridian, 2013.", 2),
}


@pytest.mark.parametrize(("pasted", "count"), WRAPPED.values(), ids=WRAPPED)
def test_a_line_that_was_wrapped_by_hand_is_joined_where_the_text_tells(pasted, count):
    assert len(line_cleaning.split(pasted)) == count


@pytest.mark.parametrize(
    ("pasted", "text"),
    [
        ("* Ruiz, Ana", "Ruiz, Ana"),
        ("- Ruiz, Ana", "Ruiz, Ana"),
        ("— Ruiz, Ana", "Ruiz, Ana"),
        ("· Ruiz, Ana", "Ruiz, Ana"),
        ("▪ Ruiz, Ana", "Ruiz, Ana"),
        ("◦ Ruiz, Ana", "Ruiz, Ana"),
        ("o\t Ruiz, Ana", "Ruiz, Ana"),
        ("\uf0d8 Ruiz, Ana", "Ruiz, Ana"),
        ("§ Ruiz, Ana", "Ruiz, Ana"),
        ("12. Ruiz, Ana", "Ruiz, Ana"),
        ("3) Ruiz, Ana", "Ruiz, Ana"),
        ("(3) Ruiz, Ana", "Ruiz, Ana"),
        ("[7] Ruiz, Ana", "Ruiz, Ana"),
        ("[7]Ruiz, Ana", "Ruiz, Ana"),
        ("• 1. – Ruiz, Ana", "Ruiz, Ana"),
    ],
)
def test_bullets_and_numbers_of_a_list_go(pasted, text):
    assert line_cleaning.clean(pasted).text == text


@pytest.mark.parametrize(
    "line",
    [
        "1984. Orwell on the Ferry.",
        "2001) A Pier Odyssey",
        "[2020] Annual Report of the Port",
        "Østergaard, Kim. Havn.",
        "Ø. Hansen. Skibet.",
        "orkney council. Harbour Plan.",
        "———. After the Ferries.",
        "§ 12 Harbour Act",
        "1.5 Degrees at Sea",
        "21 Lessons for a Pilot",
        "*Tidal Towns*. Harbour Press.",
        "-isms of the Sea",
    ],
)
def test_a_line_that_only_looks_like_a_list_keeps_its_beginning(line):
    assert line_cleaning.clean(line).text == line


@pytest.mark.parametrize(
    ("pasted", "text", "url"),
    [
        ("[https://x.example/a](https://x.example/a)", "https://x.example/a", "https://x.example/a"),
        ("[x.example/a](https://www.x.example/a/).", "https://www.x.example/a/.", "https://www.x.example/a/"),
        ("A. [The Pier](https://x.example/a), 2020", "A. The Pier https://x.example/a, 2020", "https://x.example/a"),
        ("[B](https://x.example/a_(b)) c", "B https://x.example/a_(b) c", "https://x.example/a_(b)"),
        ("[[a](http://x.example)](http://y.example)", "a http://x.example http://y.example", "http://x.example"),
        ("[[a] b](javascript:x) c", "[[a] b](javascript:x) c", ""),
        ("[a](https://x.example c", "[a](https://x.example c", "https://x.example"),
    ],
)  # fmt: skip
def test_a_link_in_brackets_becomes_its_words_and_its_address(pasted, text, url):
    line = line_cleaning.clean(pasted)
    assert (line.text, line.url) == (text, url)


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("A. https://x.example/a.", "https://x.example/a"),
        ("A (https://x.example/a_(b)), 2020", "https://x.example/a_(b)"),
        ("A <https://x.example/?q=1&r=2>.", "https://x.example/?q=1&r=2"),
        ("A “https://x.example/a;” b", "https://x.example/a"),
        ("https://user@x.example https://y.example/", "https://y.example/"),
        ("javascript:alert(1) //x.example www.x.example", ""),
        ("doi:10.1000/x", "https://doi.org/10.1000/x"),
        ("A <https://doi.org/10.1000/x>.", "https://doi.org/10.1000/x"),
        ("DOI 10.1000/ABC.12-3.", "https://doi.org/10.1000/ABC.12-3"),
        ("http://dx.doi.org/10.1000/x%2Fy,", "https://doi.org/10.1000/x%2Fy"),
        ("(https://doi.org/10.1016/S0140-6736(05)6)", "https://doi.org/10.1016/S0140-6736(05)6"),
        ("10.1002/(SICI)1:15<16::AID>3.0.CO;2-2", "https://doi.org/10.1002/(SICI)1:15%3C16::AID%3E3.0.CO;2-2"),
        ("https://x.example/a doi:10.1000/x", "https://doi.org/10.1000/x"),
        ("https://x.example/doi/10.1000/x", "https://x.example/doi/10.1000/x"),
        ("Ledger 10.5/6 of May", ""),
    ],
)  # fmt: skip
def test_the_link_of_a_line_is_its_doi_or_its_first_address(text, url):
    assert line_cleaning.clean(text) == line_cleaning.Line(pasted=text, text=text, url=url)


def test_a_paste_over_the_limit_is_refused():
    line = "x" * 999 + "\n"
    assert (
        len(line_cleaning.split(line * (line_cleaning.LIMIT // 1000)))
        == line_cleaning.LIMIT // 1000
    )
    with pytest.raises(html.TooLong):
        line_cleaning.split(line * (line_cleaning.LIMIT // 1000) + "x")


def test_a_line_over_the_limit_is_refused_and_named():
    assert (
        line_cleaning.clean("x" * line_cleaning.LINE_LIMIT).text == "x" * line_cleaning.LINE_LIMIT
    )
    with pytest.raises(line_cleaning.LineTooLong) as refusal:
        line_cleaning.split("Short.\n" + "Ruiz, Ana. ".ljust(line_cleaning.LINE_LIMIT + 1, "x"))
    with override("en"):
        assert str(refusal.value).startswith("A reference can't be longer than 4000 characters.")
        assert "“Ruiz, Ana. x" in str(refusal.value)


NOISE = ["• ", "\u00d8 ", "1. ", "[2] ", "[", "](", ")", "http://x.example/", "(", "doi:10.1000/x"]
NOISE += [
    "10.1000/",
    "\u00a0",
    "\u200b",
    "\ufeff",
    "e",
    "\u0301",
    "*",
    "<",
    ">",
    ".",
    " ",
    "o ",
    "a",
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(NOISE), st.text(max_size=3)), max_size=25).map("".join))
@example("[• 1. [a](http://x.example)](http://y.example)")
@example("•\u200b \u0301o 1. • ")
def test_cleaning_a_cleaned_line_changes_nothing(pasted):
    line = line_cleaning.clean(pasted)
    assert line_cleaning.clean(line.text) == dataclasses.replace(line, pasted=line.text)
    assert not line.url or html.safe_url(line.url) == line.url
    assert html.clean_line(line.text) == line.text
