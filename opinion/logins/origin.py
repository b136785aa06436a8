"""From where and with what somebody comes: as much of it as a log should tell."""

import re
from ipaddress import ip_address
from typing import NamedTuple

from django.utils.translation import gettext as _

from comments.security import ip_addresses

# The first that is found: each names those after it as well.
BROWSERS = {
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "Chrom": "Chrome",
    "Safari": "Safari",
}
SYSTEMS = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows"}
SYSTEMS |= {"Mac OS": "macOS", "CrOS": "ChromeOS", "Linux": "Linux"}


class Origin(NamedTuple):
    network: str
    """A /24 or /48; empty where the address tells of nobody: perhaps a proxy we don't believe."""
    device: str

    @classmethod
    def of(cls, request) -> "Origin":
        return cls(network_of(request), device(request.headers.get("User-Agent", "")))


def network_of(request) -> str:
    address = ip_addresses.client_address(request)
    known = ip_address(address)
    is_nobodys = known.is_loopback or known.is_unspecified
    return "" if is_nobodys else ip_addresses.network(address)


def device(agent: str) -> str:
    """“Firefox, Linux”: what a person recognises, and no version that would tell more."""
    found = [_named(BROWSERS, agent), _named(SYSTEMS, agent)]
    return ", ".join(filter(None, found)) or _("unknown")


def _named(names: dict[str, str], agent: str) -> str:
    marks = (name for mark, name in names.items() if re.search(mark, agent[:500]))
    return next(marks, "")
