"""What is still open in a round, and what its reader can do: an order only where it can be followed."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from assessments.domain.language import listed

from ..content.parts import Remedy
from ..content.report import ReportContent

NOT_YET = gettext_noop("Do not decide on full deployment yet.")
NEXT_ROUND = gettext_noop("Start the next round to close what is still open: this record stays as it is.")
NOBODY_CHOSE = gettext_noop("nobody has chosen yet whether to fix or to acknowledge it")


def readers_task(content: ReportContent, *, frozen: bool) -> str:
    """The one thing to do now; in a record nothing can be closed any more."""
    if content.standing.readiness != "undecided":
        return content.standing.readers_task
    if frozen:
        return f"{_(NOT_YET)} {_(NEXT_ROUND)}"
    chores = list(_chores(content))
    if not chores:
        return _(NOT_YET)
    # Translators: what to do are phrases such as "settle the disagreement".
    return _("Do not decide on full deployment yet. First %(chores)s.") % {"chores": listed(chores)}


def named(content: ReportContent) -> list[str]:
    """Every open point with its name, for who is about to freeze them."""
    remedies = [
        _("%(section)s: %(why)s.") % {"section": remedy.section_name, "why": _why_open(remedy)}
        for remedy in content.remedies
        if remedy.is_open
    ]
    contradictions = [
        _("Contradiction without explanation: %(text)s") % {"text": item.text}
        for item in content.open_contradictions
    ]
    voices = [
        _(
            "Disagreement that nobody settled, %(question)s: the team says “%(team)s”, a second opinion "
            "“%(second)s”."
        )
        % {"question": item.name, "team": item.team, "second": item.second}
        for item in content.open_disagreements
    ]
    missing = [content.opinions] if content.missing_opinions else []
    return [
        *remedies,
        *contradictions,
        *voices,
        *missing,
        *(f"{hold.word}: {hold.text}" for hold in content.holds),
    ]


def _why_open(remedy: Remedy) -> str:
    return remedy.reason if remedy.is_chosen else _(NOBODY_CHOSE)


def _chores(content: ReportContent) -> Iterator[str]:
    open_remedies = [remedy for remedy in content.remedies if remedy.is_open]
    waiting = sum(remedy.is_chosen for remedy in open_remedies)
    if undecided := len(open_remedies) - waiting:
        yield ngettext(
            "choose fix or acknowledge for %(count)s finding",
            "choose fix or acknowledge for %(count)s findings",
            undecided,
        ) % {"count": undecided}
    if waiting:
        yield ngettext(
            "have %(count)s acknowledgement approved, or choose anew",
            "have %(count)s acknowledgements approved, or choose anew",
            waiting,
        ) % {"count": waiting}
    yield from _to_explain(len(content.open_contradictions), len(content.open_disagreements))
    for hold in content.holds:
        if hold.kind == "missing_proof":
            count = len(hold.questions)
            yield ngettext(
                "add proof to %(count)s critical answer", "add proof to %(count)s critical answers", count
            ) % {"count": count}
        else:
            yield _("close this: %(text)s") % {"text": hold.text.rstrip(".")}


def _to_explain(contradictions: int, disagreements: int) -> Iterator[str]:
    if contradictions == 1:
        yield _("explain the contradiction")
    elif contradictions:
        text = ngettext("explain %(count)s contradiction", "explain %(count)s contradictions", contradictions)
        yield text % {"count": contradictions}
    if disagreements == 1:
        yield _("settle the disagreement")
    elif disagreements:
        text = ngettext("settle %(count)s disagreement", "settle %(count)s disagreements", disagreements)
        yield text % {"count": disagreements}
