"""One section of the record in words: its finding, what holds it down, its answers and its remedy."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from assessments.domain.language import gettext as _
from assessments.domain.language import ngettext
from assessments.domain.numbers import plain, spanned

from . import words
from .answers import answer
from .parts import Remedy, Section, Step
from .register import Identity, numbers_of

Frozen = Mapping[str, Any]


def section(
    frozen: Frozen,
    numbered: Mapping[Identity, int],
    before: Frozen | None,
    claim: Frozen | None = None,
    on: date | None = None,
    extended: date | None = None,
) -> Section:
    """What the report shows of one frozen section; `before` is its finding and level a round ago.

    `on` is the day it is read, `extended` a later end of its acknowledgement.
    """
    names = {question["key"]: question["name"] for question in frozen["questions"]}
    finding = frozen["finding"]
    return Section(
        key=frozen["key"],
        name=frozen["name"],
        kind=frozen["kind"],
        source=frozen["source"],
        intro=frozen["intro"],
        finding=finding,
        finding_word=_(words.FINDINGS[finding]),
        finding_sentence=_(words.FINDING_SENTENCES[finding]),
        level=frozen["level"],
        claimed=frozen["claimed"],
        optimism=plain(Decimal(frozen["optimism"])),
        held_down_by=tuple(names[key] for key in frozen["held_down_by"]),
        counts=_counts(frozen),
        answers=tuple(
            answer(question, numbers_of(question, numbered), frozen["held_down_by"], names)
            for question in frozen["questions"]
        ),
        remedy=remedy(frozen, claim or {}, on, extended),
        before=_before(before) if before else "",
    )


def _before(section: Frozen) -> str:
    finding = _(words.FINDINGS[section["finding"]])
    return _("%(finding)s, level %(level)s") % {"finding": finding, "level": section["level"]}


def remedy(frozen: Frozen, claim: Frozen, on: date | None, extended: date | None) -> Remedy:
    """What was decided about one frozen section's finding, and whether it still holds on the day `on`."""
    disposition = frozen["disposition"]
    chosen = disposition["remedy"] or {}
    adjusted = chosen.get("adjusted")
    expires = extended.isoformat() if extended else chosen.get("expires") or ""
    lapsed = disposition["state"] == "acknowledged" and on is not None and on.isoformat() >= expires
    state = "expired" if lapsed else disposition["state"]
    return Remedy(
        section=frozen["key"],
        section_name=frozen["name"],
        finding=frozen["finding"],
        finding_word=_(words.FINDINGS[frozen["finding"]]),
        state=state,
        word=_(words.DISPOSITIONS[state]),
        reason=_ended(expires) if state == "expired" else str(disposition["reason"]),
        steps=tuple(_step(step) for step in chosen.get("fix", ())),
        expectation=chosen.get("expectation", ""),
        adjusted=_adjusted(adjusted) if adjusted else "",
        instead_of=_instead_of(claim, adjusted) if adjusted else "",
        effect=chosen.get("effect", ""),
        asked_by=chosen.get("asked_by", ""),
        approver=chosen.get("approver", ""),
        expires=words.day(expires),
    )


def _step(frozen: Frozen) -> Step:
    status = frozen.get("status") or ("done" if frozen["done"] else "open")
    return Step(
        what=frozen["what"],
        owner=frozen["owner"],
        due=words.day(frozen["due"] or ""),
        status=status,
        status_word=_(words.PROGRESS[status]),
        dropped_because=frozen.get("dropped_because", ""),
        cost=frozen.get("cost", ""),
        shown_by=frozen.get("shown_by", ""),
        proofs=tuple(proof["title"] for proof in frozen.get("proof", ())),
    )


def _adjusted(frozen: Frozen) -> str:
    """The number, or the range, with its unit."""
    last = frozen.get("to")
    return spanned(Decimal(frozen["value"]), None if last is None else Decimal(last), frozen["unit"], " ")


def _instead_of(claim: Frozen, adjusted: Frozen) -> str:
    """The claim's own number where it has the same unit: "95 %"."""
    if claim.get("value") is None or claim.get("unit", "").strip() != adjusted["unit"].strip():
        return ""
    return spanned(Decimal(str(claim["value"])), None, adjusted["unit"], " ")


def _ended(day: str) -> str:
    return _("ended on %(date)s") % {"date": words.day(day)}


def _counts(frozen: Frozen) -> str:
    questions = frozen["questions"]
    known = sum(question["claimed"] is not None for question in questions)
    dropped = sum(question["dropped"] for question in questions)
    numbers = {"known": known, "count": len(questions), "dropped": dropped}
    if not dropped:
        text = ngettext(
            "%(known)s of %(count)s question answered with a fact",
            "%(known)s of %(count)s questions answered with a fact",
            len(questions),
        )
        return text % numbers
    text = ngettext(
        "%(known)s of %(count)s question answered with a fact, %(dropped)s not applicable",
        "%(known)s of %(count)s questions answered with a fact, %(dropped)s not applicable",
        len(questions),
    )
    return text % numbers
