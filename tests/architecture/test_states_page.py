"""The page of states in the documents is the one of the code."""

from io import StringIO
from pathlib import Path

from django.core.management import call_command

PAGE = Path(__file__).resolve().parents[2] / "docs" / "states.md"


def test_page_of_states_is_made_from_the_table_of_moves() -> None:
    made = StringIO()

    call_command("states", stdout=made)

    assert PAGE.read_text() == made.getvalue(), "run: manage.py states > docs/states.md"
