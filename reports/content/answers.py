"""One question of the record in words: what was said, its levels, and what backs it."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assessments.domain.numbers import counted, plain, ratio

from . import words
from .parts import Answer, Pair, State

Frozen = Mapping[str, Any]


def answer(question: Frozen, proofs: tuple[int, ...], held_down_by: list[str]) -> Answer:
    """What the report shows of one frozen question; `proofs` are its numbers in the evidence register."""
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
        grade_word=question["grade"],
        grade_note=_grade_note(question),
        proofs=proofs,
        just_over=bool(question["just_over_line"]),
        holds_down=question["key"] in held_down_by,
        remarks=tuple(question["remarks"]),
        rationale=question["rationale"],
        pair=pair,
    )


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
        return words.NOT_ANSWERED
    if "level" in said:
        return str(question["levels"][said["level"]])
    if "not_applicable" in said:
        return f"not applicable: {said['not_applicable']} ({_agreement(said)})"
    return _pair_text(pair, question) if pair else words.NOT_KNOWN


def said_text(question: Frozen, said: Frozen) -> str:
    """Another voice's answer to a frozen question, without a ratio."""
    spoken = {**question, "said": said, "coverage": None}
    return _text(spoken, _pair(spoken))


def _agreement(said: Frozen) -> str:
    if not said["agreed_by"]:
        return "not agreed, so it counts as not known"
    agreed = f"agreed by {said['agreed_by']}"
    return agreed if said["allowed"] else f"{agreed}; a critical question stays in, so it counts as not known"


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
        return words.PILOT_HAD_MORE
    return words.PILOT_HAD_LESS if question["measure"]["coverage"] == "production/pilot" else ""


def _pair_text(pair: Pair, question: Frozen) -> str:
    share = f": {pair.ratio}" if pair.ratio else ""
    tested = ", in a load test" if pair.load_test else ""
    if pair.pilot is None and pair.production is None:
        return words.NOT_KNOWN
    if pair.pilot is None or pair.production is None or _compares(pair, question):
        sides = (
            f"{_side(pair.pilot, pair.unit)} in the pilot{tested}, {_side(pair.production, '')} in production"
        )
        return sides + share + _turned_round(pair, question)
    return f"{_side(pair.pilot, pair.unit)} of {pair.production_text}{tested}{share}"


def _turned_round(pair: Pair, question: Frozen) -> str:
    """Which side had more where production is divided by the pilot; elsewhere a remark tells the excess."""
    turned = question["measure"]["coverage"] == "production/pilot"
    return f", {pair.direction}" if turned and pair.direction and pair.ratio else ""


def _compares(pair: Pair, question: Frozen) -> bool:
    """A count in the pilot is part of production's; times, shares and excesses stand beside each other."""
    measure = question["measure"]
    more = pair.pilot is not None and pair.production is not None and pair.pilot > pair.production
    return bool(measure["share"] or "hour" in measure["unit"] or more)


def _side(number: Decimal | None, unit: str) -> str:
    if number is None:
        return words.NOT_KNOWN
    return counted(number, unit)


def number_text(number: str | None) -> str:
    """A frozen number as people read it."""
    return words.NOT_KNOWN if number is None else plain(Decimal(number))


def _decimal(number: str | None) -> Decimal | None:
    return None if number is None else Decimal(number)


def _grade_note(question: Frozen) -> str:
    ruling = question["ruling"]
    if ruling and question["stated_grade"] != question["grade"]:
        return f"lowered from {question['stated_grade']} by {ruling['by']}: {ruling['why'].rstrip('. ')}"
    return f"verified by {question['verified_by']}" if question["verified_by"] else ""
