"""`manage.py assess`: exit codes, the result object's exact keys, errors with their paths, no database."""

import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from . import example_cases as examples

ROOT = Path(__file__).resolve().parents[2]
RESULT_KEYS = {
    "format", "verdict", "result", "readiness", "index", "sections", "contradictions",
    "honest_claim", "unseen", "to_change_the_verdict", "optimism", "answered", "questions",
}  # fmt: skip


def run(*arguments: str | Path, home: Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """The command as people call it, where no database can be reached."""
    environment = {
        "PATH": os.environ["PATH"],
        "HONEST_PILOT_HOME": str(home),
        "DATABASE_URL": "postgresql://nobody:nothing@127.0.0.1:1/none",
        "TRIAL": "true",
        "PYTHONWARNINGS": "error",
    }
    command = [sys.executable, "manage.py", "assess", *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, env=environment, input=stdin, capture_output=True, text=True, check=False
    )


@pytest.fixture
def case_file(tmp_path: Path) -> Path:
    file = tmp_path / "case.json"
    file.write_text(json.dumps(examples.BUSY))
    return file


def test_result_object_has_exactly_the_published_keys(case_file: Path, tmp_path: Path) -> None:
    done = run(case_file, "--json", "--as-of", "2026-03-31", home=tmp_path)
    result: dict[str, Any] = json.loads(done.stdout)
    assert (done.returncode, done.stderr) == (0, "")
    assert set(result) == RESULT_KEYS
    assert set(result["sections"]["data"]) == {"finding", "level", "claimed", "held_down_by"}
    assert set(result["unseen"]) == {"cases", "rate", "per_month"}
    assert (result["verdict"], result["readiness"], result["index"]) == ("not_predictive", "undecided", 15.6)


def test_people_get_the_verdict_in_words(case_file: Path, tmp_path: Path) -> None:
    done = run(case_file, home=tmp_path)
    assert done.returncode == 0
    assert "This result is no evidence for production." in done.stdout


def test_day_decides_what_has_expired(case_file: Path, tmp_path: Path) -> None:
    document = {**examples.BUSY, "answers": {}, "remedies": {}}
    done = run("-", "--json", "--as-of", "2020-01-01", home=tmp_path, stdin=json.dumps(document))
    assert json.loads(done.stdout)["readiness"] == "undecided"
    assert run(case_file, "--as-of", "tomorrow", home=tmp_path).returncode == 2


def test_bad_file_names_every_error_with_its_path(tmp_path: Path) -> None:
    document = {**examples.BUSY, "wrong": 1, "answers": {"data.volume": {"pilot": -1, "production": 2}}}
    done = run("-", home=tmp_path, stdin=json.dumps(document))
    assert done.returncode == 2
    assert done.stdout == ""
    assert "wrong: is not a known key" in done.stderr
    assert "answers.data.volume.pilot: must be a number of at least 0" in done.stderr


@pytest.mark.parametrize("text", ["", "{", "[]", "\x00", '{"a":1,"a":2}', '{"round": NaN}'])
def test_file_that_is_no_case_exits_with_2(text: str, tmp_path: Path) -> None:
    done = run("-", home=tmp_path, stdin=text)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def test_missing_file_exits_with_2_and_says_which(tmp_path: Path) -> None:
    done = run(tmp_path / "none.json", home=tmp_path)
    assert done.returncode == 2
    assert "none.json: No such file or directory" in done.stderr


def test_report_is_written_and_sealed_as_not_registered(case_file: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.pdf"
    done = run(case_file, "--report", target, "--as-of", "2026-03-31", "--json", home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    reader = PdfReader(BytesIO(target.read_bytes()))
    fields = reader.get_fields() or {}
    assert "Seal" in fields
    assert json.loads(reader.attachments["result.json"][0]) == json.loads(done.stdout)
    assert "not registered: made on the command line" in "".join(page.extract_text() for page in reader.pages)


def test_report_that_cannot_be_written_exits_with_2(case_file: Path, tmp_path: Path) -> None:
    done = run(case_file, "--report", tmp_path / "none" / "out.pdf", home=tmp_path)
    assert done.returncode == 2
    assert "No such file or directory" in done.stderr


def test_verdict_needs_no_typesetter(case_file: Path, tmp_path: Path) -> None:
    probe = (
        "import sys; sys.argv=['manage.py','assess',sys.argv[1]]; import runpy\n"
        "try: runpy.run_path('manage.py', run_name='__main__')\n"
        "finally: print('weasyprint' in sys.modules, 'pyhanko' in sys.modules, file=sys.stderr)"
    )
    environment = {"PATH": os.environ["PATH"], "HONEST_PILOT_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", probe, str(case_file)],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stderr.split() == ["False", "False"]
