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
from django.forms import BaseForm, ModelForm
from django_filters import FilterSet

import assessments.forms
import config
import reports
from assessments.forms import (
    answers,
    asked,
    claims,
    evidence,
    following,
    invitations,
    language,
    mail,
    opinions,
    organisation,
    people,
    projects,
    quick_check,
    reasons,
    remedies,
    review,
    scope,
    sections,
    talk,
    uploads,
)
from assessments.models import Extension, Person
from reports.forms import (
    DeclineForm,
    DelegateForm,
    ExtensionForm,
    PortfolioFilter,
    ReplaceForm,
    SignatoriesForm,
    SignForm,
    outcomes,
)
from reports.models import Outcome

from .addressing import REASON, acknowledgement, address, fitting
from .asking import Asker, addresses, undone
from .company import Company
from .matrix import read
from .promised import ACKNOWLEDGED, FIXED
from .rows import FOLLOWING, Rows, changed_columns, changes, every_row, out_of_reach
from .stuffing import stuffing
from .test_mass_assignment_accounts import ACCOUNTS
from .test_url_matrix import TABLE

AS_ANSWERED = "+answerauthor answer.after_verdict -settlement +remedy -remedy"
"""What goes with a change of an answer, whatever is changed of it."""

WRITES = {
    "action": "action.status +actionprogress",
    "action_proof": "+evidenceitem +actionproof",
    "action_proof_file": "+evidenceitem +evidencefile +actionproof",
    "action_proof_remove": "-actionproof",
    "extension": "+extension -extension",
    "extension_approve": "extension.approved_at recordrow.extended_until",
    "acknowledgement_approve": "remedy.approved_at",
    "agree_not_applicable": "answer.agreed_at answer.agreed_by_id +ruling",
    "calendar": "+calendaraddress calendaraddress.secret_sha256 calendaraddress.made_at",
    "calendar_stop": "-calendaraddress",
    "challenge": "challenge.reply challenge.replied_at challenge.replied_by_id +notice",
    "challenge_raise": "+challenge +notice",
    "answer_save": (
        "answer.said answer.level answer.version answer.answered_at answer.answered_by_id "
        "answer.after_verdict answer.evidence answer.rationale +answerauthor "
        "-settlement"
    ),
    "assessment_create": (
        "+assessment +answer +answerauthor +answerevidence +evidenceitem +evidencefile +evidencepreview "
        "+secondopinion +deferredcase"
    ),
    "assign": "+assignment assignment.ended_at assignment.ended_by_id +notice",
    "assignment_end": "assignment.ended_at assignment.ended_by_id +notice",
    "comment_change": "comment.text comment.edited_at",
    "comment_withdraw": "comment.withdrawn_at",
    "language_choice": "person.language",
    "mail_choice": "person.mail_choice",
    "talk": "+comment +mention +notice thread.resolved_at thread.resolved_by_id",
    "talk_resolve": "thread.resolved_at thread.resolved_by_id +notice",
    "talk_reopen": "thread.resolved_at thread.resolved_by_id",
    "claim": (
        "assessment.claim_metric assessment.claim_value assessment.claim_unit assessment.claim_proportion "
        "assessment.claim_sample_size assessment.claim_baseline assessment.claim_version "
        "assessment.claim_after_verdict +remedy -remedy"
    ),
    "conclude": (
        "assessment.state assessment.accepted_at assessment.accepted_by_id assessment.accept_reason "
        "+record +recordrow +questionrow +signatory"
    ),
    "deferred_case": (
        "deferredcase.kind_of_case deferredcase.volume_share deferredcase.effort_share deferredcase.plan "
        "deferredcase.due_on deferredcase.stated_at deferredcase.stated_by_id deferredcase.version"
    ),
    "deferred_case_remove": "-deferredcase",
    "disagreement": "+disagreementsettlement",
    "go_live": "golive.day golive.why golive.set_at golive.set_by_id",
    "outcome": (
        "outcome.running outcome.metric_value outcome.metric_unit outcome.users outcome.cost "
        "outcome.currency outcome.data_incidents outcome.note outcome.version outcome.recorded_at "
        "outcome.recorded_by_id"
    ),
    "scope_register": "+deferredcase",
    "invitation": (
        "invitation.accepted_at invitation.accepted_by_id +person +membership +usersession +notice"
    ),
    "answer_evidence": f"+evidenceitem +answerevidence {AS_ANSWERED}",
    "answer_evidence_file": f"+evidenceitem +evidencefile +answerevidence {AS_ANSWERED}",
    "answer_evidence_remove": f"-answerevidence {AS_ANSWERED}",
    "evidence_discard": "-evidenceitem",
    "evidence_item": f"evidenceitem.title evidenceitem.dated evidenceitem.expires_on {AS_ANSWERED}",
    "evidence_version": f"+evidencefile evidenceitem.latest_id evidenceitem.sha256 {AS_ANSWERED}",
    "invitation_withdraw": "invitation.withdrawn_at invitation.withdrawn_by_id",
    "member_change": "membership.role membership.sections -usersession",
    "member_remove": "-membership -usersession",
    "oversight_grant": "+oversight +invitation -usersession",
    "oversight_invitation_withdraw": "invitation.withdrawn_at invitation.withdrawn_by_id",
    "oversight_take": "-oversight -usersession",
    "part_add": "+unit",
    "part_rename": "unit.name",
    "person_deactivate": "person.is_active -usersession",
    "person_reactivate": "person.is_active",
    "project_create": "+project +membership +initiative +unit",
    "project_import": "+project +membership +initiative +unit +assessment +answer +answerauthor",
    "project_people": "+membership +invitation -usersession",
    "remedy": "+remedy -remedy remedy.chosen_at +action -action -actionprogress -actionproof",
    "reopen": (
        "assessment.state assessment.returned_at assessment.returned_by_id assessment.return_reason +notice"
    ),
    "report_retry": (
        "report.state report.error report.requested_at report.requested_by_id report.announced_at"
    ),
    "review": "assessment.state assessment.review_started_at assessment.review_started_by_id",
    "review_section": "+ruling",
    "rule_answer": "+ruling",
    "round_import": "+assessment +answer +answerauthor +secondopinion",
    "second_opinion": "secondopinion.completed_at",
    "section": "+answer +answerauthor",
    "settle": "settlement.why settlement.at",
    "sheet_confirm": (
        "answer.said answer.level answer.version answer.answered_at answer.answered_by_id "
        "answer.after_verdict answer.evidence answer.rationale -answerevidence +answerauthor -settlement"
    ),
    "sign_off": "+signoff",
    "sign_off_delegate": (
        "signatory.delegate_id signatory.delegated_by_id signatory.delegated_at signatory.delegation_reason"
    ),
    "signatory_replace": (
        "signatory.delegate_id signatory.delegated_by_id signatory.delegated_at signatory.delegation_reason"
    ),
    "submit": (
        "assessment.state assessment.submitted_at assessment.submitted_by_id assessment.verdict_seen_at "
        "+submission +notice"
    ),
    "take_back": (
        "assessment.state assessment.accepted_at assessment.accepted_by_id assessment.accept_reason "
        "assessment.returned_at assessment.returned_by_id assessment.return_reason "
        "record.taken_back_at record.taken_back_by_id record.taken_back_reason "
        "report.state report.revoked_at recordrow.is_latest -recordrow +questionrow -questionrow +notice"
    ),
    "withdraw": (
        "assessment.state assessment.withdrawn_at assessment.withdrawn_by_id assessment.withdraw_reason"
    ),
}
"""What each address may change: columns, new rows (+) and rows that go (-)."""

PARENTS = (
    "project_id",
    "assessment_id",
    "answer_id",
    "remedy_id",
    "action_id",
    "item_id",
    "record_id",
    "report_id",
    "signatory_id",
    "unit_id",
    "initiative_id",
    "voice_id",
)

FORMS: dict[type[Any], tuple[str, ...]] = {
    answers.AnswerForm: ("answer_save", "section", "sheet_confirm"),
    asked.AssignForm: ("assign",),
    language.LanguageForm: ("language_choice",),
    mail.MailForm: ("mail_choice",),
    talk.CommentForm: ("talk",),
    talk.ChangedCommentForm: ("comment_change",),
    evidence.AttachFileForm: ("answer_evidence_file", "action_proof_file"),
    evidence.AttachLinkForm: ("answer_evidence", "action_proof"),
    evidence.ChooseForm: ("answer_evidence", "action_proof"),
    evidence.DescribeForm: ("evidence_item",),
    evidence.FileForm: ("evidence_version",),
    following.ProgressForm: ("action",),
    ExtensionForm: ("extension",),
    claims.ClaimForm: ("claim", "assessment_create"),
    invitations.JoinForm: ("invitation",),
    organisation.PartForm: ("part_add", "part_rename"),
    opinions.CompleteForm: ("second_opinion",),
    people.MemberForm: ("project_people",),
    people.OversightForm: ("oversight_grant",),
    people.RoleForm: ("member_change",),
    projects.ProjectForm: ("project_create",),
    quick_check.QuickCheckForm: (),
    reasons.AcceptForm: ("conclude",),
    review.ChallengeForm: ("challenge_raise",),
    review.JudgementForm: ("challenge",),
    review.ReplyForm: ("challenge",),
    review.RulingForm: ("rule_answer",),
    reasons.ReasonForm: ("reopen", "withdraw", "settle", "disagreement", "take_back"),
    remedies.ActionForm: ("remedy",),
    remedies.AcknowledgementForm: ("remedy",),
    sections.SectionForm: ("section", "sheet_confirm"),
    uploads.CaseFileForm: ("project_import", "round_import"),
    uploads.SheetForm: (),
    scope.DeferredCaseForm: ("scope_register", "deferred_case"),
    outcomes.Refusable: (),
    outcomes.GoLiveForm: ("go_live",),
    outcomes.OutcomeForm: ("outcome",),
    PortfolioFilter: (),
    SignatoriesForm: ("conclude",),
    SignForm: ("sign_off",),
    DeclineForm: ("sign_off",),
    DelegateForm: ("sign_off_delegate",),
    ReplaceForm: ("signatory_replace",),
}
"""Where each form is posted to; a form that only asks stores nothing."""


def forms_of(package: Any) -> Iterator[type[Any]]:
    """Every form that a package defines."""
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if "form" in found.name:
            module = importlib.import_module(found.name)
            for thing in vars(module).values():
                is_form = isinstance(thing, type) and issubclass(thing, (BaseForm, FilterSet))
                if is_form and thing.__module__ == module.__name__:
                    yield thing


def stuffed(company: Company, name: str, posted: dict[str, Any]) -> dict[str, Any]:
    """What is posted at an address, with everything else that its forms do not ask for."""
    own = {field for form, names in FORMS.items() if name in names for field in form.base_fields}
    return stuffing(company, posted, own)


def effective() -> Iterator[tuple[str, str, str]]:
    """Every post that changes something: address, state, and who."""
    who = list(TABLE.strip("\n").split("\n")[0].split())
    for (name, method, state), cells in read(TABLE).items():
        if method == "POST":
            for person, cell in zip(who, cells, strict=True):
                if cell.endswith("*"):
                    yield name, state, person


POSTS = sorted(effective())
WITH_NOTHING_BESIDE = "take_back"
"""Refused at every record of the company, since something rests on each: tried where that is gone."""
BY_NAME = dict(addresses())


@pytest.mark.parametrize(("name", "state", "who"), POSTS)
def test_only_what_a_form_is_for_changes(
    company: Company, askers: dict[str, Asker], name: str, state: str, who: str
) -> None:
    url = address(name, BY_NAME[name], company.teams["own"], state)
    if name == "person_reactivate":
        Person.objects.filter(pk=company.teams["own"].people["respon"].pk).update(is_active=False)

    _check(company, askers[who], name, url, fitting(name, company.teams["own"], state))


def test_only_what_an_acknowledgement_is_for_changes(company: Company, askers: dict[str, Asker]) -> None:
    team = company.teams["own"]
    url = address("remedy", BY_NAME["remedy"], team, "submitted").replace(FIXED, ACKNOWLEDGED)

    _check(company, askers["lead"], "remedy", url, acknowledgement(team))


def test_only_what_taking_back_is_for_changes(company: Company, askers: dict[str, Asker]) -> None:
    team, name = company.teams["own"], WITH_NOTHING_BESIDE
    round_ = team.rounds["concluded"]
    Outcome.objects.filter(record__assessment=round_).delete()
    Extension.objects.filter(remedy__assessment=round_).delete()

    _check(company, askers["review"], name, address(name, BY_NAME[name], team, "concluded"), REASON)


@pytest.mark.parametrize(
    ("name", "posted"),
    [("project_people", {"role": "respondent", "sections": "data"}), ("oversight_grant", {"role": "pmo"})],
)
def test_only_what_asking_somebody_new_is_for_changes(
    company: Company, askers: dict[str, Asker], name: str, posted: dict[str, Any]
) -> None:
    team = company.teams["own"]
    posted |= {"person": "new@example.org", "scope": team.above.unit_id}

    _check(company, askers["admin"], name, address(name, BY_NAME[name], team, ""), posted)


@pytest.mark.parametrize(("name", "state"), sorted({(name, state) for name, state, _ in POSTS}))
def test_nobody_else_gets_further_by_posting_more(
    company: Company, askers: dict[str, Asker], name: str, state: str
) -> None:
    team = company.teams["own"]
    url, posted = address(name, BY_NAME[name], team, state), fitting(name, team, state)
    more = stuffed(company, name, posted)
    for who in {*askers} - {who for effect, at, who in POSTS if (effect, at) == (name, state)}:
        with undone():
            assert not askers[who].ask("POST", url, more).written


def test_no_row_ever_moves_to_another_parent() -> None:
    updated = {column.partition(".")[2] for columns in WRITES.values() for column in columns.split()}

    assert updated.isdisjoint(PARENTS)


def test_no_form_reaches_the_history() -> None:
    history = {"assessments_historyentry", "assessments_historyhead", "assessments_historynote"}

    assert out_of_reach() == history | {"django_migrations"}


def test_what_waits_is_written_by_no_form_of_its_own() -> None:
    columns = " ".join(WRITES.values()).split()

    assert {column.strip("+-").partition(".")[0] for column in columns}.isdisjoint(FOLLOWING)
    assert not [form for form in FORMS if issubclass(form, ModelForm)]


def test_a_changed_column_is_seen(company: Company) -> None:
    before = every_row()
    type(company.stranger).objects.filter(pk=company.stranger.pk).update(is_active=False)

    assert changed_columns(before, every_row()) == {"person.is_active"}


def _check(company: Company, asker: Asker, name: str, url: str, posted: dict[str, Any]) -> None:
    """Post it as it is meant, and stuffed."""
    before = every_row()
    plain = _left_behind(asker, url, posted)
    full = _left_behind(asker, url, stuffed(company, name, posted))

    assert changes(before, plain)
    assert changes(before, full) == changes(before, plain)
    assert changed_columns(before, full) <= set(WRITES[name].split())


def _left_behind(asker: Asker, url: str, posted: dict[str, Any]) -> Rows:
    with undone():
        asker.ask("POST", url, posted)
        return every_row()


def test_every_form_is_posted_somewhere() -> None:
    found = {form for package in (assessments, reports, config) for form in forms_of(package)}

    assert found == FORMS.keys() | ACCOUNTS.keys()
    assert {name for names in FORMS.values() for name in names} <= {
        WITH_NOTHING_BESIDE,
        *(name for name, _, _ in POSTS),
    }
