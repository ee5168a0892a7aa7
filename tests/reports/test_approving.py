"""Approvers' signatures: what they are made of, who may sign, and that they last."""

import hashlib
import json
import subprocess
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import EmbeddedPdfSignature

from reports.authority import KeyKind, TimestampUnavailable, authority_folder
from reports.content.statement import SENTENCES, Decision, SignerRole, Stated, read_stated
from reports.signing import (
    AlreadySigned,
    DoesNotFit,
    NoSuchField,
    NotOurs,
    append_signature,
)
from reports.verification import Misfit, verify
from reports.verification.parts import STATEMENT
from tests.languages import speak_also
from tests.reports.approving import ADA, GRACE, MARY, approved_pdf, statement
from tests.reports.sealing import record_text, sealed_pdf

APPROVERS = ("Approver1", "Approver2", "Approver3")
SENTENCE = "Ada Lovelace decides: fix first. Reason: The load test comes first."


def _of(pdf: bytes) -> list[EmbeddedPdfSignature]:
    """The approvers' signatures."""
    found = PdfFileReader(BytesIO(pdf)).embedded_signatures
    return [signature for signature in found if signature.field_name in APPROVERS]


def test_signed_report_is_genuine_and_says_who_signed_what() -> None:
    checked = verify(approved_pdf())
    assert checked.genuine, checked.reasons
    assert checked.awaits == ()
    assert [(found.name, found.email, found.role) for found in checked.signatures] == [
        (ADA, "ada@example.org", SignerRole.DECIDES),
        (GRACE, "grace@example.org", SignerRole.COUNTERSIGNS),
        (MARY, "mary@example.org", SignerRole.COUNTERSIGNS),
    ]
    assert {found.decision for found in checked.signatures} == {Decision.FIX_FIRST}
    assert all(
        found.signed_at >= found.reauthenticated_at.replace(microsecond=0) for found in checked.signatures
    )


def test_file_ends_in_a_timestamp_over_all_of_it() -> None:
    pdf = approved_pdf()
    last = PdfFileReader(BytesIO(pdf)).embedded_signatures[-1]
    start, _, resumed, rest = last.byte_range
    assert last.sig_object_type == "/DocTimeStamp"
    assert (start, resumed + rest) == (0, len(pdf))


def test_what_was_signed_before_stays_as_it_was() -> None:
    files = [approved_pdf(signatures) for signatures in range(4)]
    for earlier, later in pairwise(files):
        assert later.startswith(earlier)
    assert verify(files[-1]).states == tuple(hashlib.sha256(file).hexdigest() for file in files)


def test_certificate_is_in_the_signers_name_for_one_signature(settings: LazySettings) -> None:
    settings.ORGANISATION_NAME = "Example Ltd"
    before = approved_pdf(0)
    first = append_signature(before, field="Approver1", statement=statement(before))
    second = append_signature(first, field="Approver2", statement=statement(first, GRACE))
    ada, grace = (signature.signer_cert for signature in _of(second))
    assert ada.subject.native == {"organization_name": "Example Ltd", "common_name": ADA}
    assert ada.subject_alt_name_value.native == ["ada@example.org"]
    assert [policy["policy_identifier"].dotted for policy in ada.certificate_policies_value] == [
        KeyKind.APPROVER.policy
    ]
    assert ada.not_valid_after - ada.not_valid_before == timedelta(days=90, minutes=5)
    assert not ada.ca
    assert ada.public_key.sha256 != grace.public_key.sha256


def test_long_name_and_foreign_domain_fit_a_certificate() -> None:
    before = approved_pdf(0)
    name = "Dr. " + "Maximiliane " * 10
    stated = statement(before, name=name, email="max@bücher.example", role=SignerRole.DECIDES)
    checked = verify(append_signature(before, field="Approver1", statement=stated))
    assert checked.genuine, checked.reasons
    assert (checked.signatures[0].name, checked.signatures[0].email) == (stated.name, stated.email)


def test_key_of_a_signature_is_kept_nowhere() -> None:
    approved_pdf()
    kept = {path.name for path in authority_folder().iterdir()}
    assert kept == {
        f"{name}.{kind}" for name in ("root", "seal", "command-line", "timestamp") for kind in ("key", "pem")
    }


def test_statement_is_signed_with_the_signature_and_shown_beside_it() -> None:
    (signature,) = _of(approved_pdf(1))
    said = [
        json.loads(attribute["values"][0].native)
        for attribute in signature.signer_info["signed_attrs"]
        if attribute["type"].dotted == STATEMENT
    ]
    assert [statement["format"] for statement in said] == ["honest-pilot-signature/2"]
    assert said[0]["sentence"] == signature.sig_object["/Reason"] == SENTENCE
    assert signature.sig_object["/Name"] == ADA


def test_sentence_is_in_the_language_of_the_site(tmp_path: Path, settings: LazySettings) -> None:
    texts = {
        SENTENCES[SignerRole.DECIDES]: "%(name)s decide: %(decision)s. Razón: %(reason)s",
        "stop": "parar",
    }
    speak_also("es", texts, tmp_path, settings)
    settings.LANGUAGE_CODE = "es"
    before = approved_pdf(0)
    stated = statement(before, decision=Decision.STOP)
    signed = append_signature(before, field="Approver1", statement=stated)
    (signature,) = _of(signed)
    assert signature.sig_object["/Reason"] == f"{ADA} decide: parar. Razón: {stated.reason}"
    assert verify(signed).genuine


def test_countersigner_may_have_read_it_before_another_countersigned() -> None:
    read = approved_pdf(1)
    stated = statement(read, MARY)
    signed = append_signature(approved_pdf(2), field="Approver3", statement=stated)
    assert verify(signed).genuine


def test_countersigners_sign_in_any_order() -> None:
    before = approved_pdf(1)
    signed = append_signature(before, field="Approver3", statement=statement(before, MARY))
    assert verify(signed).awaits == ("Approver2",)
    both = append_signature(signed, field="Approver2", statement=statement(signed, GRACE))
    checked = verify(both)
    assert checked.genuine, checked.reasons
    assert [found.field for found in checked.signatures] == ["Approver1", "Approver3", "Approver2"]


@pytest.mark.parametrize("days", [1, 91, 3650])
def test_signatures_hold_when_their_certificates_have_expired(days: int) -> None:
    later = datetime.now(UTC) + timedelta(days=days)
    checked = verify(approved_pdf(), at=later)
    assert checked.genuine, checked.reasons
    assert len(checked.signatures) == 3


def test_signatures_are_valid_to_another_reader(tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(approved_pdf())
    said = subprocess.run(
        ["pdfsig", "-nocert", str(tmp_path / "report.pdf")], capture_output=True, text=True, check=False
    ).stdout
    by_field = {part.split("\n", 1)[0].strip(): part for part in said.split("Signature Field Name:")[1:]}
    assert list(by_field) == [
        "Seal",
        *APPROVERS,
        *(f"{field}Timestamp" for field in APPROVERS),
    ]
    for field in ("Seal", *APPROVERS):
        assert "Signature is Valid" in by_field[field], said
    assert "Total document signed" in by_field["Approver3Timestamp"]
    assert f"Signer Certificate Common Name: {GRACE}" in by_field["Approver2"]


def refused(pdf: bytes, field: str, **other: Any) -> Misfit:
    """In what a statement does not fit that somebody wants to sign."""
    with pytest.raises(DoesNotFit) as told:
        append_signature(pdf, field=field, statement=statement(pdf, **other))
    assert str(told.value)
    return told.value.misfit


def test_decision_maker_signs_first() -> None:
    assert refused(approved_pdf(0), "Approver2", name=GRACE) is Misfit.OUT_OF_ORDER


def test_decision_maker_decides_and_others_countersign() -> None:
    assert refused(approved_pdf(0), "Approver1", role=SignerRole.COUNTERSIGNS) is Misfit.OTHER_ROLE
    assert refused(approved_pdf(1), "Approver2", name=GRACE, role=SignerRole.DECIDES) is Misfit.OTHER_ROLE


def test_nobody_countersigns_another_decision() -> None:
    other = {"name": GRACE, "decision": Decision.PROCEED}
    assert refused(approved_pdf(1), "Approver2", **other) is Misfit.OTHER_DECISION


def test_nobody_signs_for_another_record() -> None:
    assert refused(approved_pdf(0), "Approver1", record_sha256="0" * 64) is Misfit.OTHER_RECORD


def test_nobody_signs_what_they_did_not_read() -> None:
    assert refused(approved_pdf(0), "Approver1", pdf_sha256="0" * 64) is Misfit.OTHER_FILE


def test_nobody_countersigns_a_decision_that_was_not_in_the_file_they_read() -> None:
    read = hashlib.sha256(approved_pdf(0)).hexdigest()
    assert refused(approved_pdf(1), "Approver2", name=GRACE, pdf_sha256=read) is Misfit.OTHER_FILE


def test_nobody_signs_twice() -> None:
    again = {"name": GRACE, "email": "ADA@example.org"}
    assert refused(approved_pdf(1), "Approver2", **again) is Misfit.SIGNED_TWICE


def test_signed_field_is_not_signed_again() -> None:
    pdf = approved_pdf(2)
    with pytest.raises(AlreadySigned):
        append_signature(pdf, field="Approver2", statement=statement(pdf, MARY))


@pytest.mark.parametrize("field", ["Approver4", "Seal", "Approver1Timestamp", ""])
def test_only_the_fields_of_approvers_are_signed(field: str) -> None:
    pdf = approved_pdf(1)
    with pytest.raises(NoSuchField):
        append_signature(pdf, field=field, statement=statement(pdf, GRACE))


def test_only_whole_reports_are_signed() -> None:
    whole = approved_pdf(0)
    for pdf in (b"", whole[:-200], whole + b"\n", approved_pdf(1) + b"\n"):
        with pytest.raises(NotOurs):
            append_signature(pdf, field="Approver1", statement=statement(whole))


def test_report_of_the_command_line_is_not_signed() -> None:
    pdf = sealed_pdf(registered=False)
    with pytest.raises(NotOurs, match="command line"):
        append_signature(pdf, field="Approver1", statement=statement(pdf))


def test_report_of_another_deployment_is_not_signed(tmp_path: Path, settings: LazySettings) -> None:
    settings.SIGNING_KEY_DIR = tmp_path / "theirs"
    pdf = sealed_pdf()
    stated = statement(pdf)
    settings.SIGNING_KEY_DIR = tmp_path / "ours"
    with pytest.raises(NotOurs, match="unknown here"):
        append_signature(pdf, field="Approver1", statement=stated)


def test_report_of_an_earlier_authority_is_signed_by_the_present_one(
    tmp_path: Path, settings: LazySettings
) -> None:
    settings.SIGNING_KEY_DIR = tmp_path / "old"
    pdf = sealed_pdf()
    settings.SIGNING_KEY_DIR = tmp_path / "new"
    trusted = tmp_path / "new" / "trusted"
    trusted.mkdir(parents=True)
    (tmp_path / "old/authority/root.pem").rename(trusted / "2026.pem")
    signed = append_signature(pdf, field="Approver1", statement=statement(pdf))
    assert verify(signed).genuine


def test_silent_timestamp_service_is_told(settings: LazySettings) -> None:
    pdf = approved_pdf(0)
    stated = statement(pdf)
    settings.TIMESTAMP_URL = "http://127.0.0.1:9/"
    with pytest.raises(TimestampUnavailable):
        append_signature(pdf, field="Approver1", statement=stated)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format": "honest-pilot-signature/3"}', record_text().decode()]
)
def test_what_is_no_statement_is_not_read_as_one(text: str) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        read_stated(text)


def test_statement_of_before_passkeys_answered_is_still_read() -> None:
    stated = statement(approved_pdf(0), GRACE)
    said = json.loads(Stated(stated, stated.sentence()).as_json())
    del said["assertion_sha256"]

    former = read_stated(json.dumps(said | {"format": "honest-pilot-signature/1"}))

    assert former == Stated(stated, stated.sentence())
