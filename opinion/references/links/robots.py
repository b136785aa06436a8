"""What the owners of a site ask of visitors like us (RFC 9309)."""

import time
from collections.abc import Callable
from urllib.robotparser import RobotFileParser

from opinion.references.links.http_client import Answer

KEPT_SECONDS = 24 * 3600
SITES_KEPT = 2_000


class Robots:
    """The rules of each site, asked for once a day. `token` is our name in them."""

    def __init__(self, token: str) -> None:
        self.token = token
        self._known: dict[str, tuple[float, RobotFileParser]] = {}

    def allow(self, site: str, target: str, fetch: Callable[[str], Answer]) -> bool:
        """`fetch` gets the answer for an address; what it raises is the caller's."""
        return self._rules(site, fetch).can_fetch(self.token, site + target)

    def delay(self, site: str) -> float:
        """Seconds that the site asks to leave between two requests, as far as it was asked."""
        _at, rules = self._known.get(site, (0, None))
        asked = rules.crawl_delay(self.token) if rules else None
        return float(asked or 0)

    def _rules(self, site: str, fetch: Callable[[str], Answer]) -> RobotFileParser:
        asked_at, rules = self._known.get(site, (0.0, None))
        if rules is None or time.monotonic() - asked_at > KEPT_SECONDS:
            rules = _read(fetch(f"{site}/robots.txt"))
            if len(self._known) >= SITES_KEPT:
                self._known.clear()
            self._known[site] = (time.monotonic(), rules)
        return rules


def _read(answer: Answer) -> RobotFileParser:
    rules = RobotFileParser()
    if answer.code == 200:
        rules.parse(answer.body.decode("utf-8", "replace").lstrip("\ufeff").splitlines())
    else:
        # No rules are no rules; a server in trouble is left alone.
        in_trouble = answer.code >= 500 or answer.code == 429
        rules.parse(["User-agent: *", "Disallow: /"] if in_trouble else [])
    return rules
