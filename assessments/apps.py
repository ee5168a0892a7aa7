"""The application of projects and their assessments."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """Answers, and everything that leads up to a verdict."""

    name = "assessments"
    default_auto_field = "django.db.models.BigAutoField"
