"""One question's answer: from what was posted to the domain's Answer, and back to what a page shows."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from hashlib import blake2b
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from assessments.domain.case import (
    Answer,
    Choice,
    Evidence,
    How,
    NotApplicable,
    NotKnown,
    Pair,
    Proof,
    Said,
)
from assessments.domain.numbers import bare
from assessments.domain.questionnaire import Kind, Question

from .fields import LineField, LinkField, NumberField, TextField, as_line, as_text, as_typed
from .words import said_in_words

FIELDS = ("said", "pilot", "production", "how", "na_reason")
BESIDE = ("evidence", "rationale", "verified_by", "proof_title", "proof_link")
"""The last two are a link that is added: once it is stored they are empty again."""
BLANK = dict.fromkeys((*FIELDS, *BESIDE), "") | {"evidence": "none"}
"""What a question shows that nobody has answered."""

ON_THE_PAGE = {"level": "said", "reason": "na_reason", "proof": "proof_title"}
"""Where the fields of an action's errors stand on the page, if not under the same name."""

OVER_THEIRS = ("mine", "both")
"""What is chosen after a clash to be saved in place of the other person's answer."""

LEVELS = ("0", "1", "2", "3", "4")


def prefix_of(key: str) -> str:
    """The start of a question's field names; a dot has no place in them."""
    return key.replace(".", "__")


def shown(answer: Answer | None, write: Callable[[Decimal | int], str] = as_typed) -> dict[str, str]:
    """What a page shows of an answer, by field name; its proofs stand beside, and are no field of it.

    `write` makes numbers into text: as the reader does, unless it is to be the same in every language.
    """
    if answer is None:
        return dict(BLANK)
    backed = {
        "evidence": str(answer.evidence),
        "rationale": as_text(answer.rationale),
        "verified_by": as_line(answer.verified_by),
    }
    return BLANK | _said_shown(answer.said, write) | backed


def _said_shown(said: Said, write: Callable[[Decimal | int], str]) -> dict[str, str]:
    match said:
        case Choice(level=level):
            return {"said": str(level)}
        case Pair(pilot=pilot, production=production, how=how):
            sides = {"pilot": pilot, "production": production}
            typed = {side: "" if number is None else write(number) for side, number in sides.items()}
            return {"said": "pair", "how": str(how), **typed}
        case NotApplicable(reason=reason):
            return {"said": "not_applicable", "na_reason": as_text(reason)}
        case _:
            return {"said": "not_known"}


def fingerprint(answer: Answer | None) -> str:
    """A short digest of what a page showed, in any language; a post that still has it changed nothing."""
    return blake2b(repr(sorted(shown(answer, bare).items())).encode(), digest_size=8).hexdigest()


class AnswerForm(forms.Form):
    """Checks one question's fields and converts them into an Answer; None where nothing was answered.

    The answer's proof is a link that was typed, if one was: whatever backs it already stays.
    `stored` is asked for the stored answer only where what was posted does not suffice. What a question
    demands of its answers beyond their shape is the action's to judge: `refuse` takes over its errors.
    """

    said = forms.CharField(required=False)
    pilot = NumberField(required=False)
    production = NumberField(required=False)
    how = forms.ChoiceField(required=False, choices=[(how.value, how.value) for how in How])
    na_reason = TextField(required=False)
    evidence = forms.ChoiceField(required=False, choices=[(grade.value, grade.value) for grade in Evidence])
    rationale = TextField(required=False)
    proof_title = LineField(required=False)
    proof_link = LinkField(required=False)
    verified_by = LineField(required=False)
    version = forms.IntegerField(required=False, min_value=0)
    shown = forms.CharField(required=False)
    keep = forms.CharField(required=False)
    theirs = forms.IntegerField(required=False, min_value=0)
    confirm = forms.BooleanField(required=False)

    def __init__(self, question: Question, data: Any, stored: Callable[[], Answer | None]) -> None:
        super().__init__(data, prefix=prefix_of(question.key))
        self.question = question
        self.stored = stored
        self.answer: Answer | None = None

    def clean(self) -> dict[str, Any]:
        """Put the answer together from its fields."""
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        said = self._said()
        if self.keeps_both:
            cleaned["rationale"] = self._both_reasons(said)
        if said is None and not self.errors and self._anything_beside():
            self.add_error("said", _("Choose an answer: the evidence and reasons are kept with it."))
        proof = self._proof()
        if said is not None and not self.errors:
            evidence = Evidence(cleaned["evidence"] or Evidence.NONE)
            verified_by = cleaned["verified_by"] if evidence is Evidence.VERIFIED else ""
            self.answer = Answer(said, evidence, cleaned["rationale"], proof, verified_by)
        return cleaned

    def refuse(self, errors: Mapping[str, str]) -> None:
        """Show what the action found wrong, at the fields of the page."""
        for name, text in errors.items():
            field = ON_THE_PAGE.get(name, name)
            # Translators: a whole sentence, made of what is wrong with an answer.
            sentence = _("%(error)s.") % {"error": capfirst(text)}
            self.add_error(field if field in self.fields else "said", sentence)

    @property
    def seen_version(self) -> int:
        """The stored version that was on the page; after a clash, theirs once one's own is chosen."""
        chosen = self.cleaned_data["theirs"] if self.cleaned_data["keep"] in OVER_THEIRS else None
        return chosen if chosen is not None else self.cleaned_data["version"] or 0

    @property
    def takes_theirs(self) -> bool:
        """Whether, after a clash, the other person's answer is to stay."""
        return bool(self["keep"].data == "theirs")

    @property
    def keeps_both(self) -> bool:
        """Whether, after a clash, the other person's reasons are to stand below one's own."""
        return bool(self["keep"].data == "both")

    @property
    def changed(self) -> bool:
        """Whether there is anything to save: a change of what was shown or of theirs, or a confirmation."""
        if self.takes_theirs:
            return False
        if self.cleaned_data["keep"] in OVER_THEIRS:
            return True
        before = self.cleaned_data["shown"] or fingerprint(self.stored())
        adds = self.answer is not None and bool(self.answer.proof)
        return self.cleaned_data["confirm"] or adds or before != fingerprint(self.answer)

    @property
    def was_posted(self) -> bool:
        """Whether the question stood on the page that was posted."""
        return self.add_prefix("version") in self.data

    def typed(self) -> dict[str, str]:
        """What was posted, as it was typed."""
        return {name: str(self.data.get(self.add_prefix(name), BLANK[name])) for name in BLANK}

    def _said(self) -> Said | None:
        said, pilot, production = (self.cleaned_data[name] for name in ("said", "pilot", "production"))
        pair = None
        if self.question.kind is Kind.PAIR and (pilot is not None or production is not None):
            pair = Pair(pilot, production, How(self.cleaned_data["how"] or How.LIVE))
        if said in {"not_known", "not_applicable"}:
            return self._no_answer(said, pair)
        if said in LEVELS and self.question.kind is Kind.CHOICE:
            return Choice(int(said))
        if said == "pair" and self.question.kind is Kind.PAIR and pair is None:
            self.add_error("pilot", _("Type at least one of the two numbers, or choose “Not known”."))
        elif said and pair is None:
            self.add_error("said", _("Choose one of the answers that are shown."))
        return pair

    def _no_answer(self, said: str, pair: Pair | None) -> Said:
        if pair is not None and not self._numbers_stood(pair):
            self.add_error("said", _("Choose “These two numbers”, or empty them: both cannot hold."))
        if said == "not_known":
            return NotKnown()
        reason = self.cleaned_data["na_reason"]
        if not reason:
            self.add_error("na_reason", _("Say why the question does not apply here."))
        stored = self.stored()
        before = stored.said if stored else None
        if isinstance(before, NotApplicable) and as_text(before.reason) == reason:
            return NotApplicable(before.reason)
        return NotApplicable(reason)

    def _numbers_stood(self, pair: Pair) -> bool:
        """Whether the numbers are the stored ones: then it is the choice that is new, and it counts."""
        stored = self.stored()
        return stored is not None and stored.said == pair

    def _both_reasons(self, said: Said | None) -> str:
        """One's own reasons, and below them what the other answer said, where it differs, and why."""
        mine, stored = str(self.cleaned_data["rationale"]), self.stored()
        if stored is None:
            return mine
        theirs = as_text(stored.rationale)
        other = _("The other answer was: %(answer)s") % {"answer": said_in_words(self.question, stored)}
        parts = [mine] if mine not in theirs else []
        if stored.said != said and other not in mine:
            parts.append(other)
        if theirs == mine or theirs not in mine:
            parts.append(theirs)
        return "\n\n".join(filter(None, parts))

    def _anything_beside(self) -> bool:
        fields = self.cleaned_data
        return fields["evidence"] not in {"", "none"} or any(fields[name] for name in BESIDE[1:])

    def _proof(self) -> tuple[Proof, ...]:
        title, link = self.cleaned_data["proof_title"], self.cleaned_data["proof_link"]
        if link and not title:
            self.add_error("proof_title", _("Name the proof, such as “Load test report, 12 May”."))
        elif title and not link:
            message = _("Type where the proof is kept, such as https://wiki.example.org/plan.")
            self.add_error("proof_link", message)
        if self.cleaned_data["evidence"] == "verified" and not self.cleaned_data["verified_by"]:
            self.add_error("verified_by", _("Name who verified it: someone who answered nothing here."))
        return (Proof(title, link),) if title and link else ()
