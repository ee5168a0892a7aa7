from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from assessments.domain.language import enumerated, listed
from assessments.views.lists import each_and, each_or
from assessments.views.moments import clock, day, day_of_year, moment, saved_at
from assessments.views.sizes import in_bytes

AT = datetime(2026, 3, 3, 14, 2, tzinfo=UTC)


@pytest.mark.parametrize("language", ["en-gb", "en"])
def test_days_and_times_are_written_the_english_way(language: str) -> None:
    with translation.override(language):
        assert day(AT) == day(AT.date()) == "3 March 2026"
        assert day_of_year(AT.date()) == "3 March"
        assert clock(AT) == "14:02"
        assert moment(AT) == "3 March 2026, 14:02 UTC"
        assert saved_at(AT, AT) == "Saved 14:02"
        assert saved_at(AT, AT.replace(day=4)) == "Saved 3 March 2026"


@pytest.mark.parametrize(
    ("language", "whole", "short", "time"),
    [
        ("de", "3. März 2026", "3. März", "14:02"),
        ("hu", "2026. március 3.", "március 3.", "14:02"),
        ("fi", "3. maaliskuuta 2026", "3. maaliskuu", "14.02"),
    ],
)
def test_days_and_times_are_written_in_the_readers_way(
    language: str, whole: str, short: str, time: str
) -> None:
    with translation.override(language):
        assert (day(date(2026, 3, 3)), day_of_year(date(2026, 3, 3)), clock(AT)) == (whole, short, time)


def test_sizes_are_written_in_the_readers_way() -> None:
    sizes = (1, 312, 40_000, 1_230_000, 5_000_000_000)

    assert [in_bytes(size) for size in sizes] == ["1 byte", "312 bytes", "40 kB", "1.2 MB", "5 GB"]
    with translation.override("de"):
        assert in_bytes(1_230_000) == "1,2 MB"


def test_several_things_are_named_in_one_sentence() -> None:
    names = ["Data", "Users", "Load"]

    assert enumerated(names) == "Data, Users, Load"
    assert listed(names) == "Data, Users and Load"
    assert each_and(names) == "Data and Users and Load"
    assert each_or(names) == "Data or Users or Load"
    assert listed(["Data"]) == each_and(["Data"]) == each_or(["Data"]) == "Data"
