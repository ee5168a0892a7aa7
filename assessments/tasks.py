"""What beat asks for: load, call one action, done."""

from celery import shared_task
from django.utils import timezone

from . import actions


@shared_task(soft_time_limit=600, time_limit=660, ignore_result=True)  # type: ignore[untyped-decorator]
def renew_due_work() -> None:
    """Let what waits follow the calendar; each project in a transaction of its own."""
    actions.renew_due_work(at=timezone.now())
