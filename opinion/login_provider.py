"""The outlet's provider of logins, as the environment names it: sign-in by OpenID Connect."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

from opinion import environment


def read() -> tuple[str, dict[str, Any]]:
    """What the provider is called, and django-allauth's setting: both empty without OIDC_ISSUER."""
    issuer = environment.url("OIDC_ISSUER")
    if issuer.scheme == "http" and issuer.hostname not in environment.THIS_MACHINE:
        raise ImproperlyConfigured("OIDC_ISSUER must be https: the client's secret travels there.")
    name = environment.text("OIDC_NAME") or issuer.hostname or ""
    app = {
        "provider_id": "oidc",
        "name": name,
        "client_id": environment.text("OIDC_CLIENT_ID"),
        "secret": environment.text("OIDC_CLIENT_SECRET"),
        "settings": {
            "server_url": issuer.geturl(),
            "oauth_pkce_enabled": True,
            # Domains whose addresses count as verified, where a provider never says so.
            "verified_email": environment.words("OIDC_VERIFIED_DOMAINS"),
        },
    }
    return name, {"oidc": {"APP": app}} if issuer.hostname else {}
