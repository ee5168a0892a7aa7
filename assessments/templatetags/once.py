"""What says the same to everybody is drawn once in a process and language: half of a section page's words."""

from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def once(name: str) -> SafeString:
    """The template of this name, which shows nothing of the page that it stands in."""
    return _drawn(name, get_language())


@cache
def _drawn(name: str, _language: str | None) -> SafeString:
    return render_to_string(name)
