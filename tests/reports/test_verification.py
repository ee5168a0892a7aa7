"""Every way we know to alter a report, and that each is told."""

import hashlib
import random
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter, copy_into_new_writer
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from weasyprint import HTML

from reports.authority import (
    KeptKeySigner,
    KeyKind,
    authority,
    create_authority,
    read_certificate,
    read_credential,
    roots,
)
from reports.signing import seal
from reports.signing.sealing import _prepared
from reports.verification import Verification, verify, words
from tests.reports.sealing import record_text, sealed_pdf, signed_pdf, small_pdf


@pytest.fixture(scope="module")
def report() -> bytes:
    return sealed_pdf()


def told(pdf: bytes, *reasons: str) -> Verification:
    """The check of a file that must not pass, for at least these reasons."""
    checked = verify(pdf)
    assert not checked.genuine
    assert set(reasons) <= set(checked.reasons), checked.reasons
    return checked


def test_untouched_report_is_genuine(report: bytes) -> None:
    checked = verify(report)
    assert checked.genuine
    assert checked.reasons == ()
    assert checked.record["result"] == {"index": 50}
    assert checked.record_sha256 == hashlib.sha256(checked.data["record.json"]).hexdigest()


@pytest.mark.parametrize("tail", [b"\n", b"% nothing to see"])
def test_appended_bytes_are_told(report: bytes, tail: bytes) -> None:
    told(report + tail, words.APPENDED)


def test_appended_object_is_told(report: bytes) -> None:
    told(report + b"\n1 0 obj\n<<>>\nendobj\n%%EOF\n")


def test_bytes_in_front_are_told(report: bytes) -> None:
    told(b"\n" + report)


def test_changed_title_is_told(report: bytes) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(report))
    writer.trailer_view["/Info"]["/Title"] = generic.pdf_string("Predictive")
    writer.mark_update(writer.trailer_view.raw_get("/Info"))
    told(_written(writer), words.APPENDED)


def test_changed_page_is_told(report: bytes) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(report))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = generic.NumberObject(180)  # type: ignore[no-untyped-call]
    writer.update_container(page)
    told(_written(writer), words.APPENDED)


def test_replaced_attachment_is_told(report: bytes) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(report))
    files = writer.root["/Names"]["/EmbeddedFiles"]["/Names"]
    described = next(files[i] for i in range(1, len(files), 2) if files[i]["/UF"] == "record.json")
    stream = generic.StreamObject(stream_data=record_text(result={"index": 100}))
    described["/EF"][generic.pdf_name("/F")] = writer.add_object(stream)
    writer.update_container(described["/EF"])
    told(_written(writer), words.APPENDED, words.OTHER_DATA)


def test_added_field_is_told(report: bytes) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(report))
    append_signature_field(writer, SigFieldSpec("Approver3"))
    told(_written(writer), words.APPENDED)


def test_rollback_to_before_the_update_is_told(report: bytes) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(report))
    writer.root[generic.pdf_name("/Lang")] = generic.pdf_string("xx")
    writer.update_root()  # type: ignore[no-untyped-call]
    updated = _written(writer)
    older = updated + report[report.rindex(b"startxref") :]
    told(older, words.APPENDED)


def test_field_signed_by_a_stranger_is_told(report: bytes, tmp_path: Path) -> None:
    place = create_authority(tmp_path, "Stranger")
    stranger = KeptKeySigner(read_credential(place, KeyKind.SEAL))
    writer = IncrementalPdfFileWriter(BytesIO(report))
    signed = signed_pdf(PdfSigner(PdfSignatureMetadata(field_name="Approver1"), stranger), writer)
    told(signed, words.CUT.format(name="Approver1"), words.NO_STATEMENT.format(name="Approver1"))


def test_flipped_byte_is_told(report: bytes) -> None:
    (found,) = PdfFileReader(BytesIO(report)).embedded_signatures
    _, start, end, _ = found.byte_range
    places = [*range(start), *range(end, len(report))]
    for place in random.Random(7).sample(places, 150):  # noqa: S311 - the same sample every time
        flipped = report[:place] + bytes([report[place] ^ 1]) + report[place + 1 :]
        assert not verify(flipped).genuine, place


def test_flipped_byte_beside_the_seal_is_told(report: bytes) -> None:
    (found,) = PdfFileReader(BytesIO(report)).embedded_signatures
    place = found.byte_range[2] - 10
    told(report[:place] + b"1" + report[place + 1 :], words.BROKEN_SEAL)


def test_seal_spelled_otherwise_is_told(report: bytes) -> None:
    (found,) = PdfFileReader(BytesIO(report)).embedded_signatures
    _, start, end, _ = found.byte_range
    told(report[:start] + report[start:end].lower() + report[end:], words.BROKEN_SEAL)


@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9, 0.999])
def test_truncated_report_is_told(report: bytes, kept: float) -> None:
    assert not verify(report[: int(len(report) * kept)]).genuine


def test_cut_tail_says_damaged(report: bytes) -> None:
    assert told(report[:-200], words.DAMAGED).is_report


def test_stripped_seal_is_told(report: bytes) -> None:
    stripped = copy_into_new_writer(PdfFileReader(BytesIO(report)))
    del stripped.root["/AcroForm"]
    assert told(_written(stripped), words.UNSEALED).is_report


def test_unsealed_content_is_told() -> None:
    assert told(small_pdf(record_text()), words.UNSEALED).is_report


def test_foreign_key_is_told(tmp_path: Path, settings: LazySettings) -> None:
    settings.SIGNING_KEY_DIR = tmp_path
    foreign = sealed_pdf()
    settings.SIGNING_KEY_DIR = tmp_path / "own"
    authority()
    checked = verify(foreign)
    assert checked.whole
    assert not checked.known
    assert checked.reasons[0].startswith("It was sealed by an authority unknown here: Honest Pilot authority")


def test_authority_kept_as_trusted_still_verifies(tmp_path: Path, settings: LazySettings) -> None:
    settings.SIGNING_KEY_DIR = tmp_path / "old"
    earlier = sealed_pdf()
    settings.SIGNING_KEY_DIR = tmp_path / "new"
    trusted = tmp_path / "new" / "trusted"
    trusted.mkdir(parents=True)
    (tmp_path / "old/authority/root.pem").rename(trusted / "2026.pem")
    assert verify(earlier).genuine


def test_timestamp_key_is_no_seal() -> None:
    record = record_text()
    place = authority().folder
    wrong = KeptKeySigner(read_credential(place, KeyKind.TIMESTAMP), [read_certificate(place / "root.pem")])
    pdf = _sealed_with(wrong, record)
    assert not verify(pdf).genuine


def test_seal_without_timestamp_is_told() -> None:
    pdf = _sealed_with(authority().seal, record_text(), timestamped=False)
    assert not verify(pdf).genuine


def test_seal_that_allows_changes_is_told() -> None:
    pdf = _sealed_with(authority().seal, record_text(), certify=False)
    told(pdf, words.WRONG_RULES)


def test_record_of_another_is_told() -> None:
    record = record_text()
    pdf = seal(small_pdf(record), record_sha256="0" * 64, registered=True)
    told(pdf, words.OTHER_DATA)


def test_command_line_seal_on_a_registered_record_is_told() -> None:
    record = record_text(registered=True)
    digest = hashlib.sha256(record).hexdigest()
    told(seal(small_pdf(record), record_sha256=digest, registered=False), words.OTHER_KIND)


@pytest.mark.parametrize(
    "content", [b"", b"hello", b"%PDF-1.7\n%%EOF", b"\x89PNG\r\n", b"%PDF-1.7" + b"(" * 5000]
)
def test_anything_else_is_no_report(content: bytes) -> None:
    checked = verify(content)
    assert not checked.is_report
    assert checked.reasons == (words.NOT_A_REPORT,)


def test_ordinary_pdf_is_no_report() -> None:
    assert not verify(HTML(string="<p>Minutes").write_pdf()).is_report


def test_nothing_is_believed_without_roots(report: bytes, settings: LazySettings) -> None:
    settings.SIGNING_KEY_DIR = "/nonexistent"
    checked = verify(report)
    assert checked.whole
    assert not checked.known
    assert roots().seals == ()


def _written(writer: BasePdfFileWriter) -> bytes:
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def _sealed_with(signer: Signer, record: bytes, *, timestamped: bool = True, certify: bool = True) -> bytes:
    writer = _prepared(small_pdf(record), hashlib.sha256(record).hexdigest(), 0)
    meta = PdfSignatureMetadata(field_name="Seal", certify=certify)
    stamper = authority().timestamper if timestamped else None
    return signed_pdf(PdfSigner(meta, signer, timestamper=stamper), writer)
