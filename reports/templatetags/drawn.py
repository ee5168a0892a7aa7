"""Looking a drawing up by its key."""

from collections.abc import Mapping

from django import template
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def drawn(drawings: Mapping[str, SafeString], key: str) -> SafeString | str:
    """The drawing under that key, nothing where there is none."""
    return drawings.get(key, "")
