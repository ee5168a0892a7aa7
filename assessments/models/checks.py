"""Check constraints that several tables share."""

from collections.abc import Sequence

from django.db.models import CheckConstraint, Q

SHA256 = r"^[0-9a-f]{64}$"


def both_or_neither(table: str, what: str) -> CheckConstraint:
    """Who did it and when are known together: `<what>_by` and `<what>_at` are both set or both null."""
    who, when = f"{what}_by__isnull", f"{what}_at__isnull"
    return CheckConstraint(
        condition=Q(**{who: True, when: True}) | Q(**{who: False, when: False}),
        name=f"{table}_{what}_by_and_at",
    )


def one_of(table: str, field: str, values: Sequence[str]) -> CheckConstraint:
    """A column holds one of the values that the code knows."""
    return CheckConstraint(condition=Q(**{f"{field}__in": list(values)}), name=f"{table}_{field}_known")


def only_when(table: str, name: str, when: Q, then: Q) -> CheckConstraint:
    """Where `when` holds, `then` must hold as well."""
    return CheckConstraint(condition=~when | then, name=f"{table}_{name}")
