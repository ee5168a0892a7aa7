"""Asking somebody by name to answer a section or a question, by a day. It gives nobody a right."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from ..domain.casefile.values import Line
from ..domain.questionnaire import SECTIONS
from ..models import EDITABLE, Answer, Assessment, Assignment, Comment, MemberRole, NoticeKind, Person, Said
from ..permissions import Permission, granted_to, may, roles_in
from ..queries import asked_in, members_of, outline_of, people_who_answer, progress, questionnaire_of
from ..queries.waiting.assigned import address_of, name_of
from .notices import News, tell
from .refusal import InvalidInput, NotAllowed, shape_errors
from .talking import add_comment
from .work import renew_work
from .working import working_on

NOT_SAID = (Said.BLANK, Said.NOT_KNOWN)


class InvalidAssignment(InvalidInput):
    """Nobody can be asked for this; errors by field: subject, person, due_on, note, somebody."""


def assign(
    *,
    assessment: Assessment,
    subject: str,
    person: Person,
    by: Person,
    at: datetime,
    due_on: date | None = None,
    note: str = "",
) -> Assignment:
    """Ask somebody to answer a section or a question, in place of whoever was asked before.

    The lead may ask for anything; a respondent for a question of theirs that is blank or not known: who
    would know? Only somebody who may answer it can be asked.
    """
    with working_on(assessment, by=by, permission=_right_of(assessment, by), states=EDITABLE):
        section, question = _parts(assessment, subject)
        _check_may_ask(assessment, subject, by)
        _check_given(due_on, note, at)
        _check_can_answer(assessment, section, person)
        before = assessment.assignments.filter(
            section=section, question=question, done_at__isnull=True, ended_at__isnull=True
        ).first()
        if before and (before.person_id, before.due_on, before.note) == (person.pk, due_on, note):
            return before
        if before:
            _end(before, by, at)
        assignment = Assignment.objects.create(
            assessment=assessment,
            section=section,
            question=question,
            person=person,
            due_on=due_on,
            note=note,
            asked_by=by,
            asked_at=at,
        )
        _tell_asked(assessment, assignment, by, at)
        renew_work(project=assessment.project, at=at)
    return assignment


def suggest_somebody(
    *, assessment: Assessment, question: str, somebody: str, by: Person, at: datetime
) -> Comment:
    """Tell the leads who would know, where nobody in the project does: they say whom to invite."""
    if errors := shape_errors(Line, somebody, "somebody"):
        raise InvalidAssignment(errors)
    leads = assessment.project.memberships.filter(role=MemberRole.LEAD).values_list("person", flat=True)
    text = _("%(somebody)s would know this, and takes no part yet: please invite them.")
    text %= {"somebody": somebody}
    return add_comment(assessment=assessment, question=question, text=text, tells=set(leads), by=by, at=at)


def end_assignment(*, assessment: Assessment, assignment: Assignment, by: Person, at: datetime) -> Assignment:
    """Take it back, as the lead or as who asked; or hand it back, as who was asked."""
    with working_on(assessment, by=by, permission=Permission.TALK, states=EDITABLE):
        assignment.refresh_from_db()
        if assignment.done_at or assignment.ended_at:
            return assignment
        concerned = by.pk in {assignment.person_id, assignment.asked_by_id}
        if not concerned and not may(by, Permission.ASSIGN, assessment.project):
            raise NotAllowed(_("This is between others: the lead, who asked, or who was asked ends it."))
        _end(assignment, by, at)
        if by.is_same(assignment.person):
            _tell_handed_back(assessment, assignment, by, at)
        renew_work(project=assessment.project, at=at)
    return assignment


def end_answered(assessment: Assessment, row: Answer, *, at: datetime) -> None:
    """End what an answer just saved was asked for, and a section once all of it is answered.

    `working_on` has read what is asked for; where nothing is, nothing is asked of the database. What is asked
    of a follow-up waits only while the answer asks it.
    """
    section = row.question.partition(".")[0]
    done = {""} if section in assessment.asked_for and _is_complete(assessment, section) else set()
    if row.question in assessment.asked_for and row.said not in NOT_SAID:
        done.add(row.question)
    if done:
        asked = assessment.assignments.filter(done_at__isnull=True, ended_at__isnull=True)
        asked.filter(section=section, question__in=done).update(done_at=at)
    following = questionnaire_of(assessment).follow_ups.get(row.question, ())
    if done or any(one.key in assessment.asked_for for one in following):
        renew_work(project=assessment.project, at=at)


def _is_complete(assessment: Assessment, section: str) -> bool:
    return progress(assessment, outline_of(assessment))[section].complete


def _right_of(assessment: Assessment, by: Person) -> Permission:
    leads = Permission.ASSIGN in granted_to(roles_in(assessment.project, by))
    return Permission.ASSIGN if leads else Permission.ANSWER


def _parts(assessment: Assessment, subject: str) -> tuple[str, str]:
    if subject in SECTIONS:
        return subject, ""
    if subject not in asked_in(assessment).by_key:
        text = _("%(subject)s is no section and no question of this round")
        raise InvalidAssignment({"subject": text % {"subject": subject}})
    return subject.partition(".")[0], subject


def _check_may_ask(assessment: Assessment, subject: str, by: Person) -> None:
    if _right_of(assessment, by) is Permission.ASSIGN:
        return
    known = assessment.answers.filter(question=subject, voice__isnull=True).exclude(said__in=NOT_SAID)
    section = subject.partition(".")[0]
    if subject == section or section not in assessment.reader_sections or known.exists():
        raise NotAllowed(
            _(
                "The lead says who answers what. You may say who would know a question of yours that is "
                "blank or answered with “not known”."
            )
        )


def _check_given(due_on: date | None, note: str, at: datetime) -> None:
    errors = shape_errors(Line, note, "note")
    if due_on is not None and due_on < timezone.localdate(at):
        errors["due_on"] = _("choose today or a later day")
    if errors:
        raise InvalidAssignment(errors)


def _check_can_answer(assessment: Assessment, section: str, person: Person) -> None:
    if person.pk in {one.pk for one in people_who_answer(assessment, section)}:
        return
    if person.pk not in {member.person.pk for member in members_of(assessment.project)}:
        raise InvalidAssignment({"person": _("choose somebody who takes part in this project")})
    text = _("%(person)s may not answer %(section)s: the lead can add the section to theirs, under People")
    name = questionnaire_of(assessment).by_section[section].name
    raise InvalidAssignment({"person": text % {"person": person, "section": name}})


def _end(assignment: Assignment, by: Person, at: datetime) -> None:
    assignment.ended_by, assignment.ended_at = by, at
    assignment.save(update_fields=["ended_by", "ended_at"])


def _tell_asked(assessment: Assessment, assignment: Assignment, by: Person, at: datetime) -> None:
    tell({assignment.person_id} - {by.pk}, lambda: _asked_news(assessment, assignment, by), at=at)


def _asked_news(assessment: Assessment, assignment: Assignment, by: Person) -> News:
    text = _("%(by)s asks you to answer “%(name)s” in %(project)s, round %(round)s")
    if assignment.due_on:
        text = _("%(by)s asks you to answer “%(name)s” in %(project)s, round %(round)s, by %(day)s")
    text %= _told(assessment, assignment, by)
    address = address_of(assessment, assignment)
    return News(NoticeKind.ASSIGNED, str(assignment.pk), text, address, assessment.project)


def _tell_handed_back(assessment: Assessment, assignment: Assignment, by: Person, at: datetime) -> None:
    tell({assignment.asked_by_id} - {by.pk}, lambda: _handed_back_news(assessment, assignment, by), at=at)


def _handed_back_news(assessment: Assessment, assignment: Assignment, by: Person) -> News:
    text = _("%(by)s hands back to you “%(name)s” in %(project)s, round %(round)s")
    text %= _told(assessment, assignment, by)
    address = assessment.get_absolute_url()
    return News(NoticeKind.ASSIGNED, str(assignment.pk), text, address, assessment.project)


def _told(assessment: Assessment, assignment: Assignment, by: Person) -> dict[str, object]:
    """What a notice about it names."""
    return {
        "by": by,
        "name": name_of(assessment, assignment),
        "project": assessment.project.name,
        "round": assessment.round,
        "day": date_format(assignment.due_on) if assignment.due_on else "",
    }
