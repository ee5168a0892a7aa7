"""What a project in a list asks of its reader: only what this person may do."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from assessments.models import MemberRole, State
from assessments.permissions import Permission, granted_to


@dataclass(frozen=True)
class Reader:
    """Whoever reads the list: their roles in a project, and whether an acknowledgement waits for them."""

    roles: frozenset[str]
    waited_for: bool = False

    def may(self, permission: Permission) -> bool:
        """Whether one of their roles in the project allows it."""
        return permission in granted_to(self.roles)

    @property
    def is_blind(self) -> bool:
        """Whether they are to answer without knowing what the team says."""
        return MemberRole.SECOND_RESPONDENT in self.roles


def no_round(reader: Reader) -> str:
    """What stands in the place of a round's state."""
    if reader.is_blind:
        return _("Second respondent")
    return _("No round yet") if reader.roles else _("Nothing to read yet")


def next_step(latest: State | None, reader: Reader) -> str:
    """What the latest round that they may see, in this state, asks of them."""
    match latest:
        case State.DRAFT:
            return _if(reader, Permission.ANSWER, _("Go on answering"), _("Wait for the team’s answers"))
        case State.RETURNED:
            again = _("Answer what was returned, then submit again")
            return _if(reader, Permission.ANSWER, again, _("Wait until the team submits again"))
        case State.ACCEPTED:
            both = _("Read the verdict, or start the next round")
            return _if(reader, Permission.START_ASSESSMENT, both, _("Read the verdict"))
        case None:
            return _first_round(reader)
        case _ if reader.waited_for:
            return _("Approve an acknowledgement")
        case _:
            decide, review = _("Decide what to do about the findings"), _("Review the round")
            others = _if(reader, Permission.REVIEW, review, _("Read the verdict"))
            return _if(reader, Permission.CHOOSE_REMEDY, decide, others)


def _first_round(reader: Reader) -> str:
    if not reader.roles:
        return _("A round can be read here once its team has submitted it")
    if reader.is_blind:
        return _("Your own answers are given apart; the team’s stay hidden")
    return _if(
        reader,
        Permission.START_ASSESSMENT,
        _("Start the first round"),
        _("Wait until the lead starts a round"),
    )


def _if(reader: Reader, permission: Permission, own: str, else_: str) -> str:
    return own if reader.may(permission) else else_
