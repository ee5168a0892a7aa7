"""The whole of it, as a team does it in Chromium: from signing in to the third signature and a comparison."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assessments.acting import SYSTEM, acting_as
from assessments.actions.import_case import import_case
from assessments.actions.members import add_member
from assessments.actions.projects import create_project
from assessments.actions.transitions import submit_assessment
from assessments.models import MemberRole, Person, Project
from assessments.questionnaires import load
from tests.assessments.steps import conclude
from tests.factories import PASSWORD, PersonFactory
from tests.processes import ROOT, environment_for_test_database, running, wait_until_said

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])

QUESTIONNAIRE = load()
PROJECT = "Invoice triage"
FLATTERED = {"data.selection": 0, "data.cleaning": 0, "users.selection": 1}
"""Where this pilot was unlike production; everything else is answered with level 3, or an equal pair."""


@pytest.fixture
def worker_and_beat(django_db_setup: None, tmp_path: Path) -> Iterator[None]:  # noqa: ARG001
    """A worker of the journey's own, with the beat that asks again for what got lost."""
    log = tmp_path / "worker.log"
    arguments = ["--app", "config", "worker", "--beat", "--schedule", str(tmp_path / "schedule")]
    arguments += ["--concurrency", "1", "--loglevel", "INFO", "--without-gossip", "--without-mingle"]
    with running("celery", *arguments, log=log) as process:
        wait_until_said("ready.", process, log)
        yield


def person(name: str) -> Person:
    """Someone who can sign in."""
    made: Person = PersonFactory(name=name, email=f"{name.split(maxsplit=1)[0].lower()}@example.org")
    return made


def sign_in(page: "Page", who: Person) -> None:
    page.goto("/accounts/login/")
    page.fill("input[name=login]", who.email)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/work/")


def sign_out(page: "Page") -> None:
    page.context.clear_cookies()


def answer_section(page: "Page", key: str) -> None:
    """Answer every question of a section as a person does: choose, back it, then save and go on."""
    for question in QUESTIONNAIRE.by_section[key].questions:
        field = question.key.replace(".", "__")
        card = page.locator(f"#{field}")
        if question.measure:
            production = "40" if question.measure.share else "5000"
            card.locator(f"#id_{field}-pilot").fill(production)
            card.locator(f"#id_{field}-production").fill(production)
        else:
            level = FLATTERED.get(question.key, 3)
            card.locator(f"input[name={field}-said][value='{level}']").check()
        if not card.locator(f"#id_{field}-proof_title").is_visible():
            card.get_by_text("Evidence and reasons").click()
        card.locator(f"input[name={field}-evidence][value=measured]").check()
        card.locator(f"#id_{field}-proof_title").fill("Pilot protocol")
        card.locator(f"#id_{field}-proof_link").fill("https://wiki.example.org/protocol")
        card.locator(f"#id_{field}-rationale").fill(f"As it was seen in the pilot: {question.name}.")
    page.locator("main .actions button[type=submit]").last.click()


def test_team_goes_from_signing_in_to_the_third_signature_and_a_comparison(
    page: "Page",
    tmp_path: Path,
    worker_and_beat: None,  # noqa: ARG001 - they render and sign the report
) -> None:
    with acting_as(SYSTEM):
        lead, reviewer = person("Lea Lindqvist"), person("Rika Reuter")
        signers = [person("Ada Appiah"), person("Cy Cohen"), person("Dee Dorn")]
    approver = signers[0]
    sign_in(page, lead)

    create_project_with_claim(page)
    with acting_as(SYSTEM):
        project = Project.objects.get(name=PROJECT)
        roles = {reviewer: MemberRole.REVIEWER} | dict.fromkeys(signers, MemberRole.APPROVER)
        for member, role in roles.items():
            add_member(project=project, person=member, role=role, by=lead, at=datetime.now(UTC))
    page.locator("main").get_by_role("link", name="Data quality").first.click()
    for section in QUESTIONNAIRE.sections:
        page.wait_for_url(f"**/sections/{section.key}/")
        answer_section(page, section.key)

    submit(page)
    page.get_by_text("This result is no evidence for production.").first.wait_for()
    verdict = page.url
    fix_data(page, verdict)
    acknowledge_users(page, verdict, approver)
    sign_out(page)
    sign_in(page, approver)
    approve_users(page)
    sign_out(page)
    sign_in(page, reviewer)
    review(page, verdict)
    accept(page, signers)
    for signer in signers:
        sign_out(page)
        sign_in(page, signer)
        sign_report(page, signer, decides=signer == approver)
    pdf = download(page, tmp_path)
    sign_out(page)
    sign_in(page, lead)

    assert_genuine(pdf, signers)
    compare_with_another(page, lead)


def create_project_with_claim(page: "Page") -> None:
    page.get_by_role("link", name="Projects").first.click()
    page.get_by_role("link", name="New project").first.click()
    page.fill("input[name=name]", PROJECT)
    page.fill("input[name=initiative]", "Finance automation")
    page.fill("input[name=unit]", "Shared services")
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/assessments/new/")
    page.fill("input[name=metric]", "accuracy")
    page.fill("input[name=value]", "95")
    page.fill("input[name=unit]", "%")
    page.get_by_label("The result is a share of cases").check()
    page.fill("input[name=sample_size]", "500")
    page.fill("input[name=criterion]", "at least 90 %")
    page.locator("[name=result][value=met]").check()
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/assessments/*/")


def submit(page: "Page") -> None:
    page.wait_for_url("**/check/")
    page.get_by_role("link", name="Go on to submit").click()
    page.wait_for_url("**/submit/")
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/verdict/")


def fix_data(page: "Page", verdict: str) -> None:
    page.goto(verdict.replace("/verdict/", "/remedies/data/"))
    page.get_by_role("radio", name="Fix").check()
    page.fill(
        "[name=action-0-what]", "Run again on a random sample of 2,000 invoices, none corrected by hand"
    )
    page.fill("[name=action-0-owner]", "Lea Lindqvist")
    page.fill("[name=action-0-shown_by]", "The accuracy on these invoices")
    page.fill("[name=action-0-due]", (datetime.now(UTC) + timedelta(days=30)).date().isoformat())
    page.get_by_role("button", name="Record the decision").click()
    page.wait_for_url("**/verdict/*")


def acknowledge_users(page: "Page", verdict: str, approver: Person) -> None:
    page.goto(verdict.replace("/verdict/", "/remedies/users/"))
    page.get_by_role("radio", name="Acknowledge").check()
    page.fill("[name=expectation]", "Ordinary users will reach 70 to 80 %, not 95 %.")
    page.fill("[name=adjusted_value]", "70")
    page.fill("[name=adjusted_to]", "80")
    page.fill("[name=effect]", "No effect known.")
    page.fill("[name=adjusted_unit]", "%")
    page.select_option("[name=approver]", label=str(approver))
    page.fill("[name=expires_on]", (datetime.now(UTC) + timedelta(days=90)).date().isoformat())
    page.get_by_role("button", name="Record the decision").click()
    page.wait_for_url("**/verdict/*")


def approve_users(page: "Page") -> None:
    """From what waits for the approver, which is the first that they see."""
    page.get_by_role("link", name="Approve the acknowledgement for User capability").click()
    page.get_by_role("button", name="Approve").click()
    page.wait_for_url("**/verdict/*")


def review(page: "Page", verdict: str) -> None:
    """Section by section, agreeing to what is left in each."""
    page.goto(verdict)
    page.get_by_text("Fix first").first.wait_for()
    page.get_by_role("link", name="Review round 1").click()
    page.get_by_role("button", name="Start the review").click()
    page.get_by_role("link", name="Go on with Data quality").click()
    for section in QUESTIONNAIRE.sections:
        page.wait_for_url(f"**/review/{section.key}/*")
        page.get_by_role("button", name="that are left").click()
    page.get_by_text("Every answer was looked at as it stands.").wait_for()


def accept(page: "Page", signers: list[Person]) -> None:
    """The first of these decides, the others countersign; then ask for what they sign."""
    page.get_by_role("link", name="Accept round 1").click()
    page.get_by_role("heading", name="Accept round 1?").wait_for()
    page.select_option("[name=decision_maker]", label=str(signers[0]))
    for signer in signers[1:]:
        page.get_by_label(str(signer)).check()
    page.get_by_role("button", name="Accept round 1").click()
    page.get_by_role("button", name="Ask for the readiness report").click()
    page.wait_for_url("**/reports/*/")
    page.get_by_role("link", name="Download the PDF").wait_for(timeout=120_000)


def sign_report(page: "Page", signer: Person, *, decides: bool) -> None:
    """From what waits for whoever signs; they signed in just now, which is a fresh proof."""
    page.get_by_role("link", name="Read the readiness report").first.click()
    if decides:
        page.get_by_role("radio", name="Fix first").check()
    else:
        page.get_by_text("You countersign this decision: fix first.").wait_for()
    page.fill("#id_reason", "The sample was drawn by hand.")
    page.get_by_label("I have read this report to its end.").check()
    page.get_by_role("button", name="Decide and sign" if decides else "Countersign").click()
    page.wait_for_url("**/reports/*/")
    page.locator(".signer.is-signed", has_text=str(signer)).wait_for(timeout=60_000)


def download(page: "Page", folder: Path) -> Path:
    page.get_by_text("everybody who had to sign it has signed").wait_for(timeout=60_000)
    with page.expect_download() as downloaded:
        page.get_by_role("link", name="Download the PDF").click()
    pdf = folder / downloaded.value.suggested_filename
    downloaded.value.save_as(pdf)
    assert pdf.name == "honest-pilot-invoice-triage-round-1.pdf"
    return pdf


def assert_genuine(pdf: Path, signers: list[Person]) -> None:
    verified = subprocess.run(
        [sys.executable, "manage.py", "verify_report", str(pdf), "--json", "--registered"],
        cwd=ROOT,
        env=environment_for_test_database(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert verified.returncode == 0, verified.stdout + verified.stderr
    said = json.loads(verified.stdout)
    assert (said["genuine"], said["unsigned"]) == (True, [])
    assert [one["name"] for one in said["signatures"]] == [str(signer) for signer in signers]
    told = subprocess.run(["pdfsig", "-nocert", str(pdf)], capture_output=True, text=True, check=False).stdout
    assert all(f"Signer Certificate Common Name: {signer}" in told for signer in signers), told
    assert told.count("Signature is Valid") == 1 + len(signers), told
    text = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    assert "This result is no evidence" in text
    assert "hand-picked, hand-cleaned data" in " ".join(text.split())


def compare_with_another(page: "Page", lead: Person) -> None:
    example = ROOT / "reports" / "demo" / "automated-order-taking-1.json"
    now = datetime.now(UTC)
    with acting_as(SYSTEM):
        project = create_project(
            name="Order taking", initiative_name="Retail", unit_name="Restaurants", by=lead, at=now
        )
        assessment = import_case(project=project, text=example.read_bytes(), by=lead, at=now)
        submit_assessment(assessment=assessment, by=lead, at=now)
        conclude(assessment, at=now)
    page.goto("/portfolio/")
    for box in page.locator("tbody input[type=checkbox]").all():
        box.check()
    page.get_by_role("button", name="Compare").click()
    page.wait_for_url("**/compare/?*")
    for name in (PROJECT, "Order taking"):
        page.locator("main").get_by_text(name).first.wait_for()
    page.get_by_text("This result is no evidence for production.").first.wait_for()
    page.get_by_text("hand-picked, hand-cleaned data").first.wait_for()
