"""The newsroom's lists in a browser: names suggested, many changed, two made one."""

from playwright.sync_api import expect

from opinion.articles.models import Article
from tests.browser.looks import assert_accessible_and_fits
from tests.newsroom import make_article, make_author, make_draft, make_section, make_topic

LIST = "/admin/articles/article/"


def look(page, *parts):
    """Whatever the look: our parts have nothing against the rules, and the page fits its screen."""
    assert_accessible_and_fits(page, within={"include": [[part] for part in parts]})


def test_articles_are_found_by_a_suggested_name_and_changed_together(
    publication, editor, staff_page
):
    ana, rail = make_author("Ana Östlund"), make_section("Rail")
    make_draft("Night trains", authors=[ana]), make_article("Day trains", authors=[ana])
    make_draft("Boats", authors=[make_author("Bo Ek")])
    make_topic("Rail"), make_topic("Trains")
    # axe writes styles of its own into the page, which our policy rightly blocks.
    page = staff_page(editor, bypass_csp=True)
    page.goto(LIST)
    page.get_by_role("combobox", name="Author").fill("ostl")
    expect(page.locator("#names-author option")).to_have_attribute("value", "Ana Östlund")
    page.get_by_role("combobox", name="Author").fill("Ana Östlund")
    page.get_by_role("combobox", name="Author").press("Enter")
    expect(page.locator("#result_list tbody tr")).to_have_count(2)
    page.get_by_text("Save this filter").click()
    page.get_by_label("Name", exact=True).fill("Ana's")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="Ana's")).to_have_attribute("aria-current", "page")
    look(page, ".saved-filters", ".named-filter")
    page.locator("#action-toggle").check()
    page.get_by_label("Action:").select_option("section")
    page.get_by_role("button", name="Go").click()
    page.get_by_label("Section:").select_option("Rail")
    page.get_by_role("button", name="See what changes").click()
    look(page, ".many")
    page.get_by_role("button", name="Change 2 articles").click()
    expect(page.get_by_text("2 articles changed.")).to_be_visible()
    assert Article.objects.filter(section=rail).count() == 2
    merge(page)


def merge(page):
    page.goto("/admin/articles/topic/merge/?name=rail")
    page.get_by_label("Add another, by name").fill("Trains")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("radio")).to_have_count(2)
    page.get_by_role("button", name="See what changes").click()
    expect(page.get_by_text("This cannot be undone.")).to_be_visible()
    look(page, "#content")
    page.get_by_role("button", name="Merge into “Rail”").click()
    expect(page.get_by_text("1 was merged into “Rail”.")).to_be_visible()
