"""`manage.py renew_secrets`: write second factors' secrets under a new SECRET_KEY."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.secrets_at_rest import renew_secrets


class Command(BaseCommand):
    """Run it once while SECRET_KEY_FALLBACKS still names the old key."""

    help = "Write the secrets of second factors anew under SECRET_KEY."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do with those that are lost."""
        parser.add_argument(
            "--remove-unreadable",
            action="store_true",
            help="take away what no given key opens: its owner signs in without it and sets up another",
        )

    def handle(self, *, remove_unreadable: bool, **_: Any) -> None:
        """Say how many; an error where some are lost and stay."""
        renewed, unreadable = renew_secrets()
        self.stdout.write(f"{renewed} secrets stand under the present SECRET_KEY.")
        if remove_unreadable:
            for lost in unreadable:
                self.stdout.write(f"{lost.user.email}: {lost.get_type_display()} taken away.")
                lost.delete()
        elif unreadable:
            raise CommandError(
                f"{len(unreadable)} open with no key of SECRET_KEY and SECRET_KEY_FALLBACKS. Give the key "
                "that they were written under, or take them away with --remove-unreadable."
            )
