"""Every way we know to alter a signed report or to sign one without being asked, and that each is told."""

import hashlib
import random
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from reports.authority import KeptKeySigner, KeyKind, authority, issue_to_person, read_credential, roots
from reports.authority.deployment import _load
from reports.content.statement import Decision, SignerRole
from reports.signing.approving import Appendix
from reports.verification import Misfit, Verification, verify, words
from tests.reports.approving import ADA, GRACE, MARY, approved_pdf, forged, signing_as, statement
from tests.reports.sealing import sealed_pdf
from tests.reports.test_verification import told


def written(writer: BasePdfFileWriter) -> bytes:
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def says(checked: Verification, beginning: str) -> bool:
    return any(reason.startswith(beginning) for reason in checked.reasons)


def misfit(kind: Misfit, field: str) -> str:
    return words.MISFITS[kind].format(name=field)


@pytest.mark.parametrize("tail", [b"\n", b"% nothing to see", b"\n1 0 obj\n<<>>\nendobj\n%%EOF\n"])
def test_bytes_after_the_last_signature_are_told(tail: bytes) -> None:
    told(approved_pdf() + tail)


def test_update_after_the_last_signature_is_told() -> None:
    told(_turned(approved_pdf()), words.APPENDED)


def test_earlier_file_is_genuine_and_awaits_what_came_later() -> None:
    checked = verify(approved_pdf()[: len(approved_pdf(1))])
    assert checked.genuine
    assert checked.awaits == ("Approver2", "Approver3")
    assert [found.name for found in checked.signatures] == [ADA]


@pytest.mark.parametrize("revisions", [1, 2])
def test_file_cut_within_a_signature_is_told(revisions: int) -> None:
    """After the signature itself, and after what proves it: both miss the timestamp that ends the file."""
    ends = _ends(approved_pdf(1))
    base = _ends(approved_pdf(0))
    told(approved_pdf(1)[: ends[len(base) - 1 + revisions]], words.CUT.format(name="Approver1"))


def test_page_changed_after_the_seal_and_signed_over_is_told() -> None:
    before = approved_pdf(0)
    told(forged(_turned(before), statement(before)), words.NOT_SIGNING)


def test_page_changed_between_two_signatures_is_told() -> None:
    before = approved_pdf(1)
    told(forged(_turned(before), statement(before, GRACE), field="Approver2"), words.NOT_SIGNING)


def test_title_changed_under_a_signature_is_told() -> None:
    before = approved_pdf(0)
    writer = Appendix(BytesIO(before))
    writer.trailer_view["/Info"]["/Title"] = generic.pdf_string("Predictive")
    writer.mark_update(writer.trailer_view.raw_get("/Info"))
    told(forged(written(writer), statement(before)), words.NOT_SIGNING)


def test_added_field_is_told() -> None:
    before = approved_pdf(1)
    writer = Appendix(BytesIO(before))
    append_signature_field(writer, SigFieldSpec("Approver4"))
    extended = written(writer)
    checked = told(forged(extended, statement(before, MARY), field="Approver4"))
    assert says(checked, "The signature fields are not those of a report")


def test_changed_reason_in_the_dictionary_is_told() -> None:
    """Overwritten in place, and overridden by an update."""
    pdf = approved_pdf()
    place = pdf.index(b"The load")
    told(pdf[:place] + b"No" + pdf[place + 2 :])
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    signature = writer.root["/AcroForm"]["/Fields"][1]["/V"]
    signature[generic.pdf_name("/Reason")] = generic.pdf_string("Ada Lovelace decides: proceed.")
    writer.update_container(signature)
    told(written(writer), words.APPENDED)


def test_reason_shown_is_the_reason_signed() -> None:
    before = approved_pdf(0)
    pdf = forged(before, statement(before), shown="Ada Lovelace decides: proceed.")
    told(pdf, words.OTHER_SENTENCE.format(name="Approver1"))


@pytest.mark.parametrize("kind", [KeyKind.SEAL, KeyKind.COMMAND_LINE])
def test_seal_in_place_of_a_signature_is_told(kind: KeyKind) -> None:
    before = approved_pdf(0)
    key = KeptKeySigner(read_credential(authority().folder, kind), [authority().root().certificate])
    checked = told(forged(before, statement(before), signer=key))
    assert says(checked, "Approver1 was not signed with an approver's key")


def test_signature_under_a_look_alike_authority_is_told(tmp_path: Path) -> None:
    before = approved_pdf(0)
    look_alike = _load(tmp_path, "", "")
    checked = told(forged(before, statement(before), deployment=look_alike))
    assert says(checked, "Approver1 was signed under an authority unknown here")


def test_signature_under_another_believed_authority_is_told(tmp_path: Path) -> None:
    before = approved_pdf(0)
    other = replace(_load(tmp_path, "", ""), timestamper=authority().timestamper)
    signed = forged(before, statement(before), deployment=other)
    checked = verify(signed, roots([tmp_path / "authority" / "root.pem"]))
    assert not checked.genuine
    assert says(checked, "Approver1 was signed under an authority unknown here")


def test_timestamp_of_a_look_alike_authority_is_told(tmp_path: Path) -> None:
    before = approved_pdf(0)
    timed_elsewhere = replace(authority(), timestamper=_load(tmp_path, "", "").timestamper)
    signed = forged(before, statement(before), deployment=timed_elsewhere)
    told(signed, words.SIGNATURE_TIME.format(name="Approver1"))


def test_statement_about_another_record_is_told() -> None:
    before = approved_pdf(0)
    told(forged(before, statement(before, record_sha256="0" * 64)), misfit(Misfit.OTHER_RECORD, "Approver1"))


def test_statement_about_another_file_is_told() -> None:
    before = approved_pdf(0)
    other = hashlib.sha256(sealed_pdf(approvers=3)).hexdigest()
    told(forged(before, statement(before, pdf_sha256=other)), misfit(Misfit.OTHER_FILE, "Approver1"))


def test_signature_from_another_report_is_told() -> None:
    """The same three revisions behind another report of the same length."""
    other = sealed_pdf(approvers=3, remark="another")
    told(other + approved_pdf(1)[len(approved_pdf(0)) :])


def test_statement_in_another_name_than_the_certificate_is_told() -> None:
    before = approved_pdf(0)
    by = signing_as(statement(before, GRACE), said=statement(before))
    told(forged(before, statement(before), signer=by), words.OTHER_SIGNER.format(name="Approver1"))


def test_signature_without_a_statement_is_told() -> None:
    before, root = approved_pdf(0), authority().root()
    credential = issue_to_person(root, name=ADA, email="ada@example.org", organisation="")
    by = KeptKeySigner(credential, [root.certificate])
    told(forged(before, statement(before), signer=by), words.NO_STATEMENT.format(name="Approver1"))


def test_signature_without_its_revocation_list_is_told() -> None:
    before = approved_pdf(0)
    unproved = forged(before, statement(before), proof=False)
    told(unproved, words.SIGNATURE_TIME.format(name="Approver1"))


def test_two_signatures_of_one_person_are_told() -> None:
    before = approved_pdf(1)
    again = statement(before, ADA, role=SignerRole.COUNTERSIGNS)
    told(forged(before, again, field="Approver2"), misfit(Misfit.SIGNED_TWICE, "Approver2"))


def test_countersignature_before_the_decision_is_told() -> None:
    before = approved_pdf(0)
    early = forged(before, statement(before, GRACE), field="Approver2")
    told(early, misfit(Misfit.OUT_OF_ORDER, "Approver2"))
    told(forged(early, statement(before), field="Approver1"), misfit(Misfit.OUT_OF_ORDER, "Approver2"))


def test_other_decision_is_told() -> None:
    before = approved_pdf(1)
    other = statement(before, GRACE, decision=Decision.PROCEED)
    told(forged(before, other, field="Approver2"), misfit(Misfit.OTHER_DECISION, "Approver2"))


def test_second_decision_is_told() -> None:
    before = approved_pdf(1)
    second = statement(before, GRACE, role=SignerRole.DECIDES)
    told(forged(before, second, field="Approver2"), misfit(Misfit.OTHER_ROLE, "Approver2"))


def test_flipped_byte_is_told() -> None:
    pdf = approved_pdf(1)
    last = PdfFileReader(BytesIO(pdf)).embedded_signatures[-1]
    _, start, end, _ = last.byte_range
    places = [*range(start), *range(end, len(pdf))]
    for place in random.Random(7).sample(places, 100):  # noqa: S311 - the same sample every time
        flipped = pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]
        assert not verify(flipped).genuine, place


def test_last_signature_spelled_otherwise_is_told() -> None:
    pdf = approved_pdf(1)
    last = PdfFileReader(BytesIO(pdf)).embedded_signatures[-1]
    _, start, end, _ = last.byte_range
    told(pdf[:start] + pdf[start:end].lower() + pdf[end:], words.BROKEN_SEAL)


def test_signed_report_of_others_is_whole_and_names_nobody(tmp_path: Path, settings: LazySettings) -> None:
    pdf = approved_pdf()
    settings.SIGNING_KEY_DIR = tmp_path
    checked = verify(pdf)
    assert (checked.whole, checked.known, checked.signatures) == (True, False, ())


def _turned(pdf: bytes) -> bytes:
    """With the first page upside down."""
    writer = Appendix(BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    page["/Rotate"] = generic.NumberObject(180)  # type: ignore[no-untyped-call]
    writer.update_container(page)
    return written(writer)


def _ends(pdf: bytes) -> list[int]:
    """Where the file's revisions end."""
    ends, place = [], pdf.find(b"%%EOF")
    while place >= 0:
        ends.append(place + len(b"%%EOF\n"))
        place = pdf.find(b"%%EOF", place + 1)
    return ends
