"""Every address of the site, by every method, asked for by everybody: url_matrix.txt says who gets what.

A row is an address by its name, a method, the states of the thing that it is for (D drafted, S submitted,
V in review, R returned, C concluded, W withdrawn; none: all of them alike), and what each person gets at
their own team. HEAD is answered like GET; "others" are PUT, PATCH, DELETE and OPTIONS where they are
answered alike; a method without a row is 405 for everybody. "login" is a redirect to the sign-in page, 302
one to anywhere else; an asterisk says that something was written. What is posted is whatever fits there
(addressing.POSTS), so that only permission and state can stand in its way.

To add an address: run this file, look hard at the rows that it prints, and put them in. A new key in an
address needs its line in addressing.OBJECTS, a post that is more than a click one in addressing.POSTS, and a
new kind of thing rows in company.py. What the other teams get follows from this table, in
test_url_matrix_foreign.py.
"""

from difflib import unified_diff
from pathlib import Path

import pytest

from .asking import Asker
from .company import Company
from .matrix import Matrix, lines, written

TABLE = "\n" + Path(__file__).with_name("url_matrix.txt").read_text("utf-8")


def test_everybody_gets_what_the_table_says(company: Company, askers: dict[str, Asker]) -> None:
    matrix = Matrix(askers)

    found = [written("", "", "", tuple(askers)), *lines(matrix.table(company.teams["own"]))]

    if differing := "\n".join(unified_diff(TABLE.strip("\n").split("\n"), found, "written", "found", n=0)):
        pytest.fail(differing)
    assert not matrix.leaks
    assert matrix.cells >= 5000
