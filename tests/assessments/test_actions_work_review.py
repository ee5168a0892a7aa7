"""What a round that waits for its review asks of whom."""

import pytest

from assessments.models import (
    Assessment,
    MemberRole,
    Membership,
    Notice,
    NoticeKind,
    Person,
    WorkItem,
    WorkKind,
)

from .steps import level, review, reviewer_of, save, submit

pytestmark = pytest.mark.django_db


def asked(person: Person) -> WorkItem:
    return WorkItem.objects.get(kind=WorkKind.REVIEW, person=person, done_at__isnull=True)


def test_without_a_reviewer_who_may_bring_one_in_is_asked_to(assessment: Assessment, lead: Person) -> None:
    submit(assessment, lead)

    item = asked(lead)
    assert item.text == "Add a reviewer who did not answer. What waits: review the round"
    assert item.address.endswith("/people/")
    reviewer = reviewer_of(assessment)
    assert not Membership.objects.filter(person=reviewer).exclude(role=MemberRole.REVIEWER).exists()


def test_reviewer_is_told_and_asked(assessment: Assessment, lead: Person, reviewer: Person) -> None:
    submit(assessment, lead)

    assert asked(reviewer).address.endswith("/review/")
    notice = Notice.objects.get(person=reviewer)
    assert notice.kind == NoticeKind.REVIEW
    assert notice.text.endswith("it waits for your review")


def test_review_that_is_taken_up_waits_to_be_finished(
    assessment: Assessment, lead: Person, reviewer: Person
) -> None:
    save(assessment, lead, level(0))
    submit(assessment, lead)
    review(assessment)

    assert asked(reviewer).text.startswith("Go on with the review")
