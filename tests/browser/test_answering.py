"""A reader answers in a real browser: with script, without it, by keyboard, on a phone."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from comments.models import Comment, Thread
from tests.browser.looks import (
    MIRRORED,
    PAIR,
    assert_accessible,
    assert_accessible_and_fits,
)
from tests.newsroom import MORNING, make_article, make_publication, make_published_comment

ARTICLE = "/2024/01/the-last-train/"


@pytest.fixture
def page(reuse_page):
    return reuse_page()


@pytest.fixture
def article(transactional_db):
    make_publication()
    return make_article()


@pytest.fixture
def comment(article):
    return make_published_comment(article, at=MORNING)


def write(page, text="So was I."):
    page.get_by_label("Name").fill("Ben Reader")
    page.get_by_label("Email").fill("ben@readers.example.org")
    page.get_by_label("Comment").fill(text)


def post(page):
    page.get_by_role("button", name="Post Comment").click()
    page.wait_for_url("**/receipt/*/")


def newest():
    return Comment.objects.latest("pk")


def focused(page):
    """What the keyboard is on: its label, its name or its words."""
    return page.evaluate(
        """() => {
            const { labels, textContent } = document.activeElement;
            return (labels?.[0] ?? { textContent }).textContent.trim();
        }"""
    )


# --- Without script


def test_a_reader_without_script_answers_on_a_page_of_its_own(reuse_page, comment):
    page = reuse_page(java_script_enabled=False)
    page.goto(ARTICLE)
    page.get_by_role("link", name="Reply to Ana Reader").click()
    expect(page.locator("blockquote")).to_have_text("I was on that train.")
    write(page)
    post(page)
    assert newest().parent == comment


def test_a_mistake_without_script_loses_nothing(reuse_page, article):
    page = reuse_page(java_script_enabled=False)
    page.goto(ARTICLE)
    write(page, "Four\nlines\n\nof <thought> & more.")
    page.get_by_label("Name").fill("www.pills.example")
    page.get_by_role("button", name="Post Comment").click()
    expect(page.locator(".form-errors")).to_contain_text(
        "Name: Your name can't include a web or email address"
    )
    expect(page.get_by_label("Comment")).to_have_value("Four\nlines\n\nof <thought> & more.")
    page.get_by_label("Name").fill("Ben Reader")
    post(page)
    assert newest().text == "Four\nlines\n\nof <thought> & more."


# --- With script


def test_reply_opens_the_form_under_the_comment(page, comment):
    page.goto(ARTICLE)
    page.get_by_role("link", name="Reply to Ana Reader").click()
    place = page.get_by_role("group", name="Replying to Ana Reader")
    expect(place.get_by_label("Name")).to_be_focused()
    assert page.get_by_role("heading", name="Leave a Reply").count() == 0
    write(page)
    post(page)
    assert newest().parent == comment


def test_cancelling_brings_the_form_back_with_its_text(page, comment):
    page.goto(ARTICLE)
    link = page.get_by_role("link", name="Reply to Ana Reader")
    for cancel in (
        lambda: page.get_by_role("button", name="Cancel").click(),
        lambda: page.keyboard.press("Escape"),
    ):
        link.click()
        write(page, "Half a thought")
        cancel()
        expect(link).to_be_focused()
        expect(page.get_by_role("heading", name="Leave a Reply")).to_be_visible()
        expect(page.get_by_label("Comment")).to_have_value("Half a thought")
    post(page)
    assert newest().parent is None


def test_another_reply_link_moves_the_form_there(page, article, comment):
    later = make_published_comment(article, "Later.", name="Cleo Reader", at=MORNING)
    page.goto(ARTICLE)
    page.get_by_role("link", name="Reply to Ana Reader").click()
    page.get_by_role("link", name="Reply to Cleo Reader").click()
    write(page)
    post(page)
    assert newest().parent == later


def test_the_time_is_asked_for_once_when_the_form_is_touched(page, article, settings):
    settings.COMMENT_MINIMUM_SECONDS = 0
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "opened" in request.url else 0)
    page.goto(ARTICLE)
    # What a page asks for by itself is on its way when this is answered.
    page.evaluate("fetch(location.href).then((answer) => answer.text())")
    assert asked == []
    with page.expect_response("**/comment/opened/**"):
        page.evaluate(
            "for (const id of ['id_name', 'id_email']) document.getElementById(id).focus()"
        )
    write(page)
    post(page)
    assert len(asked) == 1
    assert "untimed" not in {signal.kind for signal in newest().signals.all()}


def test_a_second_press_sends_nothing(page, article):
    sent = []

    def answer(route):
        """At first with 204, on which the browser stays where it is."""
        sent.append(route)
        route.continue_() if len(sent) > 1 else route.fulfill(status=204)

    page.route("**/reply/", answer)
    page.goto(ARTICLE)
    write(page)
    button = page.get_by_role("button", name="Post Comment")
    form = page.locator("form.reply-form")
    with page.expect_response("**/reply/"):
        form.evaluate("form => form.requestSubmit()")
    form.evaluate("form => form.requestSubmit()")
    # What this sends is on its way when a later request has been answered.
    page.evaluate("fetch(location.href).then((answer) => answer.text())")
    assert len(sent) == 1
    expect(button).to_be_disabled()
    # What a browser says when it shows a page that it had kept.
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(button).to_be_enabled()
    post(page)
    assert len(sent) == 2


def test_who_goes_back_can_post_again(page, article):
    page.goto(ARTICLE)
    write(page)
    post(page)
    page.go_back()
    write(page, "Another thought.")
    post(page)
    assert newest().text == "Another thought."


def test_a_mistake_is_read_out_first_and_leads_to_its_field(page, article):
    page.goto(ARTICLE)
    write(page)
    page.get_by_label("Name").fill("https://pills.example")
    page.get_by_role("button", name="Post Comment").click()
    expect(page.locator(".form-errors")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Name")).to_be_focused()


def test_everything_can_be_done_with_keys_alone(page, comment):
    page.goto(ARTICLE)
    page.get_by_role("link", name="Reply to Ana Reader").focus()
    page.keyboard.press("Enter")
    for value in ("Ben Reader", "ben@readers.example.org"):
        page.keyboard.type(value)
        page.keyboard.press("Tab")
    for passed in ("Remember me in this browser", "Quote a passage from the article"):
        assert focused(page) == passed
        page.keyboard.press("Tab")
    page.keyboard.type("By keys alone.")
    page.keyboard.press("Tab")
    assert focused(page) == "Formatting help"
    page.keyboard.press("Tab")
    assert focused(page) == "Tell me when a moderator has decided"
    page.keyboard.press("Tab")
    # The trap is not on the way.
    assert focused(page) == "Post Comment"
    page.keyboard.press("Enter")
    page.wait_for_url("**/receipt/*/")
    assert (newest().parent, newest().text) == (comment, "By keys alone.")
    assert "honeypot" not in {signal.kind for signal in newest().signals.all()}


# Failure 1: the name of whom one answers, written by script.
def test_a_hostile_name_is_only_a_name_in_the_form_too(page, article):
    name = "<img src=x onerror=alert(1)> \"'</script>"
    make_published_comment(article, name=name, at=MORNING)
    page.goto(ARTICLE)
    page.get_by_role("link", name="Reply to").click()
    expect(page.get_by_role("group", name=f"Replying to {name}")).to_be_visible()
    assert page.locator("#comments img").count() == 0


def test_the_comment_that_an_address_names_is_marked(page, article, comment):
    make_published_comment(article, "Another.", at=MORNING)
    page.goto(ARTICLE)
    page.get_by_role("link", name="Permalink").first.click()
    assert page.url.endswith(f"#comment-{comment.pk}")
    marked, other = page.locator("article.comment").all()
    ground = "element => getComputedStyle(element).backgroundColor"
    assert marked.evaluate(ground) != other.evaluate(ground)


# --- For everybody


@pytest.fixture
def deep_thread(article):
    comment = None
    for level in range(9):
        comment = make_published_comment(
            article,
            f"Level {level}. " + "unbroken" * 30,
            name="Reader " + "W" * 50,
            parent=comment,
            at=MORNING + timedelta(minutes=level),
        )
    return comment


@pytest.mark.parametrize(("language", "wanted"), [("en", PAIR), ("ar", MIRRORED)])
def test_a_deep_thread_is_accessible_and_fits(page, deep_thread, language, wanted):
    publication = make_publication(language=language)
    assert publication.direction == ("rtl" if language == "ar" else "ltr")
    page.goto(f"{ARTICLE}#comment-{deep_thread.pk}")
    assert_accessible_and_fits(page, wanted=wanted)
    page.locator("a[data-reply-to]").last.click()
    assert_accessible_and_fits(page, wanted=wanted)
    page.goto(f"{ARTICLE}reply/?to={deep_thread.pk}")
    page.locator("form.reply-form").evaluate("form => { form.noValidate = true }")
    page.get_by_role("button", name="Post Comment").click()
    expect(page.locator(".form-error")).to_have_count(3)
    assert_accessible_and_fits(page, wanted=wanted)


def test_a_closed_thread_and_a_refused_post_are_accessible(page, article, comment):
    page.goto(ARTICLE)
    write(page)
    Thread.objects.update(policy="closed")
    page.get_by_role("button", name="Post Comment").click()
    expect(page.get_by_label("What you wrote")).to_have_value("So was I.")
    assert_accessible(page)
    page.goto(ARTICLE)
    assert_accessible(page)


def test_the_indent_ends_at_the_fifth_level_on_a_phone_at_the_second(page, deep_thread):
    for width, deepest in ((1280, 5), (390, 2)):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{ARTICLE}conversation/{deep_thread.root_id}/")
        edges = [box["x"] for box in (c.bounding_box() for c in page.locator(".comment").all())]
        assert len({*edges}) == deepest + 1
        assert edges[deepest:] == edges[deepest:][:1] * (9 - deepest)
        told = page.get_by_text("in reply to").filter(visible=True)
        assert told.count() == 9 - 1 - deepest
