"""Records and result rows that somebody may see."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from assessments.models import Assessment, Membership, Person
from assessments.permissions import Permission, Viewer, is_blind, oversights, roles_with

from ..models import Record, RecordRow


def seen_by(person: Viewer) -> Q:
    """The condition that a row's `project` is one whose records somebody may see."""
    if not isinstance(person, Person) or not person.is_active:
        return Q(pk__in=[])
    roles = roles_with(Permission.SEE_ACCEPTED)
    member = Membership.objects.filter(project=OuterRef("project"), person=person, role__in=roles)
    above = Exists(oversights(person, "project").filter(role__in=roles))
    return Q(Exists(member)) | (Q(above) & ~Q(is_blind("project", person)))


def records_visible_to(user: Viewer) -> QuerySet[Record]:
    """The records that hold, of the projects that somebody belongs to or oversees."""
    records = Record.objects.standing().select_related("project__initiative", "project__unit", "assessment")
    return records.filter(seen_by(user))


def record_for(user: Viewer, assessment_id: UUID | str) -> Record:
    """The record of a round, or Http404."""
    try:
        return records_visible_to(user).get(assessment=UUID(str(assessment_id)))
    except (ValueError, Record.DoesNotExist):
        raise Http404 from None


def latest_records(user: Viewer) -> QuerySet[Record]:
    """The latest record of every project that somebody may see."""
    return records_visible_to(user).filter(row__is_latest=True)


def latest_rows(user: Viewer) -> QuerySet[RecordRow]:
    """The same as result rows, for lists."""
    rows = RecordRow.objects.filter(is_latest=True)
    return rows.filter(seen_by(user))


def previous_record(assessment: Assessment) -> Record | None:
    """The record of the project's last concluded round before this one."""
    earlier = Record.objects.standing().filter(project=assessment.project_id, round__lt=assessment.round)
    return earlier.order_by("-round").first()
