"""Rules in a browser: the form that tries them, and a card on which they spoke up."""

import pytest

from comments.models import Rule, SignalDraft
from tests.browser.axe import violations
from tests.browser.looks import assert_accessible_and_fits, looks
from tests.browser.test_moderating import QUEUE
from tests.newsroom import make_article, make_comment, make_publication, make_user

RULES, REASONS = "/admin/comments/rule/", "/admin/comments/reason/"


@pytest.fixture
def lead(transactional_db):
    make_publication()
    user = make_user("lead", group="Lead moderators")
    user.groups.add(*make_user("mo", group="Moderators").groups.all())
    return user


def assert_fit(page, where):
    assert_accessible_and_fits(page, where, within="#content")


@pytest.mark.parametrize("script", [True, False])
def test_a_lead_tries_a_list_and_saves_it(staff_page, lead, script):
    make_comment(make_article(), "Buy cialis now")
    rule = Rule.objects.get(name="Flagged words")
    page = staff_page(lead, java_script_enabled=script)
    page.goto(RULES)
    page.get_by_role("link", name="Flagged words").click()
    page.get_by_label("Entries").fill("cialis")
    page.get_by_label("Text to try it on").fill("Cialis!")
    page.get_by_role("button", name="Try it").click()
    trial = page.get_by_role("status")
    assert "Your text triggers the rule: cialis" in trial.inner_text()
    assert "Buy cialis now" in trial.inner_text()
    assert rule.versions.count() == 1
    page.get_by_role("button", name="Save", exact=True).click()
    # The click is over before the answer is there.
    page.wait_for_url(lambda address: address.endswith(RULES))
    assert rule.versions.first().entries == "cialis"


def test_the_pages_of_rules_are_accessible_and_fit(staff_page, lead):
    make_comment(make_article(), "Buy cialis now")
    rule = Rule.objects.get(name="Flagged words")
    rule.entries = "viagra\n" + "long" * 20
    rule.revise(by=lead)
    # axe writes styles into the page to look at a form; the policy is kept in the test above.
    page = staff_page(lead, bypass_csp=True)
    for address in (RULES, REASONS, f"{RULES}{rule.pk}/change/", f"{RULES}add/", f"{REASONS}add/"):
        page.goto(address)
        assert_fit(page, address)
    page.goto(RULES)
    rooms = page.get_by_role("navigation", name="Moderation")
    assert rooms.locator("[aria-current=page]").inner_text() == "Rules"
    rooms.get_by_role("link", name="Reasons").click()
    rooms.get_by_role("link", name="Queue").click()
    page.wait_for_url(lambda address: address.endswith(QUEUE))
    page.goto(f"{RULES}{rule.pk}/change/")
    page.get_by_label("Entries").fill("cialis")
    page.get_by_role("button", name="Try it").click()
    page.get_by_role("status").wait_for()
    assert_fit(page, "tried")
    page.get_by_label("Entries").fill("ci*lis")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".errorlist").get_by_text("Line 1, “ci*lis”").wait_for()
    assert_fit(page, "a mistake")


def test_a_card_with_marked_words_is_accessible_and_fits(staff_page, lead):
    found = SignalDraft("words", "cialis", marks=((4, 10),))
    make_comment(make_article(), "Buy cialis now", signals=[SignalDraft("too_fast"), found])
    page = staff_page(lead)
    page.goto(QUEUE)
    page.get_by_text("Matches in the text").click()
    assert page.locator(".desk-marked mark").inner_text() == "cialis"
    for look in looks(page):
        assert violations(page, within=".desk-read") == [], look
