"""What axe has against a page. It is told of violations only: nobody reads what passes."""

from axe_playwright_python.base import AXE_SCRIPT

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """([within, options]) =>
  axe.run(within || document, options).then((results) => results.violations)"""


def violations(page, rules=STANDARDS, within=None):
    """(rule, markup of each place) of all that breaks `rules`; all that axe knows without them."""
    page.wait_for_load_state()  # a click may have led here, and is done when the page begins
    # Half a megabyte, which a page that was looked at before has already.
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE_SCRIPT)
    options = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
    return [
        (violation["id"], [node["html"][:300] for node in violation["nodes"]])
        for violation in page.evaluate(RUN, [within, options])
    ]
