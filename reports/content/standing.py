"""Whose report it is, and where it stands: the two axes, readiness, and what is left to do."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from assessments.domain.language import gettext as _
from assessments.domain.language import listed, ngettext
from assessments.domain.numbers import fixed

from . import words
from .record import digest

Frozen = Mapping[str, Any]

Extended = Mapping[str, date]
"""The later ends of acknowledgements, by section, as they were approved beside the record."""
NOT_EXTENDED: Extended = {}

NAME_IN_HEAD = 60


@dataclass(frozen=True)
class Heading:
    """Whose report this is: the texts of cover, page furniture and document properties."""

    project: str
    initiative: str
    unit: str
    round: int
    as_of: str
    concluded: str
    source: str
    record_sha256: str
    registered: bool

    @property
    def short_digest(self) -> str:
        """The first eight digits of the record's SHA-256, as the page furniture shows them."""
        return self.record_sha256[:8]

    @property
    def printed_on(self) -> str:
        """The day that the document is dated, ISO 8601."""
        return self.concluded or self.as_of

    @property
    def day(self) -> str:
        """The same day as people write it: "31 March 2026"."""
        return words.day(self.printed_on)

    @property
    def short_project(self) -> str:
        """The project's name, cut to fit a page's head."""
        return self.project if len(self.project) <= NAME_IN_HEAD else f"{self.project[: NAME_IN_HEAD - 1]}…"

    @property
    def title(self) -> str:
        """The document's title."""
        parts = {"project": self.short_project, "round": self.round}
        return _("Readiness report: %(project)s, round %(round)s") % parts


@dataclass(frozen=True)
class Standing:
    """The two axes and what follows: codes for shapes and colours, the rest finished text.

    The index is never shown without the sentence.
    """

    verdict: str
    verdict_name: str
    verdict_sentence: str
    verdict_reason: str
    result: str
    result_name: str
    result_sentence: str
    criterion: str
    """What `result_sentence` says in the team's own words."""
    readiness: str
    readiness_words: str
    readiness_reason: str
    ready_until: str
    needs_renewal: bool
    """Whether an acknowledgement that the record rests on has expired since."""
    readers_task: str
    index: str
    optimism: str
    answered: str


def heading(record: Frozen) -> Heading:
    """Whose record it is."""
    project = record["case"]["project"]
    provenance = record["provenance"]
    return Heading(
        project=project["name"],
        initiative=project.get("initiative", ""),
        unit=project.get("unit", ""),
        round=record["case"]["round"],
        as_of=record["as_of"],
        concluded=provenance["concluded_at"][:10],
        source=provenance["source"],
        record_sha256=digest(record),
        registered=provenance["registered"],
    )


def ready_until(record: Frozen, extended: Extended) -> date | None:
    """The first day on which the record's readiness no longer holds, with the ends that were extended since.

    None where it holds for good: nothing that was acknowledged holds it up.
    """
    if record["ready_until"] is None:
        return None
    ends = [
        max(date.fromisoformat(section["disposition"]["until"]), extended.get(section["key"], date.min))
        for section in record["sections"]
        if section["disposition"]["until"]
    ]
    return min(ends)


def standing(record: Frozen, on: date | None, extended: Extended) -> Standing:
    """Where the record stands on the day `on`, else on its own."""
    result = record["result"]
    until = ready_until(record, extended)
    criterion = record["case"].get("claim", {}).get("criterion", "")
    lapsed = on is not None and until is not None and on >= until
    readiness = "undecided" if lapsed else result["readiness"]
    return Standing(
        verdict=result["verdict"],
        verdict_name=_(words.VERDICT_NAMES[result["verdict"]]),
        verdict_sentence=words.verdict_sentence(result["verdict"]),
        verdict_reason=_(words.VERDICT_REASONS[result["verdict"]]),
        result=result["result"],
        result_name=_(words.RESULT_NAMES[result["result"]]),
        result_sentence=words.result_sentence(result["result"], criterion),
        criterion=criterion,
        readiness=readiness,
        readiness_words=words.readiness_words(readiness, result["result"]),
        readiness_reason=_readiness_reason(record, readiness, until if lapsed else None),
        ready_until=words.day(until.isoformat()) if until else "",
        needs_renewal=lapsed,
        readers_task=words.readers_task(readiness, result["result"]),
        index=fixed(Decimal(str(result["index"])), 1),
        optimism=fixed(Decimal(str(result["optimism"])), 2),
        answered=_answered(record),
    )


def _answered(record: Frozen) -> str:
    """How many questions were answered, and how many of the answers say that nobody knows."""
    result = record["result"]
    questions = [question for section in record["sections"] for question in section["questions"]]
    unknown = sum(q["said"] is not None and q["claimed"] is None and not q["dropped"] for q in questions)
    numbers = {"answered": result["answered"], "count": result["questions"], "unknown": unknown}
    if not unknown:
        text = ngettext(
            "%(answered)s of %(count)s question answered",
            "%(answered)s of %(count)s questions answered",
            result["questions"],
        )
        return text % numbers
    text = ngettext(
        "%(answered)s of %(count)s question answered, %(unknown)s of them not known",
        "%(answered)s of %(count)s questions answered, %(unknown)s of them not known",
        result["questions"],
    )
    return text % numbers


def _readiness_reason(record: Frozen, readiness: str, lapsed: date | None) -> str:
    if lapsed:
        told = {"date": words.day(lapsed.isoformat())}
        return _("Needs renewal: an acknowledgement expired on %(date)s.") % told
    if readiness != "undecided":
        return _(words.READINESS_REASONS[readiness])
    kinds = Counter(hold["kind"] for hold in record["holds"])
    kinds.update(section["disposition"]["state"] for section in record["sections"])
    points = [words.open_point(kind, kinds[kind]) for kind in words.OPEN_POINTS if kinds[kind]]
    return _("Open: %(points)s.") % {"points": listed(points)}
