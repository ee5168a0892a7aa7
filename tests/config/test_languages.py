"""The pages of one's own account speak the language of whoever reads them."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from assessments.models import Person
from config.browsers import browser_named
from config.passwords import ForeseeableValidator, LengthValidator
from reports.demo.people import make_people
from tests.factories import NOW, PersonFactory
from tests.languages import speak_also

pytestmark = pytest.mark.django_db
DUTCH = {
    "Sign in": "Inloggen",
    "Sign out": "Uitloggen",
    "E-mail address": "E-mailadres",
    "Type your password.": "Typ uw wachtwoord.",
    "This e-mail address and password do not go together. Check both.": "Klopt niet.",
    "Skip to the content": "Naar de inhoud",
    "There is nothing here, or it is not yours to see": "Hier is niets voor u",
    "Where you are signed in": "Waar u bent ingelogd",
    "You are signed out everywhere else.": "U bent overal elders uitgelogd.",
    "%(browser)s on %(system)s": "%(browser)s onder %(system)s",
    "Use more different characters.": "Gebruik meer verschillende tekens.",
    "people and settings": "mensen en instellingen",
}


@pytest.fixture(autouse=True)
def dutch(tmp_path: Path, settings: LazySettings) -> None:
    speak_also("nl", DUTCH, tmp_path, settings)


def entered(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_sign_in_speaks_the_browsers_language() -> None:
    client = Client(headers={"Accept-Language": "nl"})
    address = reverse("account_login")

    page = client.get(address).content.decode()
    assert '<html lang="nl" dir="ltr">' in page
    assert "<h1>Inloggen</h1>" in page
    assert "E-mailadres" in page
    assert "Naar de inhoud" in page
    typed = {"login": "ada@example.org", "password": ""}
    assert "Typ uw wachtwoord." in client.post(address, typed).content.decode()
    assert "Klopt niet." in client.post(address, typed | {"password": "not it"}).content.decode()


def test_two_readers_of_one_process_are_each_answered_in_their_language() -> None:
    english, dutch = PersonFactory(language=""), PersonFactory(language="nl")

    for person, word in ((dutch, "Uitloggen"), (english, "Sign out"), (dutch, "Uitloggen")):
        assert f">{word}</button>" in entered(person).get(reverse("mfa_index")).content.decode()


def test_message_after_a_step_and_page_of_errors_are_translated() -> None:
    client = entered(PersonFactory(language="nl"))

    page = client.post(reverse("usersessions_list"), follow=True).content.decode()
    assert "U bent overal elders uitgelogd." in page
    assert "Hier is niets voor u" in client.get("/nowhere/").content.decode()


def test_demo_says_what_its_accounts_do_in_the_readers_language() -> None:
    make_people(NOW)
    page = Client(headers={"Accept-Language": "nl"}).get(reverse("account_login")).content.decode()

    assert "mensen en instellingen" in page


def test_small_sentences_are_whole() -> None:
    with translation.override("nl"):
        assert browser_named("Mozilla/5.0 (X11; Linux) Firefox/140.0") == "Firefox onder Linux"
        with pytest.raises(Exception, match="Gebruik meer verschillende tekens"):
            ForeseeableValidator().validate("aaaaaaaaaaaaaaaaaaaa")
    assert LengthValidator(15).get_error_message().startswith("Take at least 15 characters; ")
