"""What forms refuse, and how the error summary tells it: with the field it belongs to, in own words."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from assessments.forms.claims import ClaimForm
from assessments.forms.errors import anchored
from assessments.forms.projects import ProjectForm
from assessments.forms.quick_check import QuickCheckForm
from assessments.forms.remedies import ActionForm, FixForm
from assessments.models import Action
from assessments.questionnaires import load

CLAIM = {"metric": "accuracy", "unit": "%", "sample_size": "500", "result": "none"}


def claim(**typed: Any) -> ClaimForm:
    return ClaimForm({**CLAIM, **typed})


def action(due: date) -> ActionForm:
    return ActionForm(
        {"what": "run again", "owner": "Lea", "due": due.isoformat(), "shown_by": "a count"},
        use_required_attribute=False,
    )


@pytest.mark.parametrize("value", ["-1", "100.5", "950"])
def test_share_of_cases_beyond_its_bounds_is_refused(value: str) -> None:
    form = claim(value=value, proportion="on")

    assert "between 0 and 100 %" in str(form.errors["value"])


@pytest.mark.parametrize(("value", "proportion"), [("0", "on"), ("100", "on"), ("250", "")])
def test_share_within_its_bounds_and_a_change_beyond_them_are_taken(value: str, proportion: str) -> None:
    assert claim(value=value, proportion=proportion).is_valid()


def test_error_is_told_with_its_field() -> None:
    form = claim(value="many", metric="")

    assert anchored(form) == [
        ("id_metric", "What was measured? Say what was measured, such as accuracy."),
        ("id_value", "The result: “many” is not a number. Type digits, such as 50000 or 0.5."),
    ]


def test_line_that_is_too_long_is_told_in_own_words() -> None:
    form = ProjectForm({"name": "x" * 501, "initiative": "A", "unit": "B"})

    assert "501 characters are too many: at most 500 fit here." in str(form.errors["name"])


def test_choice_that_is_not_offered_is_told_in_own_words() -> None:
    assert "Say whether the criterion was met." in str(claim(result="perhaps").errors["result"])


def test_quick_check_tells_its_errors_with_their_questions() -> None:
    form = QuickCheckForm(load(), {"users__resistant": "9", "load__volume-pilot": "many"})

    told = [text.split(".")[0] for _, text in form.summary()]

    assert told == [
        "Was the data representative? Choose an answer",
        "Were people included who did not want it? Choose an answer",
        "Was production’s load handled? “many” is not a number",
    ]


def test_action_is_due_today_or_later() -> None:
    today = timezone.localdate()

    assert action(today - timedelta(days=1)).errors["due"] == [
        "This day is over: choose today or a later day."
    ]
    assert action(today).is_valid()


def test_stored_day_is_shown_as_browsers_read_it() -> None:
    form = FixForm(standing=[Action(what="run again", owner="Lea", due_on=date(2030, 12, 15))])

    assert 'value="2030-12-15"' in str(form.rows[0]["due"])
