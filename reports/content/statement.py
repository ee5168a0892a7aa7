"""What an approver's signature under a report states, as a sentence for people and as JSON to be signed."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from enum import StrEnum

from assessments.domain.language import gettext as _
from assessments.domain.language import gettext_noop

FORMAT = "honest-pilot-signature/2"
READABLE = ("honest-pilot-signature/1", FORMAT)
"""The first had no `assertion_sha256`."""


class Decision(StrEnum):
    """Leadership's decision on a report, as the case file has it."""

    PROCEED = "proceed"
    PROCEED_ADJUSTED = "proceed_adjusted"
    FIX_FIRST = "fix_first"
    STOP = "stop"


DECISION_NAMES = {
    Decision.PROCEED: gettext_noop("proceed"),
    Decision.PROCEED_ADJUSTED: gettext_noop("proceed with adjusted expectations"),
    Decision.FIX_FIRST: gettext_noop("fix first"),
    Decision.STOP: gettext_noop("stop"),
}


class SignerRole(StrEnum):
    """The decision maker signs first and decides; the others countersign that decision."""

    DECIDES = "decides"
    COUNTERSIGNS = "countersigns"


class Reauthentication(StrEnum):
    """By what somebody proved, just before signing, to be the one who is signed in."""

    PASSWORD = "password"  # noqa: S105 - the name of a method
    CODE = "code"
    RECOVERY_CODE = "recovery_code"
    PASSKEY = "passkey"
    SINGLE_SIGN_ON = "single_sign_on"


REAUTHENTICATION_NAMES = {
    Reauthentication.PASSWORD: gettext_noop("password"),
    Reauthentication.CODE: gettext_noop("code of an authenticator app"),
    Reauthentication.RECOVERY_CODE: gettext_noop("recovery code"),
    Reauthentication.PASSKEY: gettext_noop("passkey"),
    Reauthentication.SINGLE_SIGN_ON: gettext_noop("single sign-on"),
}

SENTENCES = {
    SignerRole.DECIDES: gettext_noop("%(name)s decides: %(decision)s. Reason: %(reason)s"),
    SignerRole.COUNTERSIGNS: gettext_noop(
        "%(name)s countersigns the decision: %(decision)s. Reason: %(reason)s"
    ),
}


@dataclass(frozen=True)
class SignatureStatement:
    """What one approver signs.

    `pdf_sha256` is that of the file that they read: the report as it was sealed, or with signatures that
    were already there. `reauthenticated_at` has a time zone. `assertion_sha256` is that of the answer of the
    signer's passkey for exactly this, which the deployment keeps; empty where they have none.
    """

    name: str
    email: str
    role: SignerRole
    decision: Decision
    reason: str
    record_sha256: str
    pdf_sha256: str
    reauthenticated_at: datetime
    reauthenticated_by: Reauthentication
    assertion_sha256: str = ""

    def sentence(self) -> str:
        """The statement in the language that is spoken now, as every PDF reader shows it."""
        return _(SENTENCES[self.role]) % {
            "name": self.name,
            "decision": _(DECISION_NAMES[self.decision]),
            "reason": self.reason,
        }


@dataclass(frozen=True)
class Stated:
    """A statement as it was signed, with the sentence that stands beside it."""

    statement: SignatureStatement
    sentence: str

    def as_json(self) -> str:
        """The text that is signed."""
        at = self.statement.reauthenticated_at.astimezone(UTC).isoformat()
        said = asdict(self.statement) | {"reauthenticated_at": at, "sentence": self.sentence}
        return json.dumps({"format": FORMAT, **said}, ensure_ascii=False, sort_keys=True)


def read_stated(text: str) -> Stated:
    """Return what was signed. Raises ValueError, KeyError or TypeError where it is no statement of ours."""
    said = json.loads(text)
    if said.pop("format") not in READABLE:
        raise ValueError(f"not {FORMAT}")
    sentence = said.pop("sentence")
    statement = SignatureStatement(
        **said
        | {
            "role": SignerRole(said["role"]),
            "decision": Decision(said["decision"]),
            "reauthenticated_at": datetime.fromisoformat(said["reauthenticated_at"]),
            "reauthenticated_by": Reauthentication(said["reauthenticated_by"]),
        }
    )
    return Stated(statement, sentence)
