"""The time zone in which days begin and times are shown: one for the whole deployment."""

from zoneinfo import ZoneInfo

from django.core.exceptions import ImproperlyConfigured


def known_zone(name: str) -> str:
    """The zone of this name, such as Europe/Madrid; ImproperlyConfigured where there is none."""
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError) as error:  # there is none, a folder of them, no name of one
        raise ImproperlyConfigured(
            f"TIME_ZONE is “{name}”, and there is no such time zone. Name one as in “Europe/Madrid”, or UTC."
        ) from error
    return name
