"""The parts of a case file that say what is done about a finding: fixes and acknowledgements."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from .. import case
from ..language import gettext as _
from .parts import Part, ProofPart, Raw, given
from .values import Day, Line, Name, Number, Text, Told, is_number


class ActionPart(Part):
    """A piece of a fix; `done` is the short form of the status "done"."""

    what: Told
    owner: Name
    due: Day
    done: bool = False
    status: Literal["open", "in_progress", "done", "dropped"] | None = None
    shown_by: Text = ""
    cost: Line = ""
    dropped_because: Text = ""
    proof: Annotated[tuple[ProofPart, ...], Field(max_length=50)] = ()

    @classmethod
    def rules(cls, raw: Raw) -> Iterator[str]:
        """It stands in one way, and what is dropped says why."""
        status = raw.get("status")
        if raw.get("done") is True and status not in {None, "done"}:
            yield _("done goes with the status done only")
        if (status == "dropped") != bool(str(raw.get("dropped_because") or "").strip()):
            yield _("dropped_because goes with the status dropped, which needs it")

    def value(self) -> case.Action:
        """The action as the rules know it."""
        status = case.Progress(self.status or ("done" if self.done else "open"))
        proof = tuple(part.value() for part in self.proof)
        return case.Action(
            self.what,
            self.owner,
            self.due,
            status,
            shown_by=self.shown_by,
            cost=self.cost,
            dropped_because=self.dropped_because,
            proof=proof,
        )


class FixPart(Part):
    """The gap will be closed before deployment."""

    actions: Annotated[tuple[ActionPart, ...], Field(min_length=1, max_length=50)]


class QuantityPart(Part):
    """A number with its unit; with `to`, a range from `value` up to it."""

    value: Number
    unit: Line
    to: Number | None = None

    @classmethod
    def rules(cls, raw: Raw) -> Iterator[str]:
        """A range goes up."""
        first, last = raw.get("value"), raw.get("to")
        numbers = [Decimal(number) for number in (first, last) if number is not None and is_number(number)]
        if len(numbers) == 2 and not numbers[0] < numbers[1]:
            yield _("to must be above value: it is the upper end of the range")


class AcknowledgementPart(Part):
    """An adjusted expectation, asked for by one person and approved by another."""

    expectation: Told
    adjusted: QuantityPart
    asked_by: Name
    approver: Line = ""
    expires: Day
    effect: Text = ""

    @classmethod
    def rules(cls, raw: Raw) -> Iterator[str]:
        """Whoever asks does not approve."""
        asked_by, approver = (
            str(raw.get(name) or "").strip().casefold() for name in ("asked_by", "approver")
        )
        if asked_by and asked_by == approver:
            yield _("asked_by and approver must be two people")

    def value(self) -> case.Acknowledgement:
        """The acknowledgement as the rules know it."""
        adjusted = case.Quantity(self.adjusted.value, self.adjusted.unit, self.adjusted.to)
        return case.Acknowledgement(
            self.expectation, adjusted, self.asked_by, self.approver, self.expires, self.effect
        )


class RemedyPart(Part):
    """Exactly one of fix and acknowledge."""

    fix: FixPart | None = None
    acknowledge: AcknowledgementPart | None = None

    @classmethod
    def rules(cls, raw: Raw) -> Iterator[str]:
        """One of two moves."""
        if given(raw, "fix") == given(raw, "acknowledge"):
            yield _("must be exactly one of fix and acknowledge")

    def value(self) -> case.Remedy | None:
        """The remedy as the rules know it."""
        if self.fix is not None:
            return case.Fix(tuple(part.value() for part in self.fix.actions))
        return self.acknowledge.value() if self.acknowledge else None
