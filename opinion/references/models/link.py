from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Self
from urllib.parse import urldefrag, urlsplit

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opinion import html
from opinion.page_cache.drawing import shows
from opinion.references.links import Checker, Outcome, Reason, State, nearest_copy

CHECKS_KEPT = 20
# How long after a check the next one is due; for what is not named here, a week.
WEEK = timedelta(days=7)
UNTIL_NEXT = {
    State.ERROR: timedelta(days=1),
    Reason.NO_NETWORK: timedelta(hours=1),
    Reason.FORBIDDEN: timedelta(days=30),
}
AFTER_A_MISS = timedelta(days=3)
# A check that was begun and never ended is begun anew after so long.
BEGUN = timedelta(hours=6)


class LinkQuerySet(models.QuerySet["Link"]):
    def know(self, addresses: Iterable[str]) -> dict[str, "Link"]:
        """The links of these addresses, by address as given; made where there are none yet.

        What cannot be linked, and paths on this site, are left out.
        """
        bare = _bare_addresses(addresses)
        known = self._by_address(bare)
        missing = {*bare.values()} - known.keys()
        if missing:
            # Another may make one of them in the same moment.
            self.bulk_create(map(_unchecked, sorted(missing)), ignore_conflicts=True)
            known |= self._by_address(bare)
        return {address: known[bare[address]] for address in bare}

    def of(self, addresses: Iterable[str]) -> dict[str, "Link"]:
        """What is known of these addresses, by address as given. One query; nothing is made."""
        bare = _bare_addresses(addresses)
        known = self._by_address(bare)
        return {address: known[bare[address]] for address in bare if bare[address] in known}

    def copied(self) -> Self:
        """Those that are gone, and of which an archived copy is known; no more than that."""
        gone = self.filter(state=State.GONE).exclude(archived_address="")
        return gone.only("address", "archived_address")

    def _by_address(self, bare: dict[str, str]) -> dict[str, "Link"]:
        digests = {*map(_digest, bare.values())}
        shows("link", *digests)
        links = self.filter(digest__in=digests)
        return {link.address: link for link in links}

    def begin(self, limit: int, now: datetime | None = None) -> list[int]:
        """Claim links whose check is due, at most one of each host, and return their keys."""
        now = now or timezone.now()
        due = self.filter(due_at__lte=now)
        first = due.order_by("host", "due_at", "pk").distinct("host").values("pk")
        chosen = self.filter(pk__in=first).order_by("due_at", "pk")[:limit]
        keys = list(chosen.values_list("pk", flat=True))
        self.filter(pk__in=keys, due_at__lte=now).update(due_at=now + BEGUN)
        return keys

    def ask_again(self) -> int:
        """Put these first in line; how many there are."""
        return self.update(due_at=timezone.now() - WEEK)


class Link(models.Model):
    """An address that references lead to, known once to the whole site, and how it fares.

    The fragment is no part of it: two places on one page are one link.
    """

    address = models.TextField(_("address"))
    digest = models.CharField(max_length=64, unique=True, editable=False)
    host = models.CharField(_("host"), max_length=300, editable=False)
    state = models.CharField(
        _("state"), max_length=12, choices=State, default=State.NOT_CHECKED, db_index=True
    )
    reason = models.CharField(_("reason"), max_length=12, choices=Reason, blank=True)
    since = models.DateTimeField(_("since"), default=timezone.now)
    checked_at = models.DateTimeField(_("last check"), null=True, blank=True)
    due_at = models.DateTimeField(_("next check"), default=timezone.now, db_index=True)
    code = models.PositiveSmallIntegerField(_("HTTP status"), null=True, blank=True)
    known_at = models.DateTimeField(_("first cited"), default=timezone.now)
    final_address = models.TextField(_("final address"), blank=True)
    moved_to = models.TextField(_("moved to"), blank=True)
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=200, blank=True)
    fingerprint = models.TextField(blank=True)
    misses = models.PositiveSmallIntegerField(_("failed checks"), default=0)
    first_missed_at = models.DateTimeField(_("first failure"), null=True, blank=True)
    last_missed_at = models.DateTimeField(_("last failure"), null=True, blank=True)
    archived_address = models.TextField(_("archived copy"), blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        default_permissions = ("view",)
        ordering = ["host", "pk"]
        indexes = [models.Index(fields=["host", "due_at"], name="link_by_host")]
        constraints = [
            models.CheckConstraint(
                name="link_missed_since", condition=Q(misses=0) | Q(first_missed_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def outcome(self) -> Outcome | None:
        """What the last check found, None before the first."""
        if self.checked_at is None:
            return None
        return Outcome(**{name: getattr(self, name) for name in _SAME_NAMES}, **self._judged())

    def _judged(self) -> dict[str, Any]:
        return {
            "state": State(self.state),
            "reason": Reason(self.reason) if self.reason else None,
        }

    def check_with(self, checker: Checker, now: datetime | None = None) -> "LinkCheck":
        """Look at the address, and keep what is found."""
        return self.keep(checker.check(self.address, self.outcome, now=now))

    @transaction.atomic
    def keep(self, outcome: Outcome) -> "LinkCheck":
        """Store the outcome of a check; the latest ones stay as the link's history."""
        if outcome.state != self.state or self.checked_at is None:
            self.since = outcome.checked_at
        for name in _SAME_NAMES:
            setattr(self, name, getattr(outcome, name))
        self.state, self.reason = outcome.state, outcome.reason or ""
        self.due_at = outcome.checked_at + until_next(outcome)
        self.save()
        check = self.checks.create(
            state=outcome.state,
            reason=outcome.reason or "",
            checked_at=outcome.checked_at,
            code=outcome.code,
            final_address=outcome.final_address,
        )
        kept = self.checks.order_by("-pk").values("pk")[:CHECKS_KEPT]
        self.checks.exclude(pk__in=kept).delete()
        return check

    @property
    def wants_copy(self) -> bool:
        """Whether what was cited is no longer at its address, and no copy is known yet."""
        return not self.archived_address and self.state in {State.GONE, State.CHANGED}

    def find_copy(self, checker: Checker) -> None:
        """Ask the Wayback Machine for a copy of about the day on which the link was first known."""
        self.archived_address = nearest_copy(self.address, self.known_at, checker.door)
        self.save(update_fields=["archived_address"])

    def accept(self) -> None:
        """Somebody has looked: what the page says now is what later checks compare with."""
        self.fingerprint = self.etag = self.last_modified = ""
        self.due_at = timezone.now() - WEEK
        self.save(update_fields=["fingerprint", "etag", "last_modified", "due_at"])


class LinkCheck(models.Model):
    """What one check of a link found."""

    link = models.ForeignKey(Link, models.CASCADE, related_name="checks")
    state = models.CharField(_("state"), max_length=12, choices=State)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason, blank=True)
    checked_at = models.DateTimeField(_("time"))
    code = models.PositiveSmallIntegerField(_("HTTP status"), null=True)
    final_address = models.TextField(_("final address"), blank=True)

    class Meta:
        verbose_name = _("link check")
        verbose_name_plural = _("link checks")
        default_permissions = ("view",)
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.checked_at:%Y-%m-%d} {self.get_state_display()}"


# What a link and an outcome call by the same names.
_SAME_NAMES = (
    "checked_at",
    "code",
    "final_address",
    "moved_to",
    "etag",
    "last_modified",
    "fingerprint",
    "misses",
    "first_missed_at",
    "last_missed_at",
)


def until_next(outcome: Outcome) -> timedelta:
    """A week; sooner where it may be a passing trouble, or one more miss would make it gone."""
    if outcome.state is State.ERROR and outcome.misses:
        return AFTER_A_MISS
    known = outcome.reason if outcome.reason in UNTIL_NEXT else outcome.state
    return UNTIL_NEXT.get(known, WEEK)


def _bare_addresses(addresses: Iterable[str]) -> dict[str, str]:
    return {address: bare for address in addresses if (bare := _bare(address))}


def _unchecked(bare: str) -> Link:
    return Link(address=bare, digest=_digest(bare), host=urlsplit(bare).hostname or "")


def _bare(address: str) -> str:
    """The address in its checked form, without its fragment; empty for what is not checked."""
    url = html.safe_url(address) or ""
    return "" if url.startswith("/") else urldefrag(url).url


def _digest(address: str) -> str:
    return sha256(address.encode()).hexdigest()
