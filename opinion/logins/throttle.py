"""Growing delays between attempts, by account and by network, that lock nobody out for good.

An attempt is counted before its password is looked at, so that a thousand at the same moment are
not looked at either. From a device on which its owner has logged in before, an account counts by
itself: whoever attacks it from elsewhere does not stand in its owner's way.
"""

import math
from collections.abc import Collection
from datetime import timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from comments.security.encryption import digest

from .models import Delay


class Limit(NamedTuple):
    """So many failures are free; then `first` seconds, twice as many each time, at most `most`."""

    free: int
    first: int
    most: int

    def after(self, failures: int) -> timedelta:
        beyond = failures - self.free
        if beyond < 0:
            return timedelta()
        # No larger power than it takes to get there.
        return timedelta(seconds=min(self.first * 2 ** min(beyond, 20), self.most))


# Where an attempt counts: what names the place, and its limit.
Counted = dict[tuple[str, ...], Limit]

# One account from one network, or from a device that it knows.
HERE = Limit(5, 15, 3_600)
# Whatever the account. An office logs in from one network.
NETWORK = Limit(30, 15, 3_600)
# One account from anywhere. Short, because its owner may be among those who ask.
ACCOUNT = Limit(20, 5, 300)
# Mail with a link to one address, and from one network.
MAIL = Limit(3, 60, 3_600)
MAIL_NETWORK = Limit(20, 60, 3_600)


class Attempt:
    """One attempt at something, which counts in several places: digests with their limits.

    Where it came too early, `scope` is the kind of place that has to wait longest.
    """

    scope = ""

    def __init__(self, counted: Counted, forgiven: Collection[str] = ()):
        self._scopes = {digest(*names): names[0] for names in counted}
        self._limits = {digest(*names): limit for names, limit in counted.items()}
        self._forgiven = {digest(*names) for names in counted if names[0] in forgiven}

    def begin(self) -> int:
        """Count it as failed. Seconds to wait, where it is too early: then it is not counted."""
        if wait := self._wait(self._rows()):
            return wait
        with transaction.atomic():
            # In one order, as everybody who counts: nobody waits for one who waits for them.
            empty = [Delay(digest=key) for key in sorted(self._limits)]
            Delay.objects.bulk_create(empty, ignore_conflicts=True)
            rows = self._locked()
            if wait := self._wait(rows):
                return wait
            for row in rows:
                row.fail(self._limits[bytes(row.digest)], timezone.now())
            self._store(rows)
        return 0

    def succeed(self):
        """It was right after all: its account begins anew, its network as it stood before."""
        with transaction.atomic():
            rows = self._locked()
            for row in rows:
                if bytes(row.digest) in self._forgiven:
                    row.failures = 0
                row.take_back(timezone.now())
            self._store(rows)

    def take_back(self):
        """Nobody looked at it."""
        self._forgiven = set()
        self.succeed()

    def _rows(self):
        return Delay.objects.filter(digest__in=[*self._limits])

    def _locked(self):
        return list(self._rows().order_by("digest").select_for_update())

    def _wait(self, rows) -> int:
        last = max(rows, key=lambda row: row.until, default=None)
        if last is None:
            return 0
        self.scope = self._scopes[bytes(last.digest)]
        return max(math.ceil((last.until - timezone.now()).total_seconds()), 0)

    def _store(self, rows):
        Delay.objects.bulk_update(rows, ["failures", "last_at", "until"])


def of_password(username: str, network: str, device: str | None) -> Attempt:
    """At the password of whoever is called so, from a network, on a known device of theirs."""
    name = username.casefold()
    if device:
        return Attempt({("login device", device): HERE}, {"login device"})
    counted: Counted = {("login here", name, network): HERE, ("login account", name): ACCOUNT}
    if network:
        counted[("login network", network)] = NETWORK
    return Attempt(counted, {"login here", "login account"})


def of_code(user, device: str | None) -> Attempt:
    """At the second factor of somebody whose password was right."""
    return Attempt({("login code", str(user.pk), device or ""): HERE}, {"login code"})


def of_mail(email: str, network: str) -> Attempt:
    """At a mail with a link."""
    counted: Counted = {("login mail", email.casefold()): MAIL}
    if network:
        counted[("login mail network", network)] = MAIL_NETWORK
    return Attempt(counted)


def forget_old(at=None):
    at = at or timezone.now()
    Delay.objects.filter(last_at__lt=at - Delay.REMEMBERED, until__lt=at).delete()
