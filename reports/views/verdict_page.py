"""What the verdict page shows: a record's content, or before there is one what it would say today."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import zip_longest

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assessments.domain import casefile
from assessments.domain.case import Case, Progress
from assessments.domain.verdict import assess
from assessments.forms.answers import prefix_of
from assessments.models import Action, Assessment, Person, State
from assessments.models import Remedy as StoredRemedy
from assessments.queries import answers_of, case_of, differing_in, extended_in, questionnaire_of, remedies_of

from ..charts import PairRow, RadarSection, draw, pairs_chart, radar_chart, unseen_chart
from ..charts.line import pair_lines
from ..charts.radar import in_words
from ..charts.unseen import UnseenPicture
from ..content.parts import Answer, Contradiction, Disagreement, Pair, Section, Step
from ..content.record import Provenance, freeze
from ..content.report import ReportContent, report_content
from ..models import Record
from ..queries import course_of
from . import open_points


@dataclass(frozen=True)
class HeldDown:
    """An answer that holds its section down, and where it stands."""

    answer: Answer
    url: str


@dataclass(frozen=True)
class ShownStep:
    """A piece of a fix as it was promised, how far it is now, and where that is said.

    A record keeps the status at acceptance; what was said since stands beside it.
    """

    piece: Step
    status: str
    note: str
    url: str


@dataclass(frozen=True)
class Finding:
    """One section's finding with the answers that hold it down, and where it is decided what to do."""

    section: Section
    held_down: tuple[HeldDown, ...]
    url: str
    remedy_url: str
    asked: str
    """Whom an acknowledgement waits for, empty where none waits."""
    asked_of_reader: bool
    steps: tuple[ShownStep, ...] = ()


@dataclass(frozen=True)
class VerdictPage:
    """One round's verdict, ready for the template; `is_record` once it is frozen."""

    assessment: Assessment
    content: ReportContent
    is_record: bool
    stored: Mapping[str, StoredRemedy] = field(default_factory=dict)
    """The remedies as rows, by section."""
    reader: Person | None = None
    differing: tuple[str, ...] = ()
    """The second answers that stand behind the content's disagreements, in their order."""

    @property
    def waiting(self) -> Mapping[str, StoredRemedy]:
        """The acknowledgements that wait for approval, by section."""
        return {key: found for key, found in self.stored.items() if found.waits_for_approval}

    @property
    def strip(self) -> list[dict[str, str]]:
        """The eight findings, each leading to its place on the page."""
        return [
            {"name": section.name, "finding": section.finding, "url": f"#finding-{section.key}"}
            for section in self.content.sections
        ]

    @property
    def task(self) -> str:
        """What the verdict asks of whoever reads it."""
        return open_points.readers_task(self.content, frozen=self.is_record)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The eight findings in catalogue order, as the strip shows them."""
        return tuple(self._finding(section) for section in self.content.sections)

    @property
    def radar(self) -> SafeString:
        """Claimed beside evidenced."""
        return draw(radar_chart([_radar(section) for section in self.content.sections]))

    @property
    def axes(self) -> list[str]:
        """The same in words, section by section."""
        return [in_words(_radar(section)) for section in self.content.sections]

    @property
    def pairs(self) -> SafeString:
        """Pilot beside production, every measured pair on one log scale."""
        return draw(pairs_chart(self._pair_rows()))

    @property
    def pair_lines(self) -> list[tuple[Pair, SafeString]]:
        """The same pair by pair, each with its two bars."""
        lines = pair_lines(self._pair_rows())
        return [(pair, draw(line)) for pair, line in zip(self.content.pairs, lines, strict=True)]

    def _pair_rows(self) -> list[PairRow]:
        return [
            PairRow(pair.name, pair.pilot, pair.production, pair.unit, pair.ratio, pair.direction)
            for pair in self.content.pairs
        ]

    @cached_property
    def unseen_picture(self) -> UnseenPicture | None:
        """How frequent an event may be that the pilot never met, against a month of production."""
        unseen = self.content.unseen
        sample = next((answer.pair for answer in self.content.answers if answer.key == "scope.sample"), None)
        if unseen.cases is None or unseen.per_month is None or sample is None or not sample.production:
            return None
        return unseen_chart(unseen.cases, sample.production, unseen.per_month, at_least=bool(unseen.caution))

    @property
    def unseen(self) -> SafeString | None:
        """The same, drawn."""
        return draw(self.unseen_picture) if self.unseen_picture else None

    def settlements(self, answered: frozenset[str] | None) -> list[tuple[Contradiction, str]]:
        """Each contradiction with the address where it is explained.

        Empty where someone who answered `answered` answered one of those involved; for None everywhere.
        """
        mine = {answer.name for answer in self.content.answers if answer.key in (answered or ())}
        return [
            (item, self._url("settle", item.rule) if answered is not None and not _shares(item, mine) else "")
            for item in self.content.contradictions
        ]

    def disagreements(self, answered: frozenset[str] | None) -> list[tuple[Disagreement, str]]:
        """Each disagreement with the address where it is settled; empty as in `settlements`."""
        urls = [self._url("disagreement", key) for key in self.differing]
        return [
            (item, url if answered is not None and item.key not in answered else "")
            for item, url in zip_longest(self.content.disagreements, urls, fillvalue="")
            if isinstance(item, Disagreement)
        ]

    def _finding(self, section: Section) -> Finding:
        held_down = tuple(HeldDown(answer, self._answer_url(answer)) for answer in _holding(section))
        asked = self.waiting.get(section.key) if not self.is_record else None
        return Finding(
            section,
            held_down,
            self._url("section", section.key),
            self._url("remedy", section.key),
            asked=str(asked.approver) if asked else "",
            asked_of_reader=bool(asked and self.reader and asked.approver_id == self.reader.pk),
            steps=tuple(self._steps(section)),
        )

    def _steps(self, section: Section) -> Iterator[ShownStep]:
        """The pieces of its fix, each beside its row: both are in the order in which they were promised."""
        stored = self.stored.get(section.key)
        rows = {row.position: row for row in stored.actions.all()} if stored else {}
        for place, piece in enumerate(section.remedy.steps):
            yield self._step(piece, rows.get(place))

    def _step(self, piece: Step, row: Action | None) -> ShownStep:
        if row is None:
            return ShownStep(piece, piece.status_word, note_on(piece.status), "")
        return ShownStep(
            piece,
            str(row.get_status_display()),
            note_on(row.status, row.dropped_because),
            reverse("action", args=[self.assessment.pk, row.pk]),
        )

    def _answer_url(self, answer: Answer) -> str:
        section = self._url("section", answer.key.partition(".")[0])
        return f"{section}#{prefix_of(answer.key)}"

    def _url(self, name: str, *args: str) -> str:
        return reverse(name, args=[self.assessment.pk, *args])


def page_of_record(assessment: Assessment, record: Record, today: date) -> VerdictPage:
    """What was frozen; only readiness depends on the day, and beside it stands what was said since."""
    content = report_content(record.as_json, on=today, extended=extended_in(assessment))
    return VerdictPage(assessment, content, is_record=True, stored=remedies_of(assessment))


def page_of_rows(assessment: Assessment, previous: Record | None, today: date, reader: Person) -> VerdictPage:
    """What the record would say if the round were concluded today.

    A returned round's answers move again, so its page stays with what was submitted.
    """
    returned = assessment.state == State.RETURNED
    rows = answers_of(assessment)
    case = _submitted_case(assessment) if returned else case_of(assessment, rows)
    differing = differing_in(assessment, case) if case.disagreements and not returned else []
    assessed = assess(case, questionnaire_of(assessment), today)
    provenance = Provenance(
        source=assessment.project.source,
        previous=previous.as_json if previous else None,
        registered=True,
    )
    return VerdictPage(
        assessment,
        report_content(freeze(assessed, provenance=provenance, course=course_of(assessment, rows))),
        is_record=False,
        stored={} if returned else remedies_of(assessment),
        reader=reader,
        differing=tuple(str(item.second.pk) for item in differing),
    )


def note_on(status: str, dropped_because: str = "") -> str:
    """What is to be known of an action that is over: what is done counts later, what is dropped says why."""
    if status == Progress.DONE:
        return _("Done; counts once the next round’s answers show it.")
    return _("Dropped: %(why)s") % {"why": dropped_because} if dropped_because else ""


def changed_since_seen(assessment: Assessment, names: Mapping[str, str]) -> Iterator[str]:
    """What was changed after the team had seen a verdict: the claim, and the questions by name."""
    if assessment.claim_after_verdict:
        yield _("the pilot claim")
    rows = assessment.answers.filter(after_verdict=True, voice__isnull=True)
    changed = set(rows.values_list("question", flat=True))
    yield from (name for key, name in names.items() if key in changed)


def _submitted_case(assessment: Assessment) -> Case:
    latest = assessment.submissions.order_by("-number")[0]
    return casefile.parse(latest.content, lambda _: questionnaire_of(assessment))


def _shares(contradiction: Contradiction, names: set[str]) -> bool:
    return any(name in names for name, _ in contradiction.answers)


def _holding(section: Section) -> list[Answer]:
    """The answers that hold a section down, lowest first as the record names them."""
    by_name = {answer.name: answer for answer in section.answers if answer.holds_down}
    return [by_name[name] for name in section.held_down_by]


def _radar(section: Section) -> RadarSection:
    known = [answer for answer in section.answers if answer.state == "known" and answer.critical]
    verified = bool(known) and all(answer.grade == "verified" for answer in known)
    return RadarSection(section.name, section.claimed, section.level, verified)
