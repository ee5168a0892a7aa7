"""The PDF: what it says, that it stays calm under hostile texts, and that it fetches nothing."""

import json
import re
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from assessments.domain.case import Case
from reports.content.record import digest
from reports.content.report import ReportContent, report_content
from reports.pdf import TooSlow, write_pdf
from reports.pdf.limits import for_paper, link_for_paper, text_for_paper
from reports.pdf.time_limit import within

from . import example_cases as examples

pytest.importorskip("weasyprint")


def content_of(case: Case) -> ReportContent:
    return report_content(examples.record_of(case))


def text_of(pdf: bytes) -> str:
    """The text as a reader gets it, white space folded."""
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().replace("\u200b", "").split())


@pytest.fixture(scope="module")
def busy() -> bytes:
    return write_pdf(content_of(examples.busy()))


def test_full_case_fills_six_to_ten_pages(busy: bytes) -> None:
    assert 6 <= len(PdfReader(BytesIO(busy)).pages) <= 10


@pytest.mark.parametrize("make", [examples.sparse, examples.good, examples.honest_no])
def test_other_cases_fill_six_to_ten_pages_and_none_is_empty(make: Any) -> None:
    pages = PdfReader(BytesIO(write_pdf(content_of(make())))).pages
    assert 6 <= len(pages) <= 10
    assert all(len(page.extract_text()) > 200 for page in pages)


def test_many_long_links_stay_on_ten_pages() -> None:
    link = "https://files.example.org/sites/finance/automation/pilots/invoice-triage/2026/week-{}/log-of-the-week.xlsx"
    logs = [{"title": f"Log of week {week}", "link": link.format(week)} for week in range(39)]
    pages = PdfReader(
        BytesIO(write_pdf(content_of(examples.case_of({**examples.BUSY, "evidence": logs}))))
    ).pages

    assert len(pages) <= 10
    assert "[39] Log of week" in " ".join(page.extract_text() for page in pages)


def test_long_link_loses_its_middle() -> None:
    link = f"https://files.example.org/{'folder/' * 20}log-of-the-week.xlsx"

    assert len(link_for_paper(link)) == 64
    assert link_for_paper(link).startswith("https://files.example.org/")
    assert link_for_paper(link).endswith("log-of-the-week.xlsx")
    assert link_for_paper("https://example.org") == "https://example.org"


def test_page_that_continues_a_section_names_it(busy: bytes) -> None:
    pages = [page.extract_text() for page in PdfReader(BytesIO(busy)).pages]
    continued = [
        (page, name)
        for page in pages
        for name in (section.name for section in content_of(examples.busy()).sections)
        if f"{name}, continued" in page
    ]

    assert continued
    assert not [name for page, name in continued if page.count(name) > 1]


def test_findings_on_the_cover_have_their_words(busy: bytes) -> None:
    cover = PdfReader(BytesIO(busy)).pages[0].extract_text()

    assert cover.casefold().count("unmatched") >= 1


def test_pdf_says_verdict_claim_and_digests(busy: bytes) -> None:
    content, text = content_of(examples.busy()), text_of(busy)
    assert content.standing.verdict_sentence in text
    assert " ".join(content.honest_claim.replace("\u00a0", " ").split()) in text.replace("\u00a0", " ")
    assert all(fact.value in text for fact in content.identity if fact.is_digest)
    assert f"Record {content.heading.short_digest}" in text


def test_pdf_names_every_question(busy: bytes) -> None:
    text = text_of(busy).casefold()
    assert [question.name for question in examples.QUESTIONS if question.name.casefold() not in text] == []


def test_pdf_carries_the_data_it_was_made_from(busy: bytes) -> None:
    record = examples.record_of(examples.busy())
    files = {name: json.loads(content[0]) for name, content in PdfReader(BytesIO(busy)).attachments.items()}
    assert files == {"case.json": record["case"], "result.json": record["result"], "record.json": record}
    assert digest(files["record.json"]) == digest(record)


def test_same_content_gives_the_same_bytes(busy: bytes) -> None:
    assert write_pdf(content_of(examples.busy())) == busy


def test_pdf_has_title_language_outline_and_tags(busy: bytes) -> None:
    reader = PdfReader(BytesIO(busy))
    assert reader.metadata is not None
    assert reader.metadata.title == "Readiness report: Invoice triage, round 2"
    catalog: Any = reader.trailer["/Root"]
    assert catalog["/Lang"] == "en-GB"
    assert catalog["/MarkInfo"]["/Marked"]
    assert "The method, to be redone by hand" in str(reader.outline)


def test_pdf_has_no_object_streams(busy: bytes) -> None:
    assert b"/ObjStm" not in busy


def test_only_our_own_fonts_are_embedded(busy: bytes) -> None:
    fonts = set(re.findall(rb"/BaseFont /[A-Z]{6}\+([A-Za-z0-9]+)", busy))
    assert fonts == {b"Inter", b"Source"}


def test_letters_beyond_english_are_set_as_they_are() -> None:
    named = {**examples.BUSY, "project": {"name": "Łódź Ąęśż, Ğüneş, Ērgļi"}}
    assert "Łódź Ąęśż, Ğüneş, Ērgļi" in text_of(write_pdf(content_of(examples.case_of(named))))


def hostile(text: str, name: str) -> Case:
    """A full case whose every free text is `text` and every name is `name`."""
    proof = [{"title": name, "link": f"https://{name}"}] * 3
    answers = {
        key: {**answer, "rationale": text, "evidence": "verified", "verified_by": name, "proof": proof}
        for key, answer in examples.BUSY_ANSWERS.items()
        if "not_applicable" not in answer
    }
    answers["integration.outage"] = {"not_applicable": text}
    action = {"what": text, "owner": name, "due": "2026-06-15"}
    claim = {**examples.BUSY["claim"], **dict.fromkeys(("metric", "criterion", "period", "baseline"), name)}  # type: ignore[dict-item]
    return examples.case_of(
        {
            **examples.BUSY,
            "project": {"name": name, "initiative": name, "unit": name},
            "claim": claim,
            "answers": answers,
            "remedies": {
                "data": {"fix": {"actions": [action] * 50}},
                "users": {
                    "acknowledge": {
                        "expectation": text,
                        "adjusted": {"value": 1, "unit": name},
                        "asked_by": f"a{name}"[:500],
                        "approver": name,
                        "expires": "2027-01-01",
                    }
                },
            },
            "challenges": [{"question": "data.selection", "text": text}] * 30,
            "settled": [{"rule": "K1", "why": text, "by": name}],
            "rulings": [{"question": "data.volume", "lowered_grade": "none", "by": name, "why": text}],
            "scope_register": [{"kind": name, "plan": text}] * 40,
            "evidence": [
                {"title": f"{name[:490]}{number}", "link": f"https://{name}"} for number in range(90)
            ],
            "notes": text,
        }
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [("x" * 20_000, "y" * 500), ("\u00ad" * 20_000, "word " * 100), ("\N{MOUSE FACE} " * 9_000, "ﷺ" * 400)],
    ids=["one word", "soft hyphens", "far letters"],
)
def test_hostile_texts_render_in_time(text: str, name: str) -> None:
    content = content_of(hostile(text, name.strip()))
    start = time.process_time()
    pdf = write_pdf(content, seconds=60)
    assert time.process_time() - start < 10
    assert "continues in the attached case file" in text_of(pdf)
    assert json.loads(PdfReader(BytesIO(pdf)).attachments["case.json"][0])["notes"] == text


def test_long_words_break_and_digests_stay_whole() -> None:
    assert text_for_paper("x" * 100, 1000).replace("\u200b", "") == "x" * 100
    assert max(map(len, text_for_paper("x" * 100, 1000).split("\u200b"))) == 40
    assert text_for_paper("a" * 64, 1000) == "a" * 64


def test_long_lists_say_how_many_more_there_are() -> None:
    paper = for_paper(content_of(hostile("text", "name")))
    assert paper.evidence[-1].title == "and 31 more in the attached case file"
    assert len(paper.scope_register) == 31


# Broken off anywhere, WeasyPrint may leave a file or an object half made.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore::ResourceWarning")
def test_report_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(TooSlow, match=r"0\.3 seconds"):
        write_pdf(content_of(examples.busy()), seconds=0.3)


def test_limit_that_was_overheard_is_told_at_the_end() -> None:
    """As by a library that drops the one picture it was drawing, and finishes without it."""
    dropped = False
    with pytest.raises(TooSlow), within(0.01):  # noqa: PT012 - it ends by itself
        while not dropped:
            try:
                sum(range(1000))
            except TooSlow:
                dropped = True


def test_limit_is_not_swallowed_by_what_catches_everything() -> None:
    caught = 0
    with pytest.raises(TooSlow), within(0.01):  # noqa: PT012 - the loop is what the limit must end
        while True:
            try:
                while True:
                    pass
            except Exception:
                caught += 1
                if caught == 2:
                    raise
    assert signal.getitimer(signal.ITIMER_PROF) == (0, 0)


def test_limit_is_told_whatever_a_library_makes_of_it() -> None:
    with pytest.raises(TooSlow) as told, within(0.01):  # noqa: PT012 - the loop is what the limit must end
        try:
            while True:
                pass
        except TooSlow as error:
            raise OSError("font not found") from error
    assert isinstance(told.value.__cause__, OSError)


def test_error_within_the_limit_stays_what_it_is() -> None:
    with pytest.raises(OSError, match="font not found"), within(10):
        raise OSError("font not found")


def test_waiting_is_not_work() -> None:
    with within(0.5):
        time.sleep(0.6)


@contextmanager
def canary() -> Iterator[tuple[str, list[str]]]:
    """A server on the loopback that writes down what it is asked."""
    asked: list[str] = []

    class Canary(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_args: Any) -> None: ...

    server = HTTPServer(("127.0.0.1", 0), Canary)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def probes(site: str, file: Path) -> str:
    """Fifteen ways in which text might make a renderer look elsewhere."""
    return f"""
    <img src="{site}/1"><img src="file://{file}"><link rel="stylesheet" href="{site}/2">
    <link rel="attachment" href="file://{file}"><a rel="attachment" href="file://{file}">x</a>
    <style>@import url({site}/3);</style><style>body{{background:url({site}/4)}}</style>
    <object data="{site}/5"></object><embed src="{site}/6"><iframe src="{site}/7"></iframe>
    <svg><image href="{site}/8"/><use href="{site}/9#a"/></svg><input type="image" src="{site}/10">
    <p style="background:url(file://{file})">x</p><base href="{site}/">{{% include "{file}" %}}{{{{ x }}}}
    <script src="{site}/11"></script><meta http-equiv="refresh" content="0;url={site}/12">
    """


def test_probes_in_every_text_reach_neither_network_nor_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("canary-7f3a-secret")
    with canary() as (site, asked):
        probe = probes(site, secret)
        content = content_of(hostile(probe, " ".join(probe.split())[:480]))
        pdf = write_pdf(content, seconds=60)
    assert asked == []
    reader = PdfReader(BytesIO(pdf))
    assert b"canary-7f3a" not in pdf
    assert set(reader.attachments) == {"case.json", "result.json", "record.json"}
    assert not any(b"canary-7f3a" in page.get_contents().get_data() for page in reader.pages)  # type: ignore[union-attr]
    assert '<img src="http' in text_of(pdf)


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1:1/", "file:///etc/hostname", "data:text/css,x", "report:../x"]
)
def test_fetcher_refuses_everything_but_our_own(address: str) -> None:
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415 - slow to import

    from reports.pdf.press import OwnAssetsOnly  # noqa: PLC0415

    with pytest.raises(FatalURLFetchingError):
        OwnAssetsOnly()(address)
