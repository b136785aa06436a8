"""Whether a page is still the page that was cited, told by its words."""

from time import monotonic

import pytest

from opinion.references.links.page_similarity import fingerprint, is_alike
from tests.link_server import LONG, page

OTHER = " ".join(f"offer{number}" for number in range(400))
HALF = " ".join(LONG.split()[:200])


def taken(title, words, around=""):
    return fingerprint(page(title, words, around).encode(), "text/html; charset=utf-8")


@pytest.mark.parametrize(
    ("title", "words", "alike"),
    [
        ("Seven Sisters", LONG, True),
        ("Seven Sisters | The Times", f"{LONG} and a few words more", True),
        ("A rock and its name", LONG, True),  # a new headline
        ("Seven Sisters", f"{HALF} and then a wall for those who do not pay", True),
        ("Seven Sisters", OTHER, False),  # a portal of that name
        ("Buy this domain", OTHER, False),
        ("Buy this domain", "Yours for little.", False),
        ("Seven Sisters", "Please switch JavaScript on.", True),  # too little to judge by
        ("", "", True),
    ],
)
def test_a_page_beside_what_it_was(title, words, alike):
    before = taken("Seven Sisters", LONG)
    assert is_alike(before, taken(title, words)) is alike


def test_what_stands_around_a_text_is_no_part_of_it():
    before = taken("Seven Sisters", LONG, around=OTHER)
    assert before == taken("Seven Sisters", LONG, around="About us, contact, jobs")


def test_where_nothing_is_known_nothing_has_changed():
    assert is_alike("", taken("Seven Sisters", LONG))
    assert is_alike(taken("Seven Sisters", LONG), "")


@pytest.mark.parametrize(
    "hostile",
    ["<div>", "<a", "<", "<!--", "<script>", "</nav>", "<title>", "<title", "&#1;", "a ", "&"],
)
def test_no_page_is_so_written_that_it_takes_long_to_read(hostile):
    began = monotonic()
    body = (hostile * (1_000_000 // len(hostile))).encode()
    fingerprint(body, "text/html")
    assert monotonic() - began < 5


@pytest.mark.parametrize("encoding", ["windows-1252", "utf-7", "idna", "no-such", "zlib_codec"])
def test_a_page_in_any_encoding_is_read(encoding):
    assert fingerprint(b"<title>Seven</title> words", f"text/html; charset={encoding}")
