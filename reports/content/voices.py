"""Second opinions in words, and where they differ from the team; what there is reason to ask."""

from collections.abc import Iterator, Mapping
from typing import Any

from assessments.domain.language import gettext as _
from assessments.domain.language import ngettext
from assessments.domain.numbers import plain

from .answers import said_text
from .parts import Disagreement, Prompt, Section

Frozen = Mapping[str, Any]


def disagreements(
    record: Frozen, questions: Mapping[str, Frozen], sections: tuple[Section, ...]
) -> Iterator[Disagreement]:
    """Where two voices differ by two levels or more, settled or not; none in records older than these."""
    answers = {answer.key: answer for section in sections for answer in section.answers}
    for frozen in record.get("disagreements", ()):
        team, settlement = answers[frozen["question"]], frozen["settlement"]
        yield Disagreement(
            key=team.key,
            name=team.name,
            team=team.text,
            team_reason=team.rationale,
            second=said_text(questions[team.key], frozen["second"]),
            second_reason=frozen["rationale"],
            settled=settlement is not None,
            settlement=_("Settled by %(by)s: %(why)s") % settlement if settlement else "",
        )


def opinions(record: Frozen) -> str:
    """How many second opinions were asked for and are in; empty where none was asked for."""
    asked, lacking = _asked(record), missing(record)
    if not asked:
        return ""
    numbers = {"count": plain(asked), "missing": plain(lacking)}
    if not lacking:
        text = ngettext(
            "%(count)s second opinion was asked for, and it is in.",
            "%(count)s second opinions were asked for, and all are in.",
            asked,
        )
        return text % numbers
    if not record["provenance"]["concluded_at"]:
        text = ngettext(
            "%(count)s second opinion was asked for; it is not in yet.",
            "%(count)s second opinions were asked for; %(missing)s of them not in yet.",
            asked,
        )
        return text % numbers
    if asked == 1:
        return _("%(count)s second opinion was asked for; it was not given.") % numbers
    text = ngettext(
        "%(count)s second opinions were asked for; %(missing)s of them was not given.",
        "%(count)s second opinions were asked for; %(missing)s of them were not given.",
        lacking,
    )
    return text % numbers


def missing(record: Frozen) -> int:
    """How many were asked for and are not in."""
    return _asked(record) - int(record["second_opinions"]["given"]) if _asked(record) else 0


def _asked(record: Frozen) -> int:
    """None in records older than second opinions."""
    return int(record.get("second_opinions", {"asked": 0})["asked"])


def prompts(record: Frozen) -> tuple[Prompt, ...]:
    """What was asked of the team and the reviewers, with the rule behind each."""
    return tuple(Prompt(frozen["asks"], frozen["why"]) for frozen in record.get("prompts", ()))
