"""What each role is for, in plain words: on forms, in mails and on the page of what somebody can see."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assessments.models import Initiative, MemberRole, OversightRole, Unit
from assessments.queries.question_sets import worded

DOES: dict[str, str] = {
    MemberRole.LEAD: gettext_noop("starts rounds, answers, decides, concludes, and says who takes part"),
    MemberRole.RESPONDENT: gettext_noop("answers, all sections or only some"),
    MemberRole.SECOND_RESPONDENT: gettext_noop(
        "answers the same questions, all sections or only some, without seeing what the team says"
    ),
    MemberRole.REVIEWER: gettext_noop("settles contradictions and agrees that a question does not apply"),
    MemberRole.APPROVER: gettext_noop("approves acknowledgements, decides on reports and signs them"),
    OversightRole.PMO: gettext_noop("reads every round once it is submitted, and asks for reports"),
    OversightRole.LEADERSHIP: gettext_noop("reads concluded rounds and their reports"),
    OversightRole.ADMINISTRATOR: gettext_noop(
        "looks after people and settings, and sees no answer and no report"
    ),
}
"""What each role is for, in English; `does` tells it to whoever reads."""

NAMES: dict[str, str] = {
    MemberRole.LEAD: gettext_noop("Lead"),
    MemberRole.RESPONDENT: gettext_noop("Respondent"),
    MemberRole.SECOND_RESPONDENT: gettext_noop("Second respondent"),
    MemberRole.REVIEWER: gettext_noop("Reviewer"),
    MemberRole.APPROVER: gettext_noop("Approver"),
    OversightRole.PMO: gettext_noop("PMO"),
    OversightRole.LEADERSHIP: gettext_noop("Leadership"),
    OversightRole.ADMINISTRATOR: gettext_noop("Administrator"),
}
"""What a role is called where it stands alone, in English; `name_of` says it to whoever reads."""

LABELS = {role.value: role.label for role in (*MemberRole, *OversightRole)}

ABOVE: dict[str, dict[type, str]] = {
    OversightRole.PMO: {
        Unit: gettext_noop("PMO of unit %(name)s"),
        Initiative: gettext_noop("PMO of initiative %(name)s"),
        type(None): gettext_noop("PMO of everything"),
    },
    OversightRole.LEADERSHIP: {
        Unit: gettext_noop("leadership of unit %(name)s"),
        Initiative: gettext_noop("leadership of initiative %(name)s"),
        type(None): gettext_noop("leadership of everything"),
    },
    OversightRole.ADMINISTRATOR: {
        Unit: gettext_noop("administrator of unit %(name)s"),
        Initiative: gettext_noop("administrator of initiative %(name)s"),
        type(None): gettext_noop("administrator of everything"),
    },
}
"""Each role above projects with what it reaches over."""


def two_roles() -> str:
    """What holds where somebody has several roles."""
    return _(
        "Somebody may have several roles. Nobody reviews or approves what they answered themselves, and "
        "nobody approves an acknowledgement that they asked for: each such step is refused, so somebody who "
        "has answered may still be made reviewer of the rest. A second respondent has no other role."
    )


def name_of(role: str) -> str:
    """What a role is called where it stands alone: "Lead"."""
    return _(NAMES[role])


def said_within(role: str) -> str:
    """What a role is called within a sentence: "lead"."""
    return str(LABELS[role])


def does(role: str) -> str:
    """What a role is for: "approves acknowledgements"."""
    return _(DOES[role])


def over_in_words(scope: Unit | Initiative | None) -> str:
    """What a role reaches over: "unit Retail", "initiative Robots", "everything"."""
    if scope is None:
        return _("everything")
    text = _("unit %(name)s") if isinstance(scope, Unit) else _("initiative %(name)s")
    return text % {"name": scope.name}


def above_in_words(role: str, scope: Unit | Initiative | None) -> str:
    """A role with what it reaches over, as a sentence goes on with it: "PMO of unit Retail"."""
    text = _(ABOVE[role][type(scope)])
    return text % {"name": scope.name} if scope else text


def section_names() -> dict[str, str]:
    """The eight sections by key."""
    return {section.key: section.name for section in worded().sections}
