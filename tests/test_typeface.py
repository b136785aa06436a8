"""The typeface of readers' pages: small, whole, named as its licence asks, and there in time."""

import re

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

from opinion.articles import typeface
from tests.newsroom import make_article, make_publication
from training.typeface import ranges

STATIC = settings.BASE_DIR / "static"
FONTS = STATIC / "fonts"
SHEET = (STATIC / "css/type.css").read_text()
FACE = re.compile(r"@font-face \{(.*?)\}", re.DOTALL)
PRELOADED = re.compile(r'<link rel="preload" href="/static/fonts/([\w-]+)\.woff2" as="font"')
A_PAGE_IN_ENGLISH = ("text", "bold", "italic")


def faces():
    """(name of the file, its letters as the sheet tells them) of each face that has a file."""
    for face in FACE.findall(SHEET):
        if named := re.search(r'url\("\.\./fonts/([\w-]+)\.woff2"\)', face):
            told = re.search(r"unicode-range:([^;]+);", face)[1]
            yield named[1], " ".join(told.split())


def test_the_sheet_tells_of_each_file_the_letters_that_it_has():
    told = dict(faces())
    assert told.keys() == {file.stem for file in FONTS.glob("*.woff2")}
    for name, letters in told.items():
        assert ranges(frozenset(TTFont(FONTS / f"{name}.woff2").getBestCmap())) == letters, name


def test_no_letter_has_two_files_in_one_style():
    for style in A_PAGE_IN_ENGLISH:
        files = [TTFont(file).getBestCmap().keys() for file in FONTS.glob(f"{style}*.woff2")]
        assert len(files) == 3
        assert sum(map(len, files)) == len(set().union(*files))


def test_a_page_in_english_needs_22_kilobytes():
    assert sum((FONTS / f"{name}.woff2").stat().st_size for name in A_PAGE_IN_ENGLISH) <= 22_000


def test_a_part_does_not_bear_the_reserved_name_and_comes_with_its_licence():
    licence = (FONTS / "OFL.txt").read_text()
    assert "Reserved Font Name 'Source'" in licence and "SIL OPEN FONT LICENSE" in licence
    assert "static/fonts/OFL.txt" in (settings.BASE_DIR / "NOTICE").read_text()
    for file in FONTS.glob("*.woff2"):
        names = TTFont(file)["name"]
        assert names.getDebugName(1) == "Opinion Serif"
        assert "Open Font License" in names.getDebugName(0)


def test_no_face_moves_what_is_read_already():
    own = [face for face in FACE.findall(SHEET) if "url(" in face]
    assert own and all("font-display: optional;" in face for face in own)


@pytest.mark.parametrize(
    ("language", "files"),
    [
        ("en", ("text", "bold")),
        ("en-gb", ("text", "bold")),
        ("fr", ("text", "bold", "text-western")),
        ("pl", ("text", "bold", "text-western", "text-central")),
        ("ar", ()),
        ("ru", ()),
    ],
)
def test_a_page_begins_with_the_files_that_its_language_needs(language, files):
    assert typeface.files(language) == files


@pytest.mark.django_db
def test_a_page_asks_for_its_type_before_it_is_read(client):
    make_publication()
    make_article()
    assert PRELOADED.findall(client.get("/").content.decode()) == ["text", "bold"]
    page = client.get("/2024/01/the-last-train/").content.decode()
    assert sorted(PRELOADED.findall(page)) == sorted(A_PAGE_IN_ENGLISH)
