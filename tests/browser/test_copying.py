"""A reader takes a work along in the style they need."""

import pytest
from playwright.sync_api import expect

from opinion.articles import rendered_references
from tests.bibliography import make_citing, make_work
from tests.browser.axe import violations
from tests.browser.looks import looks
from tests.newsroom import make_article, make_author

STYLES = ["Chicago, notes and bibliography", "Chicago, author and date", "APA", "MLA"]
APA = "Rolt, L. T. (1955). Red for Danger. The Bodley Head. https://doi.org/10.5555/red.1955"
READ = """async (type) => {
  const [item] = await navigator.clipboard.read();
  return (await item.getType(type)).text();
}"""


@pytest.fixture
def address(publication):
    work = make_work()
    rendered_references.print_all(make_citing(work))
    return f"/works/{work.pk}/"


def entries(page):
    return page.locator(".work-entries .work-entry")


def test_a_citation_is_copied_by_keyboard_with_its_italics(address, open_page):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(address)
    button = page.get_by_role("button", name="Copy APA", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    said = page.get_by_role("status").filter(has_text="Copied.")
    expect(said).to_have_count(1)
    expect(button).to_be_focused()
    assert page.evaluate(READ, "text/plain") == APA
    assert "<em>Red for Danger</em>" in page.evaluate(READ, "text/html")


def test_a_browser_that_does_not_let_us_copy_says_so(address, open_page):
    page = open_page()
    page.add_init_script("Clipboard.prototype.write = () => Promise.reject(new Error('no'))")
    page.goto(address)
    page.get_by_role("button", name="Copy MLA", exact=True).click()
    expect(page.get_by_role("status").nth(3)).to_have_text(
        "Could not copy. Please select the text instead."
    )


def test_without_a_clipboard_there_is_nothing_to_press(address, open_page):
    page = open_page()
    page.add_init_script("delete window.ClipboardItem")
    page.goto(address)
    expect(entries(page)).to_have_count(4)
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)


def test_without_scripts_the_words_are_there_to_be_selected(address, open_page):
    page = open_page(java_script_enabled=False)
    page.goto(address)
    assert page.locator(".work-entries dt").all_inner_texts() == STYLES
    assert entries(page).nth(2).inner_text() == APA
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)


def test_the_styles_can_be_read_by_everybody(address, open_page):
    # axe writes styles of its own into the page, which our policy rightly blocks.
    page = open_page(bypass_csp=True)
    page.goto(address)
    for width, scheme in looks(page):
        assert not violations(page), (width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        size = page.locator(".copy button").first.bounding_box()
        assert size["height"] >= 24 and size["width"] >= 24


CITED = "Whitcombe, Ngaire. The Last Train – OpEd. The Signal Box. "
A_DEVICE_THAT_SHARES = "navigator.share = async (what) => { window.shared = what; }"


def test_an_article_is_taken_along_as_a_citation_and_as_an_address(publication, open_page):
    make_article(authors=[make_author("Ngaire Whitcombe")])
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.add_init_script(A_DEVICE_THAT_SHARES)
    page.goto("/2024/01/the-last-train/")
    page.get_by_text("Cite this article").click()
    page.get_by_role("button", name="Copy the citation").press("Enter")
    expect(page.get_by_text("Copied.")).to_have_count(1)
    copied = page.evaluate(READ, "text/plain")
    assert copied.startswith(CITED) and copied.endswith("/2024/01/the-last-train/")
    page.get_by_text("Share this article").click()
    page.get_by_role("button", name="Copy the address").click()
    expect(page.get_by_text("Copied.")).to_have_count(2)
    address = page.evaluate(READ, "text/plain")
    assert address.startswith("http") and address.endswith("/2024/01/the-last-train/")
    page.get_by_role("button", name="Share from this device").click()
    assert page.evaluate("shared") == {"title": "The Last Train – OpEd", "url": address}
    page = open_page(java_script_enabled=False)
    page.goto("/2024/01/the-last-train/")
    page.get_by_text("Cite this article").click()
    expect(page.get_by_text(CITED)).to_be_visible()
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)
