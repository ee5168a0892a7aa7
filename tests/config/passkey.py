"""A passkey in software: what a device does when a browser asks it, finger and all."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from django.urls import reverse
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from assessments.models import Person

HOST = "localhost"
ORIGIN = f"http://{HOST}"
FLAG = AuthenticatorData.FLAG


@dataclass
class Passkey:
    """One key pair on one device."""

    verifies: bool = True
    """Whether the device asks for finger, face or PIN."""
    touched: bool = True
    origin: str = ORIGIN
    """Where the browser says that it is."""
    inside: bool = False
    """Whether it is in a page of another site."""
    does: str = "webauthn.get"
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    def made(self, challenge: str) -> dict[str, Any]:
        """The answer to "make a credential"."""
        public = ES256.from_cryptography_key(self.key.public_key())  # type: ignore[no-untyped-call]
        credential = AttestedCredentialData.create(b"\0" * 16, self.id, public)
        said = CollectedClientData.create("webauthn.create", challenge, self.origin)
        attestation = AttestationObject.create("none", self._state(FLAG.AT, credential), {})
        answer = {"clientDataJSON": websafe_encode(said), "attestationObject": websafe_encode(attestation)}
        return self._packed(answer) | {"clientExtensionResults": {"credProps": {"rk": True}}}

    def used(self, challenge: str, person: Person) -> dict[str, Any]:
        """The answer to "show that you have it"."""
        said = CollectedClientData.create(self.does, challenge, self.origin, self.inside)
        state = self._state()
        signature = self.key.sign(state + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        return self._packed(
            {
                "clientDataJSON": websafe_encode(said),
                "authenticatorData": websafe_encode(state),
                "signature": websafe_encode(signature),
                "userHandle": websafe_encode(user_pk_to_url_str(person).encode()),
            }
        )

    def _state(self, more: int = 0, credential: bytes = b"") -> AuthenticatorData:
        verified = FLAG.UV if self.verifies else FLAG(0)
        touched = FLAG.UP if self.touched else FLAG(0)
        site = hashlib.sha256((urlsplit(self.origin).hostname or "").encode()).digest()
        flags = touched | verified | FLAG(more)
        state: AuthenticatorData = AuthenticatorData.create(site, flags, 0, credential)
        return state

    def _packed(self, answer: dict[str, Any]) -> dict[str, Any]:
        name = websafe_encode(self.id)
        return {"type": "public-key", "id": name, "rawId": name, "response": answer}


def with_passkey(person: Person) -> Passkey:
    """Give somebody a passkey, as if it had been set up."""
    passkey = Passkey()
    stored = {"name": "Passkey", "credential": passkey.made("AAAA")}
    Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data=stored)
    return passkey


def sign_in_with(passkey: Passkey, person: Person, browser: Client, **posted: str) -> Any:
    """What the sign-in page's passkey button does."""
    address = reverse("mfa_login_webauthn")
    asked = browser.get(address, headers={"accept": "application/json"}).json()
    answer = passkey.used(asked["request_options"]["publicKey"]["challenge"], person)
    return browser.post(address, posted | {"credential": json.dumps(answer)})
