"""What each role is for, in plain words: on forms, in mails and on the page of what somebody can see."""

from assessments import questionnaires
from assessments.models import Initiative, MemberRole, OversightRole, Unit

DOES: dict[str, str] = {
    MemberRole.LEAD: "starts rounds, answers, decides, concludes, and says who takes part",
    MemberRole.RESPONDENT: "answers, all sections or only some",
    MemberRole.SECOND_RESPONDENT: (
        "answers the same questions, all sections or only some, without seeing what the team says"
    ),
    MemberRole.REVIEWER: "settles contradictions and agrees that a question does not apply",
    MemberRole.APPROVER: "approves acknowledgements",
    OversightRole.PMO: "reads every round once it is submitted, and asks for reports",
    OversightRole.LEADERSHIP: "reads concluded rounds and their reports",
    OversightRole.ADMINISTRATOR: "looks after people and settings, and sees no answer and no report",
}
"""What each role is for."""

NAMES: dict[str, str] = {
    role.value: role.label[0].upper() + role.label[1:] for role in (*MemberRole, *OversightRole)
}

TWO_ROLES = (
    "Somebody may have several roles. Nobody reviews or approves what they answered themselves, and nobody "
    "approves an acknowledgement that they asked for: each such step is refused, so somebody who has "
    "answered may still be made reviewer of the rest. A second respondent has no other role."
)


def over_in_words(scope: Unit | Initiative | None) -> str:
    """What a role reaches over: "unit Retail", "initiative Robots", "everything"."""
    if scope is None:
        return "everything"
    return f"{'unit' if isinstance(scope, Unit) else 'initiative'} {scope.name}"


def above_in_words(role: str, scope: Unit | Initiative | None) -> str:
    """A role with what it reaches over, as a sentence goes on with it: "PMO of unit Retail"."""
    return f"{OversightRole(role).label} of {over_in_words(scope)}"


def section_names() -> dict[str, str]:
    """The eight sections by key."""
    return {section.key: section.name for section in questionnaires.load().sections}
