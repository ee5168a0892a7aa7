"""The same addresses with other teams' ids: what the table of test_url_matrix says of one's own decides.

Whoever administers everything gets the same everywhere, and whoever oversees the unit at the team `beside`,
which shares it. Everybody else there, and everybody at the team `elsewhere`, gets 404 for what exists,
whatever it is and wherever it stands. What a stranger gets everybody may get, at any team: an administrators'
page refuses before it looks for anything, and the link of an invitation serves whoever holds it.
"""

from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model

from .addressing import address
from .asking import Asker, addresses
from .company import OVERSEERS, ROUNDS, WHOLE, Company, Team, mark
from .matrix import OTHERS, Matrix, expected, read
from .test_url_matrix import TABLE

OWN = read(TABLE)
METHODS = {"beside": ("GET", "POST"), "elsewhere": ("GET", "POST", *OTHERS)}
"""HEAD is shown to go with GET where there is something to see."""
STATES = {"beside": frozenset[str](), "elsewhere": frozenset({"submitted", "concluded", "sealed"})}
"""Whoever is elsewhere has no part in anything, wherever it stands: there two states of it are enough."""

TO_ITS_PROJECT = {
    "assessments.Project": "pk",
    "assessments.Membership": "project",
    "assessments.Assessment": "project",
    "assessments.Submission": "assessment__project",
    "assessments.Answer": "assessment__project",
    "assessments.AnswerAuthor": "assessment__project",
    "assessments.AnswerEvidence": "answer__assessment__project",
    "assessments.EvidenceItem": "assessment__project",
    "assessments.EvidenceFile": "item__assessment__project",
    "assessments.EvidencePreview": "file__item__assessment__project",
    "assessments.Remedy": "assessment__project",
    "assessments.Action": "remedy__assessment__project",
    "assessments.ActionProgress": "assessment__project",
    "assessments.ActionProof": "action__remedy__assessment__project",
    "assessments.Extension": "remedy__assessment__project",
    "assessments.Settlement": "assessment__project",
    "assessments.DeferredCase": "assessment__project",
    "assessments.Ruling": "assessment__project",
    "assessments.Challenge": "assessment__project",
    "assessments.DisagreementSettlement": "assessment__project",
    "assessments.SecondOpinion": "assessment__project",
    "assessments.Invitation": "project",
    "assessments.WorkItem": "project",
    "assessments.Thread": "assessment__project",
    "assessments.Comment": "thread__assessment__project",
    "assessments.Mention": "comment__thread__assessment__project",
    "assessments.Assignment": "assessment__project",
    "assessments.Notice": "project",
    "assessments.Mail": "notices__project",
    "assessments.HistoryEntry": "project",
    "assessments.HistoryHead": "project",
    "reports.Record": "project",
    "reports.RecordRow": "project",
    "reports.QuestionRow": "project",
    "reports.Report": "project",
    "reports.GoLive": "project",
    "reports.Outcome": "project",
    "reports.Signatory": "project",
    "reports.SignOff": "project",
    "reports.IssuedFile": "project",
}
"""How every kind of row leads to the project whose it is."""

OF_NO_PROJECT = {
    "assessments.Person",
    "assessments.CalendarAddress",
    "assessments.Unit",
    "assessments.Initiative",
    "assessments.Oversight",
    "assessments.QuestionSet",
}


def test_others_have_rows_of_every_kind(company: Company) -> None:
    for name, path in TO_ITS_PROJECT.items():
        for team in company.teams.values():
            ours = {f"{path}__in": [project.pk for project in team.projects.values()]}
            rows = apps.get_model(name)._default_manager.filter(**ours)
            assert rows.exists(), (name, team.name)


def test_every_kind_of_row_is_known_here() -> None:
    models: list[type[Model]] = [
        model for app in ("assessments", "reports") for model in apps.get_app_config(app).get_models()
    ]

    assert {model._meta.label for model in models} == TO_ITS_PROJECT.keys() | OF_NO_PROJECT


@pytest.mark.parametrize("state", ROUNDS)
def test_a_text_that_is_shown_is_told_by_its_mark(
    company: Company, askers: dict[str, Asker], state: str
) -> None:
    """Else nobody would notice that somebody reads too much."""
    own = company.teams["own"]
    for name in (
        "check_answers",
        "evidence",
        "evidence_file",
        "talk",
        "history",
        "verdict",
        "remedy",
        "action",
        "settle",
    )[: 5 if state == "drafted" else 9]:
        if (expected(OWN, name, "GET", state) or ())[2] == "200":
            keys = dict(addresses())[name]
            said = askers["lead"].ask("GET", address(name, keys, own, state)).says
            assert mark("own", state) in said


@pytest.mark.parametrize("team", ["beside", "elsewhere"])
def test_nobody_gets_what_is_not_theirs(company: Company, askers: dict[str, Asker], team: str) -> None:
    matrix = Matrix(askers, STATES[team])

    found = matrix.table(company.teams[team], METHODS[team], only_with_keys=True)

    assert found == {
        row: {state: _foreign(askers, company.teams[team], *row, state) for state in states}
        for row, states in found.items()
    }
    assert not matrix.leaks
    assert matrix.cells >= 1200


def _foreign(askers: dict[str, Any], team: Team, name: str, method: str, state: str) -> tuple[str, ...]:
    own = expected(OWN, name, method, state) or ("405",) * len(askers)
    stranger = own[list(askers).index("other")]
    return tuple(
        cell if cell == stranger else _instead(who, cell, team.name)
        for who, cell in zip(askers, own, strict=True)
    )


def _instead(who: str, cell: str, team: str) -> str:
    above = who == WHOLE or (who in OVERSEERS and team == "beside")
    return cell if who == "nobody" or cell == "405" or above else "404"
