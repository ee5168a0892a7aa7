"""Telling people something: a row each, in the transaction of what happened; mails are made of them later."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ..acting import SYSTEM, acting_as
from ..models import Comment, Notice, NoticeKind, Person, Project
from .languages import in_language


@dataclass(frozen=True)
class News:
    """What somebody is told; `key` names its cause, so that nobody is told twice of one."""

    kind: NoticeKind
    key: str
    text: str
    address: str
    project: Project | None = None
    comment: Comment | None = None


def tell(people: Iterable[UUID], news: Callable[[], News], *, at: datetime) -> None:
    """Tell these people `news()`, as it is in each one's own language.

    Done by the system: whoever acts sees nothing of what others are told.
    """
    told = set(people)
    if not told:
        return
    with acting_as(SYSTEM):
        languages = dict(Person.objects.filter(pk__in=told).values_list("pk", "language"))
        notices = [
            notice
            for language in sorted(set(languages.values()))
            for notice in _notices(languages, language, news, at)
        ]
        notices.sort(key=lambda notice: notice.person_id)
        Notice.objects.bulk_create(notices, ignore_conflicts=True)


def _notices(
    languages: Mapping[UUID, str], language: str, news: Callable[[], News], at: datetime
) -> Iterator[Notice]:
    """A row for each of those who speak this language."""
    with in_language(language):
        said = news()
    for person, own in languages.items():
        if own == language:
            yield Notice(
                person_id=person,
                kind=said.kind,
                key=said.key,
                project=said.project,
                comment=said.comment,
                text=" ".join(said.text.split()),
                address=said.address,
                at=at,
            )
