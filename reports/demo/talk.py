"""What the team of the round that is being filled in says to each other, and who was asked for what."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from assessments.actions import add_comment, assign, resolve_thread
from assessments.models import Assessment, MemberRole, Person

ORDINARY = """Was September an ordinary month? Two things would help:

- the calendar of leave
- the same count for **June**"""
CHOSEN, RESISTANT = "data.selection", "users.resistant"


def talk_in(assessment: Assessment, people: Mapping[str, Person], now: datetime) -> None:
    """A point that is open, one that is resolved, and two people asked by a day."""
    lead, respondent, reviewer = (
        people[role] for role in (MemberRole.LEAD, MemberRole.RESPONDENT, MemberRole.REVIEWER)
    )
    for hours, by, question, text in (
        (50, reviewer, CHOSEN, ORDINARY),
        (47, lead, CHOSEN, f"It was quiet. @{respondent.name}, can you get the count for June?"),
        (28, respondent, RESISTANT, f"@{lead.name}, was anybody in the pilot who had refused before?"),
        (26, lead, RESISTANT, "I do not know. The works council would."),
    ):  # fmt: skip
        add_comment(
            assessment=assessment, question=question, text=text, by=by, at=now - timedelta(hours=hours)
        )
    resolve_thread(assessment=assessment, question=RESISTANT, by=lead, at=now - timedelta(hours=25))
    today = timezone.localdate(now)
    for subject, person, days, note in (
        ("load", respondent, 3, "You have the figures of the servers."),
        (RESISTANT, lead, 1, ""),
    ):
        assign(
            assessment=assessment,
            subject=subject,
            person=person,
            due_on=today + timedelta(days=days),
            note=note,
            by=lead,
            at=now - timedelta(hours=24),
        )
