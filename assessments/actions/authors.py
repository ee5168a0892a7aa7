"""Who answered in a round, for good: whoever ever did cannot stand for its independent review."""

from collections.abc import Collection, Iterable

from django.db.models import Q

from ..domain.case import Answer as Content
from ..domain.case import Evidence
from ..models import Answer, AnswerAuthor, Assessment, Person


def keep_author(row: Answer, by: Person) -> None:
    """Keep that somebody answers this question, before the row says so; no query where it does already."""
    if row.answered_by_id != by.pk:
        author = AnswerAuthor(assessment=row.assessment, question=row.question, person=by, voice=row.voice)
        AnswerAuthor.objects.bulk_create([author], ignore_conflicts=True)


def carry_authors(previous: Assessment, assessment: Assessment, questions: Collection[str]) -> None:
    """Copy who answered these questions in the last round."""
    AnswerAuthor.objects.bulk_create(
        AnswerAuthor(assessment=assessment, question=author.question, person_id=author.person_id)
        for author in previous.authors.filter(question__in=questions, voice__isnull=True)
    )


def authors_of(assessment: Assessment, *more: Person) -> Iterable[Person]:
    """Everybody who answered in the round at any time, or was asked for a second opinion, and these."""
    answered = Q(pk__in=assessment.authors.values("person"))
    asked = Q(pk__in=assessment.second_opinions.values("person"))
    these = Q(pk__in=[person.pk for person in more])
    return Person.objects.filter(answered | asked | these).only("name", "email")


def is_verified_by_one_of(people: Iterable[Person], answer: Content) -> bool:
    """Whether one of these people, by name or by address, is said to have verified the answer."""
    if answer.evidence is not Evidence.VERIFIED:
        return False
    names = {_alike(text) for person in people for text in (person.name, person.email)}
    return _alike(answer.verified_by) in names - {""}


def _alike(text: str) -> str:
    return text.strip().casefold()
