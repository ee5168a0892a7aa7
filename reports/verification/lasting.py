"""Whether an approver's signature is whole, theirs, and proved for good.

It is judged as of a moment that may be years later. By then its certificate has expired, and what counts is
what the file itself proves: a revocation list under a timestamp, by the rules of ETSI EN 319 102-1.
"""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import x509
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation import EmbeddedPdfSignature, PdfSignatureStatus, validate_pdf_timestamp
from pyhanko.sign.validation.ades import AdESLTAValidationResult, ades_lta_validation
from pyhanko.sign.validation.policy_decl import (
    CertificateFetchingRule,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import (
    NO_REVOCATION,
    REQUIRE_REVINFO,
    CertRevTrustPolicy,
    RevocationCheckingPolicy,
)
from pyhanko_certvalidator.registry import SimpleTrustManager

from ..authority import KeyKind, Roots, in_own_loop
from . import words
from .chain import Approval
from .embedded import in_words, kind_of
from .revisions import SinceTheSeal
from .seal import Seal


@dataclass(frozen=True)
class Judge:
    """By what signatures are judged: beside which seal, by whose roots, as of when.

    Under a seal that nobody here believes, a signature's authority is not asked for: nothing is believed.
    """

    seal: Seal
    believed: Roots
    since: SinceTheSeal
    at: datetime

    def doubts(self, approval: Approval) -> Iterator[str]:
        """Yield why a signature is none that counts, its certificate and timestamps taken together."""
        signature, name = approval.signature, approval.field
        result = self._lasting(signature)
        status = result.api_status
        if status is None or not (status.intact and status.valid):
            yield words.SIGNATURE_CHANGED.format(name=name)
            return
        if kind_of(signature.signer_cert, self.believed) is not KeyKind.APPROVER:
            signer = in_words(signature.signer_cert.subject)
            yield words.SIGNATURE_KEY.format(name=name, signer=signer)
        elif self.seal.known and self._is_stranger(signature.signer_cert):
            issuer = in_words(signature.signer_cert.issuer)
            yield words.SIGNATURE_UNKNOWN.format(name=name, issuer=issuer)
        elif not self._is_proved(status, result) or not self._ends_in_time(approval.timestamp):
            yield words.SIGNATURE_TIME.format(name=name)

    def _lasting(self, signature: EmbeddedPdfSignature) -> AdESLTAValidationResult:
        signature.compute_integrity_info(diff_policy=self.since)  # type: ignore[no-untyped-call]
        timing = ValidationTimingInfo(self.at, self.at, point_in_time_validation=False)
        spec = _spec(self.believed, self.since)
        return in_own_loop(lambda: asyncio.run(ades_lta_validation(signature, spec, timing)))

    def _is_stranger(self, certificate: x509.Certificate) -> bool:
        """Whether none of the roots vouches for it, or only one of other people than those who sealed."""
        issuer = self.believed.issuer_of(certificate)
        return issuer is None or self.believed.is_ours(issuer) is not self.seal.ours

    def _is_proved(self, status: PdfSignatureStatus, result: AdESLTAValidationResult) -> bool:
        timed = status.timestamp_validity is not None and result.oldest_evidence_record_timestamp is not None
        lasts = timed and result.ades_subindic is AdESPassed.OK and bool(status.bottom_line)
        return lasts or not self.seal.known

    def _ends_in_time(self, timestamp: EmbeddedPdfSignature | None) -> bool:
        """Whether the timestamp that ends the file is whole, and one of those believed here."""
        if timestamp is None:
            return False
        timed_with = ValidationContext(
            trust_roots=list(self.believed.timestamps), allow_fetching=False, moment=self.at
        )
        status = in_own_loop(lambda: validate_pdf_timestamp(timestamp, timed_with, diff_policy=self.since))
        return bool(status.intact and status.valid and (status.trusted or not self.seal.known))


def _spec(believed: Roots, since: SinceTheSeal) -> PdfSignatureValidationSpec:
    """Signers need a revocation list; timestamps have none that could be newer than themselves."""
    return PdfSignatureValidationSpec(
        SignatureValidationSpec(
            cert_validation_policy=_certificates(believed.issuers, REQUIRE_REVINFO),
            ts_cert_validation_policy=_certificates(believed.timestamps, NO_REVOCATION),
            revinfo_gathering_policy=RevocationInfoGatheringSpec(
                online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY,
                certificate_fetching_rule=CertificateFetchingRule.NEVER_FETCH,
            ),
        ),
        diff_policy=since,
    )


def _certificates(
    trusted: tuple[x509.Certificate, ...], rule: RevocationCheckingPolicy
) -> CertValidationPolicySpec:
    return CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(trust_roots=list(trusted)),
        revinfo_policy=CertRevTrustPolicy(rule),
    )
