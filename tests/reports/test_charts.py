"""Charts: real text, in words too, and drawable whatever the numbers are."""

from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from reports.charts import (
    PairRow,
    RadarSection,
    StripSection,
    draw,
    pairs_chart,
    pairs_ledger,
    radar_chart,
    strip_chart,
    unseen_chart,
)
from reports.charts.pairs import PLOT, readable, scale_for
from reports.charts.render import Drawing
from reports.charts.text import place, shortened, two_lines

SVG = "{http://www.w3.org/2000/svg}"
NAMES: tuple[str, ...] = ("Data quality", "User capability", "Infrastructure load", "Integration complexity")
NAMES += ("Change management", "Support model", "Scope and edge cases", "Success criteria")

RADAR = [RadarSection(name, at % 5, at % 3, verified=at == 4) for at, name in enumerate(NAMES)]
PAIRS = [
    PairRow("Records", Decimal(500), Decimal(50_000), "records", "1 %"),
    PairRow("Systems <none>", Decimal(0), Decimal(4), "systems", "0 %"),
    PairRow("Peak", None, Decimal(300), "users"),
]
STRIP = [StripSection(name, "unmatched", 1, 3) for name in NAMES]

DRAWINGS: dict[str, Drawing] = {
    "radar": radar_chart(RADAR),
    "radar of nothing known": radar_chart([RadarSection(name, None, 0) for name in NAMES]),
    "pairs": pairs_chart(PAIRS),
    "pairs, none": pairs_chart([]),
    "pairs, all missing": pairs_chart([PairRow("Records", None, None, "records")]),
    "pairs, far apart": pairs_chart([PairRow("Records", Decimal("1e-9"), Decimal("1e25"), "records", "0 %")]),
    "strip": strip_chart(STRIP),
    "ledger": pairs_ledger(PAIRS[:2]),
    "unseen": unseen_chart(Decimal(500), Decimal(150_000), Decimal(896), at_least=True),
    "unseen, tiny pilot": unseen_chart(Decimal(3), Decimal(10**9), Decimal(6 * 10**8), at_least=False),
    "unseen, no production": unseen_chart(Decimal(500), Decimal(0), Decimal(0), at_least=False),
}


@pytest.mark.parametrize("drawing", DRAWINGS.values(), ids=DRAWINGS.keys())
def test_a_chart_is_svg_with_title_and_description(drawing: Drawing) -> None:
    root = ET.fromstring(draw(drawing))  # noqa: S314 - our own output

    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    assert root.get("viewBox")
    assert root[0].tag == f"{SVG}title"
    assert root[0].text
    assert root[1].tag == f"{SVG}desc"


@pytest.mark.parametrize("drawing", DRAWINGS.values(), ids=DRAWINGS.keys())
def test_a_chart_carries_attributes_only(drawing: Drawing) -> None:
    for element in ET.fromstring(draw(drawing)).iter():  # noqa: S314
        assert "style" not in element.attrib
        assert element.tag not in {f"{SVG}style", f"{SVG}script", f"{SVG}image"}
        for value in element.attrib.values():
            assert "nan" not in value.lower().split()
            assert "inf" not in value.lower().split()


def test_a_radar_says_every_level_in_words() -> None:
    radar = radar_chart(
        [
            RadarSection("Data quality", 3, 1),
            RadarSection("Support", None, 0),
            RadarSection("X", 4, 4, verified=True),
        ]
    )

    assert radar.description == (
        "Data quality: claimed 3, evidenced 1; Support: nothing known, evidenced 0; "
        "X: claimed 4, evidenced 4, verified."
    )


def test_a_radar_keeps_level_0_off_its_centre() -> None:
    radar = radar_chart([RadarSection(name, 0, 0) for name in NAMES])

    assert len(set(radar.evidenced.split())) == 8


def test_a_pair_says_what_is_missing() -> None:
    chart = pairs_chart(PAIRS)

    assert chart.description.endswith("Peak (users): pilot not known, production 300.")
    assert chart.rows[2].pilot.text == "not known"
    assert chart.rows[1].pilot.zero


def test_name_and_unit_of_a_pair_keep_their_places_in_every_language() -> None:
    root = ET.fromstring(draw(pairs_chart(PAIRS)))  # noqa: S314

    spans = [span.get("unicode-bidi") for span in root.iter(f"{SVG}tspan")]
    assert spans == ["isolate"] * 2 * len(PAIRS)


def test_bars_share_one_scale_of_whole_powers_of_ten() -> None:
    scale = scale_for([Decimal(5), Decimal(50), Decimal(50_000)])

    assert (scale.low, scale.high) == (0, 5)
    assert scale.at(Decimal(500)) - scale.at(Decimal(50)) == pytest.approx(
        scale.at(Decimal(50)) - scale.at(Decimal(5))
    )
    assert scale.at(Decimal(100_000)) == pytest.approx(PLOT)


def test_a_ledger_draws_no_bar_for_zero_and_says_the_direction() -> None:
    ledger = pairs_ledger(
        [
            PairRow("systems", Decimal(0), Decimal(4), "systems", "0 %"),
            PairRow("training", Decimal(12), Decimal(6), "hours", "50 %", "the pilot had more"),
        ]
    )

    assert ledger.rows[0].pilot == "0"
    assert float(ledger.rows[1].pilot) > float(ledger.rows[1].production)
    assert ledger.rows[1].unit == "hours · the pilot had more"


def test_unseen_events_have_a_mark_only_where_there_are_any() -> None:
    drawn = draw(unseen_chart(Decimal(500), Decimal(150_000), Decimal(896), at_least=False))
    none = draw(unseen_chart(Decimal(500), Decimal(150_000), Decimal(0), at_least=False))

    assert drawn.count("stroke-dasharray") == 2
    assert "stroke-dasharray" not in none


def test_a_strip_says_every_finding_in_a_word() -> None:
    assert draw(strip_chart(STRIP)).count(">Unmatched</text>") == len(STRIP)


def test_the_smallest_number_still_has_a_bar() -> None:
    assert scale_for([Decimal(1), Decimal(1)]).at(Decimal(1)) > 0


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("50000", "50,000"),
        ("0.5", "0.5"),
        ("999999999", "999,999,999"),
        ("1500000000", "1.5 billion"),
        ("2000000000000", "2 trillion"),
    ],
)
def test_large_numbers_stay_readable(number: str, text: str) -> None:
    assert readable(Decimal(number)) == text


def test_areas_are_to_scale_until_one_would_vanish() -> None:
    small = unseen_chart(Decimal(3), Decimal(10**9), Decimal(6 * 10**8), at_least=False)
    fair = unseen_chart(Decimal(500), Decimal(150_000), Decimal(896), at_least=True)

    assert fair.to_scale
    assert not small.to_scale
    assert (float(fair.month) / float(fair.seen)) ** 2 == pytest.approx(300, rel=0.01)


def test_the_same_values_give_the_same_bytes() -> None:
    assert draw(pairs_chart(PAIRS)) == draw(pairs_chart(PAIRS))


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Scope and edge cases", ("Scope and", "edge cases")),
        ("Support", ("Support",)),
        ("Integration complexity", ("Integration", "complexity")),
    ],
)
def test_names_break_where_lines_come_out_even(name: str, lines: tuple[str, ...]) -> None:
    assert two_lines(name) == lines


def test_long_labels_are_cut_and_coordinates_short() -> None:
    assert shortened("x" * 80, 10) == "x" * 9 + "…"
    assert shortened("short", 10) == "short"
    assert [place(number) for number in (1.0, 0.123456, -0.001)] == ["1", "0.12", "0"]
