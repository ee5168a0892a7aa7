"""The command that checks a report: its answer, its reasons and its exit code."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from assessments.acting import SYSTEM, acting_as
from assessments.models import MemberRole
from reports.actions.rendering import render_report
from reports.authority import authority, authority_folder
from reports.models import Record, Report
from reports.queries.judgement import (
    ALL_IN,
    DEMANDED,
    ELSEWHERE,
    GENUINE,
    MISSING,
    NOT_REGISTERED,
    SIGNED,
    UNISSUED,
    UNREACHABLE,
)
from reports.signing import append_signature
from reports.storage import open_file
from reports.verification import words
from tests.assessments.steps import conclude
from tests.factories import NOW, member
from tests.processes import ROOT, environment_for_test_database
from tests.reports.approving import ADA, ANSWER, approved_pdf, statement
from tests.reports.records import project_with_lead, record_made, requested, submitted_round
from tests.reports.sealing import sealed_pdf

Away = Callable[[bytes], tuple[int, dict[str, Any], str]]
NOWHERE = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"}


def answer(path: Path, *options: str) -> tuple[int, dict[str, Any]]:
    """Exit code and JSON object of the command."""
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify_report", str(path), "--json", *options, stdout=out)
    return int(str(ended.value.code)), json.loads(out.getvalue())


@pytest.fixture
def away(tmp_path: Path, settings: LazySettings) -> Away:
    """Exit code, JSON object and text of the command where it has no register, but our root."""
    approved_pdf()
    root = authority_folder() / "root.pem"
    settings.SIGNING_KEY_DIR = tmp_path / "elsewhere"

    def checked(pdf: bytes) -> tuple[int, dict[str, Any], str]:
        path, out = kept(tmp_path, pdf), StringIO()
        with pytest.raises(SystemExit):
            call_command("verify_report", str(path), "--authority", str(root), stdout=out)
        return *answer(path, "--authority", str(root)), out.getvalue()

    return checked


def run(path: Path, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    return subprocess.run(
        [sys.executable, "manage.py", "verify_report", str(path), *options],
        cwd=ROOT,
        env=environment_for_test_database() | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def kept(folder: Path, pdf: bytes) -> Path:
    path = folder / "report.pdf"
    path.write_bytes(pdf)
    return path


def issued(record: Record, folder: Path) -> tuple[Report, Path]:
    """A report written by a worker's code, and its file."""
    report = requested(record, record.concluded_by)
    assert render_report(report_id=report.pk, at=NOW)
    report.refresh_from_db()
    with open_file(report.file) as file:
        return report, kept(folder, file.read())


@pytest.fixture
def system() -> Iterator[None]:
    with acting_as(SYSTEM):
        yield


def test_report_of_the_command_line_is_genuine_not_registered(tmp_path: Path) -> None:
    path = kept(tmp_path, sealed_pdf(registered=False, approvers=0))
    code, said = answer(path)
    assert (code, said["says"], said["registered"]) == (0, [NOT_REGISTERED], False)
    assert answer(path, "--registered")[0] == 1


def test_altered_report_says_why(tmp_path: Path) -> None:
    code, said = answer(kept(tmp_path, sealed_pdf() + b"\n"))
    assert (code, said["report"], said["whole"]) == (1, True, False)
    assert words.APPENDED in said["says"]


def test_what_is_no_report_has_its_own_exit_code(tmp_path: Path) -> None:
    code, said = answer(kept(tmp_path, b"hello"))
    assert (code, said["says"]) == (2, [words.NOT_A_REPORT])


@pytest.mark.parametrize("signatures", [0, 2])
def test_report_that_awaits_signatures_is_genuine_and_says_which(away: Away, signatures: int) -> None:
    code, said, shown = away(approved_pdf(signatures))
    missing = [f"Approver{number}" for number in range(signatures + 1, 4)]
    assert (code, said["genuine"], said["unsigned"]) == (0, True, missing)
    assert said["says"][-1] == MISSING.format(fields=", ".join(missing))
    assert len(said["signatures"]) == signatures
    assert f"Unsigned:  {', '.join(missing)}" in shown


def test_signed_report_says_who_decided_what_and_how_they_proved_who_they_are(away: Away) -> None:
    code, said, shown = away(approved_pdf())
    assert (code, said["says"][0], said["says"][-1], said["unsigned"]) == (0, SIGNED, ALL_IN, [])
    first, *others = said["signatures"]
    assert (first["name"], first["role"], first["decision"]) == (ADA, "decides", "fix_first")
    assert first["reauthenticated_by"] == "passkey"
    assert {other["role"] for other in others} == {"countersigns"}
    assert "Signed:    Ada Lovelace decides: fix first. Reason: The load test comes first." in shown
    assert "by Grace Hopper <grace@example.org> in Approver2" in shown
    assert "proved by passkey at" in shown
    assert shown.count(f"passkey's answer: SHA-256 {ANSWER}") == 1
    assert [one["assertion_sha256"] for one in said["signatures"]] == [ANSWER, "", ""]
    assert "Unsigned:" not in shown


def test_altered_signed_report_names_no_signer(away: Away) -> None:
    code, said, shown = away(approved_pdf() + b"\n")
    assert (code, said["whole"], said["signatures"]) == (1, False, [])
    assert "Signed:" not in shown


def test_what_somebody_wrote_moves_no_cursor(tmp_path: Path) -> None:
    before = approved_pdf(0)
    stated = statement(before, reason="Fine.\x1b[2J\nSealed by: me")
    signed = append_signature(before, field="Approver1", statement=stated)
    assert "Fine. [2J Sealed by: me" in run(kept(tmp_path, signed), **NOWHERE).stdout


def test_missing_file_is_no_report(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as missing:
        call_command("verify_report", str(tmp_path / "none.pdf"))
    assert missing.value.returncode == 2
    assert str(missing.value) == f"{tmp_path / 'none.pdf'}: No such file or directory"


def test_other_deployments_report_needs_its_authority(tmp_path: Path, settings: LazySettings) -> None:
    settings.SIGNING_KEY_DIR = tmp_path / "theirs"
    path, root = kept(tmp_path, sealed_pdf(approvers=0)), authority_folder() / "root.pem"
    settings.SIGNING_KEY_DIR = tmp_path / "ours"
    authority()
    code, said = answer(path)
    assert (code, said["whole"], said["genuine"]) == (1, True, False)
    code, said = answer(path, "--authority", str(root))
    assert (code, said["says"]) == (0, [GENUINE, ELSEWHERE])
    assert answer(path, "--authority", str(root), "--registered")[0] == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("system")
def test_register_tells_latest_superseded_revoked_and_unissued(tmp_path: Path) -> None:
    project, lead = project_with_lead()
    report, path = issued(record_made(project, lead), tmp_path)
    code, said = answer(path, "--registered")
    assert (code, said["register"]) == (0, "latest")
    assert project.name in said["says"][1]
    (tmp_path / "later").mkdir()
    later = record_made(project, lead, at=NOW + timedelta(days=1))
    issued(later, tmp_path / "later")
    code, said = answer(path)
    assert (code, said["register"]) == (0, "superseded")
    assert "superseded by the report of round 2" in said["says"][1]
    Report.objects.filter(pk=report.pk).update(state="revoked", revoked_at=NOW)
    code, said = answer(path)
    assert (code, said["register"]) == (1, "revoked")
    code, said = answer(kept(tmp_path, sealed_pdf()))
    assert (code, said["says"]) == (1, [UNISSUED])


@pytest.mark.django_db
@pytest.mark.usefixtures("system")
def test_register_knows_a_report_that_was_signed_since(tmp_path: Path) -> None:
    project, lead = project_with_lead()
    signers = [member(project, MemberRole.APPROVER)]
    _, path = issued(conclude(submitted_round(project, lead), signers=signers), tmp_path)
    sealed = path.read_bytes()
    path.write_bytes(append_signature(sealed, field="Approver1", statement=statement(sealed)))
    code, said = answer(path, "--registered")
    assert (code, said["register"], said["unsigned"]) == (0, "latest", [])


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_command_as_people_run_it(tmp_path: Path) -> None:
    with acting_as(SYSTEM):
        record = record_made(*project_with_lead())
        _, path = issued(record, tmp_path)
    ran = run(path, "--registered")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "it is the latest report" in ran.stdout
    assert record.sha256 in ran.stdout
    assert ran.stderr == ""


def test_whole_report_is_genuine_without_a_database(tmp_path: Path) -> None:
    ran = run(kept(tmp_path, sealed_pdf()), **NOWHERE)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert GENUINE in ran.stdout
    assert UNREACHABLE in ran.stdout
    assert ran.stderr == ""


def test_register_that_is_demanded_must_be_reachable(tmp_path: Path) -> None:
    ran = run(kept(tmp_path, sealed_pdf()), "--registered", **NOWHERE)
    assert ran.returncode == 1
    assert DEMANDED in ran.stdout


def test_keys_are_shown_and_never_their_secrets() -> None:
    out = StringIO()
    call_command("keys", "create", stdout=out)
    shown = out.getvalue()
    assert "this trial's own authority" in shown
    assert "root.pem" in shown
    assert "PRIVATE" not in shown


def test_missing_keys_say_how_to_create_them(tmp_path: Path, settings: LazySettings) -> None:
    settings.SIGNING_KEY_DIR = tmp_path
    with pytest.raises(CommandError, match="keys create"):
        call_command("keys", "show")
