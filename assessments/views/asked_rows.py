"""Who works on what in a round, one's own first, with its day in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.models import Assessment, Assignment, Person
from assessments.permissions import Permission, granted_to
from assessments.queries.waiting.assigned import address_of, name_of, waiting_assignments

from .work import short_day, until_in_words


@dataclass(frozen=True)
class AskedRow:
    """One line; `yours` where its reader is asked. `end_url` is empty for who may not end it."""

    name: str
    url: str
    who: str
    yours: bool
    asked_by: str
    note: str
    due: str
    late: bool
    end_url: str
    end: str


def asked_rows(
    assessment: Assessment, listed: Iterable[Assignment], reader: Person, today: date
) -> list[AskedRow]:
    """What people are asked for, for who may talk with the team; nothing once nobody can answer."""
    granted = granted_to(assessment.reader_roles)
    if Permission.TALK not in granted or not assessment.is_editable:
        return []
    rows = [_row(assessment, one, reader, today, leads=Permission.ASSIGN in granted) for one in listed]
    return sorted(rows, key=lambda row: not row.yours)


def asked_for_sections(listed: Iterable[Assignment], today: date) -> dict[str, str]:
    """Of whole sections, who is asked and by when."""
    return {
        one.section: _person_until(one.person, one.due_on, today) if one.due_on else str(one.person)
        for one in listed
        if not one.question
    }


def _person_until(person: Person, due: date, today: date) -> str:
    """Who is asked and by when: "Rosa, due 3 March", "Rosa, 2 days overdue"."""
    days = (due - today).days
    if days < 0:
        text = ngettext("%(person)s, %(count)s day overdue", "%(person)s, %(count)s days overdue", -days)
    elif days == 0:
        text = _("%(person)s, due today")
    else:
        text = _("%(person)s, due tomorrow") if days == 1 else _("%(person)s, due %(day)s")
    return text % {"person": person, "count": -days, "day": short_day(due, today)}


def _row(assessment: Assessment, one: Assignment, reader: Person, today: date, *, leads: bool) -> AskedRow:
    yours = reader.is_same(one.person)
    may_end = leads or yours or reader.is_same(one.asked_by)
    may_open = one.section in assessment.reader_sections
    return AskedRow(
        name=name_of(assessment, one),
        url=address_of(assessment, one) if may_open else reverse("check_answers", args=[assessment.pk]),
        who=_("You") if yours else str(one.person),
        yours=yours,
        asked_by="" if one.person_id == one.asked_by_id else str(one.asked_by),
        note=one.note,
        due=until_in_words(one.due_on, today) if one.due_on else "",
        late=bool(one.due_on and one.due_on < today),
        end_url=reverse("assignment_end", args=[assessment.pk, one.pk]) if may_end else "",
        end=_("Hand it back") if yours and not leads else _("Take it back"),
    )


def waiting_in(assessment: Assessment) -> list[Assignment]:
    """What people are asked for while the round is answered."""
    return waiting_assignments(assessment) if assessment.is_editable else []
