"""`manage.py assess CASE.json`: what one case file says, without an account or a database."""

import json
import sys
from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser, no_translations
from django.utils import timezone

from assessments import questionnaires
from assessments.domain.casefile import CaseFileErrors, parse
from assessments.domain.result import as_result
from assessments.domain.verdict import Assessed, assess
from reports.content.text import as_text

STANDARD_INPUT = "-"


class Command(BaseCommand):
    """Exit 0 whatever the verdict, 2 for a file that is no case, 1 where the report came to nothing.

    The errors go to standard error.
    """

    help = (
        "Assess a pilot from its case file (- for standard input), and write its sealed report if asked to."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """What can be asked for."""
        parser.add_argument("case", metavar="CASE.json", help="the case file; - reads standard input")
        parser.add_argument("--json", action="store_true", help="print the result object")
        parser.add_argument("--as-of", type=_day, metavar="DATE", help="decides what has expired; today")
        parser.add_argument("--report", type=Path, metavar="OUT.pdf", help="write the sealed report as well")

    @no_translations
    def handle(self, *_args: Any, **options: Any) -> None:
        """Read, judge, write the report if one is wanted, and print."""
        text = _read(options["case"])
        try:
            case = parse(text, questionnaires.load)
        except CaseFileErrors as errors:
            self.stderr.write("\n".join(errors.errors))
            sys.exit(2)
        questionnaire = questionnaires.load(case.questionnaire)
        assessed = assess(case, questionnaire, options["as_of"] or timezone.localdate())
        if options["report"]:
            _write_report(assessed, options["report"])
        self.stdout.write(_said(assessed, as_json=options["json"]))


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:  # Python takes 20261215 and 2026-W51 as well
        raise ArgumentTypeError(f"{text!r} is not a date such as 2026-12-15")
    return day


def _read(name: str) -> bytes:
    if name == STANDARD_INPUT:
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise CommandError(f"{name}: {error.strerror}", returncode=2) from None


def _said(assessed: Assessed, *, as_json: bool) -> str:
    if as_json:
        return json.dumps(as_result(assessed), indent=2, ensure_ascii=False)
    return as_text(assessed)


def _write_report(assessed: Assessed, target: Path) -> None:
    """The report that the workers would write, sealed as made on the command line: on nobody's register."""
    from reports.command_line import NotMade, unregistered_report  # noqa: PLC0415 - fonts only if asked for

    try:
        _put(unregistered_report(assessed), target)
    except NotMade as error:
        raise CommandError(str(error), returncode=1) from None
    except OSError as error:
        raise CommandError(f"{error.filename or target}: {error.strerror}", returncode=2) from None


def _put(pdf: bytes, target: Path) -> None:
    """Write beside the file and rename, so that nobody ever finds half a report; a pipe just gets it."""
    if target.exists() and not target.is_file():
        target.write_bytes(pdf)
        return
    whole = target.resolve()
    beside = whole.with_name(f"{whole.name}.part")
    try:
        beside.write_bytes(pdf)
        beside.replace(whole)
    finally:
        beside.unlink(missing_ok=True)
