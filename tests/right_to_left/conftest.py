"""A right-to-left language that is none, made of every text that is marked for translation."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django import Settings

from assessments.models import Assessment, Person
from assessments.queries import question_sets
from tests.assessments.steps import joined
from tests.factories import AssessmentFactory
from tests.processes import ROOT

TRIAL = ("ar-xb", "تجربة")


@pytest.fixture(scope="session")
def trial_language(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of translations that `script/translations --pseudo` writes."""
    folder = tmp_path_factory.mktemp("translations")
    command = [sys.executable, "script/translating.py", "--pseudo", str(folder)]
    subprocess.run(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, check=True)
    return folder


@pytest.fixture
def offered(trial_language: Path, settings: Settings) -> None:
    """A deployment that offers it beside English."""
    settings.LOCALE_PATHS = [str(trial_language)]
    settings.LANGUAGES = [("en-gb", "English"), TRIAL]
    question_sets.in_language.cache_clear()


@pytest.fixture
def spoken(offered: None, settings: Settings) -> None:  # noqa: ARG001 - it must be there
    """A deployment that speaks nothing else, unless a browser asks for English."""
    settings.LANGUAGE_CODE = TRIAL[0]


@pytest.fixture
def assessment() -> Assessment:
    """A round in draft."""
    found: Assessment = AssessmentFactory()
    return found


@pytest.fixture
def lead(assessment: Assessment) -> Person:
    """Who leads its project."""
    return joined(assessment, name="Lea Lead")
