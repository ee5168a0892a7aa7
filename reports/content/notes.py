"""What a case carries along beside its answers, in words."""

from collections.abc import Iterator, Mapping
from typing import Any

from assessments.domain.language import gettext as _
from assessments.domain.language import gettext_noop, ngettext
from assessments.domain.numbers import plain

from .parts import Note

Frozen = Mapping[str, Any]

CHALLENGES = {
    "open": gettext_noop("Open challenge: %(question)s"),
    "upheld": gettext_noop("Challenge that was upheld: %(question)s"),
    "dropped": gettext_noop("Settled challenge: %(question)s"),
}


def notes(case: Frozen) -> Iterator[Note]:
    """Every further remark of the case file."""
    if case.get("notes"):
        yield Note(_("Notes"), case["notes"])


def review(record: Frozen, questions: Mapping[str, Frozen]) -> Iterator[Note]:
    """What reviewers decided, beside lowered grades, which stand with their answers; `questions` by key.

    Records that are older than the review say nothing of it.
    """
    case, told = record["case"], record.get("review", {})
    if told.get("accepted_because"):
        yield Note(_("Accepted although something is open"), told["accepted_because"])
    if told.get("looked_at") is not None:
        yield Note(_("Review"), _looked_at(told["looked_at"], len(questions)))
    for challenge in case.get("challenges", ()):
        is_hold = questions[challenge["question"]]["critical"] and not challenge.get("settled")
        if is_hold and not challenge.get("reply"):
            continue  # stands among the holds
        name = {"question": questions[challenge["question"]]["name"]}
        yield Note(_(CHALLENGES[_standing(challenge)]) % name, " ".join(_exchange(challenge)))
    for ruling in case.get("rulings", ()):
        if ruling.get("refused_not_applicable"):
            name = {"question": questions[ruling["question"]]["name"]}
            yield Note(_("“Not applicable” refused: %(question)s") % name, _said(ruling["why"], ruling["by"]))


def _looked_at(count: int, total: int) -> str:
    numbers = {"count": plain(count), "total": plain(total)}
    if count == total:
        return _("Somebody who answered nothing looked at every answer.")
    text = ngettext(
        "Somebody who answered nothing looked at %(count)s of %(total)s answers as it stands.",
        "Somebody who answered nothing looked at %(count)s of %(total)s answers as they stand.",
        count,
    )
    return text % numbers


def _standing(challenge: Frozen) -> str:
    return "dropped" if challenge.get("settled") else challenge.get("judgement") or "open"


def _exchange(challenge: Frozen) -> Iterator[str]:
    """What both sides said, one after the other."""
    yield _said(challenge["text"], challenge.get("by", ""))
    if challenge.get("reply"):
        contested = challenge.get("contested")
        text = _("Contested: %(text)s") if contested else _("Reply: %(text)s")
        yield text % {"text": _said(challenge["reply"], challenge.get("replied_by", ""))}
    if challenge.get("why"):
        upheld = challenge.get("judgement") == "upheld"
        text = _("Upheld: %(text)s") if upheld else _("Dropped: %(text)s")
        yield text % {"text": _said(challenge["why"], challenge.get("judged_by", ""))}


def _said(text: str, by: str) -> str:
    return _("%(text)s (%(by)s).") % {"text": text.rstrip(". "), "by": by} if by else text
