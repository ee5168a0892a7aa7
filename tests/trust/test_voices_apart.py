"""Each voice apart, in the database: what the team says and what a second respondent says.

Until both are in, and whatever the application asks, PostgreSQL gives out no row of the other side, and lets
nobody write one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import ProgrammingError, connection, models, transaction

from assessments.acting import SYSTEM, acting_as
from assessments.models import (
    Answer,
    AnswerAuthor,
    AnswerEvidence,
    Assessment,
    DeferredCase,
    DisagreementSettlement,
    EvidenceItem,
    HistoryEntry,
    MemberRole,
    OversightRole,
    Person,
    Remedy,
    SecondOpinion,
    Settlement,
    Submission,
)
from tests.factories import NOW, MembershipFactory, OversightFactory, PersonFactory

from .company import HEARD, UNHEARD, Company, Team, mark

pytestmark = pytest.mark.django_db

VOICED: tuple[type[models.Model], ...] = (Answer, AnswerAuthor, EvidenceItem)
THE_TEAMS: tuple[type[models.Model], ...] = (
    Submission,
    Remedy,
    Settlement,
    DisagreementSettlement,
    DeferredCase,
)


@pytest.fixture
def team(company: Company) -> Team:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # the history is chained as at the end
    return company.teams["own"]


def voices(model: type[models.Model], round_: Assessment, person: Person) -> set[Any]:
    """Whose voices somebody reads in a round."""
    with acting_as(person):
        return set(model._default_manager.filter(assessment=round_).values_list("voice", flat=True))


@contextmanager
def refused() -> Iterator[None]:
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        yield


@pytest.mark.parametrize("model", VOICED)
def test_before_both_are_in_each_side_reads_its_own(team: Team, model: type[models.Model]) -> None:
    drafted, second = team.rounds["drafted"], team.people["second"]

    assert voices(model, drafted, second) == {second.pk}
    for who in ("lead", "respon", "review", "approv"):
        assert voices(model, drafted, team.people[who]) == {None}, who


@pytest.mark.parametrize("model", VOICED)
def test_once_both_are_in_the_team_reads_both(team: Team, model: type[models.Model]) -> None:
    submitted, second = team.rounds["submitted"], team.people["second"]

    assert voices(model, submitted, second) == {second.pk}
    for person in (team.people["lead"], team.people["review"], OversightFactory().person):
        assert voices(model, submitted, person) == {None, second.pk}


def test_proofs_follow_their_answers(team: Team) -> None:
    second = team.people["second"]

    with acting_as(second):
        assert set(AnswerEvidence.objects.values_list("answer__voice", flat=True)) == {second.pk}
    with acting_as(team.people["lead"]):
        links = AnswerEvidence.objects.filter(answer__assessment=team.rounds["drafted"])
        assert set(links.values_list("answer__voice", flat=True)) == {None}


@pytest.mark.parametrize("model", THE_TEAMS)
def test_second_respondent_reads_nothing_that_the_team_decides(team: Team, model: type[models.Model]) -> None:
    with acting_as(team.people["lead"]):
        assert model._default_manager.exists()
    with acting_as(team.people["second"]):
        assert not model._default_manager.exists()


def test_second_respondent_who_is_pmo_above_stays_blind(team: Team) -> None:
    reader = OversightFactory(role=OversightRole.PMO).person
    drafted = team.rounds["drafted"]
    MembershipFactory(project=drafted.project, person=reader, role=MemberRole.SECOND_RESPONDENT)

    for model in VOICED:
        assert voices(model, drafted, reader) == set()


def test_second_respondents_read_nothing_of_each_other(team: Team) -> None:
    other, submitted = PersonFactory(), team.rounds["submitted"]
    MembershipFactory(project=submitted.project, person=other, role=MemberRole.SECOND_RESPONDENT)

    assert voices(Answer, submitted, other) == set()
    with acting_as(other):
        assert not SecondOpinion.objects.exists()


def test_history_tells_no_voice_before_both_are_in(team: Team) -> None:
    unheard, heard = mark("own", UNHEARD), mark("own", HEARD)

    def told(person: Person, text: str) -> bool:
        with acting_as(person):
            return HistoryEntry.objects.filter(entry__contains=text).exists()

    with acting_as(SYSTEM):
        assert HistoryEntry.objects.filter(entry__contains=unheard).exists()
    assert not told(team.people["lead"], unheard)
    assert told(team.people["lead"], heard)
    assert not told(team.people["second"], mark("own"))


def test_nobody_writes_in_anothers_voice(team: Team) -> None:
    lead, second, drafted = team.people["lead"], team.people["second"], team.rounds["drafted"]
    said = {"assessment": drafted, "question": "data.unseen", "said": "not_known", "answered_at": NOW}

    with acting_as(lead), refused():
        Answer.objects.create(**said, voice=second, answered_by=second)
    with acting_as(second), refused():
        Answer.objects.create(**said, answered_by=second)
    with acting_as(second):
        Answer.objects.create(**said, voice=second, answered_by=second)


def test_nobody_else_completes_or_opens_an_opinion(team: Team) -> None:
    drafted = team.rounds["drafted"]

    for who in ("lead", "respon", "review", "approv"):
        with acting_as(team.people[who]):
            assert SecondOpinion.objects.filter(assessment=drafted).exists()
            assert SecondOpinion.objects.filter(assessment=drafted).update(completed_at=NOW) == 0
            assert SecondOpinion.objects.filter(assessment=drafted).delete()[0] == 0
    with acting_as(team.people["second"]):
        assert SecondOpinion.objects.filter(assessment=drafted).update(completed_at=NOW) == 1
    with acting_as(team.people["lead"]), refused():
        SecondOpinion.objects.create(assessment=drafted, person=team.people["respon"], asked_at=NOW)
