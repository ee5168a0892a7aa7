"""Several people at once, on connections of their own: nobody's words are lost, nothing happens twice."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from random import Random
from threading import Barrier, Event
from time import sleep
from typing import TypeVar

import pytest
from django.db import connection, connections
from django.urls import reverse

from assessments import actions, queries, questionnaires
from assessments.acting import SYSTEM, acting_as
from assessments.domain.case import Answer, NotKnown
from assessments.models import Answer as Row
from assessments.models import Assessment, MemberRole, Membership, Person, Project, Submission, WorkItem
from tests.factories import NOW, PASSWORD, PersonFactory

from .browsing import signed_in
from .invited import administrator, invited
from .steps import CLAIM, answer, joined, level, reopen, save, stored, submit

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

Result = TypeVar("Result")


@pytest.fixture
def at_once() -> Iterator[Callable[[list[Callable[[], Result]]], list[Result | Exception]]]:
    """Run steps on threads that wait for each other first; what each returned or raised, in order."""
    with ThreadPoolExecutor(4) as pool:

        def run(steps: list[Callable[[], Result]]) -> list[Result | Exception]:
            start = Barrier(len(steps))

            def one(step: Callable[[], Result]) -> Result | Exception:
                start.wait(10)
                try:
                    return step()
                except Exception as error:  # noqa: BLE001 - given back, and judged by the test
                    return error
                finally:
                    connections.close_all()

            return list(pool.map(one, steps))

        yield run


AtOnce = Callable[[list[Callable[[], object]]], list[object]]


def as_person(by: Person, step: Callable[[], Result]) -> Callable[[], Result]:
    """The step as a request does it."""

    def request() -> Result:
        with acting_as(by):
            return step()

    return request


def as_nobody(step: Callable[[], Result]) -> Callable[[], Result]:
    """The step as the request of somebody not signed in does it."""

    def request() -> Result:
        with acting_as(None):
            return step()

    return request


def save_now(by: Person, given: Answer | None) -> Row:
    """Save over whatever stands at this moment."""
    row = Row.objects.first()
    return save(Assessment.objects.get(), by, given, seen=row.version if row else 0)


def submit_now(by: Person) -> Submission:
    return submit(Assessment.objects.get(), by)


def test_two_first_saves_keep_one_and_tell_the_other(
    lead: Person, respondent: Person, at_once: AtOnce
) -> None:
    def first_save(by: Person, number: int) -> Row:
        return save(Assessment.objects.get(), by, level(number), seen=0)

    people = (lead, respondent)
    saved = at_once([as_person(by, partial(first_save, by, number)) for number, by in enumerate(people)])

    [row] = [result for result in saved if isinstance(result, Row)]
    [stale] = [result for result in saved if isinstance(result, actions.StaleAnswer)]
    assert stale.current == row
    assert row.version == 1


def test_interleaved_saves_of_two_people_lose_nothing(
    assessment: Assessment, lead: Person, respondent: Person, at_once: AtOnce
) -> None:
    """Each adds fifty marks of their own to what they read, again where somebody was faster."""
    rounds = 50

    def add(by: Person, mark: str) -> None:
        with acting_as(by):
            row = Row.objects.first()
            words = f"{row.rationale} {mark}" if row else mark
            given = Answer(NotKnown(), rationale=words)
            save(queries.assessment_for(by, assessment.pk), by, given, seen=row.version if row else 0)

    def add_all(by: Person, letter: str) -> int:
        refused = 0
        for mark in (f"{letter}{number}" for number in range(rounds)):
            while True:
                try:
                    add(by, mark)
                    break
                except actions.StaleAnswer:
                    refused += 1
        return refused

    refused = at_once([partial(add_all, lead, "a"), partial(add_all, respondent, "b")])

    with acting_as(SYSTEM):
        final = stored(assessment)
        version = Row.objects.get().version
    assert final is not None
    assert all(isinstance(count, int) for count in refused), refused
    expected = {f"{letter}{number}" for letter in "ab" for number in range(rounds)}
    assert sorted(final.rationale.split()) == sorted(expected)
    assert version == 2 * rounds


def test_people_in_different_sections_never_disturb_each_other(
    assessment: Assessment, lead: Person, respondent: Person, at_once: AtOnce
) -> None:
    choices = [question.key for question in questionnaires.load() if question.levels]
    halves = choices[::2], choices[1::2]

    def fill(by: Person, keys: list[str]) -> None:
        for key in Random(by.name).sample(keys, len(keys)):  # noqa: S311 - any order will do
            with acting_as(by):
                save(queries.assessment_for(by, assessment.pk), by, level(3), key)

    assert at_once([lambda: fill(lead, halves[0]), lambda: fill(respondent, halves[1])]) == [None, None]
    with acting_as(SYSTEM):
        assert set(queries.answers_of(assessment)) == set(choices)


def test_answer_is_in_the_submission_or_refused(
    assessment: Assessment, lead: Person, respondent: Person, at_once: AtOnce
) -> None:
    for number in range(5):
        saved, submission = at_once(
            [
                as_person(respondent, partial(save_now, respondent, level(number))),
                as_person(lead, partial(submit_now, lead)),
            ]
        )
        assert isinstance(submission, Submission), submission
        assert isinstance(saved, Row | actions.WrongState), saved
        assert isinstance(saved, Row) == ('"data.selection"' in submission.content)
        with acting_as(lead):
            reopen(assessment, lead)
            save_now(lead, None)


def test_round_started_twice_at_once_is_one(at_once: AtOnce) -> None:
    person = PersonFactory()
    with acting_as(person):
        project = actions.create_project(name="P", initiative_name="I", unit_name="U", by=person, at=NOW)

    def start() -> Assessment:
        return actions.start_assessment(project=project, claim=CLAIM, by=person, at=NOW)

    started = at_once([as_person(person, start)] * 2)

    [first] = [result for result in started if isinstance(result, Assessment)]
    [refused] = [result for result in started if isinstance(result, actions.RoundOpen)]
    assert refused.current == first


def test_form_sent_twice_at_once_makes_one_project(at_once: AtOnce) -> None:
    person = PersonFactory()

    def create() -> Project:
        return actions.create_project(
            name="P", initiative_name="I", unit_name="U", by=person, at=NOW, token="once"
        )

    made = at_once([as_person(person, create)] * 4)

    assert len({project.pk for project in made if isinstance(project, Project)}) == 1
    assert all(isinstance(project, Project) for project in made), made


@pytest.mark.parametrize("whose", ["the other's role", "their own role"])
def test_two_leads_who_remove_at_once_leave_one(
    assessment: Assessment, lead: Person, at_once: AtOnce, whose: str
) -> None:
    leads = [lead, joined(assessment, name="Leo Lead")]
    removed = leads if whose == "their own role" else leads[::-1]

    def remove(by: Person, person: Person) -> None:
        membership = assessment.project.memberships.get(person=person)
        actions.remove_member(membership=membership, by=by, at=NOW)

    pairs = zip(leads, removed, strict=True)
    told = at_once([as_person(by, partial(remove, by, person)) for by, person in pairs])

    with acting_as(SYSTEM):
        assert assessment.project.memberships.count() == 1
    assert sum(isinstance(result, actions.Refused | Membership.DoesNotExist) for result in told) == 1


def test_two_who_accept_the_same_link_at_once_make_one_account(
    assessment: Assessment, lead: Person, at_once: AtOnce
) -> None:
    with acting_as(lead):
        token = invited(assessment.project, lead).link

    def join() -> Person:
        return actions.join_by_invitation(token=token, name="Nova", password=PASSWORD, at=NOW)

    joined = at_once([as_nobody(join)] * 4)

    [nova] = [result for result in joined if isinstance(result, Person)]
    told = [result for result in joined if isinstance(result, actions.InvitationOver)]
    assert [over.why for over in told] == ["accepted"] * 3
    with acting_as(SYSTEM):
        assert assessment.project.memberships.filter(person=nova).count() == 1


def test_two_links_to_the_same_address_at_once_make_one_account(
    assessment: Assessment, lead: Person, at_once: AtOnce
) -> None:
    with acting_as(lead):
        tokens = [
            invited(assessment.project, lead, role=role).link
            for role in (MemberRole.REVIEWER, MemberRole.RESPONDENT)
        ]

    def join(token: str) -> Person:
        return actions.join_by_invitation(token=token, name="Nova", password=PASSWORD, at=NOW)

    joined = at_once([as_nobody(partial(join, token)) for token in tokens])

    assert {type(result) for result in joined} == {Person, actions.AccountExists}


def test_two_last_administrators_who_close_each_other_leave_one(at_once: AtOnce) -> None:
    pair = administrator(), administrator()

    def close(by: Person, person: Person) -> Person:
        return actions.deactivate_person(person=person, by=by, at=NOW)

    told = at_once([as_person(by, partial(close, by, person)) for by, person in (pair, pair[::-1])])

    # Who comes second is the last one, or finds their own account closed.
    assert sum(isinstance(result, actions.LastAdministrator | actions.NotAllowed) for result in told) == 1
    assert Person.objects.filter(oversights__isnull=False, is_active=True).count() == 1


WAITING = "SELECT 1 FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid"


def wait_until_somebody_waits() -> None:
    """Until another connection stands before a row that this transaction holds."""
    with connection.cursor() as cursor:
        for _ in range(1_000):
            cursor.execute(WAITING)
            if cursor.fetchone():
                return
            sleep(0.01)
    raise TimeoutError


def test_submission_that_comes_second_is_told_so(
    assessment: Assessment, lead: Person, at_once: AtOnce
) -> None:
    """Its request saw a draft, and waited for the first submission's lock."""
    client, locked = signed_in(lead), Event()

    def first() -> None:
        with acting_as(lead):
            Assessment.objects.select_for_update(no_key=True).get(pk=assessment.pk)
            locked.set()
            wait_until_somebody_waits()
            submit(assessment, lead)

    def second() -> str:
        locked.wait(10)
        return client.post(reverse("submit", args=[assessment.pk])).headers["Location"]

    assert at_once([first, second]) == [None, assessment.get_absolute_url()]

    html = client.get(assessment.get_absolute_url()).content.decode()
    assert "nobody can submit a round now" in html
    with acting_as(SYSTEM):
        assert assessment.submissions.count() == 1


def test_two_submissions_at_once_are_one(assessment: Assessment, lead: Person, at_once: AtOnce) -> None:
    with acting_as(lead):
        answer(assessment, lead, {"data.selection": level(1)})
    people = (lead, joined(assessment, name="Leo Lead"))

    results = at_once([as_person(by, partial(submit_now, by)) for by in people])

    with acting_as(SYSTEM):
        assert assessment.submissions.count() == 1
    assert [type(result) for result in results].count(actions.WrongState) == 1


def test_work_renewed_by_several_at_once_is_there_once(
    assessment: Assessment, lead: Person, respondent: Person, at_once: AtOnce
) -> None:
    def renew() -> None:
        actions.renew_work(project=Project.objects.get(), at=NOW)

    done = at_once([as_person(by, renew) for by in (lead, respondent, lead, respondent)])

    assert done == [None] * 4
    with acting_as(SYSTEM):
        found = WorkItem.objects.values_list("person", "assessment", "done_at")
        assert sorted(found) == sorted([(lead.pk, assessment.pk, None), (respondent.pk, assessment.pk, None)])
