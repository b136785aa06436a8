"""A copy of a page in the Wayback Machine, of about the day on which it was cited.

https://archive.org/help/wayback_api.php
"""

import json
from datetime import datetime
from urllib.parse import urlencode

from opinion.references.links.http_client import Answer, Deadline, SafeClient, place
from opinion.references.links.outcome import FetchError

SERVICE = "https://archive.org/wayback/available"
COPIES = ("https://web.archive.org/web/", "http://web.archive.org/web/")
SECONDS = 15.0


def nearest_copy(address: str, day: datetime, door: SafeClient, *, service: str = SERVICE) -> str:
    """The address of the copy nearest to `day`; empty when there is none, or nobody answers."""
    asked = urlencode({"url": address, "timestamp": f"{day:%Y%m%d}"})
    try:
        answer = door.get(place(f"{service}?{asked}"), Deadline(SECONDS), {})
    except FetchError:
        return ""
    return _copy(answer) if answer.code == 200 else ""


def _copy(answer: Answer) -> str:
    try:
        closest = json.loads(answer.body)["archived_snapshots"]["closest"]
        found, is_whole = closest["url"], closest["available"] and closest["status"] == "200"
    except (ValueError, LookupError, TypeError, RecursionError):
        return ""
    if not is_whole or not isinstance(found, str) or not found.startswith(COPIES):
        return ""
    return found.replace("http://", "https://", 1)
