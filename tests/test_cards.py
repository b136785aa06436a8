"""The card of an article, as it is drawn: every letter from a font that has it, and no boxes."""

import io
import unicodedata
from itertools import groupby

import pytest
from PIL import Image

from opinion.articles.sharing import bidi, fonts
from opinion.articles.sharing.coverage import covered
from opinion.articles.sharing.drawing import HEIGHT, WIDTH, Words, draw
from opinion.articles.sharing.fonts import HEADLINE, UNSEEN
from opinion.articles.sharing.lines import Column

LONG = "Nobody who designs a timetable should forget the night train, " * 3
HEADLINES = {
    "The sleeper is slow on purpose": "SourceSerif4Display-Semibold",
    "Ночной поезд, Ελληνικά, Tiếng Việt": "SourceSerif4Display-Semibold",
    "من يسقي العابرين عام 2024؟": "NotoNaskhArabic-SemiBold",
    "הרכבת הלילית איטית בכוונה": "NotoSerifHebrew-SemiBold",
    "रात की रेलगाड़ी जानबूझकर धीमी है": "NotoSerifDevanagari-SemiBold",
    "为什么夜间列车必须慢下来：候车室": "DroidSansFallbackFull",
    "夜行列車はわざと遅い。ゆっくり走る": "DroidSansFallbackFull",
    "야간열차는 일부러 느리다": "NanumMyeongjo-Bold",
    "More 🚲, fewer 🚗, says 👩‍🚀 👍🏽 🇪🇺 ❤️": "NotoEmoji-SemiBold",
}


@pytest.fixture(autouse=True)
def no_other_fonts(monkeypatch):
    """Only ours: what the machine has besides differs from one to the next."""
    monkeypatch.setattr(fonts, "installed", lambda: ())
    fonts._font_of.cache_clear()
    yield
    fonts._font_of.cache_clear()


def words(headline, is_rtl=False):
    return Words("OpEd", "Rail", headline, "Ana Lim", "The Signal Box", is_rtl)


def ink(png, box):
    """How many of the pixels in a part of the card are nearly black."""
    with Image.open(io.BytesIO(png)) as card:
        assert card.size == (WIDTH, HEIGHT)
        return sum(card.convert("L").crop(box).histogram()[:64])


LABEL, HEADLINE_ROOM, FOOT = (0, 60, WIDTH, 130), (0, 160, WIDTH, 500), (0, 530, WIDTH, 620)


@pytest.mark.parametrize(("headline", "font"), HEADLINES.items())
def test_each_letter_comes_from_a_font_that_has_it(headline, font):
    fit = HEADLINE.fit(headline)
    runs = HEADLINE.runs(fit, is_rtl=False)
    assert font in {run.font.stem for run in runs}
    assert sorted("".join(run.text for run in runs)) == sorted(fit)
    for run in runs:
        assert {ord(one) for one in run.text if one not in UNSEEN} <= covered(run.font)
    letters = {one for one in unicodedata.normalize("NFC", headline) if one.isalnum()}
    assert letters <= {*fit}
    assert ink(draw(words(headline)), HEADLINE_ROOM) > 2_000


def test_a_headline_that_no_font_has_is_left_out_and_the_name_stands_there():
    png = draw(words("ᚠᛇᚻ and more"))
    assert png == draw(words("𒀀𒁀")) == draw(words(""))
    assert ink(png, HEADLINE_ROOM) > 2_000
    assert ink(png, LABEL) == ink(png, FOOT) == 0


def test_a_rare_sign_and_what_is_not_seen_leave_a_headline_as_it_is():
    assert HEADLINE.fit("Slow\u202e on\x07 purpose\U0001cd00") == "Slow on purpose"
    assert HEADLINE.fit("می\u200cخواهم") == "می\u200cخواهم"


def test_a_long_headline_is_cut():
    for is_rtl, text in ((False, LONG), (True, "القطار بطيء عن قصد " * 10), (False, "慢" * 200)):
        lines, size = Column(HEADLINE, is_rtl, 1040, 3, 314).set(text, (100, 62))
        assert (len(lines), size) == (3, 62)
        assert lines[-1].endswith("…")
        column = Column(HEADLINE, is_rtl, 1040)
        assert all(column.holds(line, size) for line in lines)
    wrapped = Column(HEADLINE, False, 600, 3, 314).set("The driver replies", (100,))
    assert wrapped.lines == ["The driver", "replies"]
    assert Column(HEADLINE, False, 1040, 3, 314).set("Rain", (100, 62)) == (["Rain"], 100)


@pytest.mark.parametrize(
    ("text", "is_rtl", "seen"),
    [
        ("ab גד ef", False, "ab |גד| ef"),
        ("אב cd הו", True, " הו|cd|אב "),
        ("אב 12 גד", True, " גד|12|אב "),
        ("عام 2024؟", True, "؟|2024|عام "),
        ("אב 3.5 ab", True, "ab| |3.5|אב "),
        ("אב 50€%", True, "50€%|אב "),
        ("ab 2%", True, "ab 2%"),
        ("(אב)", True, "(אב)"),
        ("ab, cd", True, "ab, cd"),
    ],
)
def test_scripts_of_both_directions_stand_in_the_order_in_which_they_are_read(text, is_rtl, seen):
    found = bidi.levels(text, is_rtl)
    parts = [[*part] for _level, part in groupby(range(len(text)), key=lambda at: found[at])]
    order = bidi.visual([found[part[0]] for part in parts])
    assert "|".join("".join(text[at] for at in parts[place]) for place in order) == seen


@pytest.mark.parametrize("content", [b"", b"ttcf", b"\0\1\0\0\0\1", None])
def test_a_file_that_is_no_font_has_nothing(tmp_path, content):
    path = tmp_path / "a.ttf"
    path.write_bytes(fonts.SERIF.read_bytes()[:3_000] if content is None else content)
    assert covered(path) == frozenset()
