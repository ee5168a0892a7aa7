"""`manage.py trial`: everything of one folder, for trying the product and for working on it."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.trial.postgres import PostgresError
from config.trial.supervisor import Trial, TrialError


class Command(BaseCommand):
    """Start PostgreSQL, web, worker and beat; stop them together."""

    help = "Run the whole product on this machine, without setting anything up."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django's name; script/lint checks

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen."""
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (%(default)s)")
        parser.add_argument("--empty", action="store_true", help="do not load the demo portfolio")

    def handle(self, *_args: Any, host: str, port: int, empty: bool, **_options: Any) -> None:
        """Run until Ctrl-C."""
        try:
            Trial(settings.HOME, host, port, with_demo=not empty, out=self.stdout).run()
        except (TrialError, PostgresError, OSError) as error:
            raise CommandError(str(error)) from error
