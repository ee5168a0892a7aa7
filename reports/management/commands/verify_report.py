"""`manage.py verify_report FILE.pdf`: whether a report is whole and genuine; needs no database."""

import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations

from reports.authority import roots
from reports.content.statement import REAUTHENTICATION_NAMES
from reports.queries import Judgement, judge
from reports.verification import SignatureFound, verify

FORMAT = "honest-pilot-verification/1"


class Command(BaseCommand):
    """Exit 0 only for a whole, genuine report; 1 for any other, with the reason; 2 for what is no report."""

    help = "Check a report: seal, signatures, attached data and, where a database is reachable, the register."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """What can be asked for."""
        parser.add_argument("file", type=Path, metavar="FILE.pdf")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--registered", action="store_true", help="accept only what the register knows")
        parser.add_argument(
            "--authority",
            type=Path,
            action="append",
            default=[],
            metavar="ROOT.pem",
            help="believe this authority as well; see `keys show` where the report was made",
        )

    @no_translations
    def handle(self, *_args: Any, **options: Any) -> None:
        """Check the file, hold it against the register, and say what was found."""
        try:
            pdf, believed = options["file"].read_bytes(), roots(options["authority"])
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}", returncode=2) from None
        except ValueError as error:
            raise CommandError(str(error), returncode=2) from None
        judged = judge(verify(pdf, believed), registered=options["registered"])
        self.stdout.write(_as_json(judged) if options["json"] else _as_text(judged))
        sys.exit(judged.exit_code)


def _as_text(judged: Judgement) -> str:
    file = judged.file
    lines = list(judged.says)
    if file.sealed_by:
        lines.append(f"Sealed by: {file.sealed_by}")
        lines.append(f"Authority: {file.issued_by}")
    if file.sealed_at:
        lines.append(f"Sealed at: {file.sealed_at:%d %B %Y, %H:%M:%S} UTC")
    if file.record_sha256:
        lines.append(f"Record:    {file.record_sha256}")
    for signature in file.signatures:
        lines += _signature(signature)
    if file.awaits:
        lines.append(f"Unsigned:  {', '.join(file.awaits)}")
    return "\n".join([*lines, f"File:      {file.sha256}"])


def _signature(found: SignatureFound) -> Iterator[str]:
    method = REAUTHENTICATION_NAMES[found.reauthenticated_by]
    yield _in_one_line(f"Signed:    {found.sentence()}")
    yield _in_one_line(f"           by {found.name} <{found.email}> in {found.field}")
    yield f"           at {found.signed_at:%d %B %Y, %H:%M:%S} UTC"
    yield f"           proved by {method} at {found.reauthenticated_at:%d %B %Y, %H:%M:%S} UTC"
    if found.assertion_sha256:
        yield _in_one_line(f"           passkey's answer: SHA-256 {found.assertion_sha256}")


def _in_one_line(text: str) -> str:
    """What somebody wrote, without what would move a terminal's cursor."""
    return "".join(letter if letter.isprintable() else " " for letter in text)


def _as_json(judged: Judgement) -> str:
    file = judged.file
    said = {
        "format": FORMAT,
        "report": file.is_report,
        "whole": file.whole,
        "genuine": file.genuine,
        "accepted": judged.accepted,
        "registered": file.registered if file.sealed_by else None,
        "register": judged.register.value,
        "says": list(judged.says),
        "sealed_by": file.sealed_by,
        "issued_by": file.issued_by,
        "sealed_at": file.sealed_at.isoformat() if file.sealed_at else None,
        "signatures": [_plain(signature) for signature in file.signatures],
        "unsigned": list(file.awaits),
        "record_sha256": file.record_sha256,
        "sha256": file.sha256,
    }
    return json.dumps(said, indent=2, ensure_ascii=False)


def _plain(found: SignatureFound) -> dict[str, str]:
    said = vars(found).items()
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in said}
