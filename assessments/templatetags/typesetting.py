"""How texts break into lines on a page."""

from django import template

from assessments.domain.numbers import NO_BREAK

register = template.Library()


@register.filter
def unbroken(text: str) -> str:
    """Keep "95 %" and "n = 500" each on one line."""
    return text.replace(" %", f"{NO_BREAK}%").replace("n = ", f"n{NO_BREAK}={NO_BREAK}")
