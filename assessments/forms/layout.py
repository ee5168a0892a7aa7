"""A section's questions, drawn from plain cards with one hand-made template.

The forms fill `QuestionCard`s; everything the template shows is made ready here, because drawing field by
field costs two and a half times as much.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache, wraps
from typing import Any

from crispy_forms.layout import LayoutObject
from django.conf import settings
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from assessments.domain import numbers
from assessments.domain.language import enumerated

from .proofs import ACCEPT, ShownProof

CARD_TEMPLATE = "components/question.html"
FOLLOW_UP = '<div class="follow-up" id="{}-follow-up" data-follows="{}">{}</div>'
"""Around a follow-up with its line of talk, so that both come and go as one."""
WORDING_TEMPLATE = "components/question_wording.html"
LEVELS_TEMPLATE = "components/question_levels.html"
GRADES_TEMPLATE = "components/question_grades.html"
EVIDENCE_TEMPLATE = "components/evidence.html"
SUMMARY_TEMPLATE = "components/error_summary.html"

GRADES = (
    # Translators: how strong the evidence is: there is none.
    ("none", gettext_noop("None")),
    ("documented", gettext_noop("Documented")),
    ("measured", gettext_noop("Measured")),
    ("verified", gettext_noop("Verified")),
)
"""The strengths of evidence; they are translated where they are shown."""


@dataclass(frozen=True)
class TalkLine:
    """The quiet line of talk below a question: where it is, what it says of itself, and who was asked."""

    url: str
    words: str
    said: bool
    """Whether anything was."""
    asked: str
    assign_url: str


@dataclass(frozen=True)
class QuestionCard:
    """All that a question shows: its wording, what was answered, and where a change is saved.

    Values are text as it was typed or stored; `errors` goes by field name without prefix. What the posted
    form calls `said` ("0" to "4", "pair", "not_known", "not_applicable") is spread here over `levels` (value,
    text, checked), `not_known` and `not_applicable`.
    """

    key: str
    number: str
    name: str
    text: str
    why: str
    evidence: str
    kind: str
    example: str = ""
    sources: tuple[str, ...] = ()
    critical: bool = False
    levels: tuple[tuple[str, str, bool], ...] = ()
    pilot: str = ""
    production: str = ""
    unit: str = ""
    pilot_label: str = ""
    production_label: str = ""
    asks_how: bool = False
    how: str = ""
    not_known: bool = False
    not_applicable: bool = False
    na_reason: str = ""
    na_allowed: bool = True
    rationale: str = ""
    evidence_grade: str = "none"
    proof_title: str = ""
    proof_link: str = ""
    proofs: tuple[ShownProof, ...] = ()
    verified_by: str = ""
    version: int = 0
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict, hash=False)
    save_url: str = ""
    saved_text: str = ""
    shown: str = ""
    """The fingerprint of the answer as shown; a post that still fits it changed nothing."""
    to_confirm: bool = False
    """Taken over from the last round, and not confirmed in this one."""
    clash: Mapping[str, Any] | None = field(default=None, hash=False)
    """Someone else's answer saved meanwhile: `their_name`, `theirs`, `yours`, `version`."""
    talk: TalkLine | None = None
    """None where none is shown."""
    follows: str = ""
    """The prefix of the question that this is a follow-up to."""

    @property
    def prefix(self) -> str:
        """The start of the question's field names; a dot has no place in them."""
        return self.key.replace(".", "__")


def _kept(most: int) -> Callable[[Callable[..., SafeString]], Callable[..., SafeString]]:
    """Keep what was drawn, in each language, for so many of the things that were drawn last."""

    def keeping(draw: Callable[..., SafeString]) -> Callable[..., SafeString]:
        kept = lru_cache(maxsize=most)(lambda _language, *shown: draw(*shown))

        @wraps(draw)
        def drawn(*shown: Hashable) -> SafeString:
            return kept(get_language(), *shown)

        return drawn

    return keeping


def card_context(card: QuestionCard, most: int) -> dict[str, Any]:
    """Make one card ready for the template: a flat dict, for attribute lookups on objects are dear.

    `most` is how many bytes a file of evidence may have.
    """
    answered = card.not_known or card.not_applicable or any(checked for *_level, checked in card.levels)
    return {
        **vars(card),
        "prefix": card.prefix,
        "is_pair": card.kind == "pair",
        "pair_checked": bool(card.pilot or card.production) and not (card.not_known or card.not_applicable),
        "wording": _wording(
            card.number,
            card.name,
            card.critical,
            card.text,
            card.why,
            card.evidence,
            card.example,
            card.sources,
        ),
        # Every field is found here: one that is not costs the template four exceptions.
        "errors": defaultdict(str, {name: " ".join(messages) for name, messages in card.errors.items()}),
        "how_load_test": card.how == "load_test",
        "how_live": card.how == "live",
        "levels": _levels(card.prefix, card.levels),
        "grades": _grades(card.prefix, card.evidence_grade),
        "proof_block": _proof_block(card, most),
        "ratio": pair_ratio(card.pilot, card.production),
        "below_open": bool(
            answered or card.pilot or card.production or card.rationale or card.errors or card.proofs
        ),
    }


@_kept(1000)
def _wording(
    number: str,
    name: str,
    critical: bool,
    text: str,
    why: str,
    evidence: str,
    example: str,
    sources: tuple[str, ...],
) -> SafeString:
    """The question and its help, drawn once in a process: a fifth of what a page would draw each time."""
    return _drawn(
        WORDING_TEMPLATE,
        number=number,
        name=name,
        critical=critical,
        text=text,
        why=why,
        evidence=evidence,
        example=example,
        sources=enumerated(sources),
    )


@_kept(1000)
def _levels(prefix: str, levels: tuple[tuple[str, str, bool], ...]) -> SafeString:
    """The five levels, one of them chosen or none: few enough to be drawn once each."""
    return _drawn(LEVELS_TEMPLATE, prefix=prefix, levels=levels)


@_kept(1000)
def _grades(prefix: str, chosen: str) -> SafeString:
    """The strengths of evidence, one of them chosen."""
    grades = [(grade, _(word)) for grade, word in GRADES]
    return _drawn(GRADES_TEMPLATE, prefix=prefix, grades=grades, chosen=chosen)


def _proof_block(card: QuestionCard, most: int) -> SafeString:
    """What backs the answer, and ways to add to it; drawn once for each question that has nothing of it."""
    # The evidence of an answer has its address below the answer's own.
    url = f"{card.save_url}evidence/" if card.save_url else ""
    errors = {name: " ".join(card.errors.get(name, ())) for name in ("proof_title", "proof_link")}
    if not (card.proofs or card.proof_title or card.proof_link or any(errors.values())):
        return _no_proof(card.prefix, url, most)
    typed = {"proof_title": card.proof_title, "proof_link": card.proof_link}
    return _drawn(
        EVIDENCE_TEMPLATE,
        prefix=card.prefix,
        url=url,
        proofs=card.proofs,
        errors=errors,
        accept=ACCEPT,
        most=most,
        **typed,
    )


@_kept(1000)
def _no_proof(prefix: str, url: str, most: int) -> SafeString:
    return _drawn(EVIDENCE_TEMPLATE, prefix=prefix, url=url, proofs=(), errors={}, accept=ACCEPT, most=most)


def draw_card(card: QuestionCard) -> SafeString:
    """One question; while nothing of it changes it need not be drawn again."""
    most = settings.EVIDENCE_FILE_BYTES
    return _draw_card(card, most) if card.errors or card.clash else _drawn_card(card, most)


def _draw_card(card: QuestionCard, most: int) -> SafeString:
    drawn = _drawn(CARD_TEMPLATE, **card_context(card, most))
    return format_html(FOLLOW_UP, card.prefix, card.follows, drawn) if card.follows else drawn


_drawn_card = _kept(2000)(_draw_card)
"""By all that a card shows: some 40 rounds in work, 15 MB."""


def _drawn(template: str, **shown: Any) -> SafeString:
    return mark_safe(get_template(template).render(shown))  # noqa: S308 - templates escape what they are given


def pair_ratio(pilot: str, production: str) -> dict[str, Any] | None:
    """Two bars on one log scale, in % of its width, its powers of ten, and the ratio in words.

    None where there is no ratio. The scale is the report's: from one power of ten to another, so that even
    the shorter bar has a length; a side of 0 has next to none.
    """
    left, right = _number(pilot), _number(production)
    if left is None or not right:
        return None
    low, high = _decades(min(left or right, right), max(left, right))
    return {
        "pilot": _length(left, low, high),
        "production": _length(right, low, high),
        "ticks": [f"{100 * step / (high - low):.4g}" for step in range(1, high - low)],
        "text": numbers.ratio(Fraction(left) / Fraction(right)),
    }


def _decades(least: Decimal, most: Decimal) -> tuple[int, int]:
    """The powers of ten around two numbers above 0; the lower one is below both."""
    low, high = least.adjusted(), most.adjusted()
    low -= least == Decimal(10).scaleb(low - 1)
    high += most != Decimal(10).scaleb(high - 1)
    return low, max(high, low + 1)


def _length(value: Decimal, low: int, high: int) -> str:
    return f"{max(100 * (float(value.log10()) - low) / (high - low), 0.4):.4g}" if value else "0.4"


def _number(typed: str) -> Decimal | None:
    try:
        return numbers.parse_number(typed)
    except numbers.NotANumber:
        return None


def summary(cards: Iterable[QuestionCard]) -> list[tuple[str, str]]:
    """List every error as (anchor of its field, text with the question's name), in the order of the page."""
    return [
        (
            f"id_{card.prefix}-{name}",
            _("%(question)s: %(error)s") % {"question": card.name, "error": " ".join(messages)},
        )
        for card in cards
        for name, messages in card.errors.items()
    ]


def not_saved(refusal: object) -> str:
    """Why nothing of what was typed could be saved, and what to do about it."""
    return _("Not saved. %(refusal)s What you typed is still here: copy it before you leave this page.") % {
        "refusal": refusal
    }


def render_cards(cards: Sequence[QuestionCard], refusal: object = None) -> SafeString:
    """Draw the error summary, if there is one, and all cards; `refusal` is why none of them was saved."""
    whole = [("form", not_saved(refusal))] if refusal else []
    errors = whole + summary(cards)
    parts = [get_template(SUMMARY_TEMPLATE).render({"errors": errors})] if errors else []
    parts += [draw_card(card) for card in cards]
    return mark_safe("".join(parts))  # noqa: S308 - both templates escape what they are given


class SectionLayout(LayoutObject):  # type: ignore[misc]
    """The crispy layout of a section page; cards are given, or asked of `form.cards()`."""

    def __init__(self, cards: Sequence[QuestionCard] | None = None) -> None:
        self.cards = cards
        self.fields: list[Any] = []

    def render(self, form: Any, context: Any, template_pack: str = "", **kwargs: Any) -> SafeString:  # noqa: ARG002
        """Draw all questions of the section and mark the form's fields as drawn."""
        form.rendered_fields = getattr(form, "rendered_fields", set()) | set(form.fields)
        if self.cards is not None:
            return render_cards(self.cards)
        return render_cards(form.cards(), form.refusal)
