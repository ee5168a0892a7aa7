"""Threat T2: whatever else is posted, only what the form is for changes, and nothing moves to another parent.

Everything that anybody may post with effect (an asterisk in the table of addresses) is posted twice: as it is
meant, and stuffed with every field name of every model and more, with and without the form's prefix. Both
must leave the same rows behind, and change only the columns that WRITES names.
"""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db.models import ForeignKey
from django.forms import BaseForm
from django_filters import FilterSet

import assessments.forms
import config
import reports
from assessments.forms import answers, claims, people, projects, quick_check, reasons, remedies, sections
from reports.forms import PortfolioFilter

from .addressing import acknowledgement, address, fitting
from .asking import Asker, addresses, undone
from .company import ACKNOWLEDGED, FIXED, Company
from .matrix import read
from .rows import Rows, changed_columns, changes, every_row
from .test_url_matrix import TABLE

WRITES = {
    "acknowledgement_approve": "remedy.approved_at",
    "agree_not_applicable": "answer.agreed_at answer.agreed_by_id",
    "answer_save": (
        "answer.said answer.level answer.version answer.answered_at answer.answered_by_id "
        "answer.after_verdict answer.evidence answer.rationale -answerevidence +answerauthor -settlement"
    ),
    "assessment_create": "+assessment +answer +answerauthor +answerevidence +evidenceitem",
    "claim": (
        "assessment.claim_metric assessment.claim_value assessment.claim_unit assessment.claim_proportion "
        "assessment.claim_sample_size assessment.claim_baseline assessment.claim_version "
        "assessment.claim_after_verdict +remedy -remedy"
    ),
    "conclude": (
        "assessment.state assessment.accepted_at assessment.accepted_by_id +record +recordrow +questionrow"
    ),
    "member_remove": "-membership",
    "project_create": "+project +membership +initiative +unit",
    "project_people": "+membership",
    "remedy": "+remedy -remedy +action -action",
    "reopen": ("assessment.state assessment.returned_at assessment.returned_by_id assessment.return_reason"),
    "report_retry": (
        "report.state report.error report.requested_at report.requested_by_id report.announced_at"
    ),
    "section": "+answer +answerauthor",
    "settle": "settlement.why settlement.at",
    "submit": (
        "assessment.state assessment.submitted_at assessment.submitted_by_id assessment.verdict_seen_at "
        "+submission"
    ),
    "withdraw": (
        "assessment.state assessment.withdrawn_at assessment.withdrawn_by_id assessment.withdraw_reason"
    ),
}
"""What each address may change: columns, new rows (+) and rows that go (-)."""

PARENTS = ("project_id", "assessment_id", "answer_id", "remedy_id", "record_id", "unit_id", "initiative_id")

FORMS: dict[type[Any], tuple[str, ...]] = {
    answers.AnswerForm: ("answer_save", "section"),
    claims.ClaimForm: ("claim", "assessment_create"),
    people.MemberForm: ("project_people",),
    projects.ProjectForm: ("project_create",),
    quick_check.QuickCheckForm: (),
    reasons.ReasonForm: ("reopen", "withdraw", "settle"),
    remedies.ActionForm: ("remedy",),
    remedies.AcknowledgementForm: ("remedy",),
    sections.SectionForm: ("section",),
    PortfolioFilter: (),
}
"""Where each form is posted to; a form that only asks stores nothing."""

MORE = ("is_staff", "is_superuser", "groups", "user_permissions", "roles", "by", "at", "user", "owner", "pk")


def forms_of(package: Any) -> Iterator[type[Any]]:
    """Every form that a package defines."""
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if "form" in found.name:
            module = importlib.import_module(found.name)
            for thing in vars(module).values():
                is_form = isinstance(thing, type) and issubclass(thing, (BaseForm, FilterSet))
                if is_form and thing.__module__ == module.__name__:
                    yield thing


def stuffing(company: Company, address_name: str, posted: dict[str, Any]) -> dict[str, Any]:
    """Every other name that a row knows, with what it might be set to; again behind each prefix in use."""
    forms = (form for form, names in FORMS.items() if address_name in names)
    own = posted.keys() | {field for form in forms for field in form.base_fields}
    far = company.teams["elsewhere"]
    foreign: dict[str, Any] = {"Project": far.projects["submitted"], "Assessment": far.rounds["submitted"]}
    foreign |= {"Person": company.stranger, "Report": far.reports["sealed"]}
    names: dict[str, list[str]] = {name: ["true"] for name in MORE}
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            for name in {field.name, field.attname}:
                names.setdefault(name, []).append(_value(field, foreign))
    prefixes = {"", *(name.rpartition("-")[0] + "-" for name in posted if "-" in name)}
    stuffed = {f"{prefix}{name}": values for prefix in prefixes for name, values in names.items()}
    return {name: values for name, values in stuffed.items() if name.rpartition("-")[2] not in own} | posted


def _value(field: Any, foreign: dict[str, Any]) -> str:
    if isinstance(field, ForeignKey):
        model = field.related_model
        row = foreign.get(model.__name__) or model._default_manager.first()
        return str(row.pk) if row else ""
    if field.choices:
        return str([value for value, _ in field.flatchoices][-1])
    kinds = {"BooleanField": "true", "DateField": "2020-01-01", "DateTimeField": "2020-01-01T00:00:00Z"}
    kinds |= {"DecimalField": "4", "PositiveIntegerField": "4", "PositiveSmallIntegerField": "4"}
    return kinds.get(field.get_internal_type(), "assigned")


def effective() -> Iterator[tuple[str, str, str]]:
    """Every post that changes something: address, state, and who."""
    who = list(TABLE.strip("\n").split("\n")[0].split())
    for (name, method, state), cells in read(TABLE).items():
        if method == "POST":
            for person, cell in zip(who, cells, strict=True):
                if cell.endswith("*"):
                    yield name, state, person


POSTS = sorted(effective())
BY_NAME = dict(addresses())


@pytest.mark.parametrize(("name", "state", "who"), POSTS)
def test_only_what_a_form_is_for_changes(
    company: Company, askers: dict[str, Asker], name: str, state: str, who: str
) -> None:
    url = address(name, BY_NAME[name], company.teams["own"], state)

    _check(company, askers[who], name, url, fitting(name, company.teams["own"], state))


def test_only_what_an_acknowledgement_is_for_changes(company: Company, askers: dict[str, Asker]) -> None:
    team = company.teams["own"]
    url = address("remedy", BY_NAME["remedy"], team, "submitted").replace(FIXED, ACKNOWLEDGED)

    _check(company, askers["lead"], "remedy", url, acknowledgement(team))


@pytest.mark.parametrize(("name", "state"), sorted({(name, state) for name, state, _ in POSTS}))
def test_nobody_else_gets_further_by_posting_more(
    company: Company, askers: dict[str, Asker], name: str, state: str
) -> None:
    team = company.teams["own"]
    url, posted = address(name, BY_NAME[name], team, state), fitting(name, team, state)
    for who in {*askers} - {who for effect, at, who in POSTS if (effect, at) == (name, state)}:
        with undone():
            assert not askers[who].ask("POST", url, stuffing(company, name, posted)).written


def test_no_row_ever_moves_to_another_parent() -> None:
    updated = {column.partition(".")[2] for columns in WRITES.values() for column in columns.split()}

    assert updated.isdisjoint(PARENTS)


def test_a_changed_column_is_seen(company: Company) -> None:
    before = every_row()
    type(company.stranger).objects.filter(pk=company.stranger.pk).update(is_active=False)

    assert changed_columns(before, every_row()) == {"person.is_active"}


def _check(company: Company, asker: Asker, name: str, url: str, posted: dict[str, Any]) -> None:
    """Post it as it is meant, and stuffed."""
    before = every_row()
    plain = _left_behind(asker, url, posted)
    stuffed = _left_behind(asker, url, stuffing(company, name, posted))

    assert changes(before, plain)
    assert changes(before, stuffed) == changes(before, plain)
    assert changed_columns(before, stuffed) <= set(WRITES[name].split())


def _left_behind(asker: Asker, url: str, posted: dict[str, Any]) -> Rows:
    with undone():
        asker.ask("POST", url, posted)
        return every_row()


def test_every_form_is_posted_somewhere() -> None:
    found = {form for package in (assessments, reports, config) for form in forms_of(package)}

    assert found == FORMS.keys()
    assert {name for names in FORMS.values() for name in names} <= {name for name, _, _ in POSTS}
