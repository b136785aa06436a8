"""The widths and colours in which a page is looked at, all on one visit."""

from tests.browser.axe import STANDARDS

LOOKS = [(1280, "light"), (1280, "dark"), (390, "dark"), (390, "light")]
# Both widths and both colours, each once, and everything asked in both: for the many states of
# pages whose kind is looked at in all four.
PAIR = [(1280, "light"), (390, "dark")]
# What is said of the light page holds for the dark one too, but for its colours.
RULES = {"light": STANDARDS, "dark": {"type": "rule", "values": ["color-contrast"]}}
FINISH = """document.getAnimations()
  .filter((one) => one instanceof CSSTransition)
  .forEach((one) => one.finish())"""


def looks(page, wanted=LOOKS, height=900):
    """Show the page in each look in turn, and say which it is."""
    page.wait_for_load_state()  # a click may have led here, and is done when the page begins
    for width, scheme in wanted:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        page.evaluate(FINISH)  # or axe sees colours that are on their way
        yield width, scheme
