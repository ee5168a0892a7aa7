"""Fields take what people type, or say what to type instead."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from assessments.forms.fields import (
    CountField,
    LineField,
    LinkField,
    NumberField,
    SignedNumberField,
    TextField,
    as_typed,
)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("50000", "50000"),
        ("1,000", "1000"),
        ("1.000,5", "1000.5"),
        (" 50 ", "50"),
        ("0", "0"),
        ("0.25", "0.25"),
        ("12 %", "12"),
        ("50 000", "50000"),
    ],
)
def test_number_is_taken_as_people_write_it(typed: str, number: str) -> None:
    assert NumberField(required=False).clean(typed) == Decimal(number)


CASES: dict[str, str | None] = json.loads(Path(__file__).with_name("number_cases.json").read_text("utf-8"))


@pytest.mark.parametrize("typed", [typed for typed in CASES if typed])
def test_number_is_read_by_the_table_that_the_browser_shares(typed: str) -> None:
    number = CASES[typed]

    if number is None:
        with pytest.raises(ValidationError):
            NumberField().clean(typed)
    else:
        assert NumberField().clean(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["", "   ", None])
def test_nothing_typed_is_no_number(typed: str | None) -> None:
    assert NumberField(required=False).clean(typed) is None


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("-1", "at least 0"),
        ("NaN", "Type digits"),
        ("Infinity", "Type digits"),
        ("1e9", "Type digits"),
        ("many", "Type digits"),
        ("9" * 40, "at most 15 digits"),
        ("1.234", "can be read in two ways"),
        ("1,2,3", "Type digits"),
    ],
)
def test_what_is_no_number_says_what_to_type(typed: str, told: str) -> None:
    with pytest.raises(ValidationError, match=told):
        NumberField(required=False).clean(typed)


def test_signed_number_may_be_negative() -> None:
    assert SignedNumberField().clean("-12.5") == Decimal("-12.5")


@pytest.mark.parametrize(("number", "text"), [("50000", "50,000"), ("0.5", "0.5"), ("1.125", "1.1250")])
def test_stored_number_reads_back_the_same(number: str, text: str) -> None:
    assert as_typed(Decimal(number)) == text
    assert NumberField().clean(text) == Decimal(number)


@pytest.mark.parametrize("language", ["de", "fr", "ar"])
@pytest.mark.parametrize("number", ["9000", "50000.5", "1.125", "-1.125", "0.5", "1234567.25", "12"])
def test_number_reads_back_the_same_in_languages_that_write_it_otherwise(number: str, language: str) -> None:
    with translation.override(language):
        assert SignedNumberField().clean(as_typed(Decimal(number))) == Decimal(number)


def test_number_is_shown_as_stored_and_left_as_typed() -> None:
    assert NumberField().prepare_value(Decimal(5000)) == "5,000"
    assert NumberField().prepare_value("many") == "many"


def test_count_is_whole_and_above_zero() -> None:
    assert CountField(required=False).clean("5,000") == 5000
    assert CountField(required=False).clean("") is None
    for typed in ("0", "1.5"):
        with pytest.raises(ValidationError, match="whole number above 0"):
            CountField().clean(typed)


def test_line_loses_control_characters() -> None:
    assert LineField().clean("a\x0bb\r\nc ") == "a b c"


def test_text_counts_a_line_end_once() -> None:
    text = "x\r\n" * 10_000

    assert TextField().clean(text) == ("x\n" * 10_000).strip()


def test_text_of_twenty_thousand_characters_is_taken_and_one_more_is_not() -> None:
    assert len(TextField().clean("x" * 20_000)) == 20_000
    with pytest.raises(ValidationError, match="1 too long"):
        TextField().clean("x" * 20_001)


@pytest.mark.parametrize(
    "link", ["https://wiki.example.org/a b", "javascript:alert(1)", "wiki", "http://", "ftp://x/y"]
)
def test_link_that_is_no_address_of_the_web_is_refused(link: str) -> None:
    with pytest.raises(ValidationError, match="Type the whole address"):
        LinkField().clean(link)


@pytest.mark.parametrize("link", ["https://wiki.example.org/plan", "http://wiki/plan?x=1#2", "HTTPS://WIKI"])
def test_link_may_lead_into_the_company(link: Any) -> None:
    assert LinkField().clean(link) == link
