"""The setting TIME_ZONE: a zone that there is, or a message that says what to type."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.time_zone import known_zone

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", ["UTC", "Europe/Madrid", "Pacific/Auckland"])
def test_zone_that_there_is_is_taken(name: str) -> None:
    assert known_zone(name) == name


@pytest.mark.parametrize("name", ["", "Europe", "Europe/Madird", "CEST+1", "../../etc/passwd", "/etc/passwd"])
def test_zone_that_there_is_not_is_refused_in_words(name: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="there is no such time zone"):
        known_zone(name)


@pytest.mark.parametrize(("named", "told"), [("Europe/Madrid", "Europe/Madrid"), ("Madrid", "is “Madrid”")])
def test_environment_says_which_zone_it_is(named: str, told: str) -> None:
    code = "from django.conf import settings; print(settings.TIME_ZONE)"
    environment = os.environ | {"TIME_ZONE": named, "DJANGO_SETTINGS_MODULE": "config.settings"}

    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )

    assert told in (done.stdout or done.stderr)
