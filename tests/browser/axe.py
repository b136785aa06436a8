"""What axe has against a page. It is told of violations only: nobody reads what passes."""

from axe_playwright_python.base import AXE_SCRIPT

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The one rule that reads style sheets anew is none of these, and asked nowhere.
OPTIONS = {"resultTypes": ["violations"], "preload": {"assets": ["media"]}}
# Half a megabyte, which a page that was looked at before has already: then it is not sent again.
RUN = """([within, options]) => typeof axe === "undefined" ? null :
  axe.run(within || document, options).then((results) => results.violations)"""


def violations(page, rules=STANDARDS, within=None):
    """(rule, markup of each place) of all that breaks `rules`; all that axe knows without them."""
    page.wait_for_load_state()  # a click may have led here, and is done when the page begins
    options = OPTIONS | ({"runOnly": rules} if rules else {})
    found = page.evaluate(RUN, [within, options])
    if found is None:
        page.evaluate(AXE_SCRIPT)
        found = page.evaluate(RUN, [within, options])
    return [
        (violation["id"], [node["html"][:300] for node in violation["nodes"]])
        for violation in found
    ]
