"""Pictures that come with a paste or are dropped on the text: kept in the library."""

import base64
import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from opinion.articles.models import Article
from opinion.pictures.models import Picture
from tests.browser.editor_page import note_under, text_of, written
from tests.newsroom import make_draft, make_user

# Both forms of the clipboard and its files, as [name, media type, bytes in base64].
HANDED = """(element, [kind, html, files]) => {
    const data = new DataTransfer();
    if (html) data.setData("text/html", html);
    for (const [name, type, letters] of files) {
        const bytes = Uint8Array.from(atob(letters), (letter) => letter.codePointAt(0));
        data.items.add(new File([bytes], name, { type }));
    }
    const options = { bubbles: true, cancelable: true };
    element.dispatchEvent(kind === "paste"
        ? new ClipboardEvent("paste", { ...options, clipboardData: data })
        : new DragEvent("drop", { ...options, dataTransfer: data, clientX: 400, clientY: 400 }));
}"""


def png(colour):
    Image.new("RGB", (60, 40), colour).save(written := io.BytesIO(), "PNG")
    return base64.b64encode(written.getvalue()).decode()


@pytest.fixture
def desk(publication, staff_page):
    page = staff_page(make_user("editor", group="Editors"))
    page.goto(f"/admin/articles/article/{make_draft(body='').pk}/change/")
    text_of(page, "Text").click()
    return page


def hand(desk, kind, html="", *files):
    text_of(desk, "Text").evaluate(HANDED, [kind, html, list(files)])


def test_pictures_of_a_paste_are_kept_and_what_lies_elsewhere_is_told(desk):
    red = f"data:image/png;base64,{png('red')}"
    hand(
        desk,
        "paste",
        f'<p>One.</p><p><img src="{red}" alt="A red sea."></p><p>Two.</p>'
        f'<img src="https://example.org/a.png"><p>Three.</p><img src="file:///C:/clip.png">'
        "<p>Four.</p>",
        ["clip.png", "image/png", png("navy")],
    )
    line = note_under(desk)
    expect(line).to_contain_text("Changed when pasting: pictures added to the library (2).")
    expect(line).to_contain_text("Left out when pasting: pictures (1) after “Two.”.")
    expect(line).to_contain_text("Left to do: alt texts of pictures (1).")
    text = text_of(desk, "Text")
    expect(text.locator("figure")).to_have_count(2)
    expect(text.locator("figure img").first).to_have_attribute("alt", "A red sea.")
    expect(text.locator("figcaption").last).to_have_text("Alt text is missing")
    sea, navy = Picture.objects.order_by("pk")
    assert (sea.alt, navy.alt, navy.file_name) == ("A red sea.", "", "clip.png")
    one, two = (f'<figure data-picture="{pk}"></figure>' for pk in (sea.pk, navy.pk))
    assert written(desk) == f"<p>One.</p>\n{one}\n<p>Two.</p>\n<p>Three.</p>\n{two}\n<p>Four.</p>"

    # A picture alone, as a browser copies it, and files that are dropped.
    text.press("ControlOrMeta+End")
    hand(
        desk,
        "paste",
        '<img src="https://example.org/b.png" alt="Boats">',
        ["image.png", "image/png", png("green")],
    )
    expect(text.locator("figure")).to_have_count(3)
    expect(text.locator("figure img").last).to_have_attribute("alt", "Boats")
    hand(desk, "drop", "", ["c.png", "image/png", png("grey")], ["d.heic", "image/heic", "AAAA"])
    expect(line).to_contain_text("d.heic: This is a HEIC photo")
    expect(text.locator("figure")).to_have_count(4)
    expect(text.locator("figure[data-picture^=new]")).to_have_count(0)
    desk.get_by_role("button", name="Save draft").click()
    expect(desk.locator(".messagelist")).to_contain_text("Draft saved.")
    draft = Article.objects.get()
    assert draft.pictures.count() == 4 == Picture.objects.count()
    assert draft.pictures.get(picture=sea).alt == "A red sea."
