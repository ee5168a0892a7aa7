"""Who reviews a round, in words: and where nobody can, whom to ask."""

from django.utils.translation import gettext as _

from assessments import queries
from assessments.domain.language import enumerated
from assessments.models import Assessment, State
from assessments.permissions import Permission


def who_reviews(assessment: Assessment) -> str:
    """What a page says to whoever waits for the review; two queries."""
    reviewers = [str(person) for person in queries.reviewers_of(assessment)]
    if reviewers and assessment.state == State.IN_REVIEW:
        return _("%(person)s is reviewing this round.") % {"person": assessment.review_started_by}
    if reviewers:
        return _("Who can review it: %(people)s.") % {"people": enumerated(reviewers)}
    managers = [
        str(one.person)
        for one in queries.members_of(assessment.project)
        if Permission.MANAGE_MEMBERS in one.granted
    ]
    if managers:
        text = _(
            "Nobody can review this round: a reviewer who answered nothing in it is needed. "
            "%(people)s can invite one, under People."
        )
        return text % {"people": enumerated(managers)}
    return _(
        "Nobody can review this round: a reviewer who answered nothing in it is needed. "
        "Ask an administrator to add one."
    )
