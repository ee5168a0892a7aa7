"""What pilots left out: of one project as a quiet figure, and of many added up as far as that can be done."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Avg, Count, F, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.domain.numbers import half_up, plain
from assessments.domain.scope import Total, effort_in_words, percent, volume_in_words

from ..models import RecordRow

COLUMNS = (
    "deferred_kinds", "deferred_volume", "deferred_volume_of", "deferred_effort", "deferred_effort_of",
)  # fmt: skip


def left_out(row: Mapping[str, Any]) -> str:
    """What a result row's columns say: "left out: 40 % of volume, about 75 % of effort", or "no register"."""
    kinds = row["deferred_kinds"]
    if not kinds:
        return _("no register")
    volume = Total(row["deferred_volume"], row["deferred_volume_of"], kinds)
    effort = Total(row["deferred_effort"], row["deferred_effort_of"], kinds)
    told = {"volume": volume_in_words(volume), "effort": effort_in_words(effort)}
    return _("left out: %(volume)s, %(effort)s") % told


def summed_over(rows: QuerySet[RecordRow]) -> tuple[str, ...]:
    """Sentences on all registers of these rows, each with its unit and whence it comes; one query.

    Shares of different projects are of different wholes and cannot be added, so they are averaged. What
    can be added is cases a month, where a project states both. Empty where no row has a register.
    """
    by_volume, by_effort = Q(deferred_volume_of__gt=0), Q(deferred_effort_of__gt=0)
    found = rows.filter(deferred_kinds__gt=0).aggregate(
        projects=Count("pk"),
        kinds=Sum("deferred_kinds"),
        volume=Avg("deferred_volume", filter=by_volume),
        volume_of=Count("pk", filter=by_volume),
        effort=Avg("deferred_effort", filter=by_effort),
        effort_of=Count("pk", filter=by_effort),
        open_volume=Count("pk", filter=by_volume & Q(deferred_volume_of__lt=F("deferred_kinds"))),
        open_effort=Count("pk", filter=by_effort & Q(deferred_effort_of__lt=F("deferred_kinds"))),
        monthly=Sum("deferred_monthly"),
        monthly_of=Count("deferred_monthly"),
    )
    return tuple(_sentences(found)) if found["projects"] else ()


def _sentences(found: Mapping[str, Any]) -> Iterator[str]:
    kinds = ngettext("%(count)s kind of case", "%(count)s kinds of case", found["kinds"])
    yield _("Left out by the pilots: %(kinds)s, in the registers of %(projects)s.") % {
        "kinds": kinds % {"count": plain(found["kinds"])},
        "projects": _projects(found["projects"]),
    }
    if found["volume_of"]:
        least = _("On average at least %(share)s of a project’s volume (of %(projects)s that state it).")
        exact = _("On average %(share)s of a project’s volume (of %(projects)s that state it).")
        yield (least if found["open_volume"] else exact) % _average(found, "volume")
    if found["effort_of"]:
        least = _("On average at least about %(share)s of its effort (of %(projects)s that state it).")
        exact = _("On average about %(share)s of its effort (of %(projects)s that state it).")
        yield (least if found["open_effort"] else exact) % _average(found, "effort")
    if found["monthly_of"]:
        least = _("Together at least %(cases)s cases a month (of %(projects)s that also state their month).")
        exact = _("Together %(cases)s cases a month (of %(projects)s that also state their month).")
        cases = plain(half_up(found["monthly"], 0))
        told = {"cases": cases, "projects": _projects(found["monthly_of"])}
        yield (least if found["open_volume"] else exact) % told


def _average(found: Mapping[str, Any], name: str) -> dict[str, str]:
    return {"share": percent(half_up(found[name], 1)), "projects": _projects(found[f"{name}_of"])}


def _projects(number: int) -> str:
    return ngettext("%(count)s project", "%(count)s projects", number) % {"count": plain(number)}
