"""Who decides on a report and who countersigns, what each said, and every file that was issued of it."""

from uuid import UUID

from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint
from django.utils.translation import gettext, gettext_noop, pgettext_lazy

from assessments.models import Person
from assessments.models.checks import SHA256, both_or_neither, one_of, only_when
from assessments.models.identity import Identified

from ..content.statement import Decision, Reauthentication

FIRST = 1
"""The place of the decision maker."""

STANDING = ("asked", "signed", "declined")
"""The states of a sign-off that stands in the way of another."""


CONDITIONS = gettext_noop("Conditions: %(text)s")
DISSENT = gettext_noop("Dissent: %(text)s")


class Signatory(Identified):
    """One person named at acceptance to sign a record's report: in place 1 the decision maker.

    Whoever is absent may hand it to `delegate`, once, who then signs in their own name.
    """

    record = models.ForeignKey("reports.Record", on_delete=models.PROTECT, related_name="signatories")
    project = models.ForeignKey("assessments.Project", on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    delegate = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    delegated_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    delegated_at = models.DateTimeField(null=True, blank=True)
    delegation_reason = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "signatories"
        ordering = ["place"]
        constraints = [
            UniqueConstraint(fields=["record", "place"], name="signatory_place_once"),
            UniqueConstraint(fields=["record", "person"], name="signatory_person_once"),
            UniqueConstraint(fields=["record", "delegate"], name="signatory_delegate_once"),
            CheckConstraint(condition=Q(place__gte=FIRST), name="signatory_place_from_one"),
            CheckConstraint(
                condition=Q(delegate__isnull=True) | ~Q(delegate=F("person")),
                name="signatory_hands_on",
            ),
            both_or_neither("signatory", "delegated"),
            CheckConstraint(
                condition=Q(delegate__isnull=True, delegated_at__isnull=True, delegation_reason="")
                | (Q(delegate__isnull=False, delegated_at__isnull=False) & ~Q(delegation_reason="")),
                name="signatory_delegated_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signer}, in place {self.place}"

    @property
    def decides(self) -> bool:
        """Whether this is the decision maker."""
        return self.place == FIRST

    @property
    def signer(self) -> Person:
        """Who is to sign: the one named, or whom they handed it to."""
        return self.delegate or self.person

    @property
    def signer_id(self) -> UUID:
        """The same, without reading them."""
        return self.delegate_id or self.person_id


class SignOff(Identified):
    """What one signatory said about one report, bound to the record and to the file that they read.

    A worker turns an asked one into a signature in the PDF; it is void where none did within minutes of the
    proof of who asked.
    """

    class State(models.TextChoices):
        """Where it stands."""

        ASKED = "asked", pgettext_lazy("state of a signature", "being signed")
        SIGNED = "signed", pgettext_lazy("state of a signature", "signed")
        DECLINED = "declined", pgettext_lazy("state of a signature", "declined")
        VOID = "void", pgettext_lazy("state of a signature", "void")

    report = models.ForeignKey("reports.Report", on_delete=models.PROTECT, related_name="sign_offs")
    record = models.ForeignKey("reports.Record", on_delete=models.PROTECT, related_name="sign_offs")
    project = models.ForeignKey("assessments.Project", on_delete=models.PROTECT, related_name="+")
    signatory = models.ForeignKey(Signatory, on_delete=models.PROTECT, related_name="sign_offs")
    state = models.CharField(max_length=16, choices=State, default=State.ASKED)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=24, blank=True)
    """The decision maker's, which a countersigner repeats; empty where one declines before it was made."""
    reason = models.TextField()
    conditions = models.TextField(blank=True)
    """What the decision maker ties the decision to."""
    dissent = models.TextField(blank=True)
    """What a countersigner sees otherwise and signs all the same."""
    record_sha256 = models.CharField(max_length=64)
    read_sha256 = models.CharField(max_length=64)
    """Of the file that was read."""
    proved_at = models.DateTimeField()
    """When the proof was given; a passkey's is given for this sign-off, and no earlier than this."""
    proved_by = models.CharField(max_length=16)
    assertion = models.TextField(blank=True, default="", db_default="")
    """A passkey's answer for exactly this, as JSON from the browser; empty from who has no passkey."""
    asked_at = models.DateTimeField()
    announced_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)
    """Why it is void, in English and marked for translation."""

    class Meta:
        constraints = [
            UniqueConstraint(
                fields=["report", "signatory"], condition=Q(state__in=STANDING), name="signoff_stands_once"
            ),
            one_of("signoff", "state", ["asked", "signed", "declined", "void"]),
            one_of("signoff", "decision", ["", *Decision]),
            one_of("signoff", "proved_by", list(Reauthentication)),
            only_when("signoff", "signs_a_decision", ~Q(state="declined"), ~Q(decision="")),
            only_when("signoff", "asserted_by_passkey", ~Q(assertion=""), Q(proved_by="passkey")),
            CheckConstraint(condition=~Q(reason=""), name="signoff_says_why"),
            CheckConstraint(
                condition=Q(state="asked", finished_at__isnull=True)
                | (~Q(state="asked") & Q(finished_at__isnull=False)),
                name="signoff_finished_once_not_asked",
            ),
            CheckConstraint(
                condition=(Q(state="void") & ~Q(error="")) | (~Q(state="void") & Q(error="")),
                name="signoff_void_says_why",
            ),
            CheckConstraint(
                condition=Q(record_sha256__regex=SHA256, read_sha256__regex=SHA256), name="signoff_hashes"
            ),
        ]
        indexes = [Index(fields=["asked_at"], condition=Q(state="asked"), name="signoff_asked")]

    def __str__(self) -> str:
        return f"{self.get_state_display()} by {self.by}"

    @property
    def is_stored(self) -> bool:
        """Whether it was said; else it is only written down to be looked at."""
        return not self._state.adding

    @property
    def signed_reason(self) -> str:
        """What stands in the signature: the reason, and what the decision is tied to or seen otherwise."""
        more = ((CONDITIONS, self.conditions), (DISSENT, self.dissent))
        return "\n".join([self.reason, *(gettext(label) % {"text": text} for label, text in more if text)])

    @property
    def why_void(self) -> str:
        """Why it is void, in the language of whoever reads."""
        return gettext(self.error) if self.error else ""


class IssuedFile(Identified):
    """One state of a report's file that left this deployment: as it was sealed, and after each signature."""

    report = models.ForeignKey("reports.Report", on_delete=models.PROTECT, related_name="issued_files")
    record = models.ForeignKey("reports.Record", on_delete=models.PROTECT, related_name="+")
    project = models.ForeignKey("assessments.Project", on_delete=models.PROTECT, related_name="+")
    signatures = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField()
    pages = models.PositiveIntegerField()
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [
            UniqueConstraint(fields=["report", "signatures"], name="issuedfile_once_a_signature"),
            CheckConstraint(
                condition=Q(sha256__regex=SHA256, size__gt=0, pages__gt=0), name="issuedfile_is_a_file"
            ),
        ]

    def __str__(self) -> str:
        return self.sha256[:8]
