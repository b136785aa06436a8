"""One look at one address, and what follows from it and the looks before."""

import time
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin, urlsplit

from opinion.references.links.hosts import Resolver, system_resolver
from opinion.references.links.http_client import Answer, Deadline, Place, SafeClient, place
from opinion.references.links.outcome import FetchError, Outcome, Reason, State
from opinion.references.links.page_similarity import fingerprint, is_alike
from opinion.references.links.robots import Robots

NAME = "OpinionLinks"
SECONDS = 30.0
DELAY = 2.0
LONGEST_DELAY = 10.0
REDIRECTS = 5
SITES_REMEMBERED = 2_000
MISSES_UNTIL_GONE = 3
BETWEEN_MISSES = timedelta(days=3)

FOR_GOOD = {301, 308}
ELSEWHERE = {301, 302, 303, 307, 308}
REFUSALS = {401, 403, 429, 451}
MISSING = {404, 410}
# They tell of us or of the owner's wish, not of the link.
_NOTHING_LEARNED = {Reason.NO_NETWORK, Reason.ROBOTS}


@dataclass
class Trail:
    """The way from an address to where it answers; `moved_to` by permanent redirects alone."""

    start: Place
    here: Place
    moved_to: str = ""
    is_lasting: bool = True
    steps: int = 0


class Checker:
    """Looks at addresses, one after the other, and is polite to each host.

    `agent` is said of us to every server and must name the publication. `delay` is the least number
    of seconds between two requests to one host, `seconds` the most that one check takes, with
    robots.txt, redirects and waiting. `allowed` ("address:port") lifts the guard for a test.
    """

    def __init__(
        self,
        agent: str = NAME,
        *,
        allowed: Collection[str] = (),
        resolver: Resolver = system_resolver,
        seconds: float = SECONDS,
        delay: float = DELAY,
    ) -> None:
        self.door = SafeClient(agent, allowed=allowed, resolver=resolver)
        self.robots = Robots(NAME)
        self.seconds, self.delay = seconds, delay
        self._asked_at: dict[str, float] = {}

    def check(
        self, address: str, previous: Outcome | None = None, *, now: datetime | None = None
    ) -> Outcome:
        """Never raises: whatever the server does is one of the seven states."""
        now = now or datetime.now(UTC)
        before = _remembered(previous, now)
        try:
            start = place(address)
        except FetchError as trouble:
            return replace(before, reason=trouble.reason)
        trail = Trail(start, start)
        try:
            answer = self._followed(trail, before, Deadline(self.seconds))
        except FetchError as trouble:
            return _of_trouble(trouble.reason, trail, before)
        return _of_answer(answer, trail, _arrived(trail, replace(before, code=answer.code)))

    def _followed(self, trail: Trail, before: Outcome, deadline: Deadline) -> Answer:
        """The answer at the end of all redirects, each judged like the first address."""
        while True:
            if not self._may_visit(trail.here, deadline):
                raise FetchError(Reason.ROBOTS)
            answer = self._get(trail.here, deadline, _conditions(trail.here, before))
            if answer.code not in ELSEWHERE:
                return answer
            _step(trail, answer)

    def _may_visit(self, where: Place, deadline: Deadline) -> bool:
        return self.robots.allow(
            where.site, where.target, lambda address: self._robots(place(address), deadline)
        )

    def _robots(self, where: Place, deadline: Deadline) -> Answer:
        trail = Trail(where, where)
        answer = self._get(trail.here, deadline, {})
        while answer.code in ELSEWHERE:
            try:
                _step(trail, answer)
                answer = self._get(trail.here, deadline, {})
            except FetchError:
                # Redirects that lead to no rules: there are none (RFC 9309, 2.3.1.2 and 2.3.1.3).
                return Answer(404, {}, b"")
        return answer

    def _get(self, where: Place, deadline: Deadline, headers: dict[str, str]) -> Answer:
        self._wait(where, deadline)
        try:
            return self.door.get(where, deadline, headers)
        finally:
            if len(self._asked_at) >= SITES_REMEMBERED:
                self._asked_at.clear()
            self._asked_at[where.site] = time.monotonic()

    def _wait(self, where: Place, deadline: Deadline) -> None:
        asked_at = self._asked_at.get(where.site)
        if asked_at is None:
            return
        delay = min(max(self.delay, self.robots.delay(where.site)), LONGEST_DELAY)
        left = asked_at + delay - time.monotonic()
        if left >= deadline.ends - time.monotonic():
            raise FetchError(Reason.TIMEOUT)
        time.sleep(max(0.0, left))


def check(address: str, previous: Outcome | None = None, *, now: datetime | None = None) -> Outcome:
    """One look with a checker of its own, which asks for robots.txt anew."""
    return Checker().check(address, previous, now=now)


def _step(trail: Trail, answer: Answer) -> None:
    trail.steps += 1
    if trail.steps > REDIRECTS:
        raise FetchError(Reason.LOOP)
    there = _target(trail.here, answer)
    trail.is_lasting = trail.is_lasting and answer.code in FOR_GOOD
    if trail.is_lasting:
        trail.moved_to = there.address
    trail.here = there


def _target(here: Place, answer: Answer) -> Place:
    location = answer.header("location")
    if not location:
        raise FetchError(Reason.GARBLED)
    try:
        # http.client reads headers as Latin-1; addresses in them are UTF-8 at best.
        location = location.encode("latin-1").decode("utf-8", "replace")
        return place(urljoin(here.address, location.split("#")[0]))
    except ValueError as error:
        raise FetchError(Reason.GARBLED) from error


def _conditions(here: Place, before: Outcome) -> dict[str, str]:
    """Ask only for what has changed, where what we know came from this very address."""
    if here.address != before.final_address:
        return {}
    asked = {"If-None-Match": before.etag, "If-Modified-Since": before.last_modified}
    return {name: value for name, value in asked.items() if value}


def _remembered(previous: Outcome | None, now: datetime) -> Outcome:
    """What the checks before found out and this one may not; for itself, nothing is checked yet."""
    blank = Outcome(State.NOT_CHECKED, now)
    if previous is None:
        return blank
    kept = replace(previous, state=State.NOT_CHECKED, checked_at=now)
    return replace(kept, reason=None, code=None, moved_to="")


def _of_trouble(reason: Reason, trail: Trail, before: Outcome) -> Outcome:
    found = replace(before, reason=reason)
    if reason in _NOTHING_LEARNED or (reason is Reason.FORBIDDEN and not trail.steps):
        return found
    found = _arrived(trail, found)
    return _missed(found) if reason is Reason.NO_HOST else replace(found, state=State.ERROR)


def _arrived(trail: Trail, found: Outcome) -> Outcome:
    """At the end of the way; what was known of another end is of no use at this one."""
    here = trail.here.address
    if here != found.final_address:
        found = replace(found, etag="", last_modified="")
    return replace(found, final_address=here)


def _of_answer(answer: Answer, trail: Trail, found: Outcome) -> Outcome:
    if answer.code in MISSING:
        return _missed(found)
    if answer.code in REFUSALS:
        return replace(found, state=State.REFUSED)
    if answer.code == 304 and _conditions(trail.here, found):
        return _seen(trail, found)
    if not 200 <= answer.code < 300:
        return replace(found, state=State.ERROR)
    return _read(answer, trail, found)


def _read(answer: Answer, trail: Trail, found: Outcome) -> Outcome:
    print_now = _print(answer)
    seen = _seen(trail, found)
    if not is_alike(found.fingerprint, print_now):
        # The first content stays what later checks compare with, until somebody accepts the new.
        return replace(seen, state=State.CHANGED, etag="", last_modified="")
    return replace(
        seen,
        etag=_condition(answer.header("etag")),
        last_modified=_condition(answer.header("last-modified")),
        fingerprint=print_now or found.fingerprint,
    )


def _print(answer: Answer) -> str:
    if answer.header("content-encoding").lower() not in ("", "identity"):
        return ""
    return fingerprint(answer.body, answer.header("content-type"))


def _condition(value: str) -> str:
    """A header that we can send back; a folded or an endless one we cannot."""
    return value if value.isascii() and value.isprintable() and len(value) <= 200 else ""


def _seen(trail: Trail, found: Outcome) -> Outcome:
    """There is a page: at its own address, or at another for good."""
    found = replace(found, misses=0, first_missed_at=None, last_missed_at=None)
    if not trail.moved_to or _is_same(trail.moved_to, trail.start.address):
        return replace(found, state=State.REACHABLE)
    return replace(found, state=State.MOVED, moved_to=trail.moved_to)


def _missed(found: Outcome) -> Outcome:
    """No page or no host. Once may be a mishap: gone is what was missed often, days apart."""
    now, last = found.checked_at, found.last_missed_at
    if last is None or now - last >= BETWEEN_MISSES:
        found = replace(
            found,
            misses=found.misses + 1,
            first_missed_at=found.first_missed_at or now,
            last_missed_at=now,
        )
    is_gone = found.misses >= MISSES_UNTIL_GONE
    return replace(found, state=State.GONE if is_gone else State.ERROR)


def _is_same(one: str, other: str) -> bool:
    """Whether two addresses differ only in ways that no reader would call another address."""
    return _plain(one) == _plain(other)


def _plain(address: str) -> tuple[str, str, str]:
    # http or https, www. or not, a slash at the end or not: a site's habits, not a move.
    parts = urlsplit(address)
    host = parts.netloc.removeprefix("www.")
    return host, parts.path.rstrip("/"), parts.query
