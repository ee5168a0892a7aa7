"""What the page tells people to do next, for every kind of open point."""

from dataclasses import replace

import pytest

from reports.content.report import report_content
from reports.views.open_points import NEXT_ROUND, NOT_YET, named, readers_task

from . import example_cases as examples


def test_open_challenge_is_to_be_closed_where_every_finding_is_decided() -> None:
    content = report_content(examples.record_of(examples.busy()))
    decided = replace(content, sections=(), contradictions=())

    told = readers_task(decided, frozen=False)

    assert "close this: " in told
    assert "choose fix or acknowledge" not in told
    assert any(hold.text in point for hold in decided.holds for point in named(decided))


@pytest.mark.parametrize(("frozen", "told"), [(True, f"{NOT_YET} {NEXT_ROUND}"), (False, NOT_YET)])
def test_nothing_is_asked_where_nothing_can_be_done(frozen: bool, told: str) -> None:
    content = report_content(examples.record_of(examples.busy()))

    closed = replace(content, sections=(), contradictions=(), holds=())

    assert readers_task(closed, frozen=frozen) == told
