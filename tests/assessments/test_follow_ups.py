"""A follow-up that is not asked leaves no trace but its row, on no page and in no file."""

import json
from dataclasses import replace
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments import actions, queries
from assessments.acting import SYSTEM, acting_as
from assessments.actions.rounds import pinned
from assessments.domain.case import Answer, Choice, Evidence, NotApplicable, Pair, Proof
from assessments.models import Answer as Row
from assessments.models import Assessment, MemberRole, Person, WorkItem, WorkKind
from tests.domain.followed import CLEANED, FOLLOWED, HOW_MANY, WHO
from tests.factories import NOW, AssessmentFactory, SecondOpinionFactory

from .browsing import WITH_HTMX, fields, html, save_url, section_url, signed_in
from .sheets import brought, cell, confirmed, downloaded, row_of, typed
from .steps import NOBODY_KNOWS, answer, apart, complete, joined, level, save, stored, submit
from .test_actions_answers import IN_A_TEST

pytestmark = pytest.mark.django_db

MAIN = "data.cleaning"
SECRET = Proof("Secret log", "https://wiki.example.org/secret")
HIDDEN = Answer(Choice(1), Evidence.DOCUMENTED, "secret reason", (SECRET,))


@pytest.fixture
def assessment() -> Assessment:
    """A round whose questions have follow-ups."""
    with acting_as(SYSTEM):
        found: Assessment = AssessmentFactory(question_set=pinned(FOLLOWED))
    return found


@pytest.fixture
def lead(assessment: Assessment) -> Person:
    return joined(assessment, name="Lea Lead")


@pytest.fixture
def hidden(assessment: Assessment, lead: Person) -> Assessment:
    """The same with a follow-up that was answered, and then left out by a better answer above it."""
    answer(assessment, lead, {MAIN: level(1), CLEANED: HIDDEN})
    save(assessment, lead, level(4), MAIN, seen=1)
    return assessment


# ---- No trace ----


@pytest.mark.parametrize(
    ("name", "more"), [("section", ["data"]), ("check_answers", []), ("assessment", []), ("evidence", [])]
)
def test_no_page_shows_what_is_not_asked(
    hidden: Assessment, lead: Person, name: str, more: list[str]
) -> None:
    shown = html(signed_in(lead).get(reverse(name, args=[hidden.pk, *more])))

    assert "cleaned_by" not in shown
    assert "secret reason" not in shown
    if name != "evidence":  # what was brought stays in the register, and backs nothing
        assert "Secret" not in shown


def test_what_is_not_asked_stays_stored_and_comes_back(hidden: Assessment, lead: Person) -> None:
    assert CLEANED not in queries.case_of(hidden).answers
    assert stored(hidden, CLEANED) == HIDDEN

    save(hidden, lead, level(2), MAIN, seen=2)

    assert queries.case_of(hidden).answers[CLEANED] == HIDDEN
    assert "secret reason" in html(signed_in(lead).get(section_url(hidden)))


def test_no_file_has_what_is_not_asked(hidden: Assessment, lead: Person) -> None:
    actions.add_comment(
        assessment=hidden, question=CLEANED, text="a secret word", tells=set(), by=lead, at=NOW
    )
    client = signed_in(lead)
    exported = client.get(reverse("case_file", args=[hidden.pk]))
    book = downloaded(client, hidden)
    texts = {str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None}

    assert "cleaned_by" not in html(exported)
    assert "ecret" not in html(exported)
    assert not [text for text in texts if "cleaned_by" in text or "ecret" in text]
    assert cell(book, "data.volume", "number").value == "1.3"


def test_what_is_submitted_is_what_is_asked(hidden: Assessment, lead: Person) -> None:
    content = json.loads(submit(hidden, lead).content)

    assert list(content["answers"]) == [MAIN]
    assert "evidence" not in content


def test_only_what_is_asked_is_counted(assessment: Assessment, lead: Person) -> None:
    def counted() -> tuple[int, int]:
        part = queries.progress(assessment, queries.outline_of(assessment))["data"]
        assert part == queries.progress(assessment)["data"]
        return part.answered, part.total

    assert counted() == (0, 7)
    save(assessment, lead, level(2), MAIN)
    assert counted() == (1, 8)
    save(assessment, lead, Answer(Pair(Decimal(1), Decimal(100))), "data.volume")
    assert counted() == (2, 10)
    save(assessment, lead, NOBODY_KNOWS, "data.volume", seen=1)
    assert counted() == (2, 9)
    save(assessment, lead, Answer(NotApplicable("why")), "data.volume", seen=2)
    assert counted() == (2, 8)
    answer(assessment, lead, {CLEANED: level(3), WHO: level(3)})
    assert counted() == (3, 8)


def test_my_work_counts_what_is_asked(assessment: Assessment, lead: Person) -> None:
    def left(*apart: Assessment) -> set[str]:
        rounds = [(assessment.pk, assessment.question_set.digest)]
        found = queries.left_to_answer(rounds, [one.pk for one in apart], voice=lead)
        return set(found[assessment.pk].open)

    data = FOLLOWED.by_section["data"].questions
    answer(assessment, lead, {one.key: level(4) for one in data if not one.follows and not one.measure})
    pairs = [one.key for one in data if one.measure and not one.follows]
    answer(assessment, lead, dict.fromkeys(pairs, Answer(Pair(Decimal(9), Decimal(9)))))
    assert "data" not in left()

    save(assessment, lead, level(0), MAIN, seen=1)
    assert "data" in left()
    save(assessment, lead, level(0), CLEANED)
    assert "data" not in left()
    assert "data" in left(assessment)


def test_nobody_is_asked_by_name_for_what_is_not_asked(assessment: Assessment, lead: Person) -> None:
    def waits() -> bool:
        return WorkItem.objects.filter(person=lead, kind=WorkKind.ASSIGNED, done_at__isnull=True).exists()

    def ask() -> None:
        actions.assign(assessment=assessment, subject=CLEANED, person=lead, by=lead, at=NOW)

    with pytest.raises(actions.InvalidAssignment):
        ask()
    save(assessment, lead, level(0), MAIN)
    ask()
    assert waits()
    page = reverse("assessment", args=[assessment.pk])
    assert "about data.cleaned_by" in html(signed_in(lead).get(page))

    save(assessment, lead, level(4), MAIN, seen=1)
    assert not waits()
    assert "about data.cleaned_by" not in html(signed_in(lead).get(page))

    save(assessment, lead, level(0), MAIN, seen=2)
    assert waits()


def asked_apart(assessment: Assessment) -> Person:
    """Somebody who is asked for a second opinion in the round."""
    second = joined(assessment, MemberRole.SECOND_RESPONDENT, name="Sofia Second")
    SecondOpinionFactory(assessment=assessment, person=second)
    return second


def test_voices_differ_only_on_what_both_are_asked(assessment: Assessment, lead: Person) -> None:
    second = asked_apart(assessment)
    most = Answer(Pair(Decimal(9), Decimal(9)))
    answer(assessment, lead, {MAIN: level(2), CLEANED: level(4), "data.volume": NOBODY_KNOWS, WHO: level(4)})
    opposite = {MAIN: level(1), CLEANED: level(0), "data.volume": most, WHO: level(0)}
    complete(assessment, second, opposite)
    submit(assessment, lead)

    def differing(**team: Answer) -> list[str]:
        case = queries.case_of(assessment)
        case = replace(case, answers={**case.answers, **{f"data.{key}": said for key, said in team.items()}})
        return [item.second.question for item in queries.differing_in(assessment, case)]

    assert differing() == [CLEANED, "data.volume"]
    assert differing(cleaning=level(3)) == [MAIN, "data.volume"]


def test_second_respondent_finds_follow_ups_of_their_own_answers(
    assessment: Assessment, lead: Person
) -> None:
    second = asked_apart(assessment)
    save(assessment, lead, level(0), MAIN)
    client = signed_in(second)
    assert "cleaned_by" not in html(client.get(section_url(assessment)))

    save(apart(assessment, second), second, level(1), MAIN)

    assert "data__cleaned_by" in html(client.get(section_url(assessment)))


# ---- Saving ----


def asked_after(client: Client, assessment: Assessment, question: str, **typed_in: object) -> list[str]:
    """Which follow-ups a saved answer tells its page of."""
    posted = fields(question, **typed_in)  # type: ignore[arg-type]  # a version is a number
    response = client.post(save_url(assessment, question), posted, headers=WITH_HTMX)
    assert response.status_code == 200
    told = json.loads(response["HX-Trigger-After-Swap"])["followups"]
    assert told["question"] == question.replace(".", "__")
    return [str(prefix) for prefix in told["asked"]]


def test_saved_answer_tells_its_page_what_it_asks(assessment: Assessment, lead: Person) -> None:
    client = signed_in(lead)

    assert asked_after(client, assessment, MAIN, said="1") == ["data__cleaned_by"]
    assert asked_after(client, assessment, MAIN, said="3", version=1, shown="x") == []
    pair = {"said": "pair", "pilot": "1", "production": "100"}
    assert asked_after(client, assessment, "data.volume", **pair) == [
        key.replace(".", "__") for key in (WHO, HOW_MANY)
    ]
    plain = client.post(save_url(assessment), fields("data.selection", said="1"), headers=WITH_HTMX)
    assert "HX-Trigger-After-Swap" not in plain


def test_answer_taken_over_tells_its_page_what_it_asks(assessment: Assessment, lead: Person) -> None:
    save(assessment, lead, level(1), MAIN)

    theirs = asked_after(signed_in(lead), assessment, MAIN, said="4", keep="theirs")

    assert theirs == ["data__cleaned_by"]


def test_follow_ups_cost_no_query(assessment: Assessment, lead: Person) -> None:
    def counted(found: Assessment, by: Person) -> tuple[int, int]:
        """What saving an answer takes that has follow-ups here, and the page of its section."""
        client = signed_in(by)
        save(found, by, level(4), MAIN)  # reads the questions once
        posted = fields(MAIN, version=1, said="1", shown="x")
        with CaptureQueriesContext(connection) as to_save:
            assert client.post(save_url(found, MAIN), posted, headers=WITH_HTMX).status_code == 200
        with CaptureQueriesContext(connection) as to_show:
            assert client.get(section_url(found)).status_code == 200
        return len(to_save), len(to_show)

    with acting_as(SYSTEM):
        plain: Assessment = AssessmentFactory()

    with_follow_ups = counted(assessment, lead)
    assert with_follow_ups == counted(plain, joined(plain, name="Lou Lead"))
    assert max(with_follow_ups) <= 8 + IN_A_TEST


def test_form_without_scripts_comes_back_to_what_its_answers_ask(
    assessment: Assessment, lead: Person
) -> None:
    client = signed_in(lead)
    posted = fields(MAIN, said="1") | fields("data.history", said="2")
    saved = client.post(section_url(assessment), posted)
    assert saved["Location"] == f"{section_url(assessment)}#data__cleaned_by"
    page = html(client.get(section_url(assessment)))
    assert "One of them asks for more" in page
    assert "1.2.1" in page

    version = fields(MAIN, version=1, said="1") | fields(CLEANED)
    assert client.post(section_url(assessment), version)["Location"] == section_url(assessment, "users")


def test_form_that_came_from_all_answers_goes_back_there_after_the_follow_up(
    assessment: Assessment, lead: Person
) -> None:
    client = signed_in(lead)
    address = f"{section_url(assessment)}?back=data__cleaning"

    saved = client.post(address, fields(MAIN, said="1"))

    assert saved["Location"] == f"{address}#data__cleaned_by"


def test_form_that_hides_a_follow_up_keeps_what_was_typed_in_it(assessment: Assessment, lead: Person) -> None:
    client = signed_in(lead)
    save(assessment, lead, level(1), MAIN)
    posted = fields(MAIN, version=1, said="4") | fields(CLEANED, said="2", rationale="typed")

    assert client.post(section_url(assessment), posted)["Location"] == section_url(assessment, "users")

    assert stored(assessment, CLEANED) == Answer(Choice(2), rationale="typed")
    assert "cleaned_by" not in html(client.get(section_url(assessment)))


def test_form_that_hides_a_follow_up_shows_what_of_it_is_wrong(assessment: Assessment, lead: Person) -> None:
    save(assessment, lead, level(1), MAIN)
    posted = fields(MAIN, version=1, said="4") | fields(CLEANED, rationale="typed without an answer")

    page = signed_in(lead).post(section_url(assessment), posted)

    assert page.status_code == 422
    assert "typed without an answer" in html(page)
    assert stored(assessment, MAIN) == level(4)


# ---- The sheet ----


def test_sheet_lists_what_is_asked_and_numbers_it_below_its_question(
    assessment: Assessment, lead: Person
) -> None:
    answer(assessment, lead, {MAIN: level(1), "data.volume": Answer(Pair(Decimal(30), Decimal(100)))})
    book = downloaded(signed_in(lead), assessment)

    assert cell(book, CLEANED, "number").value == "1.2.1"
    assert cell(book, HOW_MANY, "number").value == "1.3.2"
    with pytest.raises(LookupError):
        row_of(book, WHO)


def test_sheet_answers_a_follow_up(assessment: Assessment, lead: Person) -> None:
    save(assessment, lead, level(1), MAIN)
    client = signed_in(lead)
    book = typed(downloaded(client, assessment), CLEANED, said="3: State 3 of data.cleaned_by")

    confirmed(client, assessment, brought(client, assessment, book))

    assert stored(assessment, CLEANED) == level(3)


def test_sheet_with_an_answer_that_it_does_not_ask_is_told_so(assessment: Assessment, lead: Person) -> None:
    save(assessment, lead, level(1), MAIN)
    client = signed_in(lead)
    book = downloaded(client, assessment)
    best = next(f"4: {state.text}" for state in FOLLOWED.by_key[MAIN].levels[4:])
    typed(typed(book, CLEANED, said="3: State 3 of data.cleaned_by"), MAIN, said=best)

    page = brought(client, assessment, book)

    (wrong,) = page.context["diff"].wrong
    assert wrong.cell == cell(book, CLEANED, "said").coordinate
    assert f"As “{FOLLOWED.by_key[MAIN].text}” is answered, this is not asked." in unescape(wrong.text)
    assert [change.question.key for change in page.context["diff"].changes] == [MAIN]


def test_sheet_may_empty_what_it_does_not_ask(hidden: Assessment, lead: Person) -> None:
    save(hidden, lead, level(1), MAIN, seen=2)
    client = signed_in(lead)
    book = downloaded(client, hidden)
    best = f"4: {FOLLOWED.by_key[MAIN].levels[4].text}"
    typed(book, MAIN, said=best)
    typed(book, CLEANED, said=None, evidence=None, rationale=None)

    page = brought(client, hidden, book)

    assert page.context["diff"].wrong == ()
    assert Row.objects.filter(question=CLEANED).count() == 1
