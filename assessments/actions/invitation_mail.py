"""The mail with an invitation's link, sent once the invitation is stored."""

from django.db import transaction
from django.utils.translation import gettext as _

from ..models import Invitation
from .letters import written


def mail_invitation(invitation: Invitation, link: str) -> None:
    """Send it after the commit; a mail server that is down is logged, and the invitation stands.

    It speaks the language in which whoever invites reads the site: nobody knows that of the receiver.
    """
    facts = {"invitation": invitation, "link": link, "inviter": invitation.invited_by}
    mail = written("invitation", _("You are invited to Honest Pilot"), facts, to=invitation.email)
    # robust: Django logs what the mail server answered; whoever invites has the link on the page.
    transaction.on_commit(mail.send, robust=True)
