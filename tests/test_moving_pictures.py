"""Pictures come from the old site alone, through the guarded client, or from a folder of uploads."""

import io
import zipfile
from contextlib import closing
from io import StringIO

import pytest
from django.core.management import call_command
from PIL import Image as Drawing

from opinion.articles.models import Article, Redirect
from opinion.moving.fetching import Fetching
from opinion.moving.models import AwaitedPicture, MoveIn
from opinion.moving.report import Report
from opinion.pictures.models import Picture
from opinion.references.links.http_client import SafeClient
from opinion.references.links.outcome import FetchError
from tests.link_server import LinkServer
from tests.newsroom import make_user
from tests.wordpress_files import attachment, item, meta, save, wxr

pytestmark = pytest.mark.django_db


def drawn(colour="red"):
    file = io.BytesIO()
    Drawing.new("RGB", (40, 20), colour).save(file, "PNG")
    return file.getvalue()


def text(base):
    uploads = f"{base}/wp-content/uploads/2019/05"
    body = (
        f'<p>One</p><img src="{uploads}/a-30x20.png" alt="A train"><p>Two</p>'
        f'<img src="{uploads}/gone.png"><img src="{uploads}/words.png"><img src="{uploads}/away.png">'
        '<img src="https://elsewhere.example/x.png"><p>End</p>'
    )
    lead = attachment(
        30, "2019/05/lead.png", alt="A signal", raw=meta("_thumbnail_id", "")
    ).replace("https://old.example", base)
    return wxr(item(27, "Pictured", body, raw=meta("_thumbnail_id", "30")), lead).replace(
        "https://old.example", base
    )


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def test_they_are_fetched_afterwards_from_the_old_site_alone(media, tmp_path, client):
    with closing(LinkServer()) as server:
        server.open()
        base = f"http://127.0.0.1:{server.port}"
        folder = "/wp-content/uploads/2019/05"
        png = {"Content-Type": "image/png"}
        server.pages = {
            f"{folder}/a.png": (200, drawn(), png),
            f"{folder}/lead.png": (200, drawn("blue"), png),
            f"{folder}/words.png": (200, b"No picture.", png),
            f"{folder}/away.png": (302, b"", {"Location": "http://127.0.0.9/x.png"}),
        }
        call_command("move_in", str(save(tmp_path, text(base))), "--yes", stdout=StringIO())
        article, move_in = Article.objects.get(), MoveIn.objects.get()
        assert Picture.objects.count() == 0 and article.live_edition.number == 1
        with pytest.raises(FetchError):
            # Without being allowed to, nobody asks an address of our own network.
            from opinion.references.links.http_client import Deadline, place

            SafeClient("x").get(place(f"{base}/"), Deadline(5), {})
        report = Report()
        allowed = SafeClient("x", allowed=[f"127.0.0.1:{server.port}"])
        Fetching(move_in, report, allowed).run()
    article.refresh_from_db()
    states = {
        row.url.rpartition("/")[2]: (row.state, row.why) for row in AwaitedPicture.objects.all()
    }
    assert states == {
        "a.png": ("had", ""), "lead.png": ("had", ""), "gone.png": ("failed", "answer 404"),
        "words.png": ("failed", "no picture"), "away.png": ("failed", "elsewhere"),
    }  # fmt: skip
    figure = article.pictures.get(role="figure")
    assert (
        f'<p>One</p><figure data-picture="{figure.picture_id}"></figure><p>Two</p>' in article.body
    )
    assert "gone.png" in article.body and "elsewhere.example" in article.body
    assert figure.alt == "A train" and article.lead.alt == "A signal"
    live = article.live_edition
    assert (live.number, live.change) == (2, "typo") and live.modified_at == article.published_at
    assert client.get(f"{folder}/a.png")["Location"] == figure.picture.file.url
    # Again, nothing is fetched twice; and all of it can be taken back.
    Fetching(move_in, Report(), SafeClient("x")).run()
    assert Picture.objects.count() == 2
    make_user("desk")
    call_command("move_in", "--undo", str(move_in.pk), "--by", "desk", stdout=StringIO())
    assert not Article.objects.exists() and not Picture.objects.exists()


@pytest.mark.parametrize("kind", ["folder", "zip"])
def test_they_come_at_once_from_the_uploads(media, tmp_path, kind):
    folder = tmp_path / "uploads" / "2019" / "05"
    folder.mkdir(parents=True)
    (folder / "a.png").write_bytes(drawn())
    (folder / "lead.png").write_bytes(drawn("blue"))
    uploads = tmp_path / "uploads"
    if kind == "zip":
        uploads = tmp_path / "uploads.zip"
        with zipfile.ZipFile(uploads, "w") as made:
            for name in ("a.png", "lead.png"):
                made.write(folder / name, f"wp-content/uploads/2019/05/{name}")
    path = save(tmp_path, text("https://old.example"))
    call_command("move_in", str(path), "--dry-run", "--uploads", str(uploads), stdout=StringIO())
    assert not (tmp_path / "media").exists()
    call_command("move_in", str(path), "--yes", "--uploads", str(uploads), stdout=StringIO())
    article = Article.objects.get()
    assert article.live_edition.number == 1 and article.live_edition.pictures.count() == 2
    assert article.body.count("<figure data-picture") == 1
    assert Redirect.objects.filter(picture__isnull=False).count() == 2
    assert {row.url.rpartition("/")[2] for row in AwaitedPicture.objects.all()} == {
        "gone.png", "words.png", "away.png"
    }  # fmt: skip
