"""The task queue. Its settings are Django's, with the prefix CELERY_."""

import os
import signal
from typing import Any

from celery import Celery
from celery.signals import setup_logging, worker_process_init

from config.trial.lifeline import die_with_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("honest_pilot")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect  # type: ignore[untyped-decorator]  # Celery has no types
def keep_our_logging(**_: Any) -> None:
    """Keep Django's LOGGING; being connected is what tells Celery not to replace it."""


@worker_process_init.connect  # type: ignore[untyped-decorator]  # likewise
def follow_the_worker(**_: Any) -> None:
    """End with the worker's main process, which a kill -9 would otherwise leave behind."""
    die_with_parent(signal.SIGKILL, parent=os.getppid())
