"""What the public is told of moderation, in a real browser: with and without anything to tell."""

from datetime import timedelta

from django.utils import timezone

from tests.browser.looks import assert_accessible_and_fits
from tests.newsroom import make_article, make_comment, make_publication, make_user


def decide_last_month(article, kinds):
    """Comments decided in the month that is over; `kinds` are pairs of a decision and a reason."""
    moderator = make_user("moderator", group="Moderators")
    at = timezone.now().replace(day=1, hour=12) - timedelta(days=10)
    for number, (kind, reason) in enumerate(kinds, start=1):
        address = f"2001:db8:0:{number:x}::1"
        comment = make_comment(article, f"{number}.", address=address, at=at)
        comment.decide(kind, moderator, reason=reason, at=at)


def test_a_month_is_read_in_every_width_and_colour(transactional_db, live_server, page):
    make_publication()
    few = [("refuse", "hate"), ("refuse", "unlawful")]
    many = [("approve", ""), ("refuse", "attack"), ("spam", ""), ("spam", "")] * 4
    decide_last_month(make_article(), many + few + [("refuse", "off_topic")] * 3)
    page.goto(f"{live_server.url}/guidelines/")
    page.get_by_role("link", name="moderation report", exact=True).click()
    page.wait_for_load_state()
    rows = page.get_by_role("row").all_inner_texts()
    assert [row.split("\t")[-1] for row in rows] == ["Comments", "4", "4", "8", "5"]
    assert_accessible_and_fits(page)
