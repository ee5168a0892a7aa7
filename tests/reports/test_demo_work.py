"""What waits for the people of the demo: there is something for each, and each can open what they see."""

from collections import Counter

import pytest
from django.core.management import call_command
from django.test import Client

from assessments.models import WorkItem

pytestmark = pytest.mark.django_db


def test_everybody_can_open_all_that_waits_for_them() -> None:
    call_command("load_demo", verbosity=0)
    items = WorkItem.objects.filter(done_at__isnull=True).select_related("person")
    browsers = {person: Client() for person in {item.person for item in items}}
    for person, browser in browsers.items():
        browser.force_login(person)

    opened = {(item.person, item.address) for item in items}

    assert {browsers[person].get(address).status_code for person, address in opened} == {200}
    waiting = Counter((item.person.name, item.kind) for item in items)
    assert waiting["Lea Lindqvist", "answer"] == waiting["Ruben Ramos", "answer"] == 1
    assert waiting["Lea Lindqvist", "decide"] == 1
    assert waiting["Rika Reuter", "settle"] == 3
    assert waiting["Rika Reuter", "review"] == 1
    assert waiting["Lea Lindqvist", "challenge"] == waiting["Petra Pham", "challenge"] == 1
    assert waiting["Ada Appiah", "expiry"] == 5
    before = list(items.order_by("pk").values())
    call_command("renew_work", verbosity=0)
    assert list(items.order_by("pk").values()) == before
