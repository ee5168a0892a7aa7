"""Talk about questions: one in full, how much there is of each, and who takes part in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Prefetch

from ..models import Assessment, Comment, Membership, Person, Project, Thread
from ..permissions import Permission, answerable, granted_to
from .door import one

BESIDE = """
    SELECT thread.question, count(*) FILTER (WHERE comment.withdrawn_at IS NULL), thread.resolved_at IS NULL,
        '', NULL::date
    FROM assessments_thread thread JOIN assessments_comment comment ON comment.thread_id = thread.id
    WHERE thread.assessment_id = %(round)s AND thread.question LIKE %(questions)s GROUP BY thread.id
    UNION ALL
    SELECT asked.question, 0, false, coalesce(nullif(person.name, ''), person.email), asked.due_on
    FROM assessments_assignment asked JOIN assessments_person person ON person.id = asked.person_id
    WHERE asked.assessment_id = %(round)s AND asked.question LIKE %(questions)s
        AND asked.done_at IS NULL AND asked.ended_at IS NULL
"""
"""Written out: it is asked for with every section page."""


@dataclass(frozen=True)
class Beside:
    """What stands beside a question's answer: how much was said, and who was asked by when."""

    comments: int = 0
    is_open: bool = False
    asked: str = ""
    due_on: date | None = None


@dataclass(frozen=True)
class Talk:
    """What was said about a question, oldest first, and when the round was submitted meanwhile."""

    thread: Thread | None
    comments: Sequence[Comment]
    submitted_at: Sequence[datetime]


@dataclass(frozen=True)
class Member:
    """Somebody of a project who can sign in, with what they may do and which sections they may answer."""

    person: Person
    granted: frozenset[Permission]
    sections: frozenset[str]


def beside_questions(assessment: Assessment, section: str = "") -> dict[str, Beside]:
    """By question, where there is anything; of one section or of all. One query."""
    found: dict[str, Beside] = {}
    with connection.cursor() as cursor:
        cursor.execute(BESIDE, {"round": assessment.pk, "questions": f"{section or '%'}.%"})
        for question, comments, is_open, asked, due_on in cursor.fetchall():
            known = found.get(question, Beside())
            found[question] = Beside(
                known.comments + comments,
                known.is_open or is_open,
                known.asked or asked,
                known.due_on or due_on,
            )
    return found


def talk_about(assessment: Assessment, question: str) -> Talk:
    """The talk about one question; three queries."""
    comments = Prefetch("comments", Comment.objects.select_related("by").order_by("at", "pk"))
    thread = assessment.threads.filter(question=question).prefetch_related(comments).first()
    submitted = list(assessment.submissions.order_by("number").values_list("submitted_at", flat=True))
    return Talk(thread, list(thread.comments.all()) if thread else [], submitted)


def comments_in(assessment: Assessment) -> list[Comment]:
    """Everything that was said in the round, oldest first, with whose words and which talk; one query."""
    comments = Comment.objects.filter(thread__assessment=assessment)
    return list(comments.select_related("by", "thread__resolved_by").order_by("at", "pk"))


def comment_for(assessment: Assessment, public_id: UUID | str) -> Comment:
    """One comment of this round, or Http404; whose round it is was asked before."""
    comments = Comment.objects.filter(thread__assessment=assessment)
    return one(comments.select_related("thread", "by"), public_id)


def members_of(project: Project) -> list[Member]:
    """Who takes part and can sign in, by name; one query."""
    held: dict[UUID, list[Membership]] = {}
    people = project.memberships.filter(person__is_active=True).select_related("person")
    for membership in people.order_by("person__name", "person__email"):
        held.setdefault(membership.person_id, []).append(membership)
    return [_member(memberships) for memberships in held.values()]


def people_who_talk(project: Project) -> list[Person]:
    """Whom a comment can tell: who may read it. Nobody learns here of anyone else."""
    return [member.person for member in members_of(project) if Permission.TALK in member.granted]


def people_in(thread: Thread) -> set[UUID]:
    """Who said something in a talk, or was mentioned there."""
    said = thread.comments.values_list("by", flat=True)
    told = thread.comments.exclude(mentions=None).values_list("mentions__person", flat=True)
    return {*said, *told}


def _member(memberships: Sequence[Membership]) -> Member:
    roles = frozenset(membership.role for membership in memberships)
    limited = [section for membership in memberships for section in membership.sections]
    return Member(memberships[0].person, granted_to(roles), answerable(roles, limited))
