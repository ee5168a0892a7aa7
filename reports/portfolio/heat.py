"""The heat map: one row per project, weakest link first, read from the result rows alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_noop, ngettext
from django.utils.translation import gettext as _

from assessments.domain.numbers import NO_BREAK
from assessments.domain.questionnaire import SECTIONS
from assessments.models import Project

from ..content import words
from ..models import FINDING_CODES, RecordRow
from . import deferred
from .readiness import Readiness, readiness_on

PAGE = 50
NOWHERE = UUID(int=0)
COLUMNS = (
    "record_id", "fail_count", "index", "findings", "verdict", "round", "concluded_at", "project_id",
    "project__name", "initiative__name", "record__assessment_id", "record__result", "record__readiness",
    "record__ready_until", "extended_until", *(f"{section}_level" for section in SECTIONS), *deferred.COLUMNS,
)  # fmt: skip
"""Only these: whole objects would double the work of a page."""

RESULTS = {
    "met": gettext_noop("criterion met"),
    "not_met": gettext_noop("criterion not met"),
    "none": gettext_noop("no criterion set"),
}
IN_WORDS = {
    "matched": gettext_noop("matched, level %(level)s"),
    "partial": gettext_noop("partial, level %(level)s"),
    "unmatched": gettext_noop("unmatched, level %(level)s"),
    "unknown": gettext_noop("unknown, level %(level)s"),
}

FINDING_OF = {code: finding.value for finding, code in FINDING_CODES.items()}

Columns = dict[str, Any]


@dataclass(frozen=True)
class HeatRow:
    """One project's latest record: `url` is its verdict's, `cells` the eight table cells, `age` in words."""

    project: UUID
    url: str
    name: str
    initiative: str
    round: int
    cells: SafeString
    verdict_name: str
    result: str
    readiness: Readiness
    index: Decimal
    left_out: str
    concluded_on: date
    age: str

    @property
    def compare(self) -> str:
        """What its box to tick is called; here, since a page has 50 of them."""
        return _("Compare %(project)s") % {"project": self.name}

    @property
    def round_said(self) -> str:
        """Which round it is; here for the same reason."""
        return (_("round %(round)s") % {"round": self.round}).replace(" ", NO_BREAK)


@dataclass(frozen=True)
class HeatMap:
    """One page of the heat map; `next_page` is what to ask for to see the following rows, else empty."""

    rows: tuple[HeatRow, ...]
    next_page: str


@dataclass(frozen=True)
class Choices:
    """What can be filtered by, as (id, name); how many projects there are, and how many have a record."""

    initiatives: tuple[tuple[str, str], ...]
    units: tuple[tuple[str, str], ...]
    projects: int
    recorded: int

    @property
    def unrecorded(self) -> int:
        """The projects of which no round was concluded yet."""
        return self.projects - self.recorded


def heat_map(rows: QuerySet[RecordRow], today: date, after: str = "") -> HeatMap:
    """One page of the given rows in one query: most failing sections first, then the lowest index.

    `after` is the `next_page` of the page before; anything else starts at the top.
    """
    found = list(_after(_ordered(rows), after).values(*COLUMNS)[: PAGE + 1])
    page = found[:PAGE]
    more = _cursor(page[-1]) if len(found) > PAGE else ""
    address = reverse("verdict", args=[NOWHERE])
    return HeatMap(tuple(_row(row, address, today) for row in page), more)


def choices(projects: QuerySet[Project]) -> Choices:
    """What the given projects can be filtered by, in one query."""
    latest = Exists(RecordRow.objects.filter(project=OuterRef("pk"), is_latest=True))
    groups = (
        projects.annotate(has_record=latest)
        .order_by()
        .values_list("initiative_id", "initiative__name", "unit_id", "unit__name")
        .annotate(projects=Count("pk"), recorded=Count("pk", filter=Q(has_record=True)))
    )
    found = list(groups)
    return Choices(
        initiatives=_named((initiative, name) for initiative, name, *_ in found),
        units=_named((unit, name) for _, _, unit, name, *_ in found),
        projects=sum(group[4] for group in found),
        recorded=sum(group[5] for group in found),
    )


def age_in_words(then: date, today: date) -> str:
    """How long ago a day was, as one reads it in a table."""
    days = max((today - then).days, 0)
    if days == 0:
        return _("today")
    if days >= 2 * 365:
        return ngettext("%(count)s year ago", "%(count)s years ago", days // 365) % {"count": days // 365}
    if days >= 2 * 30:
        return ngettext("%(count)s month ago", "%(count)s months ago", days // 30) % {"count": days // 30}
    return ngettext("%(count)s day ago", "%(count)s days ago", days) % {"count": days}


def _ordered(rows: QuerySet[RecordRow]) -> QuerySet[RecordRow]:
    return rows.order_by("-fail_count", "index", "record_id")


def _after(rows: QuerySet[RecordRow], cursor: str) -> QuerySet[RecordRow]:
    place = _place(cursor)
    if place is None:
        return rows
    failing, index, record = place
    return rows.filter(
        Q(fail_count__lt=failing)
        | Q(fail_count=failing, index__gt=index)
        | Q(fail_count=failing, index=index, record_id__gt=record)
    )


def _cursor(row: Columns) -> str:
    return f"{row['fail_count']}_{row['index']}_{row['record_id']}"


def _place(cursor: str) -> tuple[int, Decimal, UUID] | None:
    try:
        failing, index, record = cursor.split("_")
        place = int(failing), Decimal(index), UUID(record)
    except (ValueError, InvalidOperation):
        return None
    return place if place[1].is_finite() and abs(place[0]) < 100 else None


def _row(row: Columns, address: str, today: date) -> HeatRow:
    concluded_on = timezone.localdate(row["concluded_at"])
    url = address.replace(str(NOWHERE), str(row["record__assessment_id"]))
    result = row["record__result"]
    return HeatRow(
        project=row["project_id"],
        url=url,
        name=row["project__name"],
        initiative=row["initiative__name"],
        round=row["round"],
        cells=_cells(row, url),
        verdict_name=_(words.VERDICT_NAMES[row["verdict"]]),
        result=_result(result),
        readiness=readiness_on(
            row["record__readiness"], result, row["extended_until"] or row["record__ready_until"], today
        ),
        index=row["index"],
        left_out=deferred.left_out(row),
        concluded_on=concluded_on,
        age=age_in_words(concluded_on, today),
    )


def _cells(row: Columns, url: str) -> SafeString:
    """Eight table cells, each leading to its section; from ready pieces, since a page has 400."""
    address, cells, language = escape(url), SafeString(), get_language()
    for section, code in zip(SECTIONS, row["findings"], strict=True):
        before, after = _cell(section, FINDING_OF[code], row[f"{section}_level"], language)
        cells += before + address + after
    return cells


@lru_cache(maxsize=1024)
def _cell(section: str, finding: str, level: int, _language: str | None) -> tuple[SafeString, SafeString]:
    """What stands before and after the address, in the reader's language."""
    before = format_html('<td><a class="cell is-{}" href="', finding)
    after = format_html(
        '#finding-{}"><span class="visually-hidden">{}</span>'
        '<svg class="bridge" aria-hidden="true"><use href="#bridge-{}"/></svg>'
        '<svg class="shape" aria-hidden="true"><use href="#finding-{}"/></svg></a></td>',
        section,
        _(IN_WORDS[finding]) % {"level": level},
        level,
        finding,
    )
    return before, after


def _result(code: str) -> str:
    return _(RESULTS[code])


def _named(pairs: Iterable[tuple[UUID, str]]) -> tuple[tuple[str, str], ...]:
    names = {str(key): name for key, name in pairs}
    return tuple(sorted(names.items(), key=lambda item: item[1].casefold()))
