"""Projects side by side."""

from assessments.domain.comparison import Profile, compare
from assessments.domain.questionnaire import SECTIONS
from assessments.domain.scoring import Finding

ALL_MATCHED = dict.fromkeys(SECTIONS, Finding.MATCHED)


def test_compare_puts_the_weakest_link_first() -> None:
    strong = Profile("strong", ALL_MATCHED, {}, 90)
    partial = Profile("partial", ALL_MATCHED | {"data": Finding.PARTIAL}, {}, 80)
    weak = Profile("weak", ALL_MATCHED | {"data": Finding.UNMATCHED}, {}, 85)
    weaker = Profile("weaker", ALL_MATCHED | {"data": Finding.UNKNOWN}, {}, 60)

    assert [item.name for item in compare([strong, partial, weak, weaker]).profiles] == [
        "weaker", "weak", "partial", "strong",
    ]  # fmt: skip


def test_compare_shows_what_differs_most_first_and_keeps_the_catalogue_order() -> None:
    one = Profile("one", ALL_MATCHED, {"data.a": 4, "data.b": 2, "data.c": 4, "data.d": None})
    two = Profile("two", ALL_MATCHED, {"data.a": 4, "data.b": 1, "data.c": 0, "data.e": 3})

    rows = [(item.key, item.levels, item.spread) for item in compare([one, two]).differences]

    assert rows == [
        ("data.c", (4, 0), 4),
        ("data.b", (2, 1), 1),
        ("data.a", (4, 4), 0),
        ("data.d", (None, None), 0),
        ("data.e", (None, 3), 0),
    ]


def test_common_gaps_are_sections_that_nobody_matched() -> None:
    one = Profile("one", ALL_MATCHED | {"data": Finding.PARTIAL, "users": Finding.UNKNOWN}, {})
    two = Profile("two", ALL_MATCHED | {"data": Finding.UNMATCHED}, {})

    assert compare([one, two]).common_gaps == ("data",)
