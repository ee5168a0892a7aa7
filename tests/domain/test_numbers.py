"""How people write numbers, and how the pages write them back."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.domain.numbers import (
    LIMIT,
    NotANumber,
    bare,
    counted,
    fits,
    half_up,
    parse_number,
    plain,
    ratio,
    significant,
    whole_percent,
)
from assessments.questionnaires import available, load


@pytest.mark.parametrize(
    ("number", "unit", "text"),
    [
        (1, "systems", "1 system"),
        (4, "systems", "4 systems"),
        (1, "people", "1 person"),
        (1, "kinds of case", "1 kind of case"),
        (1, "hours for each user", "1 hour for each user"),
        (Decimal("1.5"), "weeks", "1.5 weeks"),
        (1, "%", "1 %"),
        (1, "", "1"),
    ],
)
def test_counted_says_one_of_a_thing(number: Decimal | int, unit: str, text: str) -> None:
    assert counted(number, unit) == text


@pytest.mark.parametrize("question_set", available())
def test_counted_knows_one_of_every_unit_that_is_asked_for(question_set: str) -> None:
    units = {question.measure.unit for question in load(question_set) if question.measure}

    assert {unit for unit in units if counted(1, unit) == f"1 {unit}"} <= {"%"}


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("50", "50"),
        (" 50 ", "50"),
        ("50000", "50000"),
        ("50,000", "50000"),
        ("1,000", "1000"),
        ("1,000,000.25", "1000000.25"),
        ("50 000", "50000"),
        ("50\N{NO-BREAK SPACE}000", "50000"),
        ("50\N{NARROW NO-BREAK SPACE}000,5", "50000.5"),
        ("1'000", "1000"),
        ("1\N{RIGHT SINGLE QUOTATION MARK}000", "1000"),
        ("1.000,5", "1000.5"),
        ("1.000.000", "1000000"),
        ("0.125", "0.125"),
        ("0,25", "0.25"),
        ("0,125", "0.125"),
        ("1 000,5", "1000.5"),
        ("1'000.5", "1000.5"),
        ("1000,500", "1000.5"),
        ("1,5", "1.5"),
        ("12 %", "12"),
        ("007", "7"),
    ],
)
def test_parse_number_takes_common_ways_of_writing(typed: str, number: str) -> None:
    assert parse_number(typed) == Decimal(number)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "NaN",
        "inf",
        "-inf",
        "1e3",
        "0x10",
        "ten",
        "1,00,000",
        "1.00.0",
        "1,000,5",
        "٣",
        "5 apples",
        "1..5",
        "+5",
    ],
)
def test_parse_number_refuses_what_is_no_number(typed: str) -> None:
    with pytest.raises(NotANumber, match=r"is not a number\. Type digits"):
        parse_number(typed)


@pytest.mark.parametrize(
    ("typed", "whole", "decimal"),
    [("1.000", "1000", "1.0000"), ("12.345", "12345", "12.3450"), ("100.000", "100000", "100.0000")],
)
def test_parse_number_asks_when_a_point_reads_two_ways(typed: str, whole: str, decimal: str) -> None:
    with pytest.raises(NotANumber, match=re.escape(f"two ways. Type {whole} or {decimal}.")):
        parse_number(typed)
    assert parse_number(whole) == parse_number(decimal) * 1000


def test_parse_number_refuses_negative_unless_it_may_be() -> None:
    with pytest.raises(NotANumber, match="at least 0"):
        parse_number("-3")
    assert parse_number("\N{MINUS SIGN}0.2", negative=True) == Decimal("-0.2")


@pytest.mark.parametrize("typed", ["1000000000000000", "0.1234567", "123456789012.12345"])
def test_parse_number_refuses_what_would_not_survive_storage(typed: str) -> None:
    with pytest.raises(NotANumber, match="at most 15 digits"):
        parse_number(typed)


@given(st.decimals(min_value=0, max_value=LIMIT - 1, places=2).filter(fits))
@settings(max_examples=40)
def test_what_a_page_writes_can_be_typed_back(number: Decimal) -> None:
    assert parse_number(plain(number)) == number or "." in plain(number)
    assert Decimal(bare(number)) == number


def test_fits_refuses_infinities() -> None:
    assert not fits(Decimal("Infinity"))
    assert fits(Decimal("1E+5"))


@pytest.mark.parametrize(
    ("coverage", "text"),
    [
        (Fraction(0), "0 %"),
        (Fraction(1, 1000), "under 1 %"),
        (Fraction(379, 1000), "37 %"),
        (Fraction(1), "100 %"),
    ],
)
def test_whole_percent_rounds_down(coverage: Fraction, text: str) -> None:
    assert whole_percent(coverage) == text


@pytest.mark.parametrize(
    ("coverage", "text"),
    [(Fraction(0), "0 %"), (Fraction(1, 100), "1 %"), (Fraction(1, 400), "0.25 %"), (Fraction(5, 6), "83 %")],
)
def test_ratio_keeps_two_digits_where_small(coverage: Fraction, text: str) -> None:
    assert ratio(coverage) == text


def test_half_up_rounds_halves_away_from_zero() -> None:
    assert half_up(Fraction(1, 8), 2) == Decimal("0.13")
    assert half_up(Fraction(-1, 8), 2) == Decimal("-0.13")
    assert half_up(Decimal("31.25"), 1) == Decimal("31.3")


def test_significant_keeps_digits_from_the_first_that_counts() -> None:
    assert significant(0.005973, 3) == Decimal("0.00597")
    assert significant(Fraction(1234), 3) == Decimal(1230)
    assert significant(Decimal(0), 3) == Decimal(0)


@pytest.mark.parametrize(
    "number",
    ["1e-3000000", "1e-400000000", "0e-3000000", "1e3000000", "1.00000000000000000000000000000000000001"],
)
def test_fits_refuses_what_would_fill_pages(number: str) -> None:
    assert not fits(Decimal(number))
