"""What workers and beat do: load, call one action, done. The sweep is the retry."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from assessments.actions import anchor_history as anchor

from . import actions


@shared_task(  # type: ignore[untyped-decorator]
    soft_time_limit=settings.REPORT_SOFT_SECONDS,
    time_limit=settings.REPORT_HARD_SECONDS,
    acks_late=True,
    ignore_result=True,
)
def render_report(*, report_id: str) -> None:
    """Write and seal one report, if it still waits."""
    with memory_limit(settings.REPORT_MEMORY_BYTES):
        actions.render_report(report_id=UUID(report_id), at=timezone.now())


@shared_task(  # type: ignore[untyped-decorator]
    soft_time_limit=settings.REPORT_SOFT_SECONDS,
    time_limit=settings.REPORT_HARD_SECONDS,
    acks_late=True,
    ignore_result=True,
)
def sign_report(*, sign_off_id: str) -> None:
    """Set one signature, if it is still asked for."""
    actions.sign_report(sign_off_id=UUID(sign_off_id), at=timezone.now())


@shared_task(soft_time_limit=30, time_limit=40, ignore_result=True)  # type: ignore[untyped-decorator]
def sweep_reports() -> None:
    """Announce again what a killed worker or a lost message left behind."""
    actions.sweep_reports(at=timezone.now())
    actions.sweep_sign_offs(at=timezone.now())


@shared_task(soft_time_limit=30, time_limit=40, ignore_result=True)  # type: ignore[untyped-decorator]
def anchor_history() -> None:
    """Name the ends of all histories in one more chain, so that one hash speaks for all of them."""
    anchor()


@shared_task(soft_time_limit=600, time_limit=660, ignore_result=True)  # type: ignore[untyped-decorator]
def ask_for_outcomes() -> None:
    """Ask whoever leads what happened in production, once a milestone has come."""
    actions.ask_for_outcomes(at=timezone.now())


@contextmanager
def memory_limit(most: int) -> Iterator[None]:
    """Let this process grow to so many bytes of addresses; beyond, Python raises MemoryError."""
    before = resource.getrlimit(resource.RLIMIT_AS)
    allowed = most if before[1] == resource.RLIM_INFINITY else min(most, before[1])
    resource.setrlimit(resource.RLIMIT_AS, (allowed, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)
