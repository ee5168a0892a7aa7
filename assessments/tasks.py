"""What web, workers and beat ask for: load, call one action, done."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from . import actions


@shared_task(  # type: ignore[untyped-decorator]
    autoretry_for=(OSError,),  # the mail server's, in whatever way it is not there
    max_retries=5,
    retry_backoff=5,
    soft_time_limit=30,
    time_limit=40,
    ignore_result=True,
)
def mail_password_link(*, email: str) -> None:
    """Send whoever has this address the way to a new password."""
    actions.mail_password_link(email=email)


@shared_task(soft_time_limit=240, time_limit=300, ignore_result=True)  # type: ignore[untyped-decorator]
def send_waiting_mail() -> None:
    """Send what people are to be told; run by several workers at once, each mail goes once."""
    actions.send_waiting_mail(at=timezone.now())


@shared_task(soft_time_limit=600, time_limit=660, ignore_result=True)  # type: ignore[untyped-decorator]
def remind_of_days() -> None:
    """Remind people of what is due soon or overdue."""
    actions.remind_of_days(at=timezone.now())


@shared_task(soft_time_limit=600, time_limit=660, ignore_result=True)  # type: ignore[untyped-decorator]
def escalate_overdue() -> None:
    """Tell leads, or the PMO, of what others are a week late with."""
    actions.escalate_overdue(at=timezone.now())


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
