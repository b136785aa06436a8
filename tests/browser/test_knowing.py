"""What is known beside a comment, in a real browser: who wrote it, and what is like it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from comments.models import Comment, Hold, PersonNote, Reader
from tests.browser.looks import assert_accessible_and_fits
from tests.newsroom import make_article, make_comment, make_publication, make_user

QUEUE = "/admin/comments/comment/"
LETTER = (
    "Good day to all. My neighbour lost all his savings and won them back within a week with the "
    "help of a clever man whom he met by chance. https://savings-back.example/" + "x" * 120
)


@pytest.fixture
def moderator(transactional_db):
    return make_user("moderator", group="Moderators", first_name="Mo", last_name="Derator")


@pytest.fixture
def campaign(moderator):
    """Three that wait and say the same, of people on whom there is a note and a hold."""
    make_publication()
    article = make_article()
    comments = [
        make_comment(
            article,
            f"{LETTER} {number}",
            name=f"Reader {number}",
            # Two people: a third and a fourth comment is somebody's who wrote before.
            email=f"reader{number % 2}@readers.example.org",
            address=f"203.0.113.{number}",
        )
        for number in range(1, 6)
    ]
    comments[0].contact.belongs_to(Reader.objects.confirm("reader1@readers.example.org"))
    comments[0].decide("spam", by=moderator)
    comments[1].refuse(by=moderator, reason="advertising")
    until = timezone.now() + timedelta(days=7)
    Hold.objects.place(comments[0], "email", until, "A flood", moderator)
    PersonNote.objects.write(comments[0], "Sends " + "thesame" * 30, by=moderator)
    return comments[2:]


@pytest.mark.parametrize("java_script", [True, False], ids=["with JavaScript", "without"])
def test_a_campaign_is_decided_together_and_taken_back(
    staff_page, moderator, campaign, java_script
):
    page = staff_page(moderator, java_script_enabled=java_script)
    page.goto(QUEUE)
    page.get_by_role("link", name="Review together").first.click()
    boxes = page.get_by_role("checkbox", name="Select the comment")
    expect(boxes).to_have_count(3)
    assert [box.is_checked() for box in boxes.all()] == [True, True, True]
    boxes.first.uncheck()
    page.get_by_role("button", name="Spam").click()
    page.get_by_role("heading", name="Mark 2 comments as spam?").wait_for()
    page.get_by_role("button", name="Spam").click()
    page.get_by_text("2 comments marked as spam.").wait_for()
    expect(boxes).to_have_count(1)
    assert Comment.objects.filter(status="spam").count() == 3
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("The last decisions on 2 comments were reversed.").wait_for()
    expect(boxes).to_have_count(3)


def test_a_note_is_written_and_deleted_with_the_keyboard(staff_page, moderator, campaign):
    page = staff_page(moderator)
    page.goto(QUEUE)
    page.get_by_role("link", name="About this writer").first.press("Enter")
    page.get_by_role("button", name="Add note").press("Enter")
    page.get_by_role("textbox", name="Note:").fill("Asked for nothing.")
    page.get_by_role("button", name="Add note").press("Enter")
    page.get_by_text("Asked for nothing.").wait_for()
    page.get_by_role("button", name="Delete note").first.press("Enter")
    page.get_by_text("Note deleted.").wait_for()
    assert not PersonNote.objects.filter(text="Asked for nothing.").exists()


def test_the_pages_are_accessible_and_fit_their_screen(staff_page, moderator, campaign):
    page = staff_page(moderator)
    for address in ("", f"{campaign[0].pk}/person/", f"{campaign[0].pk}/like/"):
        page.goto(QUEUE + address)
        assert_accessible_and_fits(page, address, within="#content")
    page.goto(f"{QUEUE}{campaign[0].pk}/person/")
    page.get_by_role("textbox", name="Note:").evaluate("field => field.form.noValidate = true")
    page.get_by_role("button", name="Add note").click()
    page.get_by_text("This field is required.").wait_for()
    assert_accessible_and_fits(page, "a note without words", within="#content")
