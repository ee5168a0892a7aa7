"""Sealed files side by side, from what is attached to them."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command

from reports.command_line import unregistered_report
from reports.content.record import Provenance, freeze
from reports.content.report import report_content
from reports.pdf import write_pdf
from reports.signing import seal
from tests.reports.approving import ADA, GRACE, approved
from tests.reports.example_cases import assessed, busy, good
from tests.reports.sealing import sealed_pdf


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A weak report and a strong one."""
    folder = tmp_path_factory.mktemp("reports")
    weak, strong = folder / "weak.pdf", folder / "strong.pdf"
    weak.write_bytes(unregistered_report(assessed(busy())))
    strong.write_bytes(unregistered_report(assessed(good())))
    return weak, strong


def said(*paths: Path, options: tuple[str, ...] = ()) -> str:
    out = StringIO()
    call_command("compare_reports", *map(str, paths), *options, stdout=out)
    return out.getvalue()


def as_json(*paths: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(said(*paths, options=("--json",)))
    return found


def test_weakest_report_comes_first(files: tuple[Path, Path]) -> None:
    compared = as_json(files[1], files[0])
    assert [report["file"] for report in compared["reports"]] == [str(files[0]), str(files[1])]
    assert compared["reports"][0]["state"] == "genuine, not registered"
    assert compared["reports"][0]["sections"]["data"]["finding"] == "unmatched"


def test_widest_difference_comes_first(files: tuple[Path, Path]) -> None:
    spreads = [item["spread"] for item in as_json(*files)["differences"]]
    assert spreads == sorted(spreads, reverse=True)
    assert spreads[0] > 0


def test_text_names_projects_verdicts_and_states(files: tuple[Path, Path]) -> None:
    text = said(*files)
    assert "not predictive" in text
    assert "genuine, not registered" in text
    assert "What differs most" in text


def test_text_names_questions_and_sections_as_people_do(files: tuple[Path, Path]) -> None:
    text = said(*files)
    assert "scope.coverage" not in text
    assert "kinds of case handled" in text


def test_other_deployments_report_is_compared_and_told_apart(
    files: tuple[Path, Path], tmp_path: Path, settings: LazySettings
) -> None:
    settings.SIGNING_KEY_DIR = tmp_path
    states = [report["state"] for report in as_json(*files)["reports"]]
    assert states == ["sealed by an authority unknown here"] * 2


def test_signed_reports_are_compared_like_sealed_ones(files: tuple[Path, Path], tmp_path: Path) -> None:
    content = report_content(freeze(assessed(good()), provenance=Provenance(registered=True)))
    digest = content.heading.record_sha256
    sealed = seal(write_pdf(content), record_sha256=digest, registered=True, approvers=2)
    signed = tmp_path / "signed.pdf"
    signed.write_bytes(approved(sealed, [ADA, GRACE]))
    compared = as_json(files[0], signed)
    assert [report["state"] for report in compared["reports"]] == ["genuine, not registered", "genuine"]
    assert compared["reports"][1]["record_sha256"] == digest


def test_altered_report_is_not_compared(
    files: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    altered = tmp_path / "altered.pdf"
    altered.write_bytes(files[0].read_bytes() + b"\n")
    with pytest.raises(SystemExit) as ended:
        said(altered, files[1])
    assert ended.value.code == 1
    assert "added to the file after it was sealed" in capsys.readouterr().err


def test_what_is_no_report_has_its_own_exit_code(files: tuple[Path, Path], tmp_path: Path) -> None:
    other = tmp_path / "other.pdf"
    other.write_bytes(b"hello")
    with pytest.raises(SystemExit) as ended:
        said(other, files[1])
    assert ended.value.code == 2


def test_one_file_is_too_few(files: tuple[Path, Path]) -> None:
    with pytest.raises(CommandError, match="at least two"):
        said(files[0], files[0])


def test_record_in_an_unknown_form_is_told(files: tuple[Path, Path], tmp_path: Path) -> None:
    unknown = tmp_path / "unknown.pdf"
    unknown.write_bytes(sealed_pdf())
    with pytest.raises(CommandError, match="not in a form"):
        said(unknown, files[0])


def test_missing_file_is_told(files: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(CommandError) as missing:
        said(tmp_path / "none.pdf", files[0])
    assert missing.value.returncode == 2
