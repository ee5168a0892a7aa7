"""An approver's signature: appended to the sealed file under a certificate in their name.

The key is made here for this one signature and is gone with it. After the signature come the revocation
list that proves it years later, and a timestamp over the whole file: so every file ends in a signature.
"""

import asyncio
from io import BytesIO

from asn1crypto import crl
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings
from django.utils import translation
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.validation import DocumentSecurityStore
from pyhanko.sign.validation.dss import collect_validation_info
from pyhanko_certvalidator import ValidationContext

from ..authority import (
    Authority,
    Credential,
    StatingSigner,
    as_asn1,
    authority,
    in_own_loop,
    issue_to_person,
    revocation_list,
)
from ..content.statement import SignatureStatement, Stated
from ..verification.parts import STATEMENT, timestamp_field
from .admission import check_may_sign

DIGEST = "sha256"


class Appendix(IncrementalPdfFileWriter):
    """Appends to a file and leaves its title, dates and producer alone: they are sealed, too."""

    def _update_meta(self) -> None:
        """Do nothing."""


def append_signature(pdf: bytes, *, field: str, statement: SignatureStatement) -> bytes:
    """Return the report with an approver's signature, which covers `pdf` and the statement.

    Raises a SignatureRefused where this person may not sign this file in this field with this statement, and
    TimestampUnavailable where a timestamp service is configured and silent.
    """
    check_may_sign(pdf, field, statement)
    with translation.override(settings.LANGUAGE_CODE):  # the same for all, whoever signs
        stated = Stated(statement, statement.sentence())
    deployment = authority()
    signer = _signer(stated, deployment.root())
    return in_own_loop(lambda: asyncio.run(_signed(pdf, _shown(field, stated), signer, deployment)))


def _signer(stated: Stated, root: Credential) -> Signer:
    """Who signs: the approver, with a key of this moment."""
    person = stated.statement
    credential = issue_to_person(
        root, name=person.name, email=person.email, organisation=settings.ORGANISATION_NAME
    )
    return StatingSigner(credential, [root.certificate], identifier=STATEMENT, text=stated.as_json())


def _shown(field: str, stated: Stated) -> PdfSignatureMetadata:
    """What every PDF reader shows of the signature."""
    return PdfSignatureMetadata(
        field_name=field,
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
        name=stated.statement.name,
        contact_info=stated.statement.email,
        reason=stated.sentence,
    )


async def _signed(pdf: bytes, shown: PdfSignatureMetadata, signer: Signer, deployment: Authority) -> bytes:
    file = BytesIO(pdf)
    signing = PdfSigner(shown, signer, timestamper=deployment.timestamper)
    await signing.async_sign_pdf(Appendix(file), existing_fields_only=True, in_place=True)
    await _add_proof(file, deployment.root())
    stamper = PdfTimeStamper(deployment.timestamper, field_name=timestamp_field(str(shown.field_name)))
    await stamper.async_timestamp_pdf(Appendix(file), DIGEST, in_place=True)
    return file.getvalue()


async def _add_proof(file: BytesIO, root: Credential) -> None:
    """Append a revocation list issued after the certificate, for the day when that has expired.

    The root goes with it: a list counts for as long as it is proved that its issuer's certificate existed.
    """
    revoked = crl.CertificateList.load(revocation_list(root).public_bytes(Encoding.DER))
    context = ValidationContext(
        trust_roots=[as_asn1(root.certificate)],
        crls=[revoked],
        allow_fetching=False,
        revocation_mode="require",
    )
    written = Appendix(file)
    signature = written.prev.embedded_signatures[-1]
    paths = await collect_validation_info(signature, context, skip_timestamp=True)
    DocumentSecurityStore.supply_dss_in_writer(written, None, paths=paths, validation_context=context)
    written.write_in_place()  # type: ignore[no-untyped-call]
