"""`manage.py keys show|create`: this deployment's own authority."""

from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.authority import authority_folder, create_authority, read_certificate, sealed_by


class Command(BaseCommand):
    """Private keys are never printed."""

    help = "Show the keys that seal reports here, or create them."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """What can be asked for."""
        parser.add_argument("what", choices=["show", "create"])

    def handle(self, *_args: Any, **options: Any) -> None:
        """Create what is missing if asked to, then show what there is."""
        if options["what"] == "create":
            create_authority(Path(settings.SIGNING_KEY_DIR), settings.ORGANISATION_NAME)
        folder = authority_folder()
        if not folder.exists():
            raise CommandError(f"There are no keys in {folder}. Create them: manage.py keys create")
        self.stdout.write(f"Reports are sealed by {sealed_by()}.")
        self.stdout.write(f"Folder: {folder}")
        for path in sorted(folder.glob("*.pem")):
            self.stdout.write(_described(path))
        self.stdout.write(f"To let others verify your reports, give them {folder / 'root.pem'}.")


def _described(path: Path) -> str:
    certificate = read_certificate(path)
    digest = certificate.fingerprint(hashes.SHA256()).hex()
    until = certificate.not_valid_after_utc
    return f"{path.stem}: {certificate.subject.rfc4514_string()}, until {until:%Y-%m-%d}, SHA-256 {digest}"
