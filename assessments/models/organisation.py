"""Units, initiatives and projects, and who may do what in them."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import pgettext_lazy

from ..domain.questionnaire import SECTIONS
from .checks import one_of, only_when
from .identity import Identified
from .person import Person


class Unit(Identified):
    """A part of the organisation."""

    name = models.CharField(max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="unit_name_once")]

    def __str__(self) -> str:
        return self.name


class Initiative(Identified):
    """A programme that groups projects; what the PMO tracks."""

    name = models.CharField(max_length=500)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="initiatives")

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), name="initiative_name_once")]

    def __str__(self) -> str:
        return self.name


class Project(Identified):
    """One AI system on its way from pilot to production."""

    name = models.CharField(max_length=500)
    initiative = models.ForeignKey(Initiative, models.PROTECT, related_name="projects")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="projects")
    description = models.TextField(blank=True)
    source = models.TextField(blank=True)
    """Where the facts of a case taken from the public record can be read."""
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    creation_token = models.CharField(max_length=64, blank=True)
    """From the form that made it, so that a form sent twice makes one project."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["created_by", "creation_token"],
                condition=~Q(creation_token=""),
                name="project_once_per_token",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="project_has_name"),
        ]
        indexes = [models.Index(Lower("name"), "id", name="project_by_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The project's own page."""
        return reverse("project", args=[self.pk])


class MemberRole(models.TextChoices):
    """What someone is in a project."""

    LEAD = "lead", pgettext_lazy("role", "lead")
    RESPONDENT = "respondent", pgettext_lazy("role", "respondent")
    SECOND_RESPONDENT = "second_respondent", pgettext_lazy("role", "second respondent")
    REVIEWER = "reviewer", pgettext_lazy("role", "reviewer")
    APPROVER = "approver", pgettext_lazy("role", "approver")


LONGEST_ROLE = 24

ANSWERING = (MemberRole.RESPONDENT, MemberRole.SECOND_RESPONDENT)
"""These may be limited to sections."""


def sections_field() -> "ArrayField[list[str], list[str]]":
    """The sections that a respondent, or a second one, answers; empty is all of them."""
    return ArrayField(models.CharField(max_length=16), default=list, blank=True)


def sections_fit(table: str) -> list[models.CheckConstraint]:
    """Only sections that exist, and only who is there to answer is limited to some."""
    return [
        models.CheckConstraint(
            condition=Q(sections__contained_by=list(SECTIONS)), name=f"{table}_sections_known"
        ),
        only_when(table, "sections_of_respondent", ~Q(role__in=ANSWERING), Q(sections=[])),
    ]


class Membership(Identified):
    """One role of one person in one project; a person may hold several, a second respondent no other."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="memberships")
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=LONGEST_ROLE, choices=MemberRole)
    sections = sections_field()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "person", "role"], name="membership_once"),
            one_of("membership", "role", MemberRole.values),
            *sections_fit("membership"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()} of {self.project}"


class OversightRole(models.TextChoices):
    """What someone is above the projects."""

    PMO = "pmo", pgettext_lazy("role", "PMO")
    LEADERSHIP = "leadership", pgettext_lazy("role", "leadership")
    ADMINISTRATOR = "administrator", pgettext_lazy("role", "administrator")


class Oversight(Identified):
    """One role of one person over a unit, an initiative, or (neither set) everything."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="oversights")
    role = models.CharField(max_length=16, choices=OversightRole)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="oversights")
    initiative = models.ForeignKey(
        Initiative, models.PROTECT, null=True, blank=True, related_name="oversights"
    )

    class Meta:
        verbose_name_plural = "oversight"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "unit", "initiative"], nulls_distinct=False, name="oversight_once"
            ),
            models.CheckConstraint(
                condition=Q(unit__isnull=True) | Q(initiative__isnull=True), name="oversight_of_one_thing"
            ),
            one_of("oversight", "role", OversightRole.values),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()} of {self.unit or self.initiative or 'everything'}"
