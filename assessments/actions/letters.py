"""A mail as it goes out: plain text, and the same once more as HTML, from two templates of one name."""

from collections.abc import Mapping

from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from ..tokens import DARK, LIGHT


def written(
    name: str, subject: str, facts: Mapping[str, object], *, to: str, headers: Mapping[str, str] | None = None
) -> EmailMultiAlternatives:
    """Write it in the language that is active; the text stands first, for whoever reads no HTML."""
    said = {**facts, "subject": subject, "light": LIGHT, "dark": DARK}
    text, page = (render_to_string(f"assessments/mail/{name}.{kind}", said) for kind in ("txt", "html"))
    letter = EmailMultiAlternatives(subject, text, to=[to], headers=dict(headers or {}))
    letter.attach_alternative(page, "text/html")
    return letter
