"""What a check found, in words that accuse nobody."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    NOT_CHECKED = "not_checked", _("Not checked")
    REACHABLE = "reachable", _("Reachable")
    MOVED = "moved", _("Moved")
    REFUSED = "refused", _("Blocks our checker")
    ERROR = "error", _("Temporary error")
    GONE = "gone", _("Gone")
    CHANGED = "changed", _("Content changed")


class Reason(TextChoices):
    """Why there was no answer to judge."""

    NO_NETWORK = "no_network", _("No network on our side")
    ROBOTS = "robots", _("Disallowed by robots.txt")
    FORBIDDEN = "forbidden", _("Address not allowed")
    NO_HOST = "no_host", _("Host not found")
    NAMES = "names", _("Name servers not responding")
    UNREACHABLE = "unreachable", _("Server not responding")
    TIMEOUT = "timeout", _("Timed out")
    LOOP = "loop", _("Redirect loop")
    TLS = "tls", _("Insecure connection")
    GARBLED = "garbled", _("Not an HTTP response")


class FetchError(Exception):
    """A request that brought no answer."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class Outcome:
    """The answer to one check, with all that the next check of this address wants to know.

    `final_address` is where the answer came from, `moved_to` where permanent redirects lead (empty
    unless it moved). `etag`, `last_modified` and `fingerprint` tell of one and the same content.
    A miss is a check that found no page or no host; only misses some days apart are counted.
    """

    state: State
    checked_at: datetime
    reason: Reason | None = None
    code: int | None = None
    final_address: str = ""
    moved_to: str = ""
    etag: str = ""
    last_modified: str = ""
    fingerprint: str = ""
    misses: int = 0
    first_missed_at: datetime | None = None
    last_missed_at: datetime | None = None
