"""Records and reports as an application."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from assessments.models import Project
    from assessments.queries.waiting import Waiting


class ReportsConfig(AppConfig):
    """What is frozen, sealed and compared; builds on the assessments."""

    name = "reports"
    verbose_name = "Reports"

    def ready(self) -> None:
        """Let "my work" know what waits here; the assessments may not ask."""
        from assessments.queries.waiting import SOURCES  # noqa: PLC0415 - models are ready only now

        SOURCES.append(_waiting_here)


def _waiting_here(project: "Project") -> "Iterable[Waiting]":
    from .queries.waiting import failed_reports, signatures_waiting  # noqa: PLC0415 - brings pyHanko, which few commands need

    yield from failed_reports(project)
    yield from signatures_waiting(project)
