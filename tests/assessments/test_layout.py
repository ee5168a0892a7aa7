"""Questions drawn from cards."""

import re
import time
from dataclasses import replace

import pytest

from assessments.forms.layout import QuestionCard, SectionLayout, pair_ratio, render_cards, summary

CHOICE = QuestionCard(
    key="data.selection",
    number="1.1",
    name="Selection",
    text="How were the records chosen?",
    why="Because.",
    evidence="A note.",
    kind="choice",
    levels=tuple((str(level), f"State {level}", level == 2) for level in range(5)),
)
PAIR = replace(
    CHOICE, key="load.volume", kind="pair", levels=(), pilot="50", production="5,000", unit="a day"
)


def test_a_choice_shows_five_levels_and_the_checked_one() -> None:
    html = render_cards([CHOICE])

    assert re.findall(r'name="data__selection-said" value="([0-4])"', html) == ["0", "1", "2", "3", "4"]
    assert len(re.findall(r'name="data__selection-said" value="2" checked', html)) == 1


def test_a_pair_shows_its_numbers_and_ratio() -> None:
    html = render_cards([PAIR])

    assert 'name="load__volume-pilot" value="50"' in html
    assert 'name="load__volume-production" value="5,000"' in html
    assert re.search(r"<b>1.%</b>", html)


@pytest.mark.parametrize(
    ("pilot", "production", "expected"),
    [
        ("500", "50,000", ("23.3", "89.97", ["33.33", "66.67"], "1")),  # from 100 to 100,000
        ("1", "100", ("33.33", "100", ["33.33", "66.67"], "1")),  # the power below 1, so that 1 has a length
        ("0", "4", ("0.4", "60.21", [], "0")),
        ("12", "0,5", ("69.31", "23.3", ["33.33", "66.67"], "2,400")),
        ("1 000", "2.000,0", ("50", "65.05", ["50"], "50")),
        (" 50 ", "50", ("69.9", "69.9", [], "100")),
    ],
)
def test_the_bars_stand_on_one_log_scale(
    pilot: str, production: str, expected: tuple[str, str, list[str], str]
) -> None:
    ratio = pair_ratio(pilot, production)

    assert ratio is not None
    drawn = (ratio["pilot"], ratio["production"], ratio["ticks"], ratio["text"].rstrip("%").strip())
    assert drawn == expected


@pytest.mark.parametrize(
    ("pilot", "production"),
    [
        ("", "5"),
        ("5", ""),
        ("5", "0"),
        ("many", "5"),
        ("NaN", "5"),
        ("1e999", "5"),
        ("-1", "5"),
        ("1.000", "5"),
        ("Infinity", "5"),
    ],
)
def test_there_is_no_ratio_without_two_numbers(pilot: str, production: str) -> None:
    assert pair_ratio(pilot, production) is None


def test_every_error_leads_to_its_field() -> None:
    card = replace(PAIR, errors={"production": ["Type a number."], "said": ["Choose one."]})

    html = render_cards([card])

    assert summary([card]) == [
        ("id_load__volume-production", "Selection: Type a number."),
        ("id_load__volume-said", "Selection: Choose one."),
    ]
    for anchor, _ in summary([card]):
        assert html.count(f'id="{anchor}"') == 1


@pytest.mark.parametrize(
    "field",
    [
        "said",
        "pilot",
        "production",
        "how",
        "na_reason",
        "rationale",
        "evidence",
        "proof_title",
        "proof_link",
        "verified_by",
    ],
)
def test_every_field_can_carry_an_error(field: str) -> None:
    card = replace(PAIR, asks_how=True, errors={field: ["Wrong here."]})

    html = render_cards([card])

    assert f'id="id_load__volume-{field}"' in html
    assert html.count("Wrong here.") == 2


def test_what_people_type_is_escaped() -> None:
    html = render_cards([replace(CHOICE, rationale="</textarea><script>", proof_title='"><b>')])

    assert "<script>" not in html
    assert '"><b>' not in html


def test_the_layout_draws_the_forms_own_cards() -> None:
    class Form:
        fields = {"data__selection-said": None}  # noqa: RUF012
        refusal = None

        def cards(self) -> list[QuestionCard]:
            return [CHOICE]

    form = Form()

    assert (
        SectionLayout().render(form, {}) == SectionLayout([CHOICE]).render(form, {}) == render_cards([CHOICE])
    )


def test_eight_questions_cost_little() -> None:
    cards = [replace(CHOICE, key=f"data.q{number}") for number in range(8)]
    render_cards(cards)

    took = []
    for _ in range(5):
        start = time.process_time()
        render_cards(cards)
        took.append(time.process_time() - start)

    assert min(took) < 0.02  # 2 to 3 ms on a quiet machine; the bench states the figure
