"""What is fetched from a provider of logins: a small JSON object, soon, from where it was asked."""

import time

import requests

# Seconds for a connection and for each piece, and for all of it.
PATIENCE, IN_ALL = 5, 10
MOST_BYTES = 256 * 1024


class Refused(requests.RequestException):
    """The answer is not one that we read."""


class BoundedSession(requests.Session):
    """Follows no redirect: what is sent holds secrets that are meant for one address."""

    def request(self, method, url, **kwargs):  # type: ignore[override]
        kwargs |= {"timeout": PATIENCE, "allow_redirects": False, "stream": True}
        begun = time.monotonic()
        with super().request(method, url, **kwargs) as response:
            response._content = _read(response, begun + IN_ALL)
        if response.is_redirect:
            raise Refused("It leads elsewhere.")
        if response.ok and not isinstance(response.json(), dict):
            raise Refused("It is no object.")
        return response


def _read(response, until: float) -> bytes:
    read = b""
    for piece in response.iter_content(16 * 1024):
        read += piece
        if len(read) > MOST_BYTES or time.monotonic() > until:
            raise Refused("It does not end.")
    return read
