"""What allauth is told about the deployment's own sign-in service; settings.py reads it from the environment.

Every address a service gives counts as verified only where the service says so, or where its domain is one
that the deployment trusts it with.
"""

from importlib.util import find_spec
from typing import Any, Final
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


def openid_connect(
    *, issuer: str, key: str, name: str, client_id: str, secret: str, vouches_for: list[str]
) -> dict[str, Any]:
    """One OpenID provider; `key` stands in its addresses and beside every link to a person.

    ImproperlyConfigured for an address that anybody on the way could answer for.
    """
    if not issuer.startswith("https://") and urlsplit(issuer).hostname not in LOOPBACK:
        raise ImproperlyConfigured("OIDC_ISSUER must begin with https://")
    settings = {
        "server_url": issuer.rstrip("/"),
        "verified_email": vouches_for,
        "oauth_pkce_enabled": True,
    }
    return {
        "APPS": [
            {"provider_id": key, "name": name, "client_id": client_id, "secret": secret, "settings": settings}
        ]
    }


def proved_at(told: dict[str, Any]) -> float | None:
    """When the provider last asked who it is, as its ID token says (seconds); None where it does not."""
    at = (told.get("id_token") or {}).get("auth_time")
    return float(at) if isinstance(at, int | float) else None


def saml(
    *, metadata_url: str, entity_id: str, key: str, name: str, email_attribute: str, vouches_for: list[str]
) -> dict[str, Any]:
    """One SAML identity provider; ImproperlyConfigured without the packages that speak SAML."""
    if find_spec("onelogin") is None:
        raise ImproperlyConfigured(
            "SAML_METADATA_URL needs SAML's packages: pip install 'honest-pilot[saml]'"
        )
    settings: dict[str, Any] = {
        "idp": {"entity_id": entity_id, "metadata_url": metadata_url},
        "verified_email": vouches_for,
        "use_nameid_for_email": not email_attribute,
        "advanced": {"want_assertion_signed": True, "reject_idp_initiated_sso": True, "strict": True},
    }
    if email_attribute:
        settings["attribute_mapping"] = {"email": email_attribute}
    return {"APPS": [{"provider_id": key, "name": name, "client_id": key, "settings": settings}]}
