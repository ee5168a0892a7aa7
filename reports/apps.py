"""Records and reports as an application."""

from collections.abc import Iterable
from datetime import date
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

        SOURCES.extend((_reports, _outcomes))


def _reports(project: "Project", _today: date) -> "Iterable[Waiting]":
    from .queries import waiting  # noqa: PLC0415 - brings pyHanko, which few commands need

    yield from waiting.failed_reports(project)
    yield from waiting.signatures_waiting(project)


def _outcomes(project: "Project", today: date) -> "Iterable[Waiting]":
    from .queries.waiting import outcomes_asked_for  # noqa: PLC0415 - likewise

    return outcomes_asked_for(project, today)
