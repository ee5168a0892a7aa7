"""Long is enough, foreseeable is not."""

import pytest
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from pytest_django import Settings

from assessments.models import Person

ADA = Person(email="ada.appiah@northern-rail.example", name="Ada Appiah")

TAKEN = [
    "correct horse battery staple",
    "fifteen letters",
    "ein langer satz ohne alles besondere",
    "Ü" * 3 + "berraschend genug",
    "x7 " * 30 + "quite long",
    "wörter 🙂 mit bildern darin",
]
REFUSED = {
    "too short": ("fourteen chars", "at least 15 characters"),
    "one character over and over": ("aaaaaaaaaaaaaaaaaaaa", "more different characters"),
    "the product and a year": ("HonestPilot-2026!", "Leave out your name"),
    "the organisation": ("northern railways 1", "Leave out your name"),
    "the person": ("Ada.Appiah.2026", "Leave out your name"),
    "the address": ("appiah@northern-rail", "Leave out your name"),
    "a well-known one": ("1q2w3e4r5t6y7u8i9o0p", "too common"),
}


@pytest.fixture(autouse=True)
def organisation(settings: Settings) -> None:
    settings.ORGANISATION_NAME = "Northern Railways"


@pytest.mark.parametrize("password", TAKEN)
def test_long_password_is_taken_whatever_it_is_made_of(password: str) -> None:
    validate_password(password, ADA)


@pytest.mark.parametrize("what", REFUSED)
def test_foreseeable_password_is_refused_with_what_to_do(what: str) -> None:
    password, told = REFUSED[what]

    with pytest.raises(ValidationError) as refused:
        validate_password(password, ADA)

    assert any(told in text for text in refused.value.messages)


def test_rules_are_said_before_typing() -> None:
    told = " ".join(password_validators_help_texts())

    assert "At least 15 characters" in told
    assert "others would try first" in told


def test_nobody_known_is_no_error() -> None:
    validate_password("correct horse battery staple", None)
