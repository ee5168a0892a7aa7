"""`manage.py compare_reports A.pdf B.pdf ...`: sealed reports side by side, from their attachments alone."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from assessments.domain.comparison import Comparison, Profile, compare
from assessments.domain.scoring import Finding
from reports.content.words import READINESS, RESULT_NAMES, VERDICT_NAMES
from reports.verification import Verification, verify

FORMAT = "honest-pilot-comparison/1"
FEWEST = 2
SHOWN = 12
RESULT_KEYS = ("verdict", "result", "readiness", "index", "sections", "honest_claim")
UNREADABLE = "Its data is not in a form that this version reads."


@dataclass(frozen=True)
class Sealed:
    """One file with what its check says."""

    path: str
    checked: Verification

    @property
    def state(self) -> str:
        """The check in one word or two."""
        if not self.checked.genuine:
            return "sealed by an authority unknown here"
        return "genuine" if self.checked.registered else "genuine, not registered"

    @property
    def record(self) -> Any:
        """The attached record."""
        return self.checked.record


class Command(BaseCommand):
    """Exit 0 when every file was whole; 1 when one was altered, 2 when one is no report."""

    help = "Compare sealed reports, also of other deployments, from the data attached to them."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """What can be asked for."""
        parser.add_argument("files", nargs="+", metavar="FILE.pdf")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    @no_translations
    def handle(self, *_args: Any, **options: Any) -> None:
        """Check every file, then compare what is attached to them."""
        paths = list(dict.fromkeys(options["files"]))
        if len(paths) < FEWEST:
            raise CommandError("A comparison needs at least two different files.", returncode=2)
        sealed = [Sealed(path, verify(_read(path))) for path in paths]
        self._refuse_altered(sealed)
        try:
            compared = compare([_profile(file) for file in sealed])
            said = _as_json(sealed, compared) if options["json"] else _as_text(sealed, compared)
        except (KeyError, TypeError, ValueError):
            raise CommandError(UNREADABLE, returncode=1) from None
        self.stdout.write(said)

    def _refuse_altered(self, sealed: Sequence[Sealed]) -> None:
        wrong = [file for file in sealed if not file.checked.whole]
        for file in wrong:
            self.stderr.write(f"{file.path}: {' '.join(file.checked.reasons)}")
        if wrong:
            sys.exit(1 if all(file.checked.is_report for file in wrong) else 2)


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}", returncode=2) from None


def _profile(file: Sealed) -> Profile:
    sections = file.record["sections"]
    return Profile(
        name=file.path,
        findings={section["key"]: Finding(section["finding"]) for section in sections},
        evidenced={
            question["key"]: None if question["dropped"] else question["evidenced"]
            for section in sections
            for question in section["questions"]
        },
        index=float(file.record["result"]["index"]),
    )


def _in_order(sealed: Sequence[Sealed], compared: Comparison) -> list[Sealed]:
    """The files from the weakest to the strongest."""
    by_path = {file.path: file for file in sealed}
    return [by_path[profile.name] for profile in compared.profiles]


def _as_json(sealed: Sequence[Sealed], compared: Comparison) -> str:
    said = {
        "format": FORMAT,
        "reports": [_report(file) for file in _in_order(sealed, compared)],
        "differences": [
            {"question": item.key, "levels": list(item.levels), "spread": item.spread}
            for item in compared.differences
        ],
        "common_gaps": list(compared.common_gaps),
    }
    return json.dumps(said, indent=2, ensure_ascii=False)


def _report(file: Sealed) -> dict[str, Any]:
    case, result, checked = file.record["case"], file.record["result"], file.checked
    return {
        "file": file.path,
        "state": file.state,
        "sealed_by": checked.sealed_by,
        "sealed_at": checked.sealed_at.isoformat() if checked.sealed_at else None,
        "record_sha256": checked.record_sha256,
        "project": case["project"],
        "round": case["round"],
        **{key: result[key] for key in RESULT_KEYS},
    }


def _as_text(sealed: Sequence[Sealed], compared: Comparison) -> str:
    files = _in_order(sealed, compared)
    lines = [line for number, file in enumerate(files, 1) for line in _about(number, file)]
    lines += ["", "Sections, weakest report first", *_sections(files)]
    lines += ["", "What differs most (evidenced levels)", *_differences(compared, _names(files))]
    if compared.common_gaps:
        gaps = (_section_names(files)[key] for key in compared.common_gaps)
        lines += ["", f"Matched by none: {', '.join(gaps)}"]
    return "\n".join(lines)


def _about(number: int, file: Sealed) -> Iterator[str]:
    case, result = file.record["case"], file.record["result"]
    yield f"[{number}] {case['project']['name']}, round {case['round']}: {VERDICT_NAMES[result['verdict']]}"
    yield f"    {file.path}: {file.state} ({file.checked.sealed_by})"
    yield f"    result {RESULT_NAMES[result['result']]}; {READINESS[result['readiness']].lower()}"
    yield f"    {result['honest_claim']}"


def _sections(files: Sequence[Sealed]) -> Iterator[str]:
    for rows in zip(*(file.record["sections"] for file in files), strict=True):
        cells = (f"{row['finding']} {row['level']}" for row in rows)
        yield f"  {rows[0]['name']:<32}" + "".join(f"{cell:<14}" for cell in cells).rstrip()


def _section_names(files: Sequence[Sealed]) -> dict[str, str]:
    return {section["key"]: section["name"] for file in files for section in file.record["sections"]}


def _names(files: Sequence[Sealed]) -> dict[str, str]:
    """What the reports call their questions."""
    sections = (section for file in files for section in file.record["sections"])
    return {question["key"]: question["name"] for section in sections for question in section["questions"]}


def _differences(compared: Comparison, names: Mapping[str, str]) -> Iterator[str]:
    different = [item for item in compared.differences if item.spread]
    for item in different[:SHOWN]:
        levels = "".join(f"{'-' if level is None else level:<4}" for level in item.levels)
        yield f"  {names[item.key]:<32}{levels}".rstrip()
    if not different:
        yield "  nothing: every question has the same level in all reports"
