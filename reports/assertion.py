"""What a passkey asserts of a sign-off: one text of all that is signed, hashed into the passkey's challenge.

Web and worker make that text from the row's own values, so a row that was changed afterwards is no longer the
one that its person's passkey answered for.
"""

import hashlib
import json
import logging
from collections.abc import Iterable
from datetime import UTC
from typing import Any
from urllib.parse import urlsplit

from allauth.mfa.webauthn.internal.auth import get_authenticator_by_credential_id
from django.utils.translation import gettext_noop
from fido2.server import Fido2Server
from fido2.utils import websafe_encode
from fido2.webauthn import (
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    UserVerificationRequirement,
)

from assessments.queries.second_factor import passkeys_of

from .models import SignOff

FORMAT = "honest-pilot-sign-off/1"
"""What begins the text, so that a passkey's answer for anything else never counts here."""
VERIFIED = UserVerificationRequirement.REQUIRED
"""By finger, face or PIN, not by touch alone."""

UNASSERTED = gettext_noop("You have a passkey, so you sign with it. Read the report again and sign.")
UNCONFIRMED = gettext_noop(
    "Your passkey did not confirm exactly this, or it is not yours any more. Read the report again and sign."
)

log = logging.getLogger(__name__)


def asserted_text(row: SignOff) -> str:
    """All that is signed, and for whom, as canonical JSON.

    It holds the row's own key, so an answer counts for one row alone, and the time at which it was asked for.
    """
    said = {
        "format": FORMAT,
        "sign_off": str(row.pk),
        "report": str(row.report_id),
        "record_sha256": row.record_sha256,
        "read_sha256": row.read_sha256,
        "place": row.signatory.place,
        "person": str(row.by_id),
        "name": str(row.by),
        "email": row.by.email,
        "decision": row.decision,
        "reason": row.reason,
        "conditions": row.conditions,
        "dissent": row.dissent,
        "proved_at": row.proved_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "proved_by": row.proved_by,
    }
    return json.dumps(said, sort_keys=True, separators=(",", ":"))


def challenge_of(row: SignOff) -> bytes:
    """What the passkey is asked to sign."""
    return hashlib.sha256(asserted_text(row).encode()).digest()


def request_options(row: SignOff, host: str) -> dict[str, Any]:
    """What a page at this host hands to the browser, to ask one of the person's passkeys."""
    options, _state = _server(host).authenticate_begin(
        credentials=[passkey.wrap().authenticator_data.credential_data for passkey in passkeys_of(row.by)],
        user_verification=VERIFIED,
        challenge=challenge_of(row),
    )
    return dict(options)


def objection_to(row: SignOff) -> str:
    """Why this does not count as its person's word, marked for translation; empty where it does.

    Whoever has a passkey says it with one that was set up before; for who has none, the fresh proof stands.
    """
    if not row.assertion:
        return UNASSERTED if passkeys_of(row.by).exists() else ""
    passkeys = list(passkeys_of(row.by).filter(created_at__lt=row.proved_at))
    try:
        _check(row, passkeys)
    except Exception as error:  # noqa: BLE001 - whatever cannot be read or checked confirms nothing
        log.warning("The passkey's answer for the signature %s does not count: %r", row.pk, error)
        return UNCONFIRMED
    return ""


def passkey_used(row: SignOff) -> Any:
    """The passkey whose answer counted."""
    answer = AuthenticationResponse.from_dict(json.loads(row.assertion))
    return get_authenticator_by_credential_id(row.by, answer.raw_id)


def digest_of(row: SignOff) -> str:
    """The SHA-256 by which the signature names the passkey's answer; empty where there is none."""
    return hashlib.sha256(row.assertion.encode()).hexdigest() if row.assertion else ""


def _check(row: SignOff, passkeys: Iterable[Any]) -> None:
    """Raise whatever is raised where the answer is not by one of these passkeys for exactly this row."""
    answer = AuthenticationResponse.from_dict(json.loads(row.assertion))
    said = answer.response.client_data
    if said.cross_origin:
        raise ValueError("it was asked for inside another site's page")
    host = urlsplit(said.origin).hostname or ""
    site = hashlib.sha256(host.encode()).digest()
    # A key belongs to the name of this site under which it was set up; a worker has no request to ask for it.
    stored = [passkey.wrap().authenticator_data for passkey in passkeys]
    known = [key.credential_data for key in stored if key.rp_id_hash == site]
    demanded = {"challenge": websafe_encode(challenge_of(row)), "user_verification": VERIFIED}
    _server(host).authenticate_complete(demanded, known, answer)


def _server(host: str) -> Fido2Server:
    return Fido2Server(PublicKeyCredentialRpEntity(id=host, name=host))
