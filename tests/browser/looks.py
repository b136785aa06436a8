"""The widths and colours in which a page is looked at, all on one visit."""

from tests.browser.axe import violations
from tests.browser.made_of import elements

# Both widths and both colours, each once, and everything asked in both.
PAIR = [(1280, "light"), (390, "dark")]
# For the two pages that matter most: an article as readers see it, and its form for the newsroom.
ALL = [*PAIR, (390, "light"), (1280, "dark")]
# From right to left: the colours are those of the same page the other way round.
MIRRORED = [(390, "light")]
WIDER = "document.documentElement.scrollWidth - window.innerWidth"
FINISH = """document.getAnimations()
  .filter((one) => one instanceof CSSTransition)
  .forEach((one) => one.finish())"""


def looks(page, wanted=PAIR, height=900):
    """Show the page in each look in turn, and say which it is."""
    page.wait_for_load_state()  # a click may have led here, and is done when the page begins
    for width, scheme in wanted:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        page.evaluate(FINISH)  # or axe sees colours that are on their way
        yield width, scheme


def assert_accessible_and_fits(page, where="", wanted=PAIR, **asked):
    """In each look axe has nothing against it (`asked` as in `violations`), and it fits."""
    for look in looks(page, wanted):
        assert violations(page, **asked) == [], (where or page.url, look)
        assert page.evaluate(WIDER) <= 0, (where or page.url, look)
    if wanted is MIRRORED:
        assert_fits(page, where)


def assert_accessible_where_new(page, seen, where="", wanted=PAIR, **asked):
    """The same; but a page on which each element is one that was `seen` before need only fit."""
    page.wait_for_load_state()  # or half a page would be seen
    made_of = elements(page.content())
    if made_of <= seen:
        assert_fits(page, where)
    else:
        assert_accessible_and_fits(page, where, wanted, **asked)
    seen |= made_of


def assert_fits(page, where=""):
    page.wait_for_load_state()
    for width, _scheme in PAIR:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate(WIDER) <= 0, (where or page.url, width)


def assert_accessible(page, **asked):
    """In one look, for what is looked at in the others elsewhere."""
    assert_accessible_and_fits(page, wanted=PAIR[:1], **asked)
