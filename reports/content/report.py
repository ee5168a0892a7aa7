"""What a report says, whole: the one source of the verdict page, the PDF and the comparison."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from assessments.domain import scope
from assessments.domain.case import Claim, DeferredCase
from assessments.domain.claim import headline
from assessments.domain.language import gettext as _
from assessments.domain.language import listed, ngettext
from assessments.domain.numbers import plain

from . import method, register, voices, words
from .answers import number_text
from .identity import identity, verification
from .notes import notes, review
from .parts import (
    Answer,
    Change,
    Contradiction,
    Deferred,
    Disagreement,
    Fact,
    Hold,
    Note,
    Pair,
    Prompt,
    Proof,
    Remedy,
    Rule,
    Section,
    Threshold,
    ToClose,
    Unseen,
)
from .record import attachments
from .sections import section
from .standing import NOT_EXTENDED, Extended, Heading, Standing, heading, standing
from .unseen import unseen

Frozen = Mapping[str, Any]


@dataclass(frozen=True)
class ReportContent:
    """Everything that a report says; see `parts` for the pieces."""

    heading: Heading
    standing: Standing
    claimed: str
    honest_claim: str
    predicting_claim: str
    claim_facts: tuple[Fact, ...]
    sections: tuple[Section, ...]
    contradictions: tuple[Contradiction, ...]
    disagreements: tuple[Disagreement, ...]
    opinions: str
    """How many second opinions were asked for and are in; empty where none was."""
    missing_opinions: int
    prompts: tuple[Prompt, ...]
    holds: tuple[Hold, ...]
    """Open challenges and missing proofs; contradictions and disagreements stand apart."""
    to_close: tuple[ToClose, ...]
    to_change: str
    unseen: Unseen
    previous: str
    changes: tuple[Change, ...]
    scope_register: tuple[Deferred, ...]
    scope_sums: str
    """What was left out, added up in a sentence; empty where nothing was registered."""
    notes: tuple[Note, ...]
    review: tuple[Note, ...]
    """Challenges with what both sides said, refused "not applicable", why it was accepted all the same."""
    evidence: tuple[Proof, ...]
    rules: tuple[Rule, ...]
    thresholds: tuple[Threshold, ...]
    identity: tuple[Fact, ...]
    verification: tuple[str, ...]
    attachments: Mapping[str, str]
    """The data that travels inside the PDF, by file name."""

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Every measured pair with both sides known, for the chart on one log scale."""
        return tuple(pair for section in self.sections for pair in section.pairs)

    @property
    def remedies(self) -> tuple[Remedy, ...]:
        """What was decided about each finding that is not matched, in catalogue order."""
        remedies = (section.remedy for section in self.sections)
        return tuple(remedy for remedy in remedies if remedy.state != "not_needed")

    @property
    def chosen_remedies(self) -> tuple[Remedy, ...]:
        """Those for which something was chosen, whether it still holds or not."""
        return tuple(remedy for remedy in self.remedies if remedy.is_chosen)

    @property
    def undecided_remedies(self) -> tuple[Remedy, ...]:
        """Those for which nobody chose anything yet."""
        return tuple(remedy for remedy in self.remedies if not remedy.is_chosen)

    @property
    def not_answered(self) -> tuple[Answer, ...]:
        """The questions that count as not known, in catalogue order."""
        return tuple(answer for section in self.sections for answer in section.not_answered)

    @property
    def answers(self) -> tuple[Answer, ...]:
        """Every question of the set."""
        return tuple(answer for section in self.sections for answer in section.answers)

    @property
    def open_disagreements(self) -> tuple[Disagreement, ...]:
        """Those that nobody settled."""
        return tuple(item for item in self.disagreements if not item.settled)

    @property
    def open_contradictions(self) -> tuple[Contradiction, ...]:
        """Those that nobody settled."""
        return tuple(item for item in self.contradictions if not item.settled)


def report_content(
    record: Frozen, *, on: date | None = None, extended: Extended = NOT_EXTENDED
) -> ReportContent:
    """Put a record into words; `on` is the day it is read, where acknowledgements may have expired since.

    `extended` has their later ends by section, as they were approved beside the record.
    """
    proofs = register.register(record)
    numbered = register.numbers(proofs)
    before = (record["previous"] or {}).get("sections", {})
    claim = record["case"].get("claim", {})
    sections = tuple(
        section(item, numbered, before.get(item["key"]), claim, on, extended.get(item["key"]))
        for item in record["sections"]
    )
    questions = {question["key"]: question for question in register.questions_of(record)}
    return ReportContent(
        heading=heading(record),
        standing=standing(record, on, extended),
        claimed=_claimed(claim),
        honest_claim=record["result"]["honest_claim"],
        predicting_claim=record["predicting_claim"],
        claim_facts=tuple(_claim_facts(claim)),
        sections=sections,
        contradictions=tuple(_contradiction(item, sections) for item in record["contradictions"]),
        disagreements=tuple(voices.disagreements(record, questions, sections)),
        opinions=voices.opinions(record),
        missing_opinions=voices.missing(record),
        prompts=voices.prompts(record),
        holds=tuple(_holds(record, questions)),
        to_close=tuple(_to_close(record, sections)),
        to_change=_to_change(record),
        unseen=unseen(record["unseen"]),
        previous=_previous(record["previous"]),
        changes=tuple(_changes(record["previous"], questions)),
        scope_register=tuple(_deferred(item) for item in record["scope_register"]),
        scope_sums=_sums(record["scope_register"]),
        notes=tuple(notes(record["case"])),
        review=tuple(review(record, questions)),
        evidence=proofs,
        rules=method.rules(record),
        thresholds=method.thresholds(record),
        identity=tuple(identity(record)),
        verification=verification(record),
        attachments=attachments(record),
    )


def _claimed(claim: Frozen) -> str:
    """The headline as the pilot reports it."""
    value = claim.get("value")
    number = None if value is None else Decimal(str(value))
    made = headline(Claim(claim.get("metric", ""), number, claim.get("unit", "")))
    return _("%(claim)s.") % {"claim": made}


def _claim_facts(claim: Frozen) -> Iterator[Fact]:
    if size := claim.get("sample_size"):
        yield Fact(_("Cases"), plain(size))
    for label, key in (
        (_("Criterion"), "criterion"),
        (_("Period"), "period"),
        (_("Baseline"), "baseline"),
    ):
        if claim.get(key):
            yield Fact(label, str(claim[key]))


def _contradiction(frozen: Frozen, sections: tuple[Section, ...]) -> Contradiction:
    answers = {answer.key: answer for section in sections for answer in section.answers}
    settlement = frozen["settlement"]
    return Contradiction(
        rule=frozen["rule"],
        text=frozen["text"],
        answers=tuple((answers[key].name, answers[key].text) for key in frozen["questions"]),
        settled=settlement is not None,
        settlement=_("Settled by %(by)s: %(why)s") % settlement if settlement else "",
    )


def _holds(record: Frozen, questions: Mapping[str, Frozen]) -> Iterator[Hold]:
    """Challenges one by one, missing proofs together: they all say the same.

    Disagreements too, in records older than the words of both voices.
    """
    apart = {"contradiction", *(["disagreement"] if record.get("disagreements") else [])}
    unproved = []
    for hold in record["holds"]:
        names = [questions[key]["name"] for key in hold["questions"]]
        if hold["kind"] == "missing_proof":
            unproved += names
        elif hold["kind"] not in apart:
            yield Hold(hold["kind"], _(words.HOLDS[hold["kind"]]), hold["text"], tuple(names))
    if unproved:
        text = _("Nothing backs what was said on %(questions)s.") % {"questions": listed(unproved)}
        yield Hold("missing_proof", _(words.HOLDS["missing_proof"]), text, tuple(unproved))


def _to_close(record: Frozen, sections: tuple[Section, ...]) -> Iterator[ToClose]:
    for item in sections:
        if item.key in record["result"]["to_change_the_verdict"]:
            yield ToClose(item.key, item.name, item.finding, item.finding_word, item.held_down_by)


def _to_change(record: Frozen) -> str:
    sections = len(record["result"]["to_change_the_verdict"])
    verdict = record["result"]["verdict"]
    holds = len(record["holds"])
    if verdict == "predictive":
        return _("Nothing stands between the pilot and production.")
    if not sections:
        text = ngettext(
            "No section stands in the way; %(count)s open point below must be closed.",
            "No section stands in the way; %(count)s open points below must be closed.",
            holds,
        )
        return text % {"count": plain(holds)}
    what = listed([*_sections(sections), *_open_points(holds)])
    return _must_be_closed(sections + holds, to_predict=verdict == "conditionally_predictive") % {
        "what": what
    }


def _sections(number: int) -> Iterator[str]:
    yield ngettext("%(count)s section", "%(count)s sections", number) % {"count": plain(number)}


def _open_points(number: int) -> Iterator[str]:
    if number:
        yield ngettext("%(count)s open point", "%(count)s open points", number) % {"count": plain(number)}


def _must_be_closed(number: int, *, to_predict: bool) -> str:
    if to_predict:
        return ngettext(
            "%(what)s must be closed for this result to predict production.",
            "%(what)s must be closed for this result to predict production.",
            number,
        )
    return ngettext(
        "%(what)s must be closed before this result can say anything about production.",
        "%(what)s must be closed before this result can say anything about production.",
        number,
    )


def _previous(previous: Frozen | None) -> str:
    if previous is None:
        return ""
    parts = {
        "round": previous["round"],
        "date": words.day(previous["as_of"]),
        "verdict": _(words.VERDICT_NAMES[previous["verdict"]]),
        "record": previous["sha256"][:8],
    }
    return _("Round %(round)s of %(date)s was %(verdict)s (record %(record)s).") % parts


def _changes(previous: Frozen | None, questions: Mapping[str, Frozen]) -> Iterator[Change]:
    for key, old in (previous or {}).get("production", {}).items():
        said = questions[key]["said"] if key in questions else None
        new = said.get("production") if said else None
        if new != old:
            yield Change(key, questions[key]["name"], number_text(old), number_text(new))


def _deferred(frozen: Frozen) -> Deferred:
    return Deferred(
        kind=frozen["kind"],
        volume_share=_share(frozen["volume_share"]),
        effort_share=_share(frozen["effort_share"]),
        plan=frozen["plan"] or _("no plan stated"),
        due=words.day(frozen["due"] or ""),
    )


def _sums(register: Sequence[Frozen]) -> str:
    entries = [
        DeferredCase("", _number(item["volume_share"]), _number(item["effort_share"])) for item in register
    ]
    return scope.in_words(scope.summed(entries)) if entries else ""


def _number(number: str | None) -> Decimal | None:
    return None if number is None else Decimal(number)


def _share(share: str | None) -> str:
    return _(words.NOT_KNOWN) if share is None else f"{number_text(share)} %"
