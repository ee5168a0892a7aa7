"""Somebody signs a report while somebody else changes what it rests on: nothing else is signed.

Both act at the same time, on threads of their own and with real files, seals and signatures. In the end a
signature in the file is one on the record that stands and on the file that was read; or there is none, and
the file is as it was.
"""

import hashlib
import random
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from typing import Any
from uuid import UUID

from django.db import IntegrityError, ProgrammingError, connection
from django.utils import timezone

from assessments import actions
from assessments.acting import SYSTEM, acting_as
from assessments.domain.case import Answer as Said
from assessments.domain.case import Choice, Claim
from assessments.models import Assessment, MemberRole, Person
from reports import storage
from reports.actions import (
    Proof,
    Words,
    ask_sign_off,
    decline_sign_off,
    delegate_signing,
    render_report,
    sign_report,
    take_record_back,
)
from reports.content.statement import Decision, Reauthentication
from reports.models import Record, Report, SignOff
from reports.verification import verify
from tests.assessments.steps import conclude
from tests.factories import member
from tests.reports.records import project_with_lead, requested, submitted_round

REFUSALS = (actions.Refused, IntegrityError, ProgrammingError)
"""How the site or PostgreSQL says no."""
WHY = "It was counted again."


@dataclass(frozen=True)
class Scene:
    """A sealed report that waits for its decision maker, and everybody around it."""

    report: Report
    lead: Person
    reviewer: Person
    decides: Person
    second: Person
    deputy: Person

    @property
    def record(self) -> Record:
        """What is signed."""
        found: Record = self.report.record
        return found

    @property
    def proof(self) -> Proof:
        """Of somebody who has read the file."""
        return Proof(self.report.sha256, timezone.now(), Reauthentication.PASSWORD)


def scene() -> Scene:
    """A round of its own, reviewed and accepted, its report sealed."""
    with acting_as(SYSTEM):
        project, lead = project_with_lead()
        decides, second, deputy = (member(project, MemberRole.APPROVER) for _ in range(3))
        record = conclude(submitted_round(project, lead), signers=[decides, second])
        report = requested(record, record.concluded_by)
    render_report(report_id=report.pk, at=timezone.now())
    with acting_as(SYSTEM):
        report = Report.objects.select_related("record__assessment", "project").get(pk=report.pk)
    return Scene(report, lead, record.concluded_by, decides, second, deputy)


def take_back(at: Scene) -> None:
    with acting_as(at.reviewer):
        take_record_back(record=at.record, reason=WHY, by=at.reviewer, at=timezone.now())


def take_back_and_answer(at: Scene) -> None:
    """And answer otherwise at once."""
    take_back(at)
    with acting_as(at.lead):
        round_ = Assessment.objects.select_related("project", "question_set").get(pk=at.record.assessment_id)
        seen = round_.answers.get(question="data.selection").version
        said = Said(Choice(4))
        told: dict[str, Any] = {"question": "data.selection", "answer": said, "seen_version": seen}
        actions.save_answer(assessment=round_, by=at.lead, at=timezone.now(), **told)


def answer_what_is_accepted(at: Scene) -> None:
    round_ = at.record.assessment
    with acting_as(at.lead):
        told: dict[str, Any] = {"question": "data.volume", "answer": Said(Choice(4)), "seen_version": 1}
        actions.save_answer(assessment=round_, by=at.lead, at=timezone.now(), **told)


def start_the_next(at: Scene) -> None:
    with acting_as(at.lead):
        claim = Claim("another")
        actions.start_assessment(project=at.report.project, claim=claim, by=at.lead, at=timezone.now())


def decline_beside(at: Scene) -> None:
    with acting_as(at.second):
        decline_sign_off(report=at.report, reason=WHY, proof=at.proof, by=at.second, at=timezone.now())


def hand_on(at: Scene) -> None:
    with acting_as(at.decides):
        delegate_signing(report=at.report, to=at.deputy, reason=WHY, by=at.decides, at=timezone.now())


def edit_the_record(at: Scene) -> None:
    """By plain SQL, as the site's own role in the database."""
    _write("UPDATE reports_record SET content = content || ' ' WHERE id = %s", at.record.pk)


def edit_what_was_said(at: Scene) -> None:
    _write("UPDATE reports_signoff SET decision = 'proceed' WHERE report_id = %s", at.report.pk)


def edit_the_file(at: Scene) -> None:
    """Another byte in its middle."""
    with storage.open_file(at.report.file) as file:
        pdf = file.read()
    storage.forget(at.report.file)
    middle = len(pdf) // 2
    storage.save(at.report.pk, 1, pdf[:middle] + bytes([pdf[middle] ^ 1]) + pdf[middle + 1 :])


EDITS: tuple[Callable[[Scene], None], ...] = (
    take_back,
    take_back_and_answer,
    answer_what_is_accepted,
    start_the_next,
    decline_beside,
    hand_on,
    edit_the_record,
    edit_what_was_said,
)


def raced(number: int, seed: int) -> Counter[str]:
    """So many rounds; how they ended, by "signed" or not and the edit. Raises AssertionError."""
    chance, ended = random.Random(seed), Counter[str]()  # noqa: S311 - who comes first need not be secret
    for place in range(number):
        at, edit = scene(), EDITS[place % len(EDITS)]
        before, pauses = _file(at.report), [chance.uniform(0, 0.3), chance.uniform(0, 0.3)]
        together = Barrier(2)
        with ThreadPoolExecutor(2) as pool:
            steps = zip((_sign, edit), pauses, strict=True)
            done = [pool.submit(_on_a_thread, step, at, together, pause) for step, pause in steps]
        changed = done[1].result()
        ended[f"{_judged(at, before)}, {edit.__name__} {'done' if changed else 'refused'}"] += 1
    return ended


def signed_after(edit: Callable[[Scene], None], at: Scene) -> SignOff:
    """What becomes of a signature that was asked for, if something is changed before the worker sets it."""
    row = _asked(at)
    edit(at)
    sign_report(sign_off_id=row.pk, at=timezone.now())
    with acting_as(SYSTEM):
        return SignOff.objects.get(pk=row.pk)


def _on_a_thread(step: Callable[[Scene], None], at: Scene, together: Barrier, pause: float) -> bool:
    """Whether it was done, and not refused."""
    try:
        together.wait(30)
        time.sleep(pause)
        step(at)
    except REFUSALS:
        return False
    finally:
        connection.close()
    return True


def _sign(at: Scene) -> None:
    sign_report(sign_off_id=_asked(at).pk, at=timezone.now())


def _asked(at: Scene) -> SignOff:
    with acting_as(at.decides):
        return ask_sign_off(
            report=at.report,
            decision=Decision.STOP,
            words=Words(WHY),
            proof=at.proof,
            by=at.decides,
            at=timezone.now(),
        )


def _judged(at: Scene, before: bytes) -> str:
    with acting_as(SYSTEM):
        report = Report.objects.select_related("record").get(pk=at.report.pk)
        row = SignOff.objects.filter(report=report, by=at.decides).first()
    pdf, record = _file(report), report.record
    assert hashlib.sha256(pdf).hexdigest() == report.sha256
    assert hashlib.sha256(record.content.encode()).hexdigest() == record.sha256 == at.record.sha256
    if row is None or row.state != SignOff.State.SIGNED:
        assert pdf == before
        return "not signed"
    checked = verify(pdf)
    assert checked.genuine, checked.reasons
    (signature,) = checked.signatures
    assert record.stands
    assert signature.decision == row.decision == Decision.STOP
    assert signature.record_sha256 == checked.record_sha256 == record.sha256
    assert signature.pdf_sha256 == row.read_sha256 == hashlib.sha256(before).hexdigest()
    assert pdf.startswith(before)
    return "signed"


def _file(report: Report) -> bytes:
    with storage.open_file(report.file) as file:
        return file.read()


def _write(sql: str, key: UUID) -> None:
    with acting_as(SYSTEM), connection.cursor() as cursor:
        cursor.execute(sql, [key])
