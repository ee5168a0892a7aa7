"""The project's wiring: settings, addresses, task queue, and the embedded trial."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
