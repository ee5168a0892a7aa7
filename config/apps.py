"""The wiring as an application, so that its commands are found."""

from django.apps import AppConfig


class WiringConfig(AppConfig):
    """Brings `manage.py trial`; there are no models here."""

    name = "config"
    verbose_name = "Wiring"
