"""Embeds in a real browser: made of an address that is pasted, and loaded by a press alone."""

import pytest
from playwright.sync_api import expect

from opinion.embeds.models import EmbedCard
from tests.browser import axe
from tests.browser.editor_page import note_under, paste, text_of, tool, written
from tests.browser.looks import looks
from tests.newsroom import make_draft, make_host, make_user

ADDRESS = "https://tv.example.org/watch/x1"
FIGURE = f'<figure data-embed="{ADDRESS}"></figure>'
WORDS = {"title": "Trains at night", "frame_width": 640, "frame_height": 480}
PLAYER = "https://player.example.org/x1?autoplay=1"


@pytest.fixture
def host(publication):
    EmbedCard.objects.create(address=ADDRESS, **WORDS)
    return make_host()


def test_an_address_alone_on_its_line_becomes_a_card_and_a_link_again(staff_page, host):
    desk = staff_page(make_user("editor", group="Editors"), bypass_csp=True)
    desk.goto(f"/admin/articles/article/{make_draft(body='').pk}/change/")
    text = text_of(desk, "Text")
    text.click()
    paste(text, plain=f"{ADDRESS}?from=mail")
    card = text.locator("figure[data-embed]")
    expect(card).to_contain_text("Video · Signal TV")
    expect(card).to_contain_text("Trains at night")
    assert written(desk) == f"{FIGURE}\n<p></p>"
    expect(note_under(desk)).to_have_text("Changed when pasting: addresses shown as cards (1).")
    desk.get_by_role("button", name="Undo", exact=True).last.click()
    expect(card).to_have_count(0)
    assert f'href="{ADDRESS}?from=mail"' in written(desk)
    # Within a paragraph, or of another site, it stays a link.
    text.press("ControlOrMeta+a")
    text.press_sequentially("See ")
    paste(text, plain=ADDRESS)
    text.press("Enter")
    with desk.expect_response("**/embed/"):
        paste(text, plain="https://tv.example.org.evil.example/watch/x1")
    assert "data-embed" not in written(desk)

    text.press("ControlOrMeta+a")
    text.press("Backspace")
    text.press_sequentially("/video")
    text.press("Enter")
    field = desk.get_by_role("textbox", name="Address to embed")
    expect(field).to_be_focused()
    field.fill("https://evil.example/watch/x1")
    field.press("Enter")
    expect(desk.get_by_role("alert")).to_contain_text("can't be shown as a card")
    assert axe.violations(desk, within=".richtext-full") == []
    field.fill("tv.example.org/watch/x1")
    field.press("Enter")
    expect(card).to_contain_text("Trains at night")
    expect(text).to_be_focused()
    text.press_sequentially("On we go.")
    assert written(desk) == f"{FIGURE}\n<p>On we go.</p>"
    expect(tool(desk, "Video, post or chart")).to_be_visible()


def test_a_card_loads_its_site_when_it_is_pressed_and_not_before(browser, live_server, host):
    draft = make_draft(body=f"<p>One.</p>{FIGURE}")
    draft.publish(by=None)
    context = browser.new_context(base_url=live_server.url)
    asked, trouble = [], []
    context.on("console", lambda message: message.type == "error" and trouble.append(message.text))
    page = context.new_page()

    def play(route):
        asked.append(route.request.url)
        route.fulfill(body="<title>Player</title><p>Playing</p>", content_type="text/html")

    page.route(lambda url: not url.startswith(live_server.url), play)
    page.goto(draft.get_absolute_url())
    button = page.get_by_role("button", name="Trains at night Play here")
    expect(button).to_be_visible()
    for look in looks(page):
        assert axe.violations(page, within=".embed") == [], look
    link = page.get_by_role("link", name="tv.example.org/watch/x1")
    expect(link).to_have_attribute("href", ADDRESS)
    expect(page.locator(".embed-foot")).to_contain_text("Loads from player.example.org")
    assert asked == []
    button.press("Enter")
    expect(page.frame_locator(".embed iframe").get_by_text("Playing")).to_be_visible()
    assert asked == [PLAYER] and trouble == []
    frame = page.locator(".embed iframe")
    expect(frame).to_be_focused()
    expect(frame).to_have_attribute("title", "Trains at night")
    assert "allow-top-navigation" not in frame.get_attribute("sandbox")
    expect(frame).to_have_css("aspect-ratio", "640 / 480")
    # Printed, it is its card again.
    page.emulate_media(media="print")
    expect(page.locator(".embed-card")).to_be_visible()
    expect(link).to_be_visible()
    expect(frame).to_be_hidden()
    # What only pretends to be the player is stopped by the policy.
    page.emulate_media(media="screen")
    page.evaluate("document.querySelector('.embed iframe').src = 'https://evil.example/'")
    expect(page.frame_locator(".embed iframe").get_by_text("Playing")).to_have_count(0)
    assert asked == [PLAYER]
    context.close()
