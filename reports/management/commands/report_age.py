"""`manage.py report_age --max SECONDS`: how long the oldest unfinished report has been waited for."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from assessments.acting import SYSTEM, acting_as
from reports.queries import oldest_request


class Command(BaseCommand):
    """Exit 0 while nobody has waited longer than that, else 1: a worker that runs may get nothing done."""

    help = "Print the age of the oldest unfinished report, in seconds."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """What can be asked for."""
        parser.add_argument("--max", type=int, metavar="SECONDS", help="exit 1 when it is older")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Look, print, and judge if a limit was given."""
        with acting_as(SYSTEM):
            since = oldest_request()
        age = int((timezone.now() - since).total_seconds()) if since else 0
        self.stdout.write(f"{age} s" if since else "no report waits")
        if options["max"] is not None and age > options["max"]:
            sys.exit(1)
