"""Records and reports as an application."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """What is frozen, sealed and compared; builds on the assessments."""

    name = "reports"
    verbose_name = "Reports"
