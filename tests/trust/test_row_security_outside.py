"""The second wall where nobody says who asks: no rows, though some are committed."""

import pytest

from assessments.acting import SYSTEM, acting_as
from tests.factories import UnitFactory

from .two_units import full_project, seen


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_outside_of_a_block_there_are_no_rows() -> None:
    with acting_as(SYSTEM):
        full_project(UnitFactory())

    assert set(seen().values()) == {0}
