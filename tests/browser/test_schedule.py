"""The clock in a real browser without scripts, and what readers then find."""

from datetime import UTC, datetime, timedelta

from django.db.models import F
from django.utils import timezone
from playwright.sync_api import expect

from opinion.articles.models import Article
from opinion.articles.tasks import publish_due
from tests.browser.axe import violations
from tests.browser.looks import PAIR, looks
from tests.newsroom import MORNING, make_article, make_author, make_draft, make_user, publish_again
from tests.test_schedule import make_doomed

TWICE = datetime(2080, 10, 27, 1, 30, tzinfo=UTC)
ADDRESS = "/2024/01/the-last-train/"


def test_an_hour_that_comes_twice_is_chosen_without_scripts(publication, staff_page):
    publication.time_zone = "Europe/Berlin"
    publication.save()
    draft = make_draft()
    page = staff_page(make_user("editor", group="Editors"), java_script_enabled=False)
    page.goto(f"/admin/articles/article/{draft.pk}/change/")
    page.get_by_label("Publish at").fill("2080-10-27T02:30")
    page.get_by_role("button", name="Schedule", exact=True).click()
    which = page.get_by_role("group", name="Which one")
    expect(which.get_by_role("radio")).to_have_count(2)
    which.get_by_label("the second time").check()
    page.get_by_role("button", name="Schedule", exact=True).click()
    expect(page.locator(".standing")).to_contain_text("October 27, 2080 at 2:30 am CET")
    assert Article.objects.get().scheduled_for == TWICE


def test_what_the_newsroom_says_of_the_clock_is_read_in_every_look(publication, staff_page):
    publication.time_zone = "Europe/Berlin"
    publication.save()
    editor = make_user("editor", group="Editors")
    make_doomed(editor, at=timezone.now() + timedelta(hours=1))
    live = make_article("The Night Train", by=editor, authors=[make_author("Bo Lind")])
    live.schedule_withdrawal(by=editor, at=TWICE, reason="The offer has ended.")
    Article.objects.update(scheduled_for=F("scheduled_for") - timedelta(days=1))
    publish_due(0)
    page = staff_page(editor)
    page.goto("/admin/")
    for _look in looks(page, PAIR):
        assert violations(page, within=".failures") == []
    page.get_by_role("link", name="The Last Train").click()
    expect(page.locator(".standing-failure")).to_contain_text("It is not tried again until you act")
    page.goto(f"/admin/articles/article/{live.pk}/change/")
    for width, _scheme in looks(page, PAIR):
        assert violations(page, within=".publishing-row:has(.which-hour)") == []
        assert page.locator(".which-hour").bounding_box()["width"] <= width


def test_the_notes_of_later_editions_are_read_in_every_look_and_on_paper(publication, open_page):
    article = make_article(by=make_user("desk"))
    for day, change in enumerate(("correction", "update"), start=1):
        at = MORNING + timedelta(days=day)
        publish_again(article, at=at, change=change, note=f"Note {day}. " * 20, standfirst=change)
    page = open_page()
    page.goto(ADDRESS)
    for width, _scheme in looks(page):
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("link", name="What changed").click()
    expect(page.locator("#changes")).to_be_in_viewport()
    page.emulate_media(media="print")
    expect(page.locator(".changes li")).to_have_count(2)
    expect(page.locator(".changes li").last).to_be_visible()
