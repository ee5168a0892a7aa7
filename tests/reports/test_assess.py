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

from reports.authority import TimestampUnavailable
from reports.command_line import what_to_do
from reports.pdf import TooSlow

from . import example_cases as examples

ROOT = Path(__file__).resolve().parents[2]
RESULT_KEYS = {
    "format", "verdict", "result", "readiness", "index", "sections", "contradictions",
    "honest_claim", "unseen", "to_change_the_verdict", "optimism", "answered", "questions",
}  # fmt: skip


def run(
    *arguments: str | Path, home: Path, stdin: str = "", **settings: str
) -> subprocess.CompletedProcess[str]:
    """The command as people call it, where no database can be reached."""
    environment = {
        "PATH": os.environ["PATH"],
        "HONEST_PILOT_HOME": str(home),
        "DATABASE_URL": "postgresql://nobody:nothing@127.0.0.1:1/none",
        "TRIAL": "true",
        "PYTHONWARNINGS": "error",
        **settings,
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


def test_day_decides_what_has_expired(tmp_path: Path) -> None:
    document = {**examples.BUSY, "answers": {}, "remedies": {}}
    done = run("-", "--json", "--as-of", "2020-01-01", home=tmp_path, stdin=json.dumps(document))
    assert json.loads(done.stdout)["readiness"] == "undecided"


@pytest.mark.parametrize("day", ["tomorrow", "20261215", "2026-W51", "2026-12-32", "2026-1-5", ""])
def test_day_is_written_in_one_way_only(day: str, case_file: Path, tmp_path: Path) -> None:
    done = run(case_file, "--as-of", day, home=tmp_path)
    assert done.returncode == 2
    assert f"{day!r} is not a date such as 2026-12-15" in done.stderr


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


def test_silent_timestamp_service_is_told_with_what_to_do(case_file: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.pdf"
    done = run(case_file, "--report", target, home=tmp_path, TIMESTAMP_URL="http://127.0.0.1:9/")
    assert (done.returncode, done.stdout) == (1, "")
    assert "did not answer" in done.stderr
    assert "unset TIMESTAMP_URL" in done.stderr
    assert "Traceback" not in done.stderr
    assert not target.exists()


@pytest.mark.parametrize(
    ("error", "help_"),
    [
        (TooSlow("not in time"), "Shorten"),
        (MemoryError(), "memory"),
        (TimestampUnavailable("No."), "Try again later"),
    ],
)
def test_report_that_came_to_nothing_says_what_helps(error: Exception, help_: str) -> None:
    assert help_ in what_to_do(error)


def test_report_replaces_the_one_before_and_leaves_nothing_beside(case_file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "out.pdf").write_text("the one before")
    assert run(case_file, "--report", folder / "out.pdf", home=tmp_path).returncode == 0
    assert [path.name for path in folder.iterdir()] == ["out.pdf"]
    assert (folder / "out.pdf").read_bytes().startswith(b"%PDF")


def test_report_goes_into_a_pipe_as_well(case_file: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    copy = tmp_path / "copy.pdf"
    with copy.open("wb") as file, subprocess.Popen(["cat", pipe], stdout=file):
        assert run(case_file, "--report", pipe, home=tmp_path).returncode == 0
    assert copy.read_bytes().startswith(b"%PDF")


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
