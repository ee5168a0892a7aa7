"""Counts that are kept for a while: how often somebody, or somewhere, did a thing."""

from contextlib import suppress

from django.core.cache import cache


def counted(key: str, seconds: int) -> int:
    """Count once more, and tell how often it is now; forgotten so many seconds after the last time."""
    count = 1
    if not cache.add(key, 1, seconds):
        with suppress(ValueError):  # over in this very moment
            count = cache.incr(key)
            cache.touch(key, seconds)  # some caches forget at incr for how long they keep it
    return count
