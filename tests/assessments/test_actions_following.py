"""How far the actions of a fix are: said by owners and leads, also beside a record, with what shows it."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from assessments import actions, queries
from assessments.domain.case import Action as Planned
from assessments.domain.case import Fix, Progress, Proof
from assessments.models import (
    Action,
    ActionProgress,
    ActionProof,
    Assessment,
    EvidenceItem,
    MemberRole,
    Person,
    WorkItem,
    WorkKind,
)
from assessments.storage import KeptFile
from tests.factories import NOW, AssessmentFactory, PersonFactory, member

from .steps import accept, reopen, submit

pytestmark = pytest.mark.django_db

TODAY, DUE = NOW.date(), date(2026, 12, 15)
COUNT = KeptFile("count.txt", 5, "text/plain", "c" * 64, "kept/count.txt")


def planned(what: str = "re-run", **more: Any) -> Planned:
    given: dict[str, Any] = {"due": DUE, "shown_by": "a count"}
    return Planned(what, "project lead", **given | more)


def choose(assessment: Assessment, by: Person, *plan: Planned, **more: Any) -> None:
    actions.choose_fix(assessment=assessment, section="data", actions=plan, by=by, at=NOW, **more)


def move(action: Action, by: Person, status: str = "done", note: str = "") -> Action:
    found = action.remedy.assessment
    return actions.move_action(assessment=found, action_id=action.pk, status=status, note=note, by=by, at=NOW)


@pytest.fixture
def owner(assessment: Assessment) -> Person:
    return member(assessment.project, MemberRole.RESPONDENT, name="Olga Owner")


@pytest.fixture
def action(assessment: Assessment, lead: Person, owner: Person) -> Action:
    """One action of a submitted round, owned by somebody of the project."""
    submit(assessment, lead)
    choose(assessment, lead, planned(), owners=[owner])
    return Action.objects.get()


# The plan


def test_owner_of_the_project_is_named_and_finds_it_in_their_work(action: Action, owner: Person) -> None:
    assert (action.owner, action.owner_person) == ("Olga Owner", owner)
    texts = WorkItem.objects.filter(kind=WorkKind.FIX, done_at=None).order_by("person__name")
    assert list(texts.values_list("person__name", "text")) == [
        ("Lea Lead", "See that this is done for Data quality: re-run (Olga Owner)"),
        ("Olga Owner", "Do this for Data quality: re-run"),
    ]


def test_lead_who_owns_an_action_finds_it_once(assessment: Assessment, lead: Person) -> None:
    submit(assessment, lead)
    choose(assessment, lead, planned(), owners=[lead])

    [item] = WorkItem.objects.filter(kind=WorkKind.FIX)
    assert item.text == "Do this for Data quality: re-run"


@pytest.mark.parametrize("role", [None, MemberRole.SECOND_RESPONDENT])
def test_owner_takes_part_and_sees_the_answers(
    assessment: Assessment, lead: Person, role: MemberRole | None
) -> None:
    somebody = member(assessment.project, role) if role else PersonFactory()
    submit(assessment, lead)

    with pytest.raises(actions.InvalidRemedy, match="action 2: its owner must be somebody who takes part"):
        choose(assessment, lead, planned(), planned("train"), owners=[None, somebody])


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"due": TODAY - timedelta(days=1)}, "action 1: its day is over: choose today or a later day"),
        ({"shown_by": " "}, "action 1: say what will show that it worked"),
    ],
)
def test_new_action_has_a_day_to_come_and_says_what_will_show_it(
    assessment: Assessment, lead: Person, more: dict[str, Any], told: str
) -> None:
    submit(assessment, lead)

    with pytest.raises(actions.InvalidRemedy, match=told):
        choose(assessment, lead, planned(**more))
    choose(assessment, lead, planned(due=TODAY))


def test_action_keeps_its_history_as_long_as_it_keeps_its_words(action: Action, lead: Person) -> None:
    found = action.remedy.assessment
    move(action, lead, "in_progress", "the sample is drawn")

    choose(found, lead, planned("first of all"), planned(cost="EUR 500"))
    action.refresh_from_db()
    assert (action.position, action.status, action.cost) == (1, "in_progress", "EUR 500")
    assert action.progress.get().remark == "the sample is drawn"
    choose(found, lead, planned("something else"))

    assert [row.what for row in Action.objects.all()] == ["something else"]
    assert not ActionProgress.objects.exists()


def test_standing_action_may_be_late_and_older_than_the_question(action: Action, lead: Person) -> None:
    found, past = action.remedy.assessment, TODAY - timedelta(days=9)
    Action.objects.update(due_on=past, shown_by="")

    choose(found, lead, planned(due=past, shown_by=""))
    with pytest.raises(actions.InvalidRemedy, match="its day is over"):
        choose(found, lead, planned(due=past + timedelta(days=1)))


def test_action_that_begins_further_on_says_so_in_its_history(assessment: Assessment, lead: Person) -> None:
    submit(assessment, lead)
    choose(assessment, lead, planned(status=Progress.DROPPED, dropped_because="no money", due=TODAY))

    assert Action.objects.get().progress.get().remark == "no money"
    state = queries.case_of(assessment).remedies["data"]
    assert isinstance(state, Fix)
    assert state.actions[0].dropped_because == "no money"


# Its progress


def test_owner_and_lead_say_how_far_it_is(action: Action, owner: Person, lead: Person) -> None:
    move(action, owner, "in_progress")
    move(action, lead, "dropped", " nobody has time ")
    action.refresh_from_db()

    assert (action.status, action.dropped_because) == ("dropped", "nobody has time")
    told = action.progress.values_list("status", "remark", "by__name")
    assert list(told) == [("in_progress", "", "Olga Owner"), ("dropped", "nobody has time", "Lea Lead")]
    assert not WorkItem.objects.filter(kind=WorkKind.FIX, done_at=None).exists()
    assert move(action, owner, "open", "there is time after all").dropped_because == ""


@pytest.mark.parametrize(
    ("status", "note", "field"),
    [
        ("finished", "", "status"),
        ("dropped", " ", "note"),
        ("open", "", "note"),
        ("done", "x" * 20_001, "note"),
    ],
)
def test_progress_is_whole(action: Action, lead: Person, status: str, note: str, field: str) -> None:
    with pytest.raises(actions.InvalidProgress) as refused:
        move(action, lead, status, note)

    assert list(refused.value.errors) == [field]


def test_others_do_not_say_how_far_it_is(action: Action, respondent: Person) -> None:
    with pytest.raises(actions.NotAllowed, match="Ask a lead to make you its owner"):
        move(action, respondent)
    with pytest.raises(actions.NotAllowed, match="You may not"):
        move(action, PersonFactory())


def test_action_of_another_round_is_not_found(action: Action, lead: Person) -> None:
    found = action.remedy.assessment
    with pytest.raises(Http404):
        actions.move_action(assessment=found, action_id=uuid4(), status="done", by=lead, at=NOW)


def test_action_goes_on_in_a_returned_and_in_an_accepted_round(
    action: Action, owner: Person, lead: Person
) -> None:
    found = action.remedy.assessment
    reopen(found, lead)
    move(action, owner, "in_progress")
    accept(found, lead)

    assert move(action, owner).status == "done"


def test_later_accepted_round_replaces_it(action: Action, owner: Person, lead: Person) -> None:
    found = action.remedy.assessment
    accept(reopen(found, lead), lead)
    later: Assessment = AssessmentFactory(project=found.project, round=2)
    move(action, owner, "in_progress")
    accept(later, lead)

    with pytest.raises(actions.Superseded, match="Round 2 was concluded since"):
        move(action, owner)


# What shows what became of it


def test_link_file_and_piece_of_the_register_show_it(action: Action, owner: Person) -> None:
    same: dict[str, Any] = {"assessment": action.remedy.assessment, "action_id": action.pk, "by": owner}
    link = actions.prove_by_link(title="Count", link="https://wiki.example.org/count", at=NOW, **same)
    assert actions.prove_by_link(title="Count ", link=link.link, at=NOW, **same) == link
    file = actions.prove_by_file(title="", file=COUNT, at=NOW, **same)
    kept: EvidenceItem = action.remedy.assessment.evidence_items.create(
        title="Kept", link="https://kept.example.org", added_by=owner, added_at=NOW
    )
    actions.prove_by_evidence(item_id=kept.pk, at=NOW, **same)

    case = queries.case_of(action.remedy.assessment).remedies["data"]
    assert isinstance(case, Fix)
    assert case.actions[0].proof == (
        Proof("Count", "https://wiki.example.org/count"),
        Proof("count.txt", sha256="c" * 64),
        Proof("Kept", "https://kept.example.org"),
    )
    actions.take_proof_off(item_id=file.pk, **same)
    actions.take_proof_off(item_id=file.pk, **same)
    assert ActionProof.objects.count() == 2


@pytest.mark.parametrize(("title", "link"), [("", "https://a.example.org"), ("Count", "ftp://a")])
def test_proof_is_one_that_can_be_found_again(action: Action, owner: Person, title: str, link: str) -> None:
    same: dict[str, Any] = {"assessment": action.remedy.assessment, "action_id": action.pk, "by": owner}
    with pytest.raises(actions.InvalidEvidence):
        actions.prove_by_link(title=title, link=link, at=NOW, **same)
    with pytest.raises(actions.InvalidEvidence):
        actions.prove_by_file(title="x" * 501, file=COUNT, at=NOW, **same)


def test_fifty_pieces_show_one_action_at_most(action: Action, owner: Person) -> None:
    found = action.remedy.assessment
    for number in range(50):
        item = found.evidence_items.create(
            title=f"{number}", link="https://a.example.org", added_by=owner, added_at=NOW
        )
        ActionProof.objects.create(action=action, item=item, added_by=owner, added_at=NOW)

    with pytest.raises(actions.InvalidEvidence, match="at most 50"):
        actions.prove_by_link(
            assessment=found,
            action_id=action.pk,
            title="one more",
            link="https://a.example.org",
            by=owner,
            at=NOW,
        )


def test_what_shows_an_action_stays_in_the_register(action: Action, lead: Person) -> None:
    found = action.remedy.assessment
    item = actions.prove_by_link(
        assessment=found, action_id=action.pk, title="Count", link="https://a.example.org", by=lead, at=NOW
    )
    reopen(found, lead)

    with pytest.raises(actions.EvidenceKept, match="An action of a fix is shown by this"):
        actions.discard_evidence(assessment=found, item_id=item.pk, by=lead)


@pytest.mark.parametrize(
    ("columns", "rule"),
    [
        ({"status": "dropped"}, "action_dropped_with_reason"),
        ({"dropped_because": "no money"}, "action_dropped_with_reason"),
        ({"status": "done", "dropped_because": "no money"}, "action_dropped_with_reason"),
        ({"status": "finished"}, "action_status_known"),
    ],
)
def test_database_keeps_a_status_with_its_reason(action: Action, columns: dict[str, str], rule: str) -> None:
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Action.objects.filter(pk=action.pk).update(**columns)
