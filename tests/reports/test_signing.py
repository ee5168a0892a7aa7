"""What a seal is made of."""

import asyncio
import hashlib
import stat
import subprocess
import sys
import threading
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import tsp
from asn1crypto.keys import PrivateKeyInfo
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)
from django.conf import LazySettings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from reports import authority as keys
from reports.authority import (
    KeyKind,
    ServiceTimeStamper,
    TimestampUnavailable,
    authority,
    create_authority,
    in_own_loop,
    read_credential,
    roots,
)
from reports.authority.certificates import KEPT
from reports.signing import append_signature, seal
from reports.verification import verify
from tests.reports.approving import statement
from tests.reports.sealing import record_text, sealed_pdf, signed_pdf, small_pdf


def test_sealed_pdf_is_covered_whole_and_forbids_changes() -> None:
    pdf = sealed_pdf()
    (found,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
    start, length, resumed, rest = found.byte_range
    assert (start, resumed + rest) == (0, len(pdf))
    assert pdf[length : length + 1] == b"<"
    assert pdf[resumed - 1 : resumed] == b">"
    assert found.docmdp_level is MDPPerm.FILL_FORMS
    assert found.signer_cert.public_key.algorithm == "ec"


@pytest.mark.parametrize("version", ["1.4", "1.7"])
def test_sealed_pdf_has_no_object_streams(version: str) -> None:
    record = record_text()
    digest = hashlib.sha256(record).hexdigest()
    pdf = seal(small_pdf(record, version), record_sha256=digest, registered=True)
    assert b"/ObjStm" not in pdf
    assert verify(pdf).genuine


def test_approver_signs_later_without_breaking_the_seal() -> None:
    deployment = authority()
    meta = PdfSignatureMetadata(field_name="Approver1")
    signing = PdfSigner(meta, deployment.seal, timestamper=deployment.timestamper)
    signed = signed_pdf(signing, IncrementalPdfFileWriter(BytesIO(sealed_pdf())))
    first, last = PdfFileReader(BytesIO(signed)).embedded_signatures
    believed = ValidationContext(trust_roots=list(roots().seals), allow_fetching=False)
    for signature in (first, last):
        status = in_own_loop(partial(validate_pdf_signature, signature, believed))
        assert status.bottom_line
        assert status.docmdp_ok


@pytest.mark.parametrize("approvers", [0, 1, 3])
def test_every_approver_has_a_field_before_sealing(approvers: int) -> None:
    checked = verify(sealed_pdf(approvers=approvers))
    assert checked.genuine
    assert checked.awaits == tuple(f"Approver{number}" for number in range(1, approvers + 1))


def test_command_line_key_says_that_nothing_is_registered() -> None:
    checked = verify(sealed_pdf(registered=False))
    assert checked.genuine
    assert not checked.registered
    assert "command line" in checked.sealed_by


def test_seal_says_when_and_by_whom() -> None:
    checked = verify(sealed_pdf())
    assert checked.registered
    assert checked.sealed_at is not None
    assert checked.issued_by.startswith("Honest Pilot authority of this deployment")


def test_seal_is_valid_to_another_reader(tmp_path: Path) -> None:
    (tmp_path / "report.pdf").write_bytes(sealed_pdf())
    said = subprocess.run(
        ["pdfsig", "-nocert", str(tmp_path / "report.pdf")], capture_output=True, text=True, check=False
    ).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said


def test_authority_keeps_its_keys_to_itself(tmp_path: Path) -> None:
    place = create_authority(tmp_path / "keys", "Example")
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in place.iterdir()} == {0o600}


def test_authority_made_by_several_at_once_is_one(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from reports.authority.keys import create_authority;"
        "place = create_authority(Path(sys.argv[1]), 'Example');"
        "print((place / 'root.pem').read_text() + (place / 'seal.pem').read_text())"
    )
    makers = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    made = {maker.communicate()[0] for maker in makers}
    assert [maker.returncode for maker in makers] == [0, 0, 0, 0]
    assert len(made) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["authority"]


def test_authority_is_made_once(tmp_path: Path) -> None:
    first = create_authority(tmp_path, "Example")
    before = (first / "root.pem").read_bytes()
    assert (create_authority(tmp_path, "Other") / "root.pem").read_bytes() == before


def test_every_kind_of_key_has_its_own_policy(tmp_path: Path) -> None:
    place = create_authority(tmp_path, "Example")
    names = {read_credential(place, kind).certificate.subject.rfc4514_string() for kind in KEPT}
    assert len(names) == len(KEPT)
    assert len({kind.policy for kind in KeyKind}) == len(KeyKind)


def test_pkcs12_seals_in_place_of_our_own_key(tmp_path: Path, settings: LazySettings) -> None:
    bought = _pkcs12(tmp_path)
    settings.SIGNING_PKCS12, settings.SIGNING_PKCS12_PASSWORD = str(bought), "secret"
    checked = verify(sealed_pdf())
    assert checked.genuine, checked.reasons
    assert checked.registered
    assert keys.sealed_by() == "the organisation's own seal certificate"


def test_pkcs12_of_the_same_issuer_is_not_believed(tmp_path: Path, settings: LazySettings) -> None:
    ours, theirs = _pkcs12(tmp_path), _pkcs12(tmp_path, name="theirs.p12")
    settings.SIGNING_PKCS12, settings.SIGNING_PKCS12_PASSWORD = str(theirs), "secret"
    forged = sealed_pdf()
    settings.SIGNING_PKCS12 = str(ours)
    assert not verify(forged).known


def _pkcs12(folder: Path, name: str = "ours.p12") -> Path:
    """A seal certificate bought from an authority that also sells to others."""
    place = create_authority(folder / "bought", "Seller")
    root = keys.read_certificate(place / "root.pem")
    seller = keys.Credential(_root_key(place), root)
    sold = keys.issue(seller, KeyKind.SEAL, "Buyer")
    stored = pkcs12.serialize_key_and_certificates(
        b"seal", sold.key, sold.certificate, [root], BestAvailableEncryption(b"secret")
    )
    (folder / name).write_bytes(stored)
    return folder / name


def _root_key(place: Path) -> keys.PrivateKey:
    key = load_pem_private_key((place / "root.key").read_bytes(), None)
    assert isinstance(key, keys.PrivateKey)
    return key


def test_roots_are_read_without_making_any(tmp_path: Path, settings: LazySettings) -> None:
    settings.SIGNING_KEY_DIR = tmp_path / "none"
    assert roots().seals == ()
    assert not (tmp_path / "none").exists()


def test_keys_are_loaded_once() -> None:
    assert authority() is authority()


class TimestampService(BaseHTTPRequestHandler):
    """Answers as a service of RFC 3161 does."""

    def do_POST(self) -> None:
        asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
        own = read_credential(authority().folder, KeyKind.TIMESTAMP)
        private = own.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        service = DummyTimeStamper(keys.as_asn1(own.certificate), PrivateKeyInfo.load(private))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(service.request_tsa_response(asked).dump())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_timestamps_of_a_service_are_asked_over_http(settings: LazySettings) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), TimestampService) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.TIMESTAMP_URL = f"http://127.0.0.1:{server.server_port}/"
        pdf = sealed_pdf()
        signed = append_signature(pdf, field="Approver1", statement=statement(pdf))
        server.shutdown()
    assert verify(pdf).genuine
    assert verify(signed).genuine


def test_service_that_is_silent_or_talks_nonsense_is_told() -> None:
    service = ServiceTimeStamper("http://127.0.0.1:9/")
    with pytest.raises(TimestampUnavailable):
        in_own_loop(lambda: asyncio.run(service.async_timestamp(bytes(32), "sha256")))
    with pytest.raises(ValueError, match="TIMESTAMP_URL"):
        ServiceTimeStamper("file:///etc/passwd")


def test_sealing_and_verifying_work_where_an_event_loop_runs() -> None:
    async def in_a_loop() -> bool:
        return verify(sealed_pdf()).genuine

    assert in_own_loop(lambda: asyncio.run(in_a_loop()))
