"""The whole way of a reader, on a phone: written, kept track of, confirmed, followed, taken back.

With script and without it, by pointing and by keyboard alone. Who points and has no script is left
out: test_receipt.py, test_answering.py and test_writing_a_comment.py go each part of that way.
"""

import re
from functools import partial
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from comments.models import Comment, Contact, Reader, Subscription
from comments.tasks import send_confirmation
from tests.browser.axe import violations
from tests.followers import jobs, work
from tests.newsroom import (
    MORNING,
    make_article,
    make_publication,
    make_published_comment,
    make_user,
)

ARTICLE = "/2024/01/the-last-train/"
MOST_TABS = 80


class Pointer:
    """Acts as somebody with a mouse or a finger does."""

    def __init__(self, page):
        self.page = page

    def write(self, label, text):
        self.page.get_by_label(label, exact=True).or_(
            self.page.get_by_label(f"{label} *", exact=True)
        ).fill(text)

    def tick(self, label):
        self.page.get_by_label(label).check()

    def follow(self, name):
        self.page.get_by_role("link", name=name, exact=True).first.click()

    def press(self, name):
        self.page.get_by_role("button", name=name).click()


class Keyboard(Pointer):
    """Acts with Tab, Space and Enter alone: what Tab does not reach fails the test."""

    NAME = """() => {
        const { labels, textContent } = document.activeElement;
        return (labels?.[0] ?? { textContent }).textContent.replace(/\\s+/g, " ").trim();
    }"""

    def reach(self, name):
        for _tab in range(MOST_TABS):
            found = self.page.evaluate(self.NAME)
            if found.removesuffix(" *") == name:
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"Tab does not reach {name!r} on {self.page.url}")

    def write(self, label, text):
        self.reach(label)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def tick(self, label):
        self.reach(label)
        self.page.keyboard.press("Space")

    def follow(self, name):
        self.reach(name)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def press(self, name):
        self.follow(name)


@pytest.fixture
def article(transactional_db):
    make_publication()
    article = make_article()
    make_published_comment(article, at=MORNING)
    return article


def look(page, *said, with_axe):
    """The page says this, is accessible, and fits its width."""
    for words in said:
        expect(page.locator("main")).to_contain_text(words)
    if with_axe:
        assert violations(page) == []
    wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wider <= 0


def send_confirmations():
    for job in jobs(send_confirmation):
        send_confirmation(**job.args)


def link_in(mail, start) -> str:
    found = re.search(rf"https?://[^/\s]+(/{start}\S*)", mail.get_content())
    assert found, mail.get_content()
    return found[1]


@pytest.mark.parametrize(
    ("way", "with_script"),
    [(Pointer, True), (Keyboard, True), (Keyboard, False)],
    ids=["by pointing", "by keyboard", "by keyboard without script"],
)
def test_a_reader_writes_confirms_follows_and_takes_back(
    article, way, with_script, open_page, mail_server
):
    moderator = make_user("piet", group="Moderators")
    page = open_page(java_script_enabled=with_script, viewport={"width": 390, "height": 844})
    hand = way(page)
    # Axe itself needs scripts; the pages are the same with and without, whatever led to them.
    see = partial(look, page, with_axe=with_script and way is Pointer)

    page.goto(ARTICLE)
    hand.write("Name", "Ben Reader")
    hand.write("Email", "ben@readers.example.org")
    hand.write("Comment", "So was *I*.")
    hand.press("Preview")
    see("This is how your comment will look.")
    expect(page.locator("#preview em")).to_have_text("I")
    assert not Comment.objects.filter(name="Ben Reader").exists()

    hand.press("Post Comment")
    page.wait_for_url("**/receipt/*/")
    receipt = urlsplit(page.url).path
    see("waiting for a moderator", "Why it's waiting", "So was I.")
    comment = Comment.objects.get(name="Ben Reader")

    hand.follow("Edit it")
    see("will replace the text that is waiting")
    hand.write("Comment", "And so was *I*.")
    hand.press("Send my edit")
    see("And so was I.")

    hand.tick("When a moderator decides on my comment")
    hand.tick("When someone replies to my comment")
    hand.press("Send me these alerts")
    see("mail")
    send_confirmations()
    assert mail_server.to() == [["ben@readers.example.org"]]
    page.goto(link_in(mail_server.taken[0], "mail/confirm/"))
    see("Nothing has happened yet.")
    assert not Reader.objects.exists()
    hand.press("Yes, this is my address")
    see("Your address is confirmed")

    comment.refresh_from_db()
    comment.approve(by=moderator, version=comment.version)
    work()
    page.goto(link_in(mail_server.taken[1], "comment/"))
    expect(page).to_have_url(re.compile(rf"#comment-{comment.pk}$"))
    expect(page.locator(f"#comment-{comment.pk}")).to_be_in_viewport()
    see("2 thoughts on", "And so was I.")

    make_published_comment(article, "Me too.", name="Cy Reader", parent=comment, by=moderator)
    work()
    assert len(mail_server.taken) == 3
    assert "Me too." in mail_server.taken[2].get_content()
    page.goto(link_in(mail_server.taken[2], "mail/stop/"))
    see("You get alerts for")
    hand.press("Unsubscribe")
    see("You have unsubscribed")
    make_published_comment(article, "Me three.", name="Di Reader", parent=comment, by=moderator)
    work()
    assert len(mail_server.taken) == 3
    assert not Subscription.objects.active().filter(kind="replies").exists()

    page.goto(receipt)
    see("View it in the thread")
    hand.follow("Withdraw it")
    see("you can't undo this")
    hand.press("Withdraw it")
    page.wait_for_url(f"**{receipt}")
    page.goto(ARTICLE)
    see("3 thoughts on", "This comment was withdrawn by the commenter.", "Me too.")
    expect(page.locator("main")).not_to_contain_text("And so was I.")

    page.goto(receipt)
    hand.follow("Erase it")
    hand.press("Erase it for good")
    see("Comment erased")
    comment.refresh_from_db()
    assert (comment.name, comment.text) == ("", "")
    assert not Contact.objects.filter(comment=comment).exists()
    assert page.request.get(receipt).status == 404
