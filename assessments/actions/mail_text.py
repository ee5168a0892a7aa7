"""What stands in a mail: that something waits and where; never an answer or a level."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from ..markdown import to_plain
from ..models import Comment, Mail, Notice, NoticeKind, Project
from ..permissions import Permission, granted_to, roles_in
from .languages import in_language
from .letters import written

NEEDED = {
    NoticeKind.MENTION: Permission.TALK,
    NoticeKind.REPLY: Permission.TALK,
    NoticeKind.RESOLVED: Permission.TALK,
    NoticeKind.ACCEPTED: Permission.MANAGE_MEMBERS,
    NoticeKind.ESCALATED: Permission.SEE_SUBMITTED,
}
"""What somebody must still be allowed in the project to be told; of anything else, to know its rounds."""
QUOTED = 200
"""So much of a comment's first line stands in a mail."""

SUBJECTS = {
    NoticeKind.MENTION: gettext_noop("You were mentioned"),
    NoticeKind.ASSIGNED: gettext_noop("You were asked to answer"),
    NoticeKind.ESCALATED: gettext_noop("Something has been overdue for a week"),
}
SOMETHING = gettext_noop("Something new waits for you in Honest Pilot")


def letter_of(mail: Mail) -> EmailMultiAlternatives | None:
    """The mail as it is sent, in its receiver's language; None where nothing of it may be told any more.

    Nothing that anybody typed stands in a header.
    """
    notices = list(mail.notices.select_related("project", "comment").order_by("at", "pk"))
    told = [notice for notice in notices if _may_be_told(notice)]
    if not told or not mail.person.is_active:
        return None
    with in_language(mail.person.language):
        return _letter(mail, told)


def _letter(mail: Mail, told: list[Notice]) -> EmailMultiAlternatives:
    choice = site(reverse("mail_choice"))
    facts = {"person": mail.person, "lines": list(_lines(told)), "choice": choice}
    headers = {
        "Message-ID": f"<{mail.pk}@{urlsplit(settings.SITE_ADDRESS).hostname}>",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
        "List-Unsubscribe": f"<{choice}>",
    }
    return written("digest", _subject(told), facts, to=mail.person.email, headers=headers)


def site(path: str) -> str:
    """A whole address: of the site as it is configured, never as somebody's request names it."""
    return f"{settings.SITE_ADDRESS.rstrip('/')}{path}"


def _may_be_told(notice: Notice) -> bool:
    """Whether the person may still see it; who lost the role is told nothing more."""
    if notice.project is None:
        return True
    granted = granted_to(roles_in(notice.project, notice.person))
    needed = NEEDED.get(NoticeKind(notice.kind), Permission.KNOW_ROUNDS)
    withdrawn = notice.comment is not None and notice.comment.withdrawn_at is not None
    return needed in granted and not withdrawn


def _subject(told: list[Notice]) -> str:
    kinds = {notice.kind for notice in told}
    if len(told) == 1:
        return _(SUBJECTS.get(NoticeKind(told[0].kind), SOMETHING))
    if NoticeKind.MENTION in kinds:
        more = len(told) - 1
        return ngettext(
            "You were mentioned, and %(count)s more in Honest Pilot",
            "You were mentioned, and %(count)s more in Honest Pilot",
            more,
        ) % {"count": more}
    return ngettext(
        "%(count)s thing waits for you in Honest Pilot",
        "%(count)s things wait for you in Honest Pilot",
        len(told),
    ) % {"count": len(told)}


def _lines(told: list[Notice]) -> Iterator[tuple[str, str, str, Project | None]]:
    """Of each: what happened, the first line of what was said, where it is to be seen, and whose it is."""
    for notice in told:
        yield notice.text, first_line(notice.comment), site(notice.address), notice.project


def first_line(comment: Comment | None) -> str:
    """The beginning of a comment without its marks; nothing where the deployment sends none."""
    if comment is None or not settings.MAIL_QUOTES_COMMENTS:
        return ""
    return Truncator(to_plain(comment.text).partition("\n")[0]).chars(QUOTED)
