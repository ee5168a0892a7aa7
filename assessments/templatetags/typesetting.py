"""How texts stand on a page: where they break, and the marks in what people wrote."""

from django import template
from django.utils.safestring import SafeString

from assessments.domain.numbers import NO_BREAK
from assessments.markdown import to_html, to_plain

register = template.Library()


@register.filter
def unbroken(text: str) -> str:
    """Keep "95 %" and "n = 500" each on one line."""
    return text.replace(" %", f"{NO_BREAK}%").replace("n = ", f"n{NO_BREAK}={NO_BREAK}")


@register.filter
def marked(text: str) -> SafeString:
    """Show what somebody wrote with its light markdown."""
    return to_html(text)


@register.filter
def unmarked(text: str) -> str:
    """The same for paper: in words, without marks."""
    return to_plain(text)
