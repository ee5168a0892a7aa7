"""The seal: what turns a finished PDF into a report that cannot be changed unseen."""

from io import BytesIO

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter, copy_into_new_writer
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter, append_signature_field

from ..authority import authority, in_own_loop
from ..verification.parts import RECORD_KEY, SEAL_FIELD, approver_fields

OBJECT_STREAMS = b"/ObjStm"


def seal(pdf: bytes, *, record_sha256: str, registered: bool, approvers: int = 0) -> bytes:
    """Return the PDF sealed, with an empty field for each approver's later signature.

    `pdf` carries `record.json`, `case.json` and `result.json` as attachments. All fields exist before
    sealing: one added later would break the seal, which allows signing and nothing else. Raises
    TimestampUnavailable where a timestamp service is configured and silent.
    """
    with_fields = _prepared(pdf, record_sha256, approvers)
    deployment = authority()
    signer = PdfSigner(
        PdfSignatureMetadata(
            field_name=SEAL_FIELD,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            certify=True,
            docmdp_permissions=MDPPerm.FILL_FORMS,
        ),
        signer=deployment.signer(registered=registered),
        timestamper=deployment.timestamper,
    )
    written = in_own_loop(lambda: signer.sign_pdf(with_fields, existing_fields_only=True))
    sealed: bytes = written.getvalue()
    return sealed


def page_count(pdf: bytes) -> int:
    """Return how many pages a report of ours has."""
    return int(PdfFileReader(BytesIO(pdf)).root["/Pages"]["/Count"])


def _prepared(pdf: bytes, record_sha256: str, approvers: int) -> BasePdfFileWriter:
    writer = _writer(pdf)
    _name_the_record(writer, record_sha256)
    for name in (SEAL_FIELD, *approver_fields(approvers)):
        append_signature_field(writer, SigFieldSpec(name, on_page=-1))
    return writer


def _writer(pdf: bytes) -> BasePdfFileWriter:
    """Append to the file; one with object streams is rewritten, they make verification many times slower."""
    if OBJECT_STREAMS in pdf:
        return copy_into_new_writer(PdfFileReader(BytesIO(pdf)), {"stream_xrefs": False})
    return IncrementalPdfFileWriter(BytesIO(pdf))


def _name_the_record(writer: BasePdfFileWriter, record_sha256: str) -> None:
    if "/Info" not in writer.trailer_view:
        writer.set_info(generic.DictionaryObject())  # type: ignore[no-untyped-call]
    info = writer.trailer_view["/Info"]
    info[RECORD_KEY] = generic.pdf_string(record_sha256)
    writer.update_container(info)
