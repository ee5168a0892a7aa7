"""The application of projects and their assessments."""

from typing import TYPE_CHECKING, Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.utils import formats, translation

from assessments.domain import language

if TYPE_CHECKING:
    from assessments.models import Person


class AssessmentsConfig(AppConfig):
    """Answers, and everything that leads up to a verdict."""

    name = "assessments"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Hear of every sign-in, whichever way it comes; let the domain speak as pages do."""
        language.speak(translation, separators)
        user_logged_in.connect(_signed_in, dispatch_uid="navigation")


def separators() -> tuple[str, str]:
    """What stands between thousands and before decimals in the language of whoever reads."""
    return formats.get_format("THOUSAND_SEPARATOR"), formats.get_format("DECIMAL_SEPARATOR")


def _signed_in(request: HttpRequest, user: "Person", **_: Any) -> None:
    from .views.navigation import keep_link  # noqa: PLC0415 - models are ready only now

    keep_link(request, user)
