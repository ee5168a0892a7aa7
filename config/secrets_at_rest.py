"""The secrets of second factors, kept in the database under a key that the database does not hold.

The key follows from SECRET_KEY, so there is none of its own to make, hand over and lose. SECRET_KEY_FALLBACKS
still open what was written under them; `manage.py renew_secrets` writes it anew under the first one.
"""

from base64 import urlsafe_b64encode
from typing import Final

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction
from django.http import Http404

PURPOSE: Final = b"honest-pilot: secrets of second factors, 1"
"""Keeps this key apart from whatever else is made of SECRET_KEY. Changed, it makes all secrets unreadable."""

SECRETS: Final = {Authenticator.Type.TOTP: "secret", Authenticator.Type.RECOVERY_CODES: "seed"}
"""Where each kind keeps its own; a passkey is a public key and has none."""


class UnreadableSecret(Http404):
    """It was written under a key that is no longer given: whatever it belongs to is not there any more."""

    silent_variable_failure = True  # a page that only counts codes shows none


def encrypted(text: str) -> str:
    """The text under the present key."""
    return _keys().encrypt(text.encode()).decode()


def decrypted(token: str) -> str:
    """The text again; raises UnreadableSecret."""
    try:
        return _keys().decrypt(token).decode()
    except InvalidToken:
        raise UnreadableSecret(
            "A second factor was stored under another SECRET_KEY; see docs/operations.md"
        ) from None


def renew_secrets() -> tuple[int, list[Authenticator]]:
    """Write every secret anew under the present key; say how many were, and which nobody can read."""
    renewed, unreadable = 0, []
    with transaction.atomic():
        for row in Authenticator.objects.select_for_update().filter(type__in=SECRETS):
            name = SECRETS[Authenticator.Type(row.type)]
            try:
                row.data[name] = encrypted(decrypted(row.data[name]))
            except UnreadableSecret:
                unreadable.append(row)
                continue
            row.save(update_fields=["data"])
            renewed += 1
    return renewed, unreadable


def _keys() -> MultiFernet:
    given = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key_from(secret)) for secret in given])


def _key_from(secret: str) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return urlsafe_b64encode(derived)
