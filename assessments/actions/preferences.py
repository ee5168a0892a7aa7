"""What somebody chooses for themself alone."""

from ..models import MailChoice, Person
from .refusal import InvalidInput


class InvalidChoice(InvalidInput):
    """There is no such choice."""


def choose_mail(*, choice: str, by: Person) -> Person:
    """Choose how often one gets mail."""
    if choice not in MailChoice.values:
        raise InvalidChoice({"choice": "choose one of these"})
    by.mail_choice = choice
    by.save(update_fields=["mail_choice"])
    return by
