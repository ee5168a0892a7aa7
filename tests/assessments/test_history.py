"""What PostgreSQL writes down of every change, in whose name, and that nobody alters it."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.conf import LazySettings
from django.db import DatabaseError, IntegrityError, connection, connections, transaction
from django.test import Client, RequestFactory
from django.urls import reverse

from assessments import actions
from assessments.acting import SYSTEM, acting_as, address_of
from assessments.domain.chain import Link
from assessments.models import (
    Action,
    Answer,
    Assessment,
    HistoryEntry,
    HistoryHead,
    Person,
    Project,
    Remedy,
    Said,
)
from assessments.queries import latest_anchor, stream_breaks, streams
from tests.config.factors import code_of, with_app
from tests.factories import (
    NOW,
    PASSWORD,
    AnswerFactory,
    MembershipFactory,
    PersonFactory,
    UnitFactory,
    member,
)
from tests.recorded import chained, of_round, told

pytestmark = pytest.mark.django_db


def test_insert_tells_all_columns(assessment: Assessment, lead: Person) -> None:
    with acting_as(lead, address="192.0.2.7"):
        row = AnswerFactory(assessment=assessment, answered_by=lead, rationale="Counted.\n“Twice”")

    (entry,) = of_round(assessment, table="assessments_answer")
    assert (entry["by"], entry["from"]) == (str(lead.pk), "192.0.2.7")
    assert entry["role"] == connection.settings_dict["USER"]
    assert (entry["row"], entry["op"]) == (str(row.pk), "insert")
    assert entry["about"] == {"question": "data.selection"}
    assert entry["old"] == {}
    assert entry["new"]["level"] == 0
    assert entry["new"]["rationale"] == "Counted.\n“Twice”"
    assert "pilot" not in entry["new"]
    assert "id" not in entry["new"]


def test_update_tells_only_what_changed(assessment: Assessment) -> None:
    row = AnswerFactory(assessment=assessment)
    row.said, row.level = Said.NOT_KNOWN, None
    row.save()

    (entry,) = of_round(assessment, table="assessments_answer", op="update")
    assert entry["old"] == {"said": "level", "level": 0}
    assert entry["new"] == {"said": "not_known", "level": None}
    assert entry["about"] == {"question": "data.selection", "voice_id": None}


def test_delete_tells_what_was(assessment: Assessment) -> None:
    membership = MembershipFactory(project=assessment.project)
    person = str(membership.person_id)
    membership.delete()

    (entry,) = told(f"project:{assessment.project_id}", op="delete")
    assert entry["old"] == {
        "project_id": str(assessment.project_id),
        "person_id": person,
        "role": "lead",
        "sections": [],
    }
    assert entry["new"] == {}


def test_row_saved_unchanged_makes_no_entry(assessment: Assessment) -> None:
    AnswerFactory(assessment=assessment).save()

    assert of_round(assessment, op="update") == []


def test_rows_found_through_another_stand_in_its_stream(assessment: Assessment, lead: Person) -> None:
    remedy = Remedy.objects.create(
        assessment=assessment, section="data", kind="fix", chosen_by=lead, chosen_at=NOW
    )
    Action.objects.create(remedy=remedy, what="Count again", owner="Lea", due_on=NOW.date())
    remedy.delete()

    entries = of_round(assessment, table="assessments_action")
    assert [entry["op"] for entry in entries] == ["insert", "delete"]
    assert entries[0]["about"] == {"section": "data", "what": "Count again"}


def test_secrets_are_named_and_never_told() -> None:
    person: Person = PersonFactory()
    person.set_password("another long password")
    person.save()

    made, changed = told("people", table="assessments_person", row=str(person.pk))
    for entry in (made, changed):
        assert entry["withheld"] == ["password"]
        assert "password" not in entry["new"] | entry["old"]
    assert changed["new"] == {}


def test_factor_set_up_and_taken_away_is_told_without_its_secret(client: Client) -> None:
    person: Person = PersonFactory()
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)}, REMOTE_ADDR="192.0.2.44")
    kept = list(Authenticator.objects.values_list("data", flat=True))
    client.post(reverse("mfa_deactivate_totp"))

    entries = told("people", table="mfa_authenticator", by=str(person.pk))
    assert {(entry["op"], entry["about"]["type"]) for entry in entries} == {
        (op, kind) for op in ("insert", "delete") for kind in ("totp", "recovery_codes")
    }
    assert {entry["about"]["user_id"] for entry in entries} == {str(person.pk)}
    assert {entry["from"] for entry in entries if entry["op"] == "insert"} == {"192.0.2.44"}
    secrets = [secret, *(value for data in kept for value in data.values() if isinstance(value, str))]
    assert len(secrets) == 3
    assert not [word for word in secrets if word in json.dumps(entries)]


def test_factor_that_is_used_makes_no_entry() -> None:
    person = with_app(PersonFactory())
    factor = Authenticator.objects.get(user=person, type=Authenticator.Type.TOTP)

    factor.record_usage()

    assert told("people", table="mfa_authenticator", op="update") == []


def test_linked_identity_is_told_without_what_the_provider_says() -> None:
    person = PersonFactory()
    linked = SocialAccount.objects.create(
        user=person, provider="sso", uid="ada", extra_data={"phone": "+43 555 0100"}
    )
    linked.extra_data = {"phone": "+43 555 0199"}
    linked.save()
    linked.delete()

    made, gone = told("people", table="socialaccount_socialaccount")
    assert (made["op"], gone["op"]) == ("insert", "delete")
    assert made["about"] == {"user_id": str(person.pk), "provider": "sso", "uid": "ada"}
    assert "+43 555" not in json.dumps([made, gone])


def test_signing_in_makes_no_entry(client: Client) -> None:
    person: Person = PersonFactory()
    client.force_login(person)

    person.refresh_from_db()
    assert person.last_login
    assert told("people", row=str(person.pk), op="update") == []


def test_who_is_of_the_change_not_of_the_commit(assessment: Assessment) -> None:
    first, second = member(assessment.project), member(assessment.project)
    with acting_as(first, address="192.0.2.1"):
        AnswerFactory(assessment=assessment, question="data.volume")
        with acting_as(second, address="192.0.2.2"):
            AnswerFactory(assessment=assessment, question="data.history")
            with acting_as(SYSTEM):
                AnswerFactory(assessment=assessment, question="data.cleaning")
        AnswerFactory(assessment=assessment, question="data.selection")

    entries = of_round(assessment, table="assessments_answer")
    assert [(entry["about"]["question"], entry["by"], entry["from"]) for entry in entries] == [
        ("data.volume", str(first.pk), "192.0.2.1"),
        ("data.history", str(second.pk), "192.0.2.2"),
        ("data.cleaning", SYSTEM, "192.0.2.2"),
        ("data.selection", str(first.pk), "192.0.2.1"),
    ]


def test_change_taken_back_makes_no_entry(assessment: Assessment) -> None:
    with transaction.atomic():
        AnswerFactory(assessment=assessment, question="data.volume")
        transaction.set_rollback(True)
    AnswerFactory(assessment=assessment, question="data.selection")

    entries = of_round(assessment, table="assessments_answer")
    assert [entry["about"]["question"] for entry in entries] == ["data.selection"]


def test_hash_chains_the_texts(assessment: Assessment) -> None:
    AnswerFactory(assessment=assessment)
    chained()
    AnswerFactory(assessment=assessment, question="data.volume")
    chained()

    stream = f"assessment:{assessment.pk}"
    before = hashlib.sha256(stream.encode()).hexdigest()
    entries = list(HistoryEntry.objects.filter(stream=stream).order_by("seq"))
    for number, entry in enumerate(entries, start=1):
        before = hashlib.sha256((before + entry.entry).encode()).hexdigest()
        assert (entry.seq, entry.hash, entry.project) == (number, before, assessment.project_id)
    head = HistoryHead.objects.get(stream=stream)
    assert (head.seq, head.hash, head.project) == (len(entries), before, assessment.project_id)


def test_people_belong_to_no_project() -> None:
    UnitFactory()
    chained()

    assert HistoryHead.objects.get(stream="people").project is None


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO assessments_historyentry VALUES ('people', 99, '{}', repeat('0', 64))",
        "UPDATE assessments_historyentry SET entry = '{}'",
        "DELETE FROM assessments_historyentry",
        "TRUNCATE assessments_historyentry",
        "INSERT INTO assessments_historyhead (stream, seq, hash) VALUES ('mine', 0, repeat('0', 64))",
        "UPDATE assessments_historyhead SET seq = 0",
        "DELETE FROM assessments_historyhead",
        "TRUNCATE assessments_historyhead",
        "SELECT * FROM assessments_historynote",
        "INSERT INTO assessments_historynote (stream, entry) VALUES ('people', '{}')",
        "DELETE FROM assessments_historynote",
        "SELECT history_head('mine')",
        """CREATE TEMP TABLE mine (id uuid);
        CREATE TRIGGER forged AFTER INSERT ON mine
        FOR EACH ROW EXECUTE FUNCTION record_history('people', '', '', '')""",
        "ALTER TABLE assessments_historyentry DISABLE TRIGGER ALL",
    ],
)
def test_application_only_reads(statement: str) -> None:
    UnitFactory()
    chained()

    with pytest.raises(DatabaseError, match=r"permission denied|must be owner"), transaction.atomic():
        connection.cursor().execute(statement)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE assessments_historyentry SET entry = '{}'",
        "DELETE FROM assessments_historyentry",
        "UPDATE assessments_historyhead SET seq = 0",
        "UPDATE assessments_historyhead SET seq = seq + 1",
        "UPDATE assessments_historyhead SET stream = 'other'",
        "DELETE FROM assessments_historyhead",
    ],
)
def test_owner_only_adds(statement: str) -> None:
    with acting_as(SYSTEM):
        UnitFactory()

    with pytest.raises(IntegrityError, match="history"):
        connections["owner"].cursor().execute(statement)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
@pytest.mark.parametrize("table", ["assessments_historyentry", "assessments_historyhead"])
def test_owner_empties_nothing(table: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER history_is_not_emptied")
        try:
            with pytest.raises(IntegrityError, match="history"):
                cursor.execute(f"TRUNCATE {table}")
        finally:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER history_is_not_emptied")


NO_HISTORY = {
    # What never changes, what is computed from what stands there, and the history itself.
    "assessments_questionset",
    "assessments_historyentry",
    "assessments_historyhead",
    "assessments_workitem",
    # Told by the comment, and by mails, which say only that something is there.
    "assessments_mention",
    "assessments_notice",
    "assessments_mail",
    "assessments_evidencepreview",
    "reports_recordrow",
    "reports_questionrow",
}


WAYS_IN = {"mfa_authenticator", "socialaccount_socialaccount"}
"""Other packages' tables that say how somebody gets in."""


def test_every_table_that_matters_is_recorded() -> None:
    ours = {
        model._meta.db_table
        for label in ("assessments", "reports")
        for model in apps.get_app_config(label).get_models()
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'history_noted'")
        recorded = {table for (table,) in cursor.fetchall()}

    assert recorded == ours - NO_HISTORY | WAYS_IN


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "", "192.0.2.99"),
        (0, "203.0.113.5", "192.0.2.99"),
        (1, "203.0.113.5", "203.0.113.5"),
        (1, "198.51.100.1, 203.0.113.5", "203.0.113.5"),
        (2, "198.51.100.1, 203.0.113.5, 10.0.0.1", "203.0.113.5"),
        (2, "203.0.113.5", ""),
        (1, "not an address", ""),
    ],
)
def test_address_is_what_trusted_proxies_say(
    rf: RequestFactory, settings: LazySettings, proxies: int, forwarded: str, address: str
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}

    assert address_of(rf.get("/", headers=headers, REMOTE_ADDR="192.0.2.99")) == address


def test_request_is_recorded_with_its_address(assessment: Assessment, lead: Person, client: Client) -> None:
    client.force_login(lead)
    client.post(
        f"/assessments/{assessment.pk}/withdraw/", {"reason": "Bought instead"}, REMOTE_ADDR="192.0.2.44"
    )

    (entry,) = of_round(assessment, op="update")
    assert (entry["by"], entry["from"]) == (str(lead.pk), "192.0.2.44")
    assert entry["new"]["withdraw_reason"] == "Bought instead"


def test_anchor_names_the_heads_that_moved(assessment: Assessment) -> None:
    def anchored() -> list[list[list[Any]]]:
        actions.anchor_history()
        return [entry["heads"] for entry in told("anchors")]

    chained()
    (first,) = anchored()
    assert {stream for stream, _, _ in first} == {
        "people",
        f"project:{assessment.project_id}",
        f"assessment:{assessment.pk}",
    }
    assert len(anchored()) == 1
    UnitFactory()
    chained()
    _, second = anchored()
    head = HistoryHead.objects.get(stream="people")
    assert second == [["people", head.seq, head.hash]]
    assert latest_anchor() == Link(2, HistoryHead.objects.get(stream="anchors").hash)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_writers_at_once_make_whole_chains() -> None:
    """Each changes people, project and round in an order of its own: nobody waits in a circle."""
    with acting_as(SYSTEM):
        answer = AnswerFactory()
        lead = member(answer.assessment.project)
    changes = [
        lambda number: Person.objects.filter(pk=lead.pk).update(name=f"Lea {number}"),
        lambda number: Project.objects.update(description=f"Described {number} times"),
        lambda number: Answer.objects.filter(pk=answer.pk).update(rationale=f"Counted {number} times"),
    ]

    def write(number: int) -> None:
        try:
            for turn in range(10):
                with acting_as(SYSTEM):
                    changes[(number + turn) % 3](number * 100 + turn)
                with acting_as(SYSTEM), connection.cursor() as cursor:
                    MembershipFactory(project=answer.assessment.project, person=PersonFactory())
                    cursor.execute("SELECT pg_sleep(0.002)")
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as writers:
        list(writers.map(write, range(6)))

    with acting_as(SYSTEM):
        assert [place for stream in streams() for place in stream_breaks(stream)] == []
        assert HistoryEntry.objects.count() >= 6 * 10 * 3
