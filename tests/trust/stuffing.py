"""Whatever else may be posted along with what a form asks for."""

from collections.abc import Collection
from typing import Any

from django.apps import apps
from django.db.models import ForeignKey

from .company import Company

MORE = ("is_staff", "is_superuser", "groups", "user_permissions", "roles", "by", "at", "user", "owner", "pk")


def stuffing(company: Company, posted: dict[str, Any], own: Collection[str]) -> dict[str, Any]:
    """Every other name that a row knows, with what it might be set to; again behind each prefix in use.

    `own` are the names that the form asks for: left as they were meant.
    """
    far = company.teams["elsewhere"]
    foreign: dict[str, Any] = {"Project": far.projects["submitted"], "Assessment": far.rounds["submitted"]}
    foreign |= {"Person": company.stranger, "Report": far.reports["sealed"]}
    names: dict[str, list[str]] = {name: ["true"] for name in MORE}
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            for name in {field.name, field.attname}:
                names.setdefault(name, []).append(_value(field, foreign))
    prefixes = {"", *(name.rpartition("-")[0] + "-" for name in posted if "-" in name)}
    # Each value once: a request with more than a thousand fields is not read at all.
    stuffed = {
        f"{prefix}{name}": list(dict.fromkeys(values))
        for prefix in prefixes
        for name, values in names.items()
    }
    known = {*posted, *own}
    return {name: values for name, values in stuffed.items() if name.rpartition("-")[2] not in known} | posted


def _value(field: Any, foreign: dict[str, Any]) -> str:
    if isinstance(field, ForeignKey):
        model = field.related_model
        if model.__name__ not in foreign:
            foreign[model.__name__] = model._default_manager.first()
        row = foreign[model.__name__]
        return str(row.pk) if row else ""
    if field.choices:
        return str([value for value, _ in field.flatchoices][-1])
    kinds = {"BooleanField": "true", "DateField": "2020-01-01", "DateTimeField": "2020-01-01T00:00:00Z"}
    kinds |= {"DecimalField": "4", "PositiveIntegerField": "4", "PositiveSmallIntegerField": "4"}
    return kinds.get(field.get_internal_type(), "assigned")
