"""What somebody is above the projects, where no project is in question."""

from assessments.models import Oversight, OversightRole, Person
from assessments.permissions import Viewer


def is_administrator(user: Viewer) -> bool:
    """Whether somebody administers this deployment, or a part of it."""
    if not isinstance(user, Person) or not user.is_active:
        return False
    return Oversight.objects.filter(person=user, role=OversightRole.ADMINISTRATOR).exists()
