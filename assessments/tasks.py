"""What workers and beat do: load, call one action, done."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from . import actions


@shared_task(soft_time_limit=600, time_limit=660, ignore_result=True)  # type: ignore[untyped-decorator]
def renew_due_work() -> None:
    """Let what waits follow the calendar; each project in a transaction of its own."""
    actions.renew_due_work(at=timezone.now())


@shared_task(soft_time_limit=60, time_limit=90, ignore_result=True)  # type: ignore[untyped-decorator]
def draw_preview(*, file_id: str) -> None:
    """Draw the preview of one file of the evidence, if it has none."""
    actions.draw_preview(file_id=UUID(file_id), at=timezone.now())


@shared_task(soft_time_limit=600, time_limit=660, ignore_result=True)  # type: ignore[untyped-decorator]
def sweep_evidence() -> None:
    """Remove files that no row names, and ask again for previews that were lost."""
    actions.sweep_evidence(at=timezone.now())
