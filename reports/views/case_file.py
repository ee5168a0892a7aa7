"""A round's case file, to keep, to send on and to import elsewhere."""

import json
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from assessments import queries
from assessments.domain import casefile
from assessments.models import Assessment, Person, State
from assessments.views.files import attachment, file_name
from assessments.views.signed_in import SignedInRequest, signed_in

from ..queries import outcomes_beside, record_for


@require_safe
@never_cache
@signed_in
def case_file(request: SignedInRequest, assessment_id: UUID) -> HttpResponse:
    """The round as JSON, for whoever may read its answers; a concluded one as its record froze it.

    What happened in production since stands beside it, for it came later.
    """
    assessment = queries.assessment_for(request.user, assessment_id)
    document = _document(assessment, request.user)
    text = json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False)
    return attachment(text.encode(), file_name(assessment, "json"), "application/json")


def _document(assessment: Assessment, reader: Person) -> object:
    if assessment.state == State.ACCEPTED:
        frozen = record_for(reader, assessment.pk).as_json["case"]
        outcomes = casefile.outcomes_to_json(outcomes_beside(assessment.pk))
        return frozen | ({"outcomes": outcomes} if outcomes else {})
    return casefile.to_json(queries.case_of(assessment))
