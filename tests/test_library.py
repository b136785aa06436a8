"""The newsroom's pictures: added once, many at a time, found by words, kept while they are used."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from opinion.pictures.models import Picture
from tests.forms import fields_of
from tests.newsroom import make_article, make_draft, make_picture, make_use, make_user
from tests.test_plans import plan

pytestmark = pytest.mark.django_db
LIBRARY = "/admin/pictures/picture/"
PICTURES = """
INSERT INTO pictures_picture (file, width, height, media_type, size, digest, alt, caption, credit,
    licence, file_name, uploaded_at)
SELECT 'pictures/' || n || '.jpg', 9, 9, 'image/jpeg', 9, lpad(n::text, 64, '0'),
    'Harbour ' || n, 'family' || n % 5000, 'A. Lim', '', 'IMG_' || n || '.jpg', now()
FROM generate_series(1, 50000) n;
ANALYZE pictures_picture;
"""


@pytest.fixture
def desk(client, editor, publication):
    client.force_login(editor)
    return client


def file(colour, name="IMG_2034-harbour.jpg"):
    data = io.BytesIO()
    Image.new("RGB", (40, 40), colour).save(data, "PNG")
    return SimpleUploadedFile(name, data.getvalue(), "image/png")


def test_many_are_added_at_once_each_file_only_once(desk, editor):
    sent = [file("red"), file("red"), SimpleUploadedFile("essay.jpg", b"words"), file("blue")]
    page = desk.post(f"{LIBRARY}add/", {"pictures": sent, "credit": "A. Lim"})
    assert "essay.jpg: We couldn&#x27;t read this picture." in page.text
    assert "2 pictures added." in page.text and "Already in the library" in page.text
    red, blue = Picture.objects.order_by("pk")
    assert (red.credit, red.uploaded_by, red.file_name) == ("A. Lim", editor, sent[0].name)
    # With nothing wrong, the list follows.
    assert desk.post(f"{LIBRARY}add/", {"pictures": file("green")}).url == LIBRARY
    assert "required" in desk.post(f"{LIBRARY}add/", {}).text


def test_a_script_is_told_of_each_file(desk):
    def send(one):
        answer = desk.post(
            f"{LIBRARY}add/", {"pictures": one}, headers={"Accept": "application/json"}
        )
        return answer.status_code, answer.json()

    status, told = send(file("red"))
    assert (status, told["pictures"][0]["isNew"], told["refused"]) == (200, True, [])
    assert send(file("red"))[1]["pictures"][0]["id"] == told["pictures"][0]["id"]
    status, told = send(SimpleUploadedFile("essay.jpg", b"words"))
    assert (status, told["pictures"]) == (422, []) and "essay.jpg: We couldn't" in told["refused"][
        0
    ]


@pytest.mark.parametrize("words", ["sea", "BRIDGE morn", "lim", "2034", "harbour jpg", "sea lim"])
def test_a_picture_is_found_by_what_is_said_of_it_and_by_its_files_name(desk, words):
    said = {"alt": "A sea.", "caption": "The bridge, this morning.", "credit": "A. Lim"}
    sought = make_picture(file_name="IMG_2034-harbour.jpg", **said)
    make_picture(alt="A mountain.", file_name="bridge.png")
    found = desk.get(f"{LIBRARY}choose/", {"q": words}).json()["pictures"]
    assert [one["id"] for one in found] == [sought.pk]
    assert desk.get(LIBRARY, {"q": words}).text.count(">A mountain.") == 0


def shown(desk, show):
    return {picture.pk for picture, _uses in desk.get(LIBRARY, {"show": show}).context["cards"]}


def test_unused_and_double_files_are_listed_and_only_unused_ones_are_deleted(desk):
    in_draft, printed, double, alone = (
        make_picture(digest=digit * 64) for digit in ("1", "2", "2", "3")
    )
    make_use(make_draft(), in_draft)
    article = make_article("Another")
    make_use(article, printed)
    article.publish(by=None)
    article.pictures.all().delete()
    assert shown(desk, "unused") == {double.pk, alone.pk}
    assert shown(desk, "duplicates") == {printed.pk, double.pk}
    for picture in (in_draft, printed, alone):
        desk.post(f"{LIBRARY}{picture.pk}/delete/", {"post": "yes"})
    assert {*Picture.objects.values_list("pk", flat=True)} == {in_draft.pk, printed.pk, double.pk}
    page = desk.get(f"{LIBRARY}{printed.pk}/change/").text
    assert re.search(r">Another</a> \(readers see it\)", page)
    assert f"{LIBRARY}{double.pk}/change/" in page


def test_its_words_and_its_focal_point_are_changed_and_its_file_may_be_gone(desk):
    picture = make_picture(alt="A see.")
    url = f"{LIBRARY}{picture.pk}/change/"
    typed = fields_of(desk.get(url), "picture_form") | {"alt": "A sea.", "focal_x": "10"}
    assert desk.post(url, typed | {"focal_y": "101"}).status_code == 200
    assert desk.post(url, typed).status_code == 302
    picture = Picture.objects.get()
    assert (picture.alt, picture.focal_x, picture.focal_y) == ("A sea.", 10, 50)


def test_authors_add_and_choose_pictures_and_moderators_do_not(client, publication):
    picture = make_picture()
    for group, codes in {"Authors": (200, 200, 403), "Moderators": (403, 403, 403)}.items():
        client.force_login(make_user(group.lower(), group=group))
        pages = ("add/", "choose/", f"{picture.pk}/delete/")
        assert tuple(client.get(LIBRARY + page).status_code for page in pages) == codes


def rows_read(desk, query):
    """How many rows of pictures PostgreSQL looks at for a page of the library."""
    with CaptureQueriesContext(connection) as queries:
        assert desk.get(LIBRARY, query).status_code == 200
    asked = [one["sql"] for one in queries if 'FROM "pictures_picture"' in one["sql"]]
    assert asked
    steps = [step for sql in asked for step in plan(sql, "ANALYZE, ")]
    read = [step for step in steps if step.get("Relation Name") == "pictures_picture"]
    return sum(
        (step["Actual Rows"] + step.get("Rows Removed by Filter", 0)) * step["Actual Loops"]
        for step in read
    )


def test_a_page_of_fifty_thousand_reads_as_much_as_a_page_of_fifty(desk):
    with connection.cursor() as cursor:
        cursor.execute(PICTURES)
    first = Picture.objects.order_by("pk").first().pk
    asked = {
        "the newest": {},
        "deep": {"after": first + 20_000},
        "back": {"before": first + 20_000},
        "a word of all": {"q": "harb"},
        "deep in a word of all": {"q": "harbour", "after": first + 20_000},
        "a word of few": {"q": "family77"},
        "a file's name": {"q": "img 4711"},
        "a word of none": {"q": "nobody"},
        "the unused": {"show": "unused"},
    }
    most = {name: rows_read(desk, query) for name, query in asked.items()}
    assert max(most.values()) < 1_200, most
    deep = desk.get(LIBRARY, asked["deep"]).context["page"]
    assert [deep.pictures[0].pk, deep.pictures[-1].pk] == [first + 19_999, first + 19_952]
    back = desk.get(f"{LIBRARY}?{deep.newer}").context["page"]
    assert back.pictures[-1].pk == first + 20_000 and back.older == f"after={first + 20_000}"
