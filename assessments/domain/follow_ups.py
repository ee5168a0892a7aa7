"""Which questions are asked, given the answers: the one place that takes out what is not.

Whatever counts, shows, exports or prints answers asks here, so that a follow-up that is not asked leaves no
trace, also where it was answered before.
"""

from collections.abc import Mapping
from dataclasses import replace

from .case import Answer, Case, EvidenceEntry, NotKnown
from .levels import level_said
from .questionnaire import AskedWhen, Question, Questionnaire, Section


def reduced(questionnaire: Questionnaire, answers: Mapping[str, Answer]) -> Questionnaire:
    """The question set with only what these answers ask; itself where that is all of it."""
    hidden = not_asked(questionnaire, answers)
    return questionnaire.without(hidden) if hidden else questionnaire


def not_asked(asking: Questionnaire | Section, answers: Mapping[str, Answer]) -> frozenset[str]:
    """The follow-ups that these answers leave out; only answers to questions that have some are looked at."""
    return frozenset(
        follow_up.key
        for main, following in asking.follow_ups.items()
        for follow_up in following
        if not is_asked(follow_up, asking.by_key[main], answers.get(main))
    )


def is_asked(question: Question, main: Question, answer: Answer | None) -> bool:
    """Whether a question that follows `main` is asked, given the answer to that one."""
    when = question.asked_when
    return when is None or (answer is not None and _holds(when, main, answer))


def _holds(when: AskedWhen, main: Question, answer: Answer) -> bool:
    if isinstance(answer.said, NotKnown):
        return when.not_known
    level = level_said(main, answer.said)
    return level is not None and when.at_most is not None and level <= when.at_most


def only_asked(case: Case, questionnaire: Questionnaire) -> Case:
    """The case without anything about questions that its answers leave out."""
    hidden = not_asked(questionnaire, case.answers)
    if not hidden:
        return case
    return replace(
        case,
        answers={key: answer for key, answer in case.answers.items() if key not in hidden},
        challenges=tuple(item for item in case.challenges if item.question not in hidden),
        lowered_grades=tuple(item for item in case.lowered_grades if item.question not in hidden),
        disagreements=tuple(item for item in case.disagreements if item.question not in hidden),
        evidence=tuple(entry for item in case.evidence if (entry := _about_asked(item, hidden))),
    )


def _about_asked(entry: EvidenceEntry, hidden: frozenset[str]) -> EvidenceEntry | None:
    """A piece that backs nothing but answers that are left out is left out too."""
    kept = tuple(key for key in entry.questions if key not in hidden)
    return replace(entry, questions=kept) if kept or not entry.questions else None
