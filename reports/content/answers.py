"""One question of the record in words: what was said, its levels, and what backs it."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assessments.domain.language import gettext as _
from assessments.domain.numbers import counted, plain, ratio

from . import words
from .parts import Answer, Pair, State

Frozen = Mapping[str, Any]


def answer(
    question: Frozen, proofs: tuple[int, ...], held_down_by: list[str], names: Mapping[str, str]
) -> Answer:
    """What the report shows of one frozen question; `proofs` are its numbers in the evidence register.

    `names` are those of its section's questions.
    """
    pair = _pair(question)
    dropped = question["dropped"]
    return Answer(
        key=question["key"],
        name=question["name"],
        question=question["text"],
        critical=question["critical"],
        state=state_of(question),
        text=_text(question, pair),
        share=pair.ratio if pair else "",
        claimed=question["claimed"],
        evidenced=None if dropped else question["evidenced"],
        grade=question["grade"],
        grade_word=_(words.GRADES[question["grade"]]),
        grade_note=_grade_note(question),
        proofs=proofs,
        just_over=bool(question["just_over_line"]),
        holds_down=question["key"] in held_down_by,
        remarks=(*question["remarks"], *_follows(question, names)),
        rationale=question["rationale"],
        pair=pair,
    )


def _follows(question: Frozen, names: Mapping[str, str]) -> Iterator[str]:
    if "follows" in question:
        yield _("follow-up to “%(question)s”, and counts with it") % {"question": names[question["follows"]]}


def state_of(question: Frozen) -> State:
    """How the question was answered."""
    said = question["said"]
    if said is None:
        return "not_answered"
    if question["dropped"]:
        return "not_applicable"
    if "not_applicable" in said:
        return "not_agreed"
    return "known" if question["claimed"] is not None else "not_known"


def _text(question: Frozen, pair: Pair | None) -> str:
    said = question["said"]
    if said is None:
        return _(words.NOT_ANSWERED)
    if "level" in said:
        return str(question["levels"][said["level"]])
    if "not_applicable" in said:
        return _not_applicable(said)
    return _pair_text(pair, question) if pair else _(words.NOT_KNOWN)


def said_text(question: Frozen, said: Frozen) -> str:
    """Another voice's answer to a frozen question, without a ratio."""
    spoken = {**question, "said": said, "coverage": None}
    return _text(spoken, _pair(spoken))


def _not_applicable(said: Frozen) -> str:
    parts = {"reason": said["not_applicable"], "by": said["agreed_by"]}
    if not said["agreed_by"]:
        return _("not applicable: %(reason)s (not agreed, so it counts as not known)") % parts
    if said["allowed"]:
        return _("not applicable: %(reason)s (agreed by %(by)s)") % parts
    text = _(
        "not applicable: %(reason)s "
        "(agreed by %(by)s; a critical question stays in, so it counts as not known)"
    )
    return text % parts


def _pair(question: Frozen) -> Pair | None:
    said = question["said"]
    if said is None or "pilot" not in said:
        return None
    coverage = question["coverage"]
    return Pair(
        key=question["key"],
        name=question["name"],
        unit=question["measure"]["unit"],
        pilot=_decimal(said["pilot"]),
        production=_decimal(said["production"]),
        pilot_text=number_text(said["pilot"]),
        production_text=number_text(said["production"]),
        ratio=ratio(Fraction(*coverage)) if coverage else "",
        level=question["claimed"],
        just_over=bool(question["just_over_line"]),
        load_test=said["how"] == "load_test",
        direction=_direction(said, question),
    )


def _direction(said: Frozen, question: Frozen) -> str:
    """Which side had more, where the ratio is production's part of the pilot's or stops at 100 %."""
    pilot, production = _decimal(said["pilot"]), _decimal(said["production"])
    if pilot is None or production is None or pilot == production:
        return ""
    if pilot > production:
        return _(words.PILOT_HAD_MORE)
    return _(words.PILOT_HAD_LESS) if question["measure"]["coverage"] == "production/pilot" else ""


def _pair_text(pair: Pair, question: Frozen) -> str:
    if pair.pilot is None and pair.production is None:
        return _(words.NOT_KNOWN)
    sides = {"pilot": _side(pair.pilot, pair.unit), "production": pair.production_text}
    beside = pair.pilot is None or pair.production is None or _compares(pair, question)
    text = (_beside if beside else _part)(tested=pair.load_test) % sides
    if not pair.ratio:
        return text
    if beside and pair.direction and question["measure"]["coverage"] == "production/pilot":
        # Elsewhere a remark tells the excess.
        parts = {"numbers": text, "ratio": pair.ratio, "direction": pair.direction}
        return _("%(numbers)s: %(ratio)s, %(direction)s") % parts
    return _("%(numbers)s: %(ratio)s") % {"numbers": text, "ratio": pair.ratio}


def _beside(*, tested: bool) -> str:
    if tested:
        return _("%(pilot)s in the pilot, in a load test, %(production)s in production")
    return _("%(pilot)s in the pilot, %(production)s in production")


def _part(*, tested: bool) -> str:
    return _("%(pilot)s of %(production)s, in a load test") if tested else _("%(pilot)s of %(production)s")


def _compares(pair: Pair, question: Frozen) -> bool:
    """A count in the pilot is part of production's; times, shares and excesses stand beside each other."""
    measure = question["measure"]
    more = pair.pilot is not None and pair.production is not None and pair.pilot > pair.production
    return bool(measure["share"] or "hour" in measure["unit"] or more)


def _side(number: Decimal | None, unit: str) -> str:
    if number is None:
        return _(words.NOT_KNOWN)
    return counted(number, unit)


def number_text(number: str | None) -> str:
    """A frozen number as people read it."""
    return _(words.NOT_KNOWN) if number is None else plain(Decimal(number))


def _decimal(number: str | None) -> Decimal | None:
    return None if number is None else Decimal(number)


def _grade_note(question: Frozen) -> str:
    ruling = question["ruling"]
    if ruling and question["stated_grade"] != question["grade"]:
        parts = {"grade": _(words.GRADES[question["stated_grade"]]), "by": ruling["by"]}
        parts["why"] = ruling["why"].rstrip(". ")
        return _("lowered from %(grade)s by %(by)s: %(why)s") % parts
    return _("verified by %(by)s") % {"by": question["verified_by"]} if question["verified_by"] else ""
