"""How texts stand on a page: where they break, and the marks in what people wrote."""

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from assessments.domain.numbers import NO_BREAK
from assessments.markdown import to_html, to_plain

register = template.Library()


@register.filter
def unbroken(text: str) -> str:
    """Keep "95 %" and "n = 500" each on one line."""
    return text.replace(" %", f"{NO_BREAK}%").replace("n = ", f"n{NO_BREAK}={NO_BREAK}")


@register.filter
def apart(text: object) -> SafeString:
    """Keep what people typed together, whichever way the sentence around it runs."""
    return format_html("<bdi>{}</bdi>", text)


@register.filter
def isolated(text: str, part: str) -> SafeString:
    """Keep one part of a finished sentence together, where the sentence has it."""
    before, found, after = text.partition(part) if part else (text, "", "")
    return format_html("{}{}{}", before, apart(found), after) if found else conditional_escape(text)


@register.filter
def claimed_as(text: str, claim: str) -> SafeString:
    """Set a claim that begins with the headline `claim`, which people worded."""
    return isolated(unbroken(text), unbroken(claim.rstrip(".")))


@register.filter
def marked(text: str) -> SafeString:
    """Show what somebody wrote with its light markdown."""
    return to_html(text)


@register.filter
def unmarked(text: str) -> str:
    """The same for paper: in words, without marks."""
    return to_plain(text)
