"""Which of the three connections to the one database a table is read through."""

from typing import Any

CACHE_APP = "django_cache"


class CacheRouter:
    """Send the database cache through a connection of its own.

    Counters of login attempts must stay when a request's transaction is rolled back.
    """

    def db_for_read(self, model: type[Any], **_hints: Any) -> str | None:
        """Return the alias for the cache's table, None for all others."""
        return "cache" if model._meta.app_label == CACHE_APP else None  # noqa: SLF001 - Django's documented name

    db_for_write = db_for_read
