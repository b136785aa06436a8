"""Picture files: for readers while something public shows them, gone in the same second after."""

import pytest
from django.core.management import call_command
from django.test import Client

from opinion.articles.models import Article
from opinion.pictures import tasks
from opinion.pictures.models import Picture
from tests.newsroom import MORNING, know_the_site, make_draft, make_use, make_user, publish_again
from tests.test_renditions import photograph

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture():
    picture = photograph(width=400)
    tasks.make_renditions(picture.pk)
    return Picture.objects.get()


def addresses(picture):
    listed = [picture.srcset(kind).split(", ") for kind in ("avif", "webp", "jpg")]
    return {picture.file.url, *(one.split()[0] for kind in listed for one in kind)}


def fetch(address, client=None, **options):
    """The answer, read to its end: so its file is closed."""
    answer = (client or Client()).get(address, **options)
    answer.read = b"".join(answer) if answer.streaming else answer.content
    return answer


def answers(picture):
    """What is answered at the file and at each of its renditions: one code for all."""
    found = {fetch(address).status_code for address in addresses(picture)}
    assert len(addresses(picture)) == 6 and len(found) == 1
    return found.pop()


def published(picture, headline="The Last Train", role="lead"):
    body = f'<p>One.</p><figure data-picture="{picture.pk}"></figure>'
    draft = make_draft(headline, **({} if role == "lead" else {"body": body}))
    make_use(draft, picture, role=role, alt="A sea.")
    draft.publish(by=None, at=MORNING)
    return draft


def test_readers_see_a_picture_while_something_public_shows_it(publication, picture):
    assert answers(picture) == 410
    first, second = published(picture), published(picture, "Another", role="figure")
    assert answers(picture) == 200
    first.withdraw(by=make_user(), reason="The figures were wrong.")
    assert answers(picture) == 200
    # Its draft still has the picture; the edition that readers see has not.
    second.pictures.all().delete()
    publish_again(second, body="<p>One.</p>")
    assert answers(picture) == 410
    first.publish(by=None)
    assert answers(picture) == 200


def test_a_redacted_picture_is_gone_from_the_article_and_from_the_disk(
    publication, picture, settings, django_capture_on_commit_callbacks
):
    first, second = published(picture, role="figure"), published(picture, "Another")
    first.keep_revision(None)
    names = addresses(picture)

    def redact(article):
        with django_capture_on_commit_callbacks(execute=True):
            call_command("redact", article=str(article.pk), picture=picture.pk, why="x", by="root")

    redact(first)
    assert "<figure" not in Client().get(first.get_absolute_url()).text
    assert first.pictures.count() == 0
    assert [revision.document["pictures"] for revision in first.revisions.all()] == [[]]
    assert answers(picture) == 200
    redact(second)
    assert not Picture.objects.exists()
    assert {fetch(name).status_code for name in names} == {410}
    assert [path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("spelling", ["{}", "/media/x/..{}", "/media/.{}", "/media/{}"])
def test_no_spelling_of_its_path_leads_around(publication, picture, spelling):
    article = published(picture)
    article.withdraw(by=make_user(), reason="The figures were wrong.")
    for address in addresses(picture):
        path = spelling.format(address.removeprefix("/media")) if spelling != "{}" else address
        assert fetch(path).status_code == 410


def test_staff_see_a_picture_that_is_not_public_and_no_cache_keeps_it(client, picture, editor):
    client.force_login(editor)
    answer = fetch(picture.file.url, client)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    refused = fetch(picture.file.url)
    assert (refused.status_code, refused["Cache-Control"]) == (410, "no-store")


def test_a_cache_before_us_keeps_a_picture_no_longer_than_a_page(publication, picture, settings):
    settings.EDGE_TTL = 2
    published(picture)
    answer = fetch(picture.file.url, headers={"Accept-Encoding": "gzip"})
    assert int(answer["Content-Length"]) == picture.size and "Content-Encoding" not in answer
    assert {*answer["Cache-Control"].split(", ")} == {"public", "max-age=86400", "s-maxage=2"}
    assert answer["X-Accel-Expires"].startswith("@")
    again = fetch(picture.file.url, headers={"If-Modified-Since": answer["Last-Modified"]})
    assert (again.status_code, again["Cache-Control"]) == (304, answer["Cache-Control"])
    Article.objects.get().withdraw(by=make_user(), reason="The figures were wrong.")
    known = fetch(picture.file.url, headers={"If-Modified-Since": answer["Last-Modified"]})
    assert known.status_code == 410 and "X-Accel-Expires" not in known.headers


def test_what_is_no_picture_is_served_and_what_is_gone_is_kept_by_nobody(settings, db):
    portrait = settings.MEDIA_ROOT / "authors" / "ngaire.png"
    portrait.parent.mkdir(parents=True)
    portrait.write_bytes(b"a picture")
    assert fetch("/media/authors/ngaire.png").status_code == 200
    for path, code in {
        "pictures/2026/11/0123456789abcdef.jpg": 410,
        "pictures/2026/11/0123456789abcdef-640.avif": 410,
        "authors/gone.png": 404,
        "": 404,
        "authors/": 404,
        "a%00b": 404,
        "x" * 3_000: 404,
    }.items():
        answer = fetch(f"/media/{path}")
        assert answer.status_code == code, path
        assert "max-age=86400" not in answer.headers.get("Cache-Control", "")


def test_one_query_besides_the_sites_own_says_whether_a_picture_is_public(
    publication, picture, django_assert_num_queries
):
    know_the_site()
    published(picture)
    with django_assert_num_queries(2):
        fetch(picture.file.url)
