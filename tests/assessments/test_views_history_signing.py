"""What the history says about who was named to sign a report, and about what each of them said."""

from typing import Any

import pytest

from assessments.acting import SYSTEM, acting_as
from assessments.models import Assessment, MemberRole, Person
from assessments.views.change_texts import Texts
from assessments.views.report_changes import COUNTERSIGNING, DECIDING, SIGN_OFFS
from reports.models import IssuedFile, Record, Report, SignOff
from tests.factories import NOW, member
from tests.reports.records import requested

from . import steps
from .test_views_history import read, saved, sentences

pytestmark = pytest.mark.django_db

SEEN = " · after the verdict was seen"


@pytest.fixture
def approvers(assessment: Assessment) -> list[Person]:
    names = ("Dora Decides", "Cy Signs", "Dee Deputy")
    return [member(assessment.project, MemberRole.APPROVER, name=name) for name in names]


@pytest.fixture
def record(assessment: Assessment, lead: Person, approvers: list[Person]) -> Record:
    with acting_as(lead):
        steps.submit(assessment, lead)
    return steps.conclude(assessment, signers=approvers[:2])


def said(report: Report, by: Person, place: int, **more: Any) -> SignOff:
    """What one of them says, as the database takes it."""
    digest, record = "a" * 64, report.record
    ours = {"report": report, "record": record, "project": record.project}
    if not report.issued_files.exists():
        IssuedFile.objects.create(**ours, signatures=0, sha256=digest, size=1, pages=1, issued_at=NOW)
    columns = {"decision": "stop", "reason": "Too early.", "proved_by": "password"} | more
    moments = dict.fromkeys(("proved_at", "asked_at", "announced_at"), NOW)
    signatory = record.signatories.get(place=place)
    row: SignOff = SignOff.objects.create(
        **ours, **columns, **moments, signatory=signatory, by=by,
        record_sha256=record.sha256, read_sha256=digest,
    )  # fmt: skip
    return row


def test_who_is_named_and_what_they_sign_is_told(
    assessment: Assessment, lead: Person, record: Record, approvers: list[Person]
) -> None:
    first, second, deputy = approvers
    with acting_as(SYSTEM):
        report = requested(record, lead)
    with acting_as(second):
        saved(
            record.signatories.get(place=2),
            delegate=deputy, delegated_by=second, delegated_at=NOW, delegation_reason="Away until May.",
        )  # fmt: skip
    with acting_as(SYSTEM):
        row = said(report, first, 1, conditions="Round 2 by May.")
        saved(row, state="signed", finished_at=NOW)
        signed = IssuedFile.objects.get()
        signed.pk, signed.signatures, signed.sha256 = row.pk, 1, "b" * 64
        signed.save(force_insert=True)
        late = said(report, deputy, 2)
        saved(late, state="void", error="Too late.", finished_at=NOW)
        said(report, deputy, 2, state="declined", finished_at=NOW)

    told = sentences(lead, assessment)

    for sentence in (
        "Rika Reuter named Dora Decides as who decides on the report",
        "Rika Reuter named Cy Signs as who countersigns the report",
        "Cy Signs handed the signature of Cy Signs under the report on to Dee Deputy",
        "The system issued the file of the report",
        "The system read the report and asked to sign it",  # by a test: else it is who signs
        "The system set the signature of Dora Decides under the report",
        "The system issued the file of the report with 1 signature",
        "The system did not set the signature of Dee Deputy: it is void",
        "The system declined to sign the report",
    ):
        assert sentence + SEEN in told, told
    whole = "\n".join(read(lead, assessment))
    for detail in (
        "Decision stop Conditions Round 2 by May.",
        "Reason Too early.",
        "Reason Away until May.",
        "Reason Too late.",
    ):
        assert detail in whole


@pytest.mark.parametrize("texts", [DECIDING, COUNTERSIGNING, SIGN_OFFS])
def test_each_way_of_changing_has_its_words(texts: Texts) -> None:
    assert texts.keys() == {"insert", "update", "delete"}
