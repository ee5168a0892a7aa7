"""Telling people something: a row each, in the transaction of what happened; mails are made of them later."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ..acting import SYSTEM, acting_as
from ..models import Comment, Notice, NoticeKind, Project


@dataclass(frozen=True)
class News:
    """What somebody is told; `key` names its cause, so that nobody is told twice of one."""

    kind: NoticeKind
    key: str
    text: str
    address: str
    project: Project | None = None
    comment: Comment | None = None


def tell(people: Iterable[UUID], news: News, *, at: datetime) -> None:
    """Tell these people. Done by the system: whoever acts sees nothing of what others are told."""
    notices = [
        Notice(
            person_id=person,
            kind=news.kind,
            key=news.key,
            project=news.project,
            comment=news.comment,
            text=" ".join(news.text.split()),
            address=news.address,
            at=at,
        )
        for person in sorted(set(people))
    ]
    if notices:
        with acting_as(SYSTEM):
            Notice.objects.bulk_create(notices, ignore_conflicts=True)
