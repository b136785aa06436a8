"""What pages show of a picture: in which formats and widths, made behind the page."""

import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from PIL import Image
from procrastinate.contrib.django.models import ProcrastinateJob

from opinion import images
from opinion.pictures import tasks
from opinion.pictures.models import Picture
from tests.newsroom import MORNING, make_article, make_draft, make_use

pytestmark = pytest.mark.django_db
FORMATS = {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}


def photograph(width=1_000, height=500, mode="RGB", **words):
    file = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert(mode).save(file, "PNG")
    upload = SimpleUploadedFile("IMG_2034-harbour.png", file.getvalue())
    return Picture.objects.keep(images.clean(upload), **words)


def files_in(folder):
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_each_width_is_made_in_each_format(settings):
    picture = photograph()
    tasks.make_renditions(picture.pk)
    picture.refresh_from_db()
    assert picture.widths == [320, 640, 960, 1000]
    for kind, name in FORMATS.items():
        for address, width in re.findall(r"/media/(\S+) ([0-9]+)w", picture.srcset(kind)):
            with Image.open(settings.MEDIA_ROOT / address) as made:
                assert (made.format, made.size) == (name, (int(width), round(int(width) / 2)))
    # Of the JPEG as wide as the picture there is its file.
    assert len(files_in(settings.MEDIA_ROOT)) == 3 * 4
    assert picture.srcset("jpg").endswith(f"{picture.file.url} 1000w")


def test_a_small_or_transparent_picture_has_what_it_can_have():
    small, seal = photograph(width=200, height=1), photograph(width=400, mode="LA")
    for picture in (small, seal):
        tasks.make_renditions(picture.pk)
        picture.refresh_from_db()
    assert (small.widths, seal.widths) == ([200], [320, 400])
    assert small.srcset("avif") and seal.srcset("webp") and seal.srcset("jpg") == ""


def queued():
    jobs = ProcrastinateJob.objects.filter(task_name="opinion.pictures.tasks.make_renditions")
    return [job.args["picture"] for job in jobs.order_by("pk")]


def test_whoever_keeps_a_picture_lets_the_worker_make_them_and_a_command_those_that_lack(capsys):
    made, lacking = photograph(width=200), photograph(width=400)
    assert queued() == [made.pk, lacking.pk]
    tasks.make_renditions(made.pk)
    call_command("make_renditions")
    assert queued() == [made.pk, lacking.pk, lacking.pk]
    assert "of 1 picture." in capsys.readouterr().out


def test_a_file_that_is_gone_and_a_picture_that_is_deleted_stop_nobody(
    settings, django_capture_on_commit_callbacks
):
    picture = photograph()
    tasks.make_renditions(picture.pk)
    picture.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        picture.delete()
    assert files_in(settings.MEDIA_ROOT) == []
    tasks.make_renditions(picture.pk or 0)
    gone = photograph()
    gone.file.storage.delete(gone.file.name)
    tasks.make_renditions(gone.pk)
    assert Picture.objects.get().widths == []


def test_pages_show_the_file_until_they_are_made(publication):
    picture = photograph(alt="A sea.")
    draft = make_draft()
    make_use(draft, picture, role="lead", alt="A sea.", focal_x=18, focal_y=50)
    draft.publish(by=None, at=MORNING)
    make_article("Another", at=MORNING - timedelta(days=1))
    pages = {"/", draft.get_absolute_url()}
    before = {page: Client().get(page).text for page in pages}
    assert all(picture.file.url in page and "<source" not in page for page in before.values())
    tasks.make_renditions(picture.pk)
    for page in pages:
        shown = Client().get(page).text
        assert re.search(r'<source type="image/avif" srcset="/media/\S+-320.avif 320w, ', shown)
        assert re.search(r'<img [^>]*srcset="[^"]+" sizes="[^"]+" width="1000" height="500"', shown)
    assert 'class="lead-picture focal-x20"' in Client().get("/").text
