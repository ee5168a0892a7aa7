"""Who else has a section open just now; kept in the cache for a minute, and nowhere else."""

from uuid import UUID

from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from assessments import queries
from assessments.domain.language import enumerated
from assessments.domain.questionnaire import SECTIONS
from assessments.models import Assessment
from assessments.permissions import Permission

from .signed_in import SignedInRequest, demand_granted, signed_in

SECONDS = 75
"""Pages say every 30 seconds that they are still open."""


@require_POST
@signed_in
def presence(request: SignedInRequest, assessment_id: UUID, section: str) -> HttpResponse:
    """Note that somebody has this section open, and name the others who have."""
    assessment = queries.assessment_for(request.user, assessment_id)
    if section not in SECTIONS:
        raise Http404
    demand_granted(assessment.reader_roles, Permission.ANSWER)
    others = _others(assessment, section, request.user.pk)
    cache.set(_key(assessment, section, request.user.pk), True, SECONDS)
    return render(request, "components/presence.html", {"others": enumerated(others)})


def _others(assessment: Assessment, section: str, person: UUID) -> list[str]:
    team = {
        _key(assessment, section, member.person.pk): str(member.person)
        for member in queries.members_of(assessment.project)
        if member.person.pk != person
    }
    return sorted(team[key] for key in cache.get_many(team))


def _key(assessment: Assessment, section: str, person: UUID) -> str:
    return f"presence:{assessment.pk}:{section}:{person}"
