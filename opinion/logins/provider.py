"""Sign-in by OpenID Connect: what django-allauth is told of the outlet's own provider.

Of what the provider tells about somebody nothing is kept but who it is, as a digest. An answer that
is not what the standard promises is refused before anybody reads it.
"""

import hashlib
import time

from allauth.socialaccount.models import SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.urls import reverse

from opinion.pages import public_address

ID = "oidc"
ENDPOINTS = "authorization_endpoint", "token_endpoint"
# Seconds by which its clock may differ from ours.
LEEWAY = 60


class OutletAdapter(OpenIDConnectOAuth2Adapter):
    """The code flow, with PKCE. The ID token comes from the provider itself, over TLS."""

    @property
    def openid_config(self) -> dict:
        """Its own description. Raises OAuth2Error where that is another provider's."""
        described = super().openid_config
        issuer = self.get_provider().app.settings["server_url"]
        if str(described.get("issuer")).rstrip("/") != issuer:
            raise OAuth2Error("It describes another issuer.")
        for name in (*ENDPOINTS, "userinfo_endpoint"):
            if not _is_safe(described.get(name), name in ENDPOINTS, issuer):
                raise OAuth2Error(f"Its {name} is no address that we can use.")
        return described

    def get_callback_url(self, request, app) -> str:
        return public_address(reverse("provider_callback"))

    def parse_token(self, data) -> SocialToken:
        return SocialToken(token=str(data["access_token"]))

    def complete_login(self, request, app, token, **kwargs):
        """Who it is. Raises OAuth2Error where the answer does not say so beyond doubt."""
        id_token = kwargs["response"].get("id_token")
        if not isinstance(id_token, str):
            raise OAuth2Error("There is no ID token.")
        claims = self._decode_id_token(app, id_token)
        if not (isinstance(claims.get("sub"), str) and claims["sub"]):
            raise OAuth2Error("The ID token says of nobody.")
        _refuse_long_ago(claims.get("auth_time"))
        if "email" not in claims and "userinfo_endpoint" in self.openid_config:
            told = self._fetch_user_info(token.token)
            if told.get("sub") != claims["sub"]:
                raise OAuth2Error("The user info is somebody else's.")
            claims = told | claims
        return self.get_provider().sociallogin_from_response(request, claims)


class OutletProvider(OpenIDConnectProvider):
    """That of OIDC_ISSUER. There is one."""

    id = ID
    oauth2_adapter_class = OutletAdapter

    def get_callback_url(self) -> str:
        return reverse("provider_callback")

    def get_auth_params(self) -> dict[str, str]:
        """Whoever logged in there longer ago is asked again, by a provider that can."""
        return {"max_age": str(settings.REAUTHENTICATION_MINUTES * 60)}

    def extract_uid(self, data) -> str:
        """One person at one issuer: another issuer's numbers are other people's."""
        return hashlib.sha256(f"{self.server_url} {data['sub']}".encode()).hexdigest()

    def extract_extra_data(self, data) -> dict:
        return {}

    def extract_common_fields(self, data) -> dict:
        email = data.get("email")
        return {"email": email if isinstance(email, str) else None}

    def extract_email_addresses(self, data) -> list:
        return super().extract_email_addresses(data) if isinstance(data.get("email"), str) else []


def _is_safe(address, is_needed: bool, issuer: str) -> bool:
    if address is None:
        return not is_needed
    # Only on this machine do secrets travel in clear.
    schemes = ("https://",) if issuer.startswith("https://") else ("https://", "http://")
    return isinstance(address, str) and address.startswith(schemes)


def _refuse_long_ago(moment) -> None:
    """`moment` is when they logged in there, in seconds; None where the provider does not say."""
    oldest = time.time() - settings.REAUTHENTICATION_MINUTES * 60 - LEEWAY
    if isinstance(moment, (int, float)) and moment < oldest:
        raise OAuth2Error("They logged in there too long ago.")


provider_classes = [OutletProvider]
