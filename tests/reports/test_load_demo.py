"""Loading the demo: for trials only."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from assessments.models import Person
from reports.demo import ACCOUNTS, PASSWORD

pytestmark = pytest.mark.django_db


def load(*arguments: str) -> str:
    out = StringIO()
    call_command("load_demo", *arguments, stdout=out)
    return out.getvalue()


def test_accounts_are_printed() -> None:
    said = load("--accounts")

    assert PASSWORD in said
    assert all(account.email in said for account in ACCOUNTS)
    assert not Person.objects.exists()


@pytest.mark.parametrize("argument", [(), ("--accounts",)])
def test_outside_a_trial_it_refuses(settings: Any, argument: tuple[str, ...]) -> None:
    settings.TRIAL = False

    with pytest.raises(CommandError, match="for trials only"):
        load(*argument)
    assert not Person.objects.exists()
