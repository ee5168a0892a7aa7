"""What somebody can see: one's own page, and an administrator's page of somebody else."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments import permissions
from assessments.models import (
    Assessment,
    MemberRole,
    OversightRole,
    Person,
    Project,
)
from assessments.permissions import Permission
from assessments.queries import people
from tests.factories import (
    MembershipFactory,
    OversightFactory,
    PersonFactory,
    ProjectFactory,
    UnitFactory,
    member,
)

from .browsing import html, sees, signed_in
from .invited import administrator
from .steps import accept

pytestmark = pytest.mark.django_db


def test_ones_own_page_lists_projects_with_roles_in_plain_words(assessment: Assessment) -> None:
    person = member(assessment.project, MemberRole.RESPONDENT)
    assessment.project.memberships.update(sections=["data", "users"])
    OversightFactory(person=person, role=OversightRole.LEADERSHIP, unit=assessment.project.unit)

    shown = html(signed_in(person).get(reverse("own_sees")))

    assert assessment.project.name in shown
    assert "Answers while they are drafted, all sections" in shown
    assert "May answer only Data quality, User capability" in shown
    assert "Accepted rounds and their reports only" in shown
    assert f"Leadership of unit {assessment.project.unit.name}" in shown
    assert "/oversight/" not in shown
    assert reverse("organisation") not in shown


def test_second_respondent_is_told_that_their_other_roles_show_nothing() -> None:
    person = member(ProjectFactory(), MemberRole.SECOND_RESPONDENT)
    OversightFactory(person=person)

    shown = html(signed_in(person).get(reverse("own_sees")))

    assert "That rounds exist, nothing that the team answers" in shown
    assert shown.count("Answers once a round is submitted") == 1  # above projects, not in this one


def test_ones_own_page_without_any_role_says_who_brings_one_in() -> None:
    shown = html(signed_in(PersonFactory()).get(reverse("own_sees")))

    assert "No role over several projects." in shown
    assert "brings people in" in shown


def test_administrator_sees_only_what_lies_in_their_scope() -> None:
    unit = UnitFactory()
    inside, outside = ProjectFactory(unit=unit), ProjectFactory(name="Elsewhere")
    person = member(inside)
    MembershipFactory(project=outside, person=person)
    OversightFactory(person=person, unit=unit)
    OversightFactory(person=person, unit=UnitFactory(name="Elsewhere"))
    client = signed_in(administrator(unit=unit))

    for page, role in ((sees(person), "Unit "), (reverse("people"), "PMO of unit ")):
        shown = html(client.get(page))
        assert f"{role}{unit.name}" in shown
        assert "Elsewhere" not in shown
        assert "nd roles elsewhere" in shown
    assert inside.name in html(client.get(sees(person)))


def test_roles_that_all_lie_elsewhere_are_only_hinted_at() -> None:
    unit = UnitFactory()
    person = member(ProjectFactory(unit=unit))
    OversightFactory(person=person, unit=UnitFactory(name="Foreign"))
    client = signed_in(administrator(unit=unit))

    listed, shown = html(client.get(reverse("people"))), html(client.get(sees(person)))

    assert "<td>Roles elsewhere</td>" in listed
    assert "No role over several projects here." in shown
    assert "Foreign" not in listed + shown


def test_administrator_of_a_unit_knows_all_roles_of_their_own() -> None:
    by = administrator(unit=UnitFactory())
    OversightFactory(person=by, unit=UnitFactory(name="Second unit"))
    client = signed_in(by)

    for page in (reverse("people"), reverse("own_sees"), sees(by)):
        shown = html(client.get(page))
        assert "Second unit" in shown
        assert "oles elsewhere" not in shown


def test_leader_s_own_page_lists_a_project_once_a_round_is_concluded(
    assessment: Assessment, lead: Person
) -> None:
    leader = OversightFactory(role=OversightRole.LEADERSHIP).person
    client = signed_in(leader)
    assert assessment.project.name not in html(client.get(reverse("own_sees")))

    accept(assessment, lead)

    assert assessment.project.name in html(client.get(reverse("own_sees")))


def test_page_of_roles_goes_on_by_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "PAGE", 2)
    person: Person = PersonFactory()
    for name, role in (("b", "lead"), ("A", "reviewer"), ("Z", "lead"), ("b", "lead"), ("C", "lead")):
        MembershipFactory(person=person, project__name=f"Project {name}", role=role)
    client, after, pages = signed_in(person), "", []
    for _ in range(3):
        shown = html(client.get(reverse("own_sees"), {"after": after} if after else {}))
        pages.append(re.findall(r">As (\w+)</h3|>Project (\w)<", shown))
        after = next(iter(re.findall(r"[?]after=([^\"]+)", shown)), "")

    assert ["".join(role or name for role, name in page) for page in pages] == [
        "Leadbb",
        "LeadCZ",
        "ReviewerA",
    ]
    for unknown in ("x", str(ProjectFactory().pk)):
        assert client.get(reverse("own_sees"), {"after": unknown}).status_code == 404


def test_page_of_roles_takes_the_same_queries_for_one_project_and_three() -> None:
    person = member(ProjectFactory())
    client = signed_in(person)

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("own_sees"))
        return len(captured)

    one = count()
    for _ in range(2):
        MembershipFactory(person=person)
    assert count() == one


BY_ROLE: dict[str, tuple[str, str]] = {
    MemberRole.LEAD: ("Answers while they are drafted, all sections; verdicts and reports", "May answer all"),
    MemberRole.RESPONDENT: ("Answers while they are drafted, all sections", "May answer all sections"),
    MemberRole.SECOND_RESPONDENT: (
        "That rounds exist, nothing that the team answers",
        "May give a second opinion on all sections",
    ),
    MemberRole.REVIEWER: ("Answers while they are drafted, all sections", ""),
    MemberRole.APPROVER: ("Answers while they are drafted, all sections", ""),
    OversightRole.PMO: ("Answers once a round is submitted, all sections; verdicts and reports", ""),
    OversightRole.LEADERSHIP: ("Accepted rounds and their reports only", ""),
    OversightRole.ADMINISTRATOR: ("Who takes part, no answers and no reports", ""),
}


def seen_in(reader: Person, person: Person, project: Project) -> str:
    """The project's line, without its markup."""
    shown = html(signed_in(reader).get(sees(person)))
    line = re.findall(rf">{project.name}</a>(.*?)</tr>", shown, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", line[0]).split()) if line else ""


@pytest.mark.parametrize("role", BY_ROLE, ids=str)
def test_administrator_is_told_what_each_role_shows_and_why(whole: Person, role: str) -> None:
    project = ProjectFactory()
    if role in MemberRole:
        person = member(project, MemberRole(role))
    else:
        person = OversightFactory(role=role, initiative=project.initiative).person

    line = seen_in(whole, person, project)

    shows, answers = BY_ROLE[role]
    assert shows in line
    assert answers in line
    assert ("May answer" in line or "May give" in line) == bool(answers)
    assert f"initiative {project.initiative.name}" in line.partition(shows)[2] or role in MemberRole


def test_words_follow_the_table_of_permissions(whole: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    project = ProjectFactory()
    reviewer = member(project, MemberRole.REVIEWER)
    narrowed = permissions.ALLOWED | {MemberRole.REVIEWER: frozenset({Permission.SEE_ACCEPTED})}

    monkeypatch.setattr(permissions, "ALLOWED", narrowed)
    assert "Accepted rounds and their reports only" in seen_in(whole, reviewer, project)
    monkeypatch.setattr(permissions, "ALLOWED", narrowed | {MemberRole.REVIEWER: frozenset()})
    assert "Nothing As Reviewer" in seen_in(whole, reviewer, project)


def test_role_over_everything_is_told_as_such_and_to_a_part_as_given_elsewhere(whole: Person) -> None:
    project = ProjectFactory(unit=UnitFactory())
    person = member(project, MemberRole.REVIEWER)
    OversightFactory(person=person)
    OversightFactory(person=person, role=OversightRole.LEADERSHIP, unit=UnitFactory())

    assert "As Reviewer; PMO of everything" in seen_in(whole, person, project)
    assert "As Reviewer; PMO, given elsewhere" in seen_in(administrator(unit=project.unit), person, project)
