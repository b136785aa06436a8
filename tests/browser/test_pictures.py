"""Pictures in a real browser: made smaller before they are sent, chosen and described."""

import io
import re

import pytest
from django.conf import settings as django_settings
from PIL import Image
from playwright.sync_api import expect

from authors.models import Author
from opinion.articles.models import Article
from opinion.pictures.models import Picture
from tests.browser import axe
from tests.browser.editor_page import text_of, tool, written
from tests.newsroom import make_draft, make_user
from tests.test_renditions import photograph


def camera_jpeg(folder):
    """As large as a camera makes them, turned by its EXIF to stand upright."""
    path, exif = folder / "IMG_1.jpg", Image.Exif()
    exif[0x0112] = 6
    Image.effect_noise((4_000, 3_000), 90).save(path, quality=96, exif=exif)
    assert path.stat().st_size > django_settings.PICTURE_MAX_BYTES
    return path


def file(name, content):
    return {"name": name, "mimeType": "image/jpeg", "buffer": content}


@pytest.fixture
def harbour(publication):
    return photograph(alt="A harbour.", credit="A. Lim")


@pytest.fixture
def desk(publication, staff_page):
    # axe writes styles of its own into the page, which our policy rightly blocks.
    return staff_page(make_user("editor", group="Editors"), bypass_csp=True)


def test_a_picture_is_put_into_the_text_described_and_saved(desk, harbour, tmp_path):
    draft = make_draft(body="<p>Trains stop here.</p><p>Boats go on.</p>")
    desk.goto(f"/admin/articles/article/{draft.pk}/change/")
    text_of(desk, "Text").get_by_text("Trains").click()
    tool(desk, "Picture").click()
    dialog = desk.get_by_role("dialog", name="Picture")
    expect(dialog.get_by_role("searchbox")).to_be_focused()
    dialog.get_by_role("searchbox").fill("2034 harb")
    assert axe.violations(desk, within=".figure-dialog") == []
    dialog.get_by_role("button", name="A harbour.").click()
    expect(dialog.get_by_role("textbox", name="Alt text")).to_be_focused()
    expect(dialog.get_by_role("textbox", name="Credit")).to_have_value("A. Lim")
    dialog.get_by_role("textbox", name="Caption").fill("Low tide")
    dialog.get_by_role("textbox", name="Caption").press("Enter")
    expect(dialog).to_be_hidden()
    expect(text_of(desk, "Text").locator("figure")).to_have_text("Low tide · A. Lim")
    one, two = "<p>Trains stop here.</p>", "<p>Boats go on.</p>"
    assert written(desk) == f'{one}\n<figure data-picture="{harbour.pk}"></figure>\n{two}'

    # A second one, straight from a camera: what is sent is a tenth of it, and stands upright.
    text_of(desk, "Text").get_by_text("Boats").click()
    tool(desk, "Picture").click()
    with desk.expect_request(lambda request: request.method == "POST") as sent:
        dialog.get_by_label("upload").set_input_files(camera_jpeg(tmp_path))
    expect(dialog.get_by_role("textbox", name="Alt text")).to_be_focused()
    assert int(sent.value.all_headers()["content-length"]) < 4 * 1024 * 1024
    dialog.get_by_role("textbox", name="Alt text").fill("Noise.")
    dialog.get_by_role("button", name="Done").click()

    # The one above the text, from the library as well, with its words and its focal point.
    desk.get_by_role("button", name="Choose from the library").click()
    dialog.get_by_role("button", name="A harbour.").click()
    expect(desk.locator("#id_picture_alt")).to_have_value("A harbour.")
    desk.locator("[data-focal='id_picture_focal_x id_picture_focal_y']").click(
        position={"x": 10, "y": 10}
    )
    desk.get_by_role("button", name="Save draft").click()
    expect(desk.locator(".messagelist")).to_contain_text("Draft saved.")
    article = Article.objects.get()
    assert (article.lead.picture, article.lead.alt) == (harbour, "A harbour.")
    assert article.lead.focal_x < 20
    uses = [(use.alt, use.caption) for use in article.pictures.filter(role="figure")]
    assert uses == [("A harbour.", "Low tide"), ("Noise.", "")]
    camera = Picture.objects.order_by("-pk").first()
    assert (camera.width, camera.height, camera.file_name) == (1_200, 1_600, "IMG_1.jpeg")


def test_many_are_sent_with_progress_and_each_refused_one_says_why(desk, harbour):
    desk.goto("/admin/pictures/picture/add/")
    small, other = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (40, 40), "navy").save(small, "JPEG")
    heic = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"
    Image.new("RGB", (40, 40), "red").save(other, "JPEG")
    Image.new("1", (7_070, 7_070)).save(huge := io.BytesIO(), "PNG")
    desk.get_by_label("Pictures").set_input_files(
        [
            file("navy.jpg", small.getvalue()),
            file("IMG_2.HEIC", heic),
            file("red.jpg", other.getvalue()),
            # More pixels than the server would unpack.
            {"name": "huge.png", "mimeType": "image/png", "buffer": huge.getvalue()},
        ]
    )
    desk.get_by_label("Credit").fill("A. Lim")
    desk.get_by_role("button", name="Upload").click()
    expect(desk.get_by_text("Sent: 4 of 4")).to_be_visible()
    expect(desk.locator(".errorlist li")).to_have_text(re.compile("IMG_2.HEIC: This is a HEIC"))
    expect(desk.locator(".library-progress .library-pictures li")).to_have_text(
        ["navy.jpg", "red.jpg", "huge.webp"]
    )
    assert axe.violations(desk, within="main") == []
    assert {*Picture.objects.values_list("credit", flat=True)} == {"A. Lim"}
    desk.goto("/admin/pictures/picture/")
    assert axe.violations(desk, within="main") == []
    desk.get_by_role("link", name="A harbour.").click()
    # The point that is pressed stays in sight.
    desk.locator(".focal-frame").click(position={"x": 10, "y": 10})
    expect(desk.get_by_label("percent from the left")).to_have_value(re.compile(r"^\d$"))
    assert axe.violations(desk, within="#picture_form") == []

    # Of the library, an author's portrait too.
    desk.goto("/admin/authors/author/add/")
    desk.locator("#id_name").fill("Ana Reis")
    desk.get_by_role("button", name="Choose from the library").click()
    desk.get_by_role("dialog", name="Picture").get_by_role("button", name="A harbour.").click()
    expect(desk.get_by_text("From the library: A harbour.")).to_be_visible()
    assert axe.violations(desk, within=".field-picture") == []
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.locator(".messagelist")).to_contain_text("Ana Reis")
    assert Author.objects.get().picture_width == 480
