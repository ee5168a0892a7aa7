"""What reviewers and the PMO decided, and what a team replied, as the history tells it."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from assessments.forms.review import WORDED
from assessments.forms.words import grade_in_words
from assessments.queries import Change

from .change_names import Names
from .change_texts import Texts, said

RULINGS = {
    "agrees": gettext_noop("looked at %(question)s and agreed"),
    "lowers": gettext_noop("lowered the evidence of %(question)s to “%(grade)s”"),
    "refuses": gettext_noop("refused that %(question)s does not apply"),
}
DELETED = gettext_noop("deleted the ruling on %(question)s")
CHALLENGES: Texts = {
    "insert": gettext_noop("challenged the answer on %(question)s"),
    "update": gettext_noop("changed the challenge on %(question)s"),
    "delete": gettext_noop("deleted the challenge on %(question)s"),
}
SETTLED = {
    "upheld": gettext_noop("upheld the challenge on %(question)s"),
    "dropped": gettext_noop("dropped the challenge on %(question)s"),
}


def _ruling(names: Names, change: Change) -> str:
    grade = WORDED.get(change.about.get("grade", ""))
    told = {"question": names.question(change), "grade": grade_in_words(grade) if grade else ""}
    text = DELETED if change.op == "delete" else RULINGS[change.about["decision"]]
    return _(text) % told


def _challenge(names: Names, change: Change) -> str:
    told = {"question": names.question(change)}
    if change.op == "update" and "settled_at" in change.new:
        return _(SETTLED[change.about["judgement"]]) % told
    if change.op == "update" and "replied_at" in change.new:
        contested = change.about.get("contested")
        text = (
            _("contested the challenge on %(question)s")
            if contested
            else _("replied to the challenge on %(question)s")
        )
        return text % told
    return said(CHALLENGES, change, **told)


TOLD_OF_REVIEW: Mapping[str, Callable[[Names, Change], str]] = {
    "assessments_ruling": _ruling,
    "assessments_challenge": _challenge,
}
"""How these tables' entries are told."""
