"""Records and reports as an application."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """What is frozen, sealed and compared; builds on the assessments."""

    name = "reports"
    verbose_name = "Reports"

    def ready(self) -> None:
        """Let "my work" know what waits here; the assessments may not ask."""
        from assessments.queries.waiting import SOURCES  # noqa: PLC0415 - models are ready only now

        from .queries.waiting import failed_reports  # noqa: PLC0415 - likewise

        SOURCES.append(failed_reports)
