"""`manage.py load_demo`: the demo portfolio, once; `--accounts` prints who can sign in."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from assessments.acting import SYSTEM, acting_as
from reports.demo import ACCOUNTS, PASSWORD, is_loaded, load_portfolio


class Command(BaseCommand):
    """Loads the demo into a trial; a second time it changes nothing."""

    help = "Load the demo portfolio, once. With --accounts, print the demo accounts instead."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take `--accounts`."""
        parser.add_argument("--accounts", action="store_true", help="print the demo accounts")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        """Refuse outside a trial: everybody knows the demo's password."""
        if not settings.TRIAL:
            raise CommandError(
                "The demo accounts share a password that everybody knows; they are for trials only."
            )
        if options["accounts"]:
            self._print_accounts()
            return
        with acting_as(SYSTEM):
            if is_loaded():
                self.stdout.write("The demo portfolio is already there.")
                return
            loaded = load_portfolio(timezone.now())
        self.stdout.write(
            f"Loaded {loaded.projects} projects with {loaded.rounds} rounds,"
            f" {loaded.records} of them concluded."
        )

    def _print_accounts(self) -> None:
        width = max(len(account.email) for account in ACCOUNTS)
        self.stdout.write(f"Demo accounts, all with the password {PASSWORD}")
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.email:<{width}}  {account.name}: {account.does}")
