"""What somebody chooses for themself alone."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from ..models import MailChoice, Person, Project
from .refusal import InvalidInput
from .work import renew_work


class InvalidChoice(InvalidInput):
    """There is no such choice."""


def choose_mail(*, choice: str, by: Person) -> Person:
    """Choose how often one gets mail."""
    if choice not in MailChoice.values:
        raise InvalidChoice({"choice": _("choose one of these")})
    by.mail_choice = choice
    by.save(update_fields=["mail_choice"])
    return by


def choose_language(*, code: str, by: Person, at: datetime) -> Person:
    """Choose in which language one is answered and told what waits; empty for the browser's."""
    if code not in ("", *dict(settings.LANGUAGES)):
        raise InvalidChoice({"language": _("choose one of these")})
    by.language = code
    by.save(update_fields=["language"])
    for project in Project.objects.filter(memberships__person=by).distinct().order_by("pk"):
        renew_work(project=project, at=at)
    return by
