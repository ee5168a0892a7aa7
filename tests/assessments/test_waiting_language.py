"""What waits for somebody is said in their language, each case in a message of its own."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from assessments import actions
from assessments.models import Assessment, Membership, Person, WorkItem, WorkKind
from assessments.queries.waiting.deciding import in_short
from tests.factories import NOW
from tests.languages import compiled

from .steps import K1, answer, submit

pytestmark = pytest.mark.django_db

ALONE = "Add a reviewer who did not answer. What waits: explain a contradiction: %(text)s"


@pytest.mark.parametrize("language", ["", "nl"])
def test_work_is_said_in_the_language_of_whom_it_waits_for(
    assessment: Assessment,
    lead: Person,
    reviewer: Person,
    language: str,
    tmp_path: Path,
    settings: LazySettings,
) -> None:
    settings.LOCALE_PATHS = [compiled(tmp_path, "nl", {ALONE: "Zoek iemand. Het gaat om: %(text)s"})]
    Person.objects.filter(pk=lead.pk).update(language=language)
    answer(assessment, lead, K1)
    submit(assessment, lead)
    actions.remove_member(membership=Membership.objects.get(person=reviewer), by=lead, at=NOW)

    item = WorkItem.objects.get(kind=WorkKind.SETTLE, person=lead, done_at__isnull=True)

    said = "Zoek iemand. Het gaat om: " if language else ALONE.removesuffix("%(text)s")
    assert item.text.startswith(said)


@pytest.mark.parametrize(
    ("sections", "said"),
    [
        (["Data"], "Data"),
        (["Data", "Load"], "Data and Load"),
        (["Data", "Load", "Scope"], "Data, Load and Scope"),
        (["Data", "Load", "Scope", "Change"], "Data, Load and 2 more sections"),
    ],
)
def test_few_sections_are_all_named(sections: list[str], said: str) -> None:
    assert in_short(sections) == said
