"""Every address of the site, asked for by everybody: one table says who gets what, and none is left out.

Rows are addresses by name: a round's three times, as a draft, submitted and concluded, or once where that
makes no difference. Columns are people asking for the page, and at the end two who post to it. "login" is a
redirect to the sign-in page, 302 one to anywhere else; the report still waits to be written.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from assessments.models import Assessment, MemberRole, Membership, OversightRole, Person, Project
from tests.factories import AssessmentFactory, MembershipFactory, OversightFactory, PersonFactory
from tests.reports.records import project_with_lead, record_made, requested, submitted_round

pytestmark = pytest.mark.django_db

ROLES = {
    "nobody": "",
    "other": "",
    "lead": MemberRole.LEAD,
    "respon": MemberRole.RESPONDENT,
    "review": MemberRole.REVIEWER,
    "approv": MemberRole.APPROVER,
    "pmo": OversightRole.PMO,
    "leader": OversightRole.LEADERSHIP,
    "admin": OversightRole.ADMINISTRATOR,
}
"""The columns: nobody signed in, somebody else's colleague, and one person for each role."""

STATES = ("draft", "submitted", "concluded")
CONTRADICTORY = {"data.selection": {"level": 4}, "data.cleaning": {"level": 0}}

TABLE = """
                             nobody other  lead   respon review approv pmo    leader admin  nobody other
account_login                200    302    302    302    302    302    302    302    302
account_logout               302    200    200    200    200    200    200    200    200
account_inactive             200    200    200    200    200    200    200    200    200
account_change_password      login  200    200    200    200    200    200    200    200
account_reauthenticate       login  200    200    200    200    200    200    200    200
mfa_index                    login  200    200    200    200    200    200    200    200
mfa_authenticate             302    302    302    302    302    302    302    302    302
mfa_reauthenticate           login  302    302    302    302    302    302    302    302
mfa_activate_totp            login  302    302    302    302    302    302    302    302
mfa_deactivate_totp          login  404    404    404    404    404    404    404    404
mfa_view_recovery_codes      login  404    404    404    404    404    404    404    404
mfa_generate_recovery_codes  login  302    302    302    302    302    302    302    302
mfa_download_recovery_codes  login  404    404    404    404    404    404    404    404
verdict draft                login  404    404    404    404    404    404    404    404    405    405
verdict submitted            login  404    200    200    200    200    200    404    404    405    405
verdict concluded            login  404    200    200    200    200    200    200    404    405    405
conclude draft               login  404    302    403    403    403    404    404    404    login  404
conclude submitted           login  404    200    403    403    403    403    404    404    login  404
conclude concluded           login  404    302    403    403    403    403    403    404    login  404
report_request               405    405    405    405    405    405    405    405    405    login  404
report                       login  404    200    200    200    200    200    200    404    405    405
report_status                login  404    200    200    200    200    200    200    404    405    405
report_download              login  404    404    404    404    404    404    404    404    405    405
report_retry                 405    405    405    405    405    405    405    405    405    login  404
portfolio                    login  200    200    200    200    200    200    200    200
compare                      login  200    200    200    200    200    200    200    200
style                        200    200    200    200    200    200    200    200    200
home                         200    302    302    302    302    302    302    302    302
quick_check                  200    200    200    200    200    200    200    200    200
project_list                 login  200    200    200    200    200    200    200    200
project_create               login  200    200    200    200    200    200    403    403
project                      login  404    200    200    200    200    200    200    404    405    405
project_people               login  404    200    403    403    403    403    403    404    login  404
member_remove                405    405    405    405    405    405    405    405    405    login  404
assessment_create            login  404    302    403    403    403    403    403    404    login  404
assessment draft             login  404    200    200    200    200    404    404    404    405    405
assessment submitted         login  404    200    200    200    200    200    404    404    405    405
assessment concluded         login  404    200    200    200    200    200    200    404    405    405
claim draft                  login  404    200    403    403    403    404    404    404    login  404
claim submitted              login  404    302    403    403    403    403    404    404    login  404
claim concluded              login  404    302    403    403    403    403    403    404    login  404
section draft                login  404    200    200    302    302    404    404    404    login  404
section submitted            login  404    302    302    302    302    302    404    404    login  404
section concluded            login  404    302    302    302    302    302    302    404    login  404
answer_save                  405    405    405    405    405    405    405    405    405    login  404
agree_not_applicable         405    405    405    405    405    405    405    405    405    login  404
check_answers draft          login  404    200    200    200    200    404    404    404    405    405
check_answers submitted      login  404    200    200    200    200    200    404    404    405    405
check_answers concluded      login  404    200    200    200    200    200    200    404    405    405
submit draft                 login  404    200    403    403    403    404    404    404    login  404
submit submitted             login  404    302    302    302    302    302    404    404    login  404
submit concluded             login  404    302    302    302    302    302    302    404    login  404
reopen draft                 login  404    302    403    403    403    404    404    404    login  404
reopen submitted             login  404    200    403    403    403    403    404    404    login  404
reopen concluded             login  404    302    403    403    403    403    403    404    login  404
withdraw draft               login  404    200    403    403    403    404    404    404    login  404
withdraw submitted           login  404    200    403    403    403    403    404    404    login  404
withdraw concluded           login  404    302    403    403    403    403    403    404    login  404
remedy draft                 login  404    404    404    404    404    404    404    404    login  404
remedy submitted             login  404    200    200    200    200    200    404    404    login  404
remedy concluded             login  404    200    200    200    200    200    200    404    login  404
acknowledgement_approve      405    405    405    405    405    405    405    405    405    login  404
settle draft                 login  404    404    404    404    404    404    404    404    login  404
settle submitted             login  404    200    403    200    403    403    404    404    login  404
settle concluded             login  404    200    403    200    403    403    403    404    login  404
"""


class Site:
    """Two projects with three rounds, a report, and a browser for everybody."""

    def __init__(self) -> None:
        first, lead = project_with_lead()
        second, _ = project_with_lead()
        MembershipFactory(project=second, person=lead)
        record = record_made(first, lead, answers=CONTRADICTORY)
        self.report = requested(record, lead)
        self.rounds: dict[str, Assessment] = {
            "draft": AssessmentFactory(project=first, round=2),
            "submitted": submitted_round(second, lead, CONTRADICTORY),
            "concluded": record.assessment,
        }
        self.browsers = {who: browser_of(who, [first, second]) for who in ROLES}

    def row(self, name: str, keys: Mapping[str, int], state: str) -> list[str]:
        """What everybody gets at one address."""
        url = self._address(name, keys, state)
        got = [told(browser.get(url)) for browser in self.browsers.values()]
        posted = [told(self.browsers[who].post(url)) for who in ("nobody", "other") if keys]
        return got + posted

    def _address(self, name: str, keys: Mapping[str, int], state: str) -> str:
        found = self.rounds[state or "concluded"]
        values: dict[str, Any] = {
            "project_id": found.project_id,
            "assessment_id": found.pk,
            "membership_id": Membership.objects.filter(project=found.project_id).latest("pk").pk,
            "report_id": self.report.pk,
            "section": "data",
            "question": "data.selection",
            "rule": "K1",
        }
        return reverse(name, kwargs={key: values[key] for key in keys})


def browser_of(who: str, projects: list[Project]) -> Client:
    """A browser in which a new person with this role is signed in."""
    browser, role = Client(), ROLES[who]
    person: Person = PersonFactory()
    if role in OversightRole.values:
        OversightFactory(person=person, role=role)
    for project in projects if role in MemberRole.values else ():
        MembershipFactory(person=person, project=project, role=role)
    if who != "nobody":
        browser.force_login(person)
    return browser


def told(page: Any) -> str:
    """An answer in one word."""
    to_login = page.status_code == 302 and page["Location"].startswith(f"{reverse('account_login')}?next=")
    return "login" if to_login else str(page.status_code)


def mounted(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[tuple[str, Mapping[str, int]]]:
    """Every address of the site by its name, with the keys that it takes."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from mounted(pattern.url_patterns)
        else:
            yield str(pattern.name), pattern.pattern.regex.groupindex


def lines(site: Site) -> Iterator[str]:
    """The table as it is."""
    yield written("", [*ROLES, "nobody", "other"])
    for name, keys in mounted(get_resolver().url_patterns):
        states = STATES if "assessment_id" in keys else ("",)
        found = {state: site.row(name, keys, state) for state in states}
        if len({tuple(row) for row in found.values()}) == 1:
            yield written(name, found[states[0]])
        else:
            yield from (written(f"{name} {state}", row) for state, row in found.items())


def written(name: str, cells: list[str]) -> str:
    """One line of the table."""
    return f"{name:29}{''.join(f'{cell:7}' for cell in cells)}".rstrip()


def test_everybody_gets_what_the_table_says() -> None:
    assert list(lines(Site())) == TABLE.strip("\n").split("\n")
