"""A worker's half of signing: what somebody asked for becomes a signature at the end of the report's file.

The file is signed outside of any transaction and handed in only if it is still the one that was signed: two
who countersign at once follow each other. Killed at any point, the sweep announces it again, and what took
longer than the proof of who signs is good for is void.
"""

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_noop

from assessments.acting import SYSTEM, acting_as
from assessments.actions import renew_work

from .. import storage
from ..assertion import digest_of, objection_to
from ..authority import TimestampUnavailable
from ..content.statement import Decision, Reauthentication, SignatureStatement, SignerRole
from ..models import IssuedFile, Report, SignOff
from ..signing import SignatureRefused, append_signature
from ..verification.parts import approver_field
from .signing_off import SIGNABLE, VALID, announce_sign_off

TRIES = 5
"""How often one file may be signed anew because somebody else's signature came before."""
PAUSE = timedelta(seconds=10)
"""So long a signature may wait before the sweep announces it again."""

EXPIRED = gettext_noop(
    "It was not signed within five minutes of your proof of who you are. Read the report again and sign."
)
CHANGED = gettext_noop("The file is not the one that you read. Read the report again and sign.")
OVER = gettext_noop("Somebody else declined to sign this report before, so nobody signs it any more.")
UNREADABLE = gettext_noop("The file of the report cannot be read at the moment. Try again later.")
REFUSED = gettext_noop("The file cannot be signed as it stands. Tell support, then sign again.")

State = SignOff.State
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Task:
    """One signature that is asked for, with all that it needs from the database."""

    sign_off: UUID
    report: UUID
    file: str
    sha256: str
    read_size: int
    signatures: int
    pages: int
    required: int
    field: str
    statement: SignatureStatement


def sign_report(*, sign_off_id: UUID, at: datetime) -> bool:
    """Set one signature, if it is still asked for; return whether this call did. Safe to call again."""
    for _ in range(TRIES):
        task = _taken(sign_off_id, at)
        if task is None:
            return False
        try:
            signed = _signed(task)
        except OSError:
            if _moved_on(task):  # somebody else's signature came before, and its file took this one's place
                continue
            log.exception("The file of report %s cannot be opened", task.report)
            _give_up(task, UNREADABLE)
            return False
        if signed is None:
            return False
        if _handed_in(task, signed, at=timezone.now()):
            return True
    return False  # the sweep goes on


def sweep_sign_offs(*, at: datetime) -> int:
    """Announce again the signatures that nobody set yet, each once in a pause; return how many."""
    with acting_as(SYSTEM):
        waiting = SignOff.objects.filter(state=State.ASKED, announced_at__lt=at - PAUSE)
        found = list(waiting.select_for_update(skip_locked=True).values_list("pk", flat=True)[:100])
        SignOff.objects.filter(pk__in=found).update(announced_at=at)
    for sign_off in found:
        announce_sign_off(sign_off)
    return len(found)


def _taken(sign_off_id: UUID, at: datetime) -> Task | None:
    with acting_as(SYSTEM):
        asked = SignOff.objects.filter(pk=sign_off_id, state=State.ASKED)
        row = asked.select_related("report__record", "signatory", "by", "project").first()
        if row is None:
            return None
        # Of these two times a passkey answers for the proof's alone: the other may not lead away from it.
        if at - row.asked_at >= VALID or row.asked_at - row.proved_at >= VALID:
            _void(row, EXPIRED, at)
            return None
        if row.report.state not in SIGNABLE:  # declined by somebody else meanwhile
            _void(row, OVER, at)
            return None
        if why := objection_to(row):
            log.warning("The signature %s is not its person's word: it is void", row.pk)
            _void(row, why, at)
            return None
        return _task(row)


def _task(row: SignOff) -> Task:
    report = row.report
    issued = {file.sha256: file for file in report.issued_files.all()}
    read = issued[row.read_sha256]
    return Task(
        sign_off=row.pk,
        report=report.pk,
        file=report.file,
        sha256=report.sha256,
        read_size=read.size,
        signatures=len(issued) - 1,
        pages=read.pages,
        required=report.record.signatories.count(),
        field=approver_field(row.signatory.place),
        statement=SignatureStatement(
            name=str(row.by),
            email=row.by.email,
            role=SignerRole.DECIDES if row.signatory.decides else SignerRole.COUNTERSIGNS,
            decision=Decision(row.decision),
            reason=row.signed_reason,
            record_sha256=row.record_sha256,
            pdf_sha256=row.read_sha256,
            reauthenticated_at=row.proved_at,
            reauthenticated_by=Reauthentication(row.proved_by),
            assertion_sha256=digest_of(row),
        ),
    )


def _signed(task: Task) -> bytes | None:
    """The file with one signature more; None where nothing came of it, which its person is told.

    Raises OSError.
    """
    with storage.open_file(task.file) as file:
        pdf = file.read()
    # The file that was read must be the beginning of this one, to the byte.
    if hashlib.sha256(pdf[: task.read_size]).hexdigest() != task.statement.pdf_sha256:
        _give_up(task, CHANGED)
        return None
    try:
        return append_signature(pdf, field=task.field, statement=task.statement)
    except TimestampUnavailable:
        log.warning("No timestamp for the signature %s; it is tried again", task.sign_off)
        return None
    except SignatureRefused:
        log.exception("Report %s cannot be signed", task.report)
        _give_up(task, REFUSED)
        return None


def _moved_on(task: Task) -> bool:
    with acting_as(SYSTEM):
        return not Report.objects.filter(pk=task.report, sha256=task.sha256).exists()


def _handed_in(task: Task, pdf: bytes, *, at: datetime) -> bool:
    """Keep the signed file, unless somebody else's signature or a withdrawal came before."""
    name = storage.save_signed(task.report, task.signatures + 1, task.sign_off, pdf)
    digest = hashlib.sha256(pdf).hexdigest()
    with acting_as(SYSTEM):
        asked = SignOff.objects.select_for_update().filter(pk=task.sign_off, state=State.ASKED).first()
        complete = task.signatures + 1 == task.required
        ours = asked is not None and Report.objects.filter(
            pk=task.report, state__in=SIGNABLE, sha256=task.sha256
        ).update(
            state=Report.State.SIGNED if complete else Report.State.SIGNING,
            file=name,
            sha256=digest,
            size=len(pdf),
        )
        if asked and ours:
            SignOff.objects.filter(pk=asked.pk).update(state=State.SIGNED, finished_at=at)
            IssuedFile.objects.create(
                report_id=task.report,
                record_id=asked.record_id,
                project_id=asked.project_id,
                signatures=task.signatures + 1,
                sha256=digest,
                size=len(pdf),
                pages=task.pages,
                issued_at=at,
            )
            renew_work(project=asked.project, at=at)
    storage.forget(task.file if ours else name)
    return bool(ours)


def _give_up(task: Task, why: str) -> None:
    with acting_as(SYSTEM):
        row = SignOff.objects.filter(pk=task.sign_off).select_related("project").get()
        _void(row, why, timezone.now())


def _void(row: SignOff, why: str, at: datetime) -> None:
    asked = SignOff.objects.filter(pk=row.pk, state=State.ASKED)
    if asked.update(state=State.VOID, error=why, finished_at=at):
        renew_work(project=row.project, at=at)
