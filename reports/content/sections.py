"""One section of the record in words: its finding, what holds it down, its answers and its remedy."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from assessments.domain.language import gettext as _
from assessments.domain.language import ngettext
from assessments.domain.numbers import plain

from . import words
from .answers import answer
from .parts import Remedy, Section, Step
from .register import Identity, numbers_of

Frozen = Mapping[str, Any]


def section(frozen: Frozen, numbered: Mapping[Identity, int], before: Frozen | None) -> Section:
    """What the report shows of one frozen section; `before` is its finding and level a round ago."""
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
        remedy=remedy(frozen),
        before=_before(before) if before else "",
    )


def _before(section: Frozen) -> str:
    finding = _(words.FINDINGS[section["finding"]])
    return _("%(finding)s, level %(level)s") % {"finding": finding, "level": section["level"]}


def remedy(frozen: Frozen) -> Remedy:
    """What was decided about one frozen section's finding."""
    disposition = frozen["disposition"]
    chosen = disposition["remedy"] or {}
    adjusted = chosen.get("adjusted")
    return Remedy(
        section=frozen["key"],
        section_name=frozen["name"],
        finding=frozen["finding"],
        finding_word=_(words.FINDINGS[frozen["finding"]]),
        state=disposition["state"],
        word=_(words.DISPOSITIONS[disposition["state"]]),
        reason=_reason(disposition),
        steps=tuple(
            Step(step["what"], step["owner"], words.day(step["due"] or ""), step["done"])
            for step in chosen.get("fix", ())
        ),
        expectation=chosen.get("expectation", ""),
        adjusted=f"{plain(Decimal(adjusted['value']))} {adjusted['unit']}".strip() if adjusted else "",
        asked_by=chosen.get("asked_by", ""),
        approver=chosen.get("approver", ""),
        expires=words.day(chosen.get("expires") or ""),
    )


def _reason(disposition: Frozen) -> str:
    if disposition["state"] == "expired":
        return _("ended on %(date)s") % {"date": words.day(disposition["remedy"]["expires"])}
    return str(disposition["reason"])


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
