"""Style sheets, one for each kind of page: a list of parts while one works, one file as served."""

import re

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage

from opinion.static import HashedStorage
from tests import crawler
from tests.town import build_town

CSS = settings.BASE_DIR / "static" / "css"
KINDS = sorted(path.name for path in CSS.glob("*_page.css"))
LINKED = re.compile(r'<link rel="stylesheet" href="([^"]+)"')


def parts(name):
    return re.findall(r'@import "([^"]+)"', (CSS / name).read_text())


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """What collectstatic writes of our style sheets, by their plain names."""
    folder = tmp_path_factory.mktemp("static")
    storage = HashedStorage(location=folder, base_url="/static/")
    storage.create_compressor = lambda **words: None
    storage.compress_files = lambda names: []
    source = FileSystemStorage(location=settings.BASE_DIR / "static")
    names = [f"css/{path.name}" for path in CSS.glob("*.css")]
    names += [f"fonts/{path.name}" for path in (CSS.parent / "fonts").glob("*.woff2")]
    found = {name: (source, name) for name in names}
    for name, (_storage, path) in found.items():
        with source.open(path) as file:
            storage.save(name, file)
    for name, hashed, outcome in storage.post_process(found):
        if isinstance(outcome, Exception):
            raise AssertionError(name) from outcome
        assert hashed
    sheets = [name for name in found if name.startswith("css/")]
    return {name: (folder / storage.hashed_files[name]).read_text() for name in sheets}


@pytest.mark.parametrize("name", KINDS)
def test_a_sheet_is_collected_in_one_piece_in_the_order_of_its_parts(collected, name):
    sheet = collected[f"css/{name}"]
    assert "@import" not in sheet
    places = [sheet.index(collected[f"css/{part}"].strip()) for part in parts(name)]
    assert places == sorted(places)
    assert len(parts(name)) > 1


@pytest.mark.parametrize("name", KINDS)
def test_a_list_has_nothing_but_parts_that_are_there(name):
    text = re.sub(r"/\*.*?\*/", "", (CSS / name).read_text())
    lines = [line for line in text.splitlines() if line]
    assert all(re.fullmatch(r'@import "[\w.]+"(?: print)?;', line) for line in lines)
    assert all(finders.find(f"css/{part}") for part in parts(name))


def test_what_is_for_paper_stays_within_its_medium(collected):
    for name in KINDS:
        if "print.css" in parts(name):
            sheet = collected[f"css/{name}"]
            printed = collected["css/print.css"].strip()
            before = sheet.partition(printed)[0].rstrip()
            assert before.endswith("@media print {"), name
            assert sheet.count("{") == sheet.count("}"), name


@pytest.mark.django_db
def test_each_page_for_readers_links_one_sheet(client):
    build_town()
    seen = set()
    for kind, address in crawler.one_of_each_kind(client).items():
        answer = client.get(address)
        if crawler.is_a_page(answer):
            sheets = LINKED.findall(answer.content.decode())
            assert len(sheets) == 1, (kind, sheets)
            seen.update(sheets)
    assert seen >= {f"/static/css/{kind}_page.css" for kind in ("article", "list", "plain")}
