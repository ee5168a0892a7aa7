"""Keeping "my work" true: what waits is worked out anew, and only the difference is written.

Called at the end of every action that moves a round, decides something or changes who takes part; never when
an answer is saved. Calling it once more changes nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from ..acting import SYSTEM, acting_as
from ..models import Project, Remedy, WorkItem
from ..permissions import Permission
from ..queries import overseers_who_may
from ..queries.waiting import Waiting, Work, waiting_in
from .languages import in_language

LATE = timedelta(days=7)
"""So many days may pass without beat, and nothing that ended in them is overlooked."""

Key = tuple[UUID, str, UUID | None, str]


def renew_work(*, project: Project, at: datetime) -> None:
    """Make a project's open items what waits now: add what is missing, end what no longer holds.

    Done by the system, for whoever acts may not see what waits for others, and may just have left.
    """
    with acting_as(SYSTEM):
        # Two at once: the second waits here and then finds the first one's items.
        Project.objects.select_for_update(no_key=True).get(pk=project.pk)
        _keep(project, _said_to_each(project, timezone.localdate(at)), at)


def renew_due_work(*, at: datetime) -> int:
    """Renew the projects in which an acknowledgement ended these days; return how many."""
    today = timezone.localdate(at)
    with acting_as(SYSTEM):
        ended = Remedy.objects.filter(expires_on__range=(today - LATE, today))
        projects = list(Project.objects.filter(assessments__remedies__in=ended).distinct().order_by("pk"))
    for project in projects:
        renew_work(project=project, at=at)
    return len(projects)


def _said_to_each(project: Project, today: date) -> Iterator[Waiting]:
    """What waits for whom, each told in their own language."""
    languages = dict(project.memberships.values_list("person", "person__language"))
    above = overseers_who_may(Permission.SETTLE_CONTESTED, project)
    languages |= dict(above.values_list("pk", "language"))
    for language in {"", *languages.values()}:
        with in_language(language):
            for item in waiting_in(project, today):
                if languages.get(item.person, "") == language:
                    yield item


def _keep(project: Project, waiting: Iterable[Waiting], at: datetime) -> None:
    still_open = WorkItem.objects.filter(project=project, done_at__isnull=True)
    there: dict[Key, WorkItem] = {
        (item.person_id, item.kind, item.assessment_id, item.subject): item for item in still_open
    }
    wanted = {_key(item): item for item in waiting}
    ended = [item.pk for key, item in there.items() if key not in wanted]
    if ended:
        WorkItem.objects.filter(pk__in=ended).update(done_at=at)
    WorkItem.objects.bulk_create(_item(project, item, at) for key, item in wanted.items() if key not in there)
    _correct({item: wanted[key].work for key, item in there.items() if key in wanted})


def _key(item: Waiting) -> Key:
    return item.person, str(item.work.kind), item.work.assessment, item.work.subject


def _item(project: Project, item: Waiting, at: datetime) -> WorkItem:
    work = item.work
    return WorkItem(
        person_id=item.person,
        project=project,
        assessment_id=work.assessment,
        kind=work.kind,
        subject=work.subject,
        text=work.text,
        address=work.address,
        due_on=work.due_on,
        created_at=at,
    )


def _correct(goes_on: Mapping[WorkItem, Work]) -> None:
    """What goes on waiting may have another text, address or day: its time of asking stays."""
    changed = []
    for item, now in goes_on.items():
        if (item.text, item.address, item.due_on) != (now.text, now.address, now.due_on):
            item.text, item.address, item.due_on = now.text, now.address, now.due_on
            changed.append(item)
    if changed:
        WorkItem.objects.bulk_update(changed, ["text", "address", "due_on"])
