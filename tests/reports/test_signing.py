"""What a seal is made of."""

import shutil
import stat
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    load_pem_private_key,
    pkcs12,
)
from django.conf import LazySettings
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm

from reports import authority as keys
from reports.authority import KeyKind, authority, create_authority, read_credential, roots
from reports.verification import verify
from tests.reports.sealing import sealed_pdf


def test_sealed_pdf_is_covered_whole_and_forbids_changes() -> None:
    pdf = sealed_pdf()
    (seal,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
    start, length, resumed, rest = seal.byte_range
    assert (start, resumed + rest) == (0, len(pdf))
    assert pdf[length : length + 1] == b"<"
    assert pdf[resumed - 1 : resumed] == b">"
    assert seal.docmdp_level is MDPPerm.FILL_FORMS
    assert seal.signer_cert.public_key.algorithm == "ec"


def test_sealed_pdf_has_no_object_streams() -> None:
    assert b"/ObjStm" not in sealed_pdf()


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
    pdfsig = shutil.which("pdfsig")
    if pdfsig is None:
        pytest.skip("poppler-utils are not installed")
    (tmp_path / "report.pdf").write_bytes(sealed_pdf())
    said = subprocess.run(
        [pdfsig, "-nocert", str(tmp_path / "report.pdf")], capture_output=True, text=True, check=False
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
    names = {read_credential(place, kind).certificate.subject.rfc4514_string() for kind in KeyKind}
    assert len({kind.policy for kind in KeyKind}) == len(names) == len(KeyKind)


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
