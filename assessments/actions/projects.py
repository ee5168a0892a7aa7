"""New projects."""

from datetime import datetime
from typing import Annotated

from django.db import transaction
from django.utils.translation import gettext as _
from pydantic import Field

from ..domain.casefile.values import Line, Name, Text
from ..models import Initiative, MemberRole, Membership, Person, Project, Unit
from .refusal import InvalidInput, NotAllowed, shape_errors
from .work import renew_work

Token = Annotated[Line, Field(max_length=64)]


class InvalidProject(InvalidInput):
    """A name is missing or a text too long."""


def create_project(
    *,
    name: str,
    initiative_name: str,
    unit_name: str,
    by: Person,
    at: datetime,
    token: str = "",
    description: str = "",
    source: str = "",
) -> Project:
    """Make a project whose lead is `by`; initiative and unit are found by name or made.

    A token that this person used before gives the project that it made then.
    """
    project = Project(
        name=name.strip(),
        description=description,
        source=source,
        created_by=by,
        created_at=at,
        creation_token=token,
    )
    _check(project, initiative_name.strip(), unit_name.strip())
    with transaction.atomic():
        # The same form, sent twice at once: the second waits here and finds the first one's project.
        Person.objects.select_for_update(no_key=True).get(pk=by.pk)
        return _made_before(by, token) or _stored(project, initiative_name.strip(), unit_name.strip())


def _check(project: Project, initiative: str, unit: str) -> None:
    errors = {
        **shape_errors(Name, project.name, "name"),
        **shape_errors(Name, initiative, "initiative_name"),
        **shape_errors(Name, unit, "unit_name"),
        **shape_errors(Text, project.description, "description"),
        **shape_errors(Text, project.source, "source"),
        **shape_errors(Token, project.creation_token, "token"),
    }
    if errors:
        raise InvalidProject(errors)
    if not project.created_by.is_active:
        raise NotAllowed(_("This account is closed."))


def _made_before(by: Person, token: str) -> Project | None:
    return Project.objects.filter(created_by=by, creation_token=token).first() if token else None


def _stored(project: Project, initiative: str, unit: str) -> Project:
    project.unit, _ = Unit.objects.get_or_create(name__iexact=unit, defaults={"name": unit})
    project.initiative, _ = Initiative.objects.get_or_create(
        name__iexact=initiative, defaults={"name": initiative}
    )
    project.save(force_insert=True)
    Membership.objects.create(project=project, person=project.created_by, role=MemberRole.LEAD)
    renew_work(project=project, at=project.created_at)
    return project
