"""The report in a language that is read from right to left: nothing that belongs to it stays in English."""

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from django.test import override_settings
from django.utils import translation
from pypdf import PdfReader

from assessments import questionnaires
from assessments.domain import casefile
from assessments.domain.questionnaire import Questionnaire
from assessments.domain.verdict import assess
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
from reports.charts.render import Drawing
from reports.content.record import Provenance, freeze
from reports.content.report import ReportContent, report_content
from reports.content.words import FINDINGS
from reports.pdf import write_pdf
from reports.pdf.drawings import drawings
from reports.pdf.limits import for_paper
from reports.pdf.press import page_words
from tests.disguise import english_in

from . import example_cases as examples

ROOT = Path(__file__).resolve().parents[2]
NOT_READ = re.compile(
    r'<style.*?</style>|<meta name="(?:generator|dcterms)[^>]*>'
    r"|</?[a-z0-9]+|\b(?!alt|content)[\w-]+=\"[^\"]*\"|\b(?:alt|content)=",
    re.DOTALL,
)
"""Of HTML, all but the text and what is read aloud."""
DIGEST = re.compile(r"\b[0-9a-f]{8,}\b")
NAMES = {
    "DOCTYPE",
    "html",
    "Honest",
    "Pilot",
    "SHA",
    "UTC",
    "manage",
    "py",
    "json",
    "honest",
    "pilot",
    "rules",
}
"""What is called the same in every language."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The trial language, made from all that is marked."""
    made = tmp_path_factory.mktemp("locale")
    subprocess.run(
        [sys.executable, ROOT / "script" / "translating.py", "--pseudo", made],
        check=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    return made


@pytest.fixture
def questions(folder: Path) -> Iterator[Questionnaire]:
    """The question set of a site whose language is the trial language."""
    with (
        override_settings(LOCALE_PATHS=[folder], LANGUAGES=[("en-gb", "English"), ("ar-xb", "Trial")]),
        translation.override("ar-xb"),
    ):
        yield questionnaires.translated(examples.QUESTIONS, folder, "ar_XB")


def content_of(questions: Questionnaire) -> ReportContent:
    record = freeze(assess(examples.busy(), questions, examples.AS_OF), provenance=Provenance())
    return report_content(record)


def written(value: Any) -> Iterator[str]:
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from written(item)
    else:
        yield str(value)


def test_pages_of_a_report_have_no_english_word(questions: Questionnaire) -> None:
    paper = for_paper(content_of(questions))
    html = render_to_string("reports/document/report.html", {"report": paper, **drawings(paper)})
    read = unescape(NOT_READ.sub(" ", DIGEST.sub("", html)))
    theirs = {word.lower() for word in english_in(written(casefile.to_json(examples.busy())))}

    assert {word for word in english_in([read]) if word.lower() not in theirs} <= NAMES


@pytest.mark.usefixtures("questions")
def test_margins_of_a_page_have_no_english_word() -> None:
    texts = re.findall(r'"([^"]*)"', page_words())

    assert len(texts) == 4
    assert english_in(texts) == set()


def test_numbers_of_pages_stand_where_the_language_puts_them() -> None:
    assert 'content: "Page " counter(page) " of " counter(pages) ""' in page_words()


def test_file_says_which_language_it_is_in(questions: Questionnaire) -> None:
    reader = PdfReader(BytesIO(write_pdf(content_of(questions))))

    assert str(reader.root_object["/Lang"]) == "ar-XB"


@pytest.mark.usefixtures("questions")
@pytest.mark.parametrize(
    "make",
    [
        lambda: radar_chart([RadarSection("·", level, 0, verified=level == 4) for level in (None, 1, 4)]),
        lambda: pairs_chart([PairRow("·", None, Decimal(10**9), "·"), PairRow("·", Decimal(0), None, "·")]),
        lambda: pairs_ledger([PairRow("·", Decimal(1), Decimal(10**12), "·", "0 %")]),
        lambda: strip_chart([StripSection("·", finding, 1) for finding in FINDINGS]),
        lambda: unseen_chart(Decimal(3), Decimal(10**9), Decimal(9), at_least=True),
        lambda: unseen_chart(Decimal(300), Decimal(500), Decimal(200), at_least=False),
    ],
)
def test_drawings_have_no_english_word(make: Callable[[], Drawing]) -> None:
    assert english_in(ElementTree.fromstring(draw(make())).itertext()) == set()  # noqa: S314 - our own
