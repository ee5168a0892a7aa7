"""The second wall: PostgreSQL gives out no row of a project that is not the asker's, whatever is asked."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from django.db import IntegrityError, ProgrammingError, connection, models, transaction
from pytest_django import DjangoDbBlocker

from assessments.acting import SYSTEM, acting_as
from assessments.models import (
    Answer,
    Assessment,
    Assignment,
    Comment,
    EvidenceFile,
    EvidencePreview,
    HistoryEntry,
    HistoryHead,
    Invitation,
    Mail,
    MemberRole,
    Membership,
    Mention,
    Notice,
    OversightRole,
    Person,
    Project,
    SecondOpinion,
    Submission,
    Thread,
    WorkItem,
)
from reports.models import IssuedFile, Record, Signatory, SignOff
from tests.factories import (
    NOW,
    AnswerFactory,
    OversightFactory,
    PersonFactory,
)

from .two_units import GUARDED, HISTORY, PRIVATE, Company, seen

pytestmark = pytest.mark.django_db

FROZEN: set[type[models.Model]] = {Submission, Record}
"""The application may add to them, and neither change nor delete."""
NEVER_ALTERED: set[type[models.Model]] = {EvidenceFile}
"""The application may add and delete them."""
NEVER_DELETED: set[type[models.Model]] = {Signatory}
"""Nor may it delete these."""
FOR_THE_SYSTEM: set[type[models.Model]] = {WorkItem, Notice, Mail, IssuedFile}
"""Whoever acts, only the system writes these."""
OF_THE_TEAM: set[type[models.Model]] = {Thread, Comment, Mention, Assignment}
"""Who oversees a project sees none of these."""
OF_ONE_PERSON: set[type[models.Model]] = {Notice, Mail}
"""What somebody is told, nobody else sees."""
THEIR_OWN: set[type[models.Model]] = {SecondOpinion, SignOff}
"""Only its person writes it: test_voices_apart.py, and below."""
OWN = [model for model in GUARDED if model not in FROZEN | FOR_THE_SYSTEM | THEIR_OWN]
"""Whose rows a project's members may change."""
KNOWN_TO_ADMINISTRATORS = {Project, Membership, Invitation}


def table_of(model: type[models.Model]) -> str:
    return model._meta.db_table


@pytest.fixture(scope="module")
def company(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Company]:  # noqa: ARG001
    """Made once for all tests of the module, each of which takes back what it writes."""
    with django_db_blocker.unblock(), acting_as(SYSTEM):
        yield Company()
        transaction.set_rollback(True)


def of_one_project() -> dict[type[models.Model], int]:
    """How many there are in one project, by halving what the system sees of two alike."""
    return {model: count // 2 for model, count in seen().items()}


@contextmanager
def refused() -> Iterator[None]:
    """Expect PostgreSQL to refuse a row."""
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        yield


def test_every_table_of_ours_is_guarded_for_its_owner_too() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relrowsecurity AND relforcerowsecurity AND relkind = 'r'"
        )
        guarded = {name for (name,) in cursor.fetchall()}

    assert guarded == {table_of(model) for model in {*GUARDED, *PRIVATE, *HISTORY}}


@pytest.mark.usefixtures("company")
def test_system_sees_both_projects_in_every_table() -> None:
    assert min(seen().values()) >= 2


def test_member_sees_the_own_project_only(company: Company) -> None:
    one = of_one_project() | {Membership: company.here.memberships.count()}
    one |= dict.fromkeys(OF_ONE_PERSON, 0)

    with acting_as(company.lead):
        assert seen() == one
        assert list(Project.objects.all()) == [company.here]


@pytest.mark.parametrize("actor", ["nobody", "stranger", "former lead"])
def test_who_takes_no_part_sees_nothing(company: Company, actor: str) -> None:
    person = {"nobody": None, "stranger": PersonFactory(), "former lead": company.lead}[actor]
    Membership.objects.filter(person=company.lead).delete()

    with acting_as(person):
        assert set(seen().values()) == {0}


@pytest.mark.parametrize("role", [OversightRole.PMO, OversightRole.LEADERSHIP])
def test_overseer_sees_the_own_unit_or_everything(company: Company, role: OversightRole) -> None:
    everything = seen() | dict.fromkeys({Invitation} | OF_THE_TEAM | OF_ONE_PERSON, 0)

    with acting_as(company.overseer(role, company.here.unit)):
        assert list(Project.objects.all()) == [company.here]
        assert set(Answer.objects.values_list("assessment__project", flat=True)) == {company.here.pk}
    with acting_as(company.overseer(role)):
        assert seen() == everything


def test_overseer_of_an_initiative_sees_its_projects(company: Company) -> None:
    person = PersonFactory()
    OversightFactory(person=person, unit=None, initiative=company.there.initiative)

    with acting_as(person):
        assert list(Project.objects.all()) == [company.there]


def test_administrator_sees_people_and_never_an_answer(company: Company) -> None:
    with acting_as(company.overseer(OversightRole.ADMINISTRATOR, company.here.unit)):
        assert {model for model, count in seen().items() if count} == KNOWN_TO_ADMINISTRATORS
        assert list(Project.objects.all()) == [company.here]


@pytest.mark.parametrize("statement", ["UPDATE {table} SET {key} = {key}", "DELETE FROM {table}"])
@pytest.mark.parametrize("model", OWN, ids=table_of)
def test_change_of_every_row_reaches_the_own_ones(
    company: Company, model: type[models.Model], statement: str
) -> None:
    if model in NEVER_ALTERED and statement.startswith("UPDATE"):
        statement = statement.format(table=table_of(model), key=model._meta.pk.column)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(statement)
        return
    if model in NEVER_DELETED and statement.startswith("DELETE"):
        with pytest.raises(IntegrityError, match="stays"), transaction.atomic():
            connection.cursor().execute(statement.format(table=table_of(model)))
        return
    if model is EvidenceFile:
        EvidencePreview.objects.all().delete()
    with acting_as(company.lead), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table=table_of(model), key=model._meta.pk.column))
        touched = cursor.rowcount
        transaction.set_rollback(True)
    with acting_as(company.lead):
        own = model._default_manager.count()

    assert 0 < touched == own < model._default_manager.count()


def test_history_is_read_by_its_project_and_people_s_by_who_administers_everything(company: Company) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # as the end of a transaction does

    def streams(person: Person | None) -> set[str]:
        with acting_as(person):
            heads = set(HistoryHead.objects.values_list("stream", flat=True))
            assert heads == set(HistoryEntry.objects.values_list("stream", flat=True))
            return heads

    here = {f"project:{company.here.pk}", f"assessment:{assessment_of(company.here)}"}
    there = {f"project:{company.there.pk}", f"assessment:{assessment_of(company.there)}"}
    assert streams(company.lead) == here
    assert streams(company.overseer(OversightRole.PMO)) == here | there
    assert streams(company.overseer(OversightRole.ADMINISTRATOR)) == {"people"}
    assert streams(company.overseer(OversightRole.ADMINISTRATOR, company.here.unit)) == set()
    assert streams(None) == streams(PersonFactory()) == set()


@pytest.mark.parametrize("model", sorted(FOR_THE_SYSTEM, key=str), ids=table_of)
def test_only_the_system_writes_what_follows_from_other_rows(
    company: Company, model: type[models.Model]
) -> None:
    key = model._meta.pk.attname
    with acting_as(company.lead):
        assert (model._default_manager.count() > 0) == (model not in OF_ONE_PERSON)
        assert model._default_manager.update(**{key: models.F(key)}) == 0


def test_only_the_signer_asks_for_a_signature_and_only_the_system_ends_it(company: Company) -> None:
    asked = SignOff.objects.get(project=company.here)
    signer = asked.by
    SignOff.objects.filter(pk=asked.pk).update(state="void", error="x", finished_at=NOW)

    def ask_again() -> None:
        columns = {
            field.attname: getattr(asked, field.attname) for field in SignOff._meta.concrete_fields[1:]
        }
        SignOff.objects.create(**columns)

    with acting_as(company.lead), refused():
        ask_again()
    with acting_as(signer):
        ask_again()
        assert SignOff.objects.update(state="declined", finished_at=NOW) == 0


def test_what_somebody_is_told_is_theirs_alone(company: Company) -> None:
    told = Notice.objects.filter(project=company.here, kind="mention").get().person

    with acting_as(told):
        assert set(Notice.objects.values_list("kind", flat=True)) == {"mention", "review"}
        assert Mail.objects.count() == 1
        assert Mail.objects.update(sent_at=NOW) == Notice.objects.update(text="x") == 0
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM assessments_notice")
            assert cursor.rowcount == 0


@pytest.mark.parametrize("role", [OversightRole.PMO, OversightRole.LEADERSHIP, OversightRole.ADMINISTRATOR])
def test_who_is_above_the_projects_changes_no_answer(company: Company, role: OversightRole) -> None:
    with acting_as(company.overseer(role)):
        assert Answer.objects.update(level=2) == 0
        assert Assessment.objects.update(round=9) == 0
        with refused():
            AnswerFactory(assessment_id=assessment_of(company.here), question="data.volume")


def assessment_of(project: Project) -> UUID:
    """The project's round, whoever is asking."""
    with acting_as(SYSTEM):
        return project.assessments.get().pk


def test_answer_cannot_be_given_in_another_project(company: Company) -> None:
    there = assessment_of(company.there)

    with acting_as(company.lead), refused():
        Answer.objects.create(
            assessment_id=there, question="data.volume", answered_by=company.lead, answered_at=NOW
        )


def test_answer_cannot_be_moved_into_another_project(company: Company) -> None:
    there = assessment_of(company.there)

    with acting_as(company.lead), refused():
        Answer.objects.filter(question="data.selection").update(assessment_id=there)


def test_nobody_makes_themselves_a_member(company: Company) -> None:
    with acting_as(company.lead), refused():
        Membership.objects.create(project=company.there, person=company.lead, role=MemberRole.LEAD)


def test_who_makes_a_project_becomes_its_member_once(company: Company) -> None:
    with acting_as(company.lead):
        project = Project(
            name="New",
            initiative=company.here.initiative,
            unit=company.here.unit,
            created_by=company.lead,
            created_at=NOW,
        )
        project.save(force_insert=True)
        Membership.objects.create(project=project, person=company.lead, role=MemberRole.LEAD)
        Membership.objects.filter(project=project).delete()

    Membership.objects.create(project=project, person=PersonFactory(), role=MemberRole.LEAD)
    with acting_as(company.lead), refused():
        Membership.objects.create(project=project, person=company.lead, role=MemberRole.LEAD)


def test_project_is_not_made_in_another_name(company: Company) -> None:
    with acting_as(company.lead), refused():
        Project.objects.create(
            name="New",
            initiative=company.here.initiative,
            unit=company.here.unit,
            created_by=PersonFactory(),
            created_at=NOW,
        )
