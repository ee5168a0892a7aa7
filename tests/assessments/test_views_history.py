"""The page that tells what was changed: in plain words, to the team, and never of another's blind voice."""

import html
import re
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments import actions, queries
from assessments.acting import SYSTEM, acting_as
from assessments.domain.case import Answer as Content
from assessments.domain.case import Choice, Evidence, NotKnown, Proof
from assessments.models import Action as Step
from assessments.models import (
    Answer,
    AnswerEvidence,
    Assessment,
    EvidenceItem,
    Person,
    Remedy,
    Settlement,
)
from assessments.queries import Change as Told
from assessments.views.changes import TOLD, Words
from reports.models import Report
from tests.assessments import steps
from tests.factories import NOW, AnswerFactory, OversightFactory, PersonFactory, member
from tests.recorded import chained
from tests.reports.records import requested

pytestmark = pytest.mark.django_db


def read(reader: Person, assessment: Assessment, **asked: Any) -> list[str]:
    """The page's sentences, newest first, and what stands folded behind them."""
    return [" ".join(re.sub(r"<[^>]+>", " ", line).split()) for line in lines(reader, assessment, **asked)]


def sentences(reader: Person, assessment: Assessment) -> list[str]:
    """The same without what is folded."""
    return [re.split(" Before and after| What was written", line)[0] for line in read(reader, assessment)]


def lines(reader: Person, assessment: Assessment, **asked: Any) -> list[str]:
    return re.findall(r"<p><strong>(.*?)</li>", page(reader, assessment, **asked), re.DOTALL)


def page(reader: Person, assessment: Assessment, **asked: Any) -> str:
    return html.unescape(raw(reader, assessment, **asked))


def raw(reader: Person, assessment: Assessment, **asked: Any) -> str:
    chained()
    client = Client()
    client.force_login(reader)
    answer = client.get(reverse("history", args=[assessment.pk]), asked)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_answers_are_told_in_words(assessment: Assessment, lead: Person) -> None:
    with acting_as(lead):
        steps.save(assessment, lead, steps.level(3))
        steps.save(assessment, lead, steps.level(2), seen=1)
        steps.save(assessment, lead, Content(NotKnown()), seen=2)

    told = sentences(lead, assessment)
    assert told[:3] == [
        "Lea Lead changed the answer on how the sample was chosen from level 2 to not known",
        "Lea Lead changed the answer on how the sample was chosen from level 3 to level 2",
        "Lea Lead answered how the sample was chosen: level 3",
    ]


def answered(assessment: Assessment, **columns: Any) -> Answer:
    row: Answer = AnswerFactory(assessment=assessment, **columns)
    return row


def saved(row: Any, **columns: Any) -> None:
    for name, value in columns.items():
        setattr(row, name, value)
    row.save()


def proved(assessment: Assessment, lead: Person) -> AnswerEvidence:
    item = EvidenceItem.objects.create(
        assessment=assessment, title="Count of 3 March", sha256="a" * 64, added_by=lead, added_at=NOW
    )
    return AnswerEvidence.objects.create(answer=answered(assessment), item=item)


def fixing(assessment: Assessment, lead: Person) -> Step:
    remedy = Remedy.objects.create(
        assessment=assessment, section="data", kind="fix", chosen_by=lead, chosen_at=NOW
    )
    return Step.objects.create(remedy=remedy, what="Count again", owner="Lea", due_on=date(2026, 12, 1))


def acknowledged(assessment: Assessment, lead: Person, approver: Person) -> Remedy:
    return Remedy.objects.create(
        assessment=assessment,
        section="users",
        kind="acknowledge",
        chosen_by=lead,
        chosen_at=NOW,
        expectation="Slower at first",
        adjusted_value=80,
        asked_by=lead,
        approver=approver,
        expires_on=date(2027, 3, 1),
    )


def reported(assessment: Assessment, lead: Person) -> Report:
    steps.submit(assessment, lead)
    return requested(steps.conclude(assessment), lead)


def explained(assessment: Assessment, lead: Person) -> Settlement:
    return Settlement.objects.create(assessment=assessment, rule="K1", why="Two systems", by=lead, at=NOW)


Change = Callable[[Assessment, Person], object]
SAMPLE = "how the sample was chosen"
CHANGES: dict[str, Change] = {
    f"answered {SAMPLE}: level 0": lambda rnd, _: answered(rnd),
    "answered number of records: pilot 500, production 50,000": lambda rnd, _: answered(
        rnd, question="data.volume", said="pair", pilot=500, production=50000, how="live"
    ),
    "answered some.other: level 0": lambda rnd, _: answered(rnd, question="some.other"),
    f"began to back {SAMPLE}: not answered": lambda rnd, _: answered(rnd, said=""),
    f"took over the last round’s answer on {SAMPLE}: level 0": lambda rnd, _: answered(
        rnd, carried_over=True
    ),
    f"confirmed the answer on {SAMPLE}": lambda rnd, _: saved(
        answered(rnd, carried_over=True), carried_over=False, version=2
    ),
    f"changed the answer on {SAMPLE} from level 0 to level 2": lambda rnd, _: saved(answered(rnd), level=2),
    f"changed the answer on {SAMPLE} from not known to level 1": lambda rnd, _: saved(
        answered(rnd, said="not_known"), said="level", level=1
    ),
    f"changed the answer on {SAMPLE}": lambda rnd, _: saved(answered(rnd), rationale="Counted"),
    f"agreed that {SAMPLE} does not apply": lambda rnd, lead: saved(
        answered(rnd, said="not_applicable", reason="None", answered_by=member(rnd.project)),
        agreed_by=lead,
        agreed_at=NOW,
    ),
    f"deleted the answer on {SAMPLE}": lambda rnd, _: answered(rnd).delete(),
    f"named “Count of 3 March” as proof of {SAMPLE}": proved,
    f"put “Count of 3 March” in another place among the proofs of {SAMPLE}": lambda rnd, lead: saved(
        proved(rnd, lead), position=2
    ),
    f"took “Count of 3 March” back as proof of {SAMPLE}": lambda rnd, lead: proved(rnd, lead).delete(),
    "changed the proof “Count of 4 March”": lambda rnd, lead: saved(
        proved(rnd, lead).item, title="Count of 4 March"
    ),
    "changed the pilot claim": lambda rnd, _: saved(rnd, claim_metric="recall"),
    "changed the round": lambda rnd, _: saved(rnd, started_by=PersonFactory()),
    "submitted the round · from here on the team has seen the verdict": steps.submit,
    "returned the round to the team · after the verdict was seen": lambda rnd, lead: steps.reopen(
        steps.submit(rnd, lead).assessment, lead
    ),
    "chose to fix Data quality": fixing,
    "added the step “Count again” for Data quality": fixing,
    "changed the step “Count again” for Data quality": lambda rnd, lead: saved(
        fixing(rnd, lead), owner="Rui"
    ),
    "took back what was to be done about Data quality": lambda rnd, lead: fixing(rnd, lead).remedy.delete(),
    "chose to ask for an acknowledgement of User capability": lambda rnd, lead: acknowledged(
        rnd, lead, member(rnd.project)
    ),
    "approved the acknowledgement of User capability": lambda rnd, lead: saved(
        acknowledged(rnd, lead, member(rnd.project)), approved_at=NOW
    ),
    "changed what is to be done about User capability": lambda rnd, lead: saved(
        acknowledged(rnd, lead, member(rnd.project)), expectation="Much slower"
    ),
    "explained the contradiction K1": explained,
    "changed the explanation of the contradiction K1": lambda rnd, lead: saved(
        explained(rnd, lead), why="Three systems"
    ),
    "took back the explanation of the contradiction K1": lambda rnd, lead: explained(rnd, lead).delete(),
    "changed the project": lambda rnd, _: saved(rnd.project, name="Another name"),
    "asked for the report · after the verdict was seen": reported,
    "began to write the report · after the verdict was seen": lambda rnd, lead: saved(
        reported(rnd, lead), state="rendering", lease_until=NOW
    ),
    "changed the report · after the verdict was seen": lambda rnd, lead: saved(
        reported(rnd, lead), requested_by=PersonFactory()
    ),
}


@pytest.mark.parametrize("sentence", CHANGES)
def test_change_is_told_in_words(sentence: str, assessment: Assessment, lead: Person) -> None:
    with acting_as(lead):
        CHANGES[sentence](assessment, lead)

    told = sentences(lead, assessment)
    assert f"Lea Lead {sentence}" in told


def test_who_is_not_a_person_is_told_by_what_they_are(assessment: Assessment, lead: Person) -> None:
    with acting_as(SYSTEM):
        answered(assessment)

    told = "\n".join(read(lead, assessment))
    assert f"The system answered {SAMPLE}" in told


def test_what_stood_there_is_told_before_and_after(assessment: Assessment, lead: Person) -> None:
    approver = member(assessment.project, name="Ada Approver")
    with acting_as(lead):
        remedy = acknowledged(assessment, lead, approver)
        saved(remedy, expectation="<b>Much</b> slower", adjusted_value=75.5)

    changed, asked = read(lead, assessment)[:2]
    assert changed.endswith("Expectation Slower at first Much slower Adjusted value 80 75.5")
    assert "To be approved by Ada Approver Expires on 1 March 2027" in asked
    assert "&lt;b&gt;Much&lt;/b&gt;" in raw(lead, assessment)


def test_every_table_of_the_history_has_its_words() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'history_noted'")
        recorded = {table for (table,) in cursor.fetchall()}

    assert recorded - {"assessments_answerauthor"} == set(TOLD)


def test_who_is_not_known_any_more_is_told_by_key(assessment: Assessment, lead: Person) -> None:
    words = Words(queries.questionnaire_of(assessment), queries.history_of(assessment, lead))

    assert words.actor(str(UUID(int=7))) == f"somebody unknown here ({UUID(int=7)})"


def test_hand_on_the_database_is_told_by_its_role(assessment: Assessment, lead: Person) -> None:
    by_hand = Told("", "assessments_answer", "update", "", "postgres", "", {}, {}, {}, after_verdict=False)

    words = Words(queries.questionnaire_of(assessment), queries.history_of(assessment, lead))
    assert words.who(by_hand) == "Somebody who worked on the database itself, as postgres,"


def test_table_without_words_is_told_by_its_name(assessment: Assessment, lead: Person) -> None:
    made = Told("", "assessments_other", "insert", "system", "", "", {}, {}, {}, after_verdict=False)
    history = queries.history_of(assessment, lead)

    words = Words(queries.questionnaire_of(assessment), history)
    assert words.what(made) == "added a row of assessments_other"


def test_opinion_that_was_taken_back_is_told(assessment: Assessment, lead: Person, blind: Person) -> None:
    with acting_as(SYSTEM):
        assessment.second_opinions.get(person=blind).delete()

    assert any("took back that Sam Second was asked" in line for line in read(lead, assessment))


def test_second_voice_is_told_once_both_sides_are_in(
    assessment: Assessment, lead: Person, blind: Person
) -> None:
    count = Content(Choice(4), Evidence.MEASURED, proof=(Proof("Sam’s count", sha256="b" * 64),))
    with acting_as(blind):
        own = steps.complete(assessment, blind, {"data.selection": count})
        actions.take_back_opinion(assessment=own, by=blind, at=NOW)
        steps.save(own, blind, steps.level(0), seen=1)
        actions.complete_opinion(assessment=own, by=blind, at=NOW)

    assert not any(SAMPLE in line for line in read(lead, assessment))
    assert "Sam’s count" not in page(lead, assessment)
    with acting_as(lead):
        steps.submit(assessment, lead)

    told = read(lead, assessment)
    assert any(SAMPLE in line and "as a second opinion" in line for line in told)
    for said in (
        "said that their second opinion is complete",
        "went on with their second opinion",
        "opened the second opinion of Sam Second",
        "asked Sam Second for a second opinion",
    ):
        assert any(said in line for line in told), said


def test_history_of_one_question_or_one_person(
    assessment: Assessment, lead: Person, respondent: Person
) -> None:
    for person, question in ((lead, "data.selection"), (respondent, "data.selection"), (lead, "data.volume")):
        with acting_as(person):
            Answer.objects.filter(assessment=assessment, question=question).delete()
            answered(assessment, question=question)

    chosen = read(lead, assessment, question="data.selection")
    assert len(chosen) == 3
    assert all(SAMPLE in line for line in chosen)
    assert all("Rosa" in line for line in read(lead, assessment, person=respondent.pk))
    assert read(lead, assessment, question="data.selection", person=reader_of_nothing().pk) == []
    assert "Nothing matches" in page(lead, assessment, question="none.such")


def reader_of_nothing() -> Person:
    found: Person = PersonFactory()
    return found


def test_pages_of_fifty_leave_nothing_out(assessment: Assessment, lead: Person) -> None:
    with acting_as(lead):
        row = answered(assessment)
        for number in range(110):
            saved(row, rationale=f"Counted {number} times")
    seen: list[str] = []
    address: dict[str, str] = {}
    for _ in range(4):
        shown = page(lead, assessment, **address)
        seen += re.findall(r"<ins>Counted (\d+) times", shown)
        following = re.search(r'href="\?([^"]*)" rel="next"', shown)
        address = dict(parse_qsl(following[1])) if following else {}
        if not address:
            break

    assert [int(number) for number in seen] == list(reversed(range(110)))
    assert "Newest" in shown


def test_place_that_is_none_shows_the_newest(assessment: Assessment, lead: Person) -> None:
    with acting_as(lead):
        answered(assessment)

    assert read(lead, assessment, after="x~y~z") == read(lead, assessment)


def test_verdict_seen_before_there_was_a_history_counts(assessment: Assessment, lead: Person) -> None:
    chained()
    assessment.verdict_seen_at = NOW

    with acting_as(lead):
        answered(assessment)
    chained()
    assert all(change.after_verdict for change in queries.history_of(assessment, lead).changes)


@pytest.mark.parametrize(("role", "status"), [("pmo", 403), ("leadership", 404), ("administrator", 404)])
def test_history_is_for_who_sees_drafts(assessment: Assessment, lead: Person, role: str, status: int) -> None:
    steps.submit(assessment, lead)
    client = Client(raise_request_exception=False)
    client.force_login(OversightFactory(role=role).person)

    assert client.get(reverse("history", args=[assessment.pk])).status_code == status


def test_round_leads_to_its_history(assessment: Assessment, lead: Person) -> None:
    client = Client()
    client.force_login(lead)

    shown = client.get(assessment.get_absolute_url()).content.decode()
    assert reverse("history", args=[assessment.pk]) in shown


def test_history_asks_the_same_of_one_change_and_of_many(assessment: Assessment, lead: Person) -> None:
    def asked() -> int:
        chained()
        client = Client()
        client.force_login(lead)
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("history", args=[assessment.pk]))
        return len([query for query in captured if "SAVEPOINT" not in query["sql"]])

    with acting_as(lead):
        proved(assessment, lead)
    asked()  # the process reads the question set once
    one = asked()
    for question in ("data.volume", "data.history", "users.resistant"):
        with acting_as(member(assessment.project)):
            answered(assessment, question=question)

    assert asked() == one <= 10
