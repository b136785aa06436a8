"""A real provider of logins, which speaks OpenID Connect."""

import subprocess
import sys
import time

import pytest
import requests

from benchmarks.programs import free_port
from opinion.logins.provider import ID


@pytest.fixture(scope="module")
def issuer():
    """A provider of the registry, on a port of this machine."""
    address = f"http://localhost:{(port := free_port())}"
    words = ["-W", "ignore", "-m", "oidc_provider_mock", "--host", "localhost", "--port", str(port)]
    process = subprocess.Popen([sys.executable, *words], stderr=subprocess.DEVNULL)
    try:
        patience = time.monotonic() + 30
        while True:
            try:
                requests.get(address, timeout=5).raise_for_status()
                break
            except requests.ConnectionError:
                assert time.monotonic() < patience
                time.sleep(0.05)
        yield address
    finally:
        process.kill()
        process.wait()


def ask(issuer, settings) -> dict:
    """Let staff come in by it; how it is asked, to be changed."""
    settings.OIDC_NAME = "The House"
    app = {"provider_id": ID, "name": "The House", "client_id": "opinion", "secret": "a secret"}
    app["settings"] = {"server_url": issuer, "oauth_pkce_enabled": True}
    settings.SOCIALACCOUNT_PROVIDERS = {ID: {"APP": app}}
    return app["settings"]


def there(issuer, sub, email="olive@staff.example.org", verified=True):
    """Somebody who has an account at the provider."""
    claims = {"email": email, "email_verified": verified, "name": "Olive Ettes"}
    requests.put(f"{issuer}/users/{sub}", json=claims, timeout=5).raise_for_status()
    return sub
