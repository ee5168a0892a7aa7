"""`manage.py renew_work`: work out anew what waits for whom in every project."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from assessments.acting import SYSTEM, acting_as
from assessments.actions import renew_work
from assessments.models import Project


class Command(BaseCommand):
    """Makes "my work" true again, project by project; a second time it changes nothing."""

    help = "Work out anew what waits for whom, in every project: after a migration or a restore."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        """Each project in a transaction of its own, so that nobody waits for all of them."""
        with acting_as(SYSTEM):
            projects = list(Project.objects.order_by("pk"))
        for project in projects:
            renew_work(project=project, at=timezone.now())
        self.stdout.write(f"Renewed what waits in {len(projects)} projects.")
