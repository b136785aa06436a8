"""What a check found, in words that accuse nobody."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    NOT_CHECKED = "not_checked", _("Not checked")
    REACHABLE = "reachable", _("Reachable")
    MOVED = "moved", _("Moved")
    REFUSED = "refused", _("Refuses our checker")
    ERROR = "error", _("Error now")
    GONE = "gone", _("Gone")
    CHANGED = "changed", _("Content changed")


class Reason(TextChoices):
    """Why there was no answer to judge."""

    NO_NETWORK = "no_network", _("We had no network")
    ROBOTS = "robots", _("Its robots.txt asks us to stay away")
    FORBIDDEN = "forbidden", _("It leads to where we never go")
    NO_HOST = "no_host", _("There is no such host")
    NAMES = "names", _("Its name servers do not answer")
    UNREACHABLE = "unreachable", _("Nothing answers there")
    TIMEOUT = "timeout", _("It took too long")
    LOOP = "loop", _("It sends us in circles")
    TLS = "tls", _("The connection is not secure")
    GARBLED = "garbled", _("The answer is not HTTP")


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
