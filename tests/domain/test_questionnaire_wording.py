"""The shipped question set against the catalogue, transcribed here by hand and not read from the YAML."""

import hashlib
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError

from assessments import questionnaires
from assessments.domain.questionnaire import Question, Questionnaire
from assessments.questionnaires import UnknownQuestionnaire, available, digest, load, parse

FOLDER = Path(questionnaires.__file__).parent
YAML_TEXT = (FOLDER / "honest-pilot-1.yaml").read_text(encoding="utf-8")
SCHEMA_TEXT = (FOLDER / "honest-pilot-questionnaire.schema.json").read_text(encoding="utf-8")

SECTIONS = """
data         gap         G1     Data quality
users        gap         G2     User capability
load         gap         G3     Infrastructure load
integration  gap         G4     Integration complexity
change       gap         G5     Change management
support      gap         G6     Support model
scope        foundation  F3 F6  Scope and edge cases
criteria     foundation  S6     Success criteria
"""

# key | C choice or P pair, * critical | a pair's direction and thresholds | sources
CATALOGUE = """
data.selection         | C* |                    | F1, S1, H1
data.cleaning          | C* |                    | F1, P1
data.volume            | P  | >  0.2/2/10/50     | F1, P1
data.defect_rate       | P  | >  10/25/50/80     | P1, S1
data.unseen            | C  |                    | F1
data.history           | C  |                    | P1
data.bad_records       | C  |                    | P1, S1
users.selection        | C* |                    | F2, S2
users.resistant        | C* |                    | S2, H2, P2
users.count            | P  | >  1/5/20/50       | P2
users.skills           | C  |                    | P2, S2
users.obligation       | C  |                    | P2
users.workarounds      | C  |                    | F2
load.volume            | P* | >  10/50/80/100    | F5, P5, H3
load.concurrency       | P* | >  10/50/80/100    | P5, H3
load.stress_test       | C* |                    | S3
load.peak              | C  |                    | P5
load.environment       | C* |                    | F5, P5
load.human_capacity    | C  |                    | P5, case N01
load.recovery          | C  |                    | P5
integration.systems    | P* | >  1/10/75/100     | P6
integration.critical   | C* |                    | S4
integration.direction  | C  |                    | P6
integration.formats    | C  |                    | P6
integration.timing     | C  |                    | P6
integration.outage     | C  |                    | P6, case N02
change.training        | P* | <  10/25/50/80     | G5
change.support         | C* |                    | G5
change.plan            | C  |                    | G5
change.process         | C  |                    | P2, G5
change.adoption        | C  |                    | P2, G5
support.provider       | C* |                    | F4, P4
support.response       | P* | << 10/25/50/80     | F4, P4
support.exercised      | C* |                    | S5
support.expertise      | C  |                    | P4
support.capacity       | C  |                    | P4
support.hidden_people  | C  |                    | F4, case N10
support.vendor_exit    | C  |                    | P4, case N10
support.custom_work    | C  |                    | F4
scope.same_system      | C* |                    | case N09
scope.coverage         | P* | >  50/85/95/100    | F3, P3
scope.deferred         | C* |                    | F3, P3
scope.effort           | C  |                    | P3
scope.edge_cases       | C  |                    | F6
scope.sample           | P  | >  0.2/2/10/50     | F6
criteria.conditions    | C* |                    | S6
criteria.before        | C* |                    | S6
criteria.baseline      | C  |                    | S6, case P01
criteria.measured      | C  |                    | S6, case N12
criteria.duration      | P  | >  10/25/50/90     | F6, case N05
criteria.stop          | C  |                    | S6, case N06
criteria.independent   | C  |                    | S6, case N01
"""

CLAIM_ENDS = {
    "data.selection": ("hand-picked", "randomly sampled"),
    "data.cleaning": ("hand-cleaned data", "data as production has it"),
    "users.selection": ("hand-picked volunteers", "whole units as they are"),
    "users.resistant": ("no known resistant users", "resistant users as frequent as in production"),
    "support.provider": ("supported by the vendor", "supported only by the production team"),
    "change.support": ("personal help the rollout will not have", "the help everyone will get"),
}
ZERO_RULES = {
    "data.defect_rate": "nothing_needed",
    "integration.systems": "nothing_needed",
    "change.training": "pilot_had_more",
}
DIRECTIONS = {">": "pilot/production", "<<": "pilot/production", "<": "production/pilot"}
CASES_NAMED = {
    "N01": "Wong et al.",
    "N02": "Beede et al.",
    "N05": "Zillow",
    "N06": "NRN",
    "N09": "STAT",
    "N10": "EdWeek",
    "N12": "DBT",
    "P01": "Lang et al.",
}


class Row(NamedTuple):
    """One row of the catalogue."""

    key: str
    kind: str
    critical: bool
    direction: str
    thresholds: tuple[Decimal, ...]
    sources: tuple[str, ...]


def _row(line: str) -> Row:
    key, kind, pair, sources = (cell.strip() for cell in line.split("|"))
    sign, _, numbers = pair.partition(" ")
    thresholds = tuple(Decimal(number) for number in numbers.split("/") if number.strip())
    return Row(
        key=key,
        kind={"C": "choice", "P": "pair"}[kind[0]],
        critical=kind.endswith("*"),
        direction=DIRECTIONS.get(sign, ""),
        thresholds=thresholds,
        sources=tuple(sources.split(", ")),
    )


ROWS = [_row(line) for line in CATALOGUE.strip().splitlines()]
PAIRS = [row.key for row in ROWS if row.kind == "pair"]
CHOICES = [row.key for row in ROWS if row.kind == "choice"]


@pytest.fixture(scope="module")
def questionnaire() -> Questionnaire:
    return load("honest-pilot/1")


def _prose(question: Question) -> list[str]:
    return [question.name, question.text, question.why, question.evidence, question.example]


def test_identity(questionnaire: Questionnaire) -> None:
    assert questionnaire.format == "honest-pilot-questionnaire/1"
    assert questionnaire.id == "honest-pilot/1"
    assert questionnaire.language == "en"


def test_sections_as_in_the_catalogue(questionnaire: Questionnaire) -> None:
    expected = [re.split(r"\s{2,}", line) for line in SECTIONS.strip().splitlines()]
    found = [[section.key, section.kind, section.source, section.name] for section in questionnaire.sections]
    assert found == expected


def test_keys_in_catalogue_order(questionnaire: Questionnaire) -> None:
    assert len(ROWS) == 52
    assert [question.key for question in questionnaire] == [row.key for row in ROWS]


@pytest.mark.parametrize("row", ROWS, ids=[row.key for row in ROWS])
def test_question_as_in_the_catalogue(questionnaire: Questionnaire, row: Row) -> None:
    question = questionnaire.by_key[row.key]
    measure = question.measure
    assert question.kind == row.kind
    assert question.critical == row.critical
    assert question.sources == row.sources
    assert question.caps == {}
    assert (measure.coverage if measure else "") == row.direction
    assert (measure.thresholds if measure else ()) == row.thresholds


@pytest.mark.parametrize("key", PAIRS)
def test_pair_rules_as_in_the_catalogue(questionnaire: Questionnaire, key: str) -> None:
    measure = questionnaire.by_key[key].measure
    assert measure is not None
    assert measure.zero_production == ZERO_RULES.get(key, "error")
    assert measure.share == (key == "data.defect_rate")
    assert measure.asks_how == (key in {"load.volume", "load.concurrency"})
    assert measure.pilot_label != measure.production_label


@pytest.mark.parametrize("key", PAIRS)
def test_pair_example_gives_the_level_that_it_says(questionnaire: Questionnaire, key: str) -> None:
    question = questionnaire.by_key[key]
    assert question.measure is not None
    stated = re.findall(r"([\d.]+) %[:,] level (\d)", question.example)
    assert stated
    for coverage, level in stated:
        assert sum(Decimal(coverage) >= begin for begin in question.measure.thresholds) == int(level)


def test_not_applicable_only_where_nothing_is_to_be_connected(questionnaire: Questionnaire) -> None:
    found = {q.key: q.not_applicable_when_none for q in questionnaire if q.not_applicable_when_none}
    assert found == {"integration.critical": "integration.systems"}


@pytest.mark.parametrize("key", CHOICES)
def test_levels_are_distinct_states_in_one_line(questionnaire: Questionnaire, key: str) -> None:
    texts = [level.text for level in questionnaire.by_key[key].levels]
    assert len({text.casefold() for text in texts}) == 5
    for text in texts:
        assert len(text) <= 110
        assert text == text.strip().rstrip(".")
        assert not re.search(r"\b(partly|partially|mostly|largely|somewhat)\b", text, re.IGNORECASE)


@pytest.mark.parametrize("key", CHOICES)
def test_claim_phrases_only_where_the_honest_claim_speaks(questionnaire: Questionnaire, key: str) -> None:
    phrases = [level.claim for level in questionnaire.by_key[key].levels]
    if key not in CLAIM_ENDS:
        assert phrases == [""] * 5
        return
    assert (phrases[0], phrases[4]) == CLAIM_ENDS[key]
    assert len(set(phrases)) == 5
    assert all(phrase and phrase == phrase.strip() for phrase in phrases)


def test_claim_phrases_fit_where_they_are_put(questionnaire: Questionnaire) -> None:
    for level in questionnaire.by_key["data.cleaning"].levels:
        assert "data" in level.claim.split()
    for level in questionnaire.by_key["support.provider"].levels:
        assert level.claim.startswith("supported ")


def test_deferred_level_3_has_every_case_sized_and_funded(questionnaire: Questionnaire) -> None:
    level = questionnaire.by_key["scope.deferred"].levels[3]
    assert level.text == "Every deferred case listed, sized and funded"


def test_names_are_short_and_used_once(questionnaire: Questionnaire) -> None:
    names = [question.name for question in questionnaire]
    assert len(set(names)) == 52
    for name in names:
        assert 2 <= len(name.split()) <= 5
        assert name == name.lower()


@pytest.mark.parametrize("row", ROWS, ids=[row.key for row in ROWS])
def test_help_says_what_a_reader_needs(questionnaire: Questionnaire, row: Row) -> None:
    question = questionnaire.by_key[row.key]
    assert question.text.endswith("?")
    assert re.search(r"Documented: .+ Measured: .+ Verified: ", question.evidence)
    assert re.search(r"\blevel [0-4]\b", question.example)
    for text in _prose(question):
        assert "  " not in text
        assert "\n" not in text
    for case in (source.removeprefix("case ") for source in row.sources if source.startswith("case ")):
        assert CASES_NAMED[case] in question.why


def _plain(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [leaf for part in value.values() for leaf in _plain(part)]
    if isinstance(value, list):
        return [leaf for part in value for leaf in _plain(part)]
    return [value]


def test_yaml_holds_text_and_booleans_only() -> None:
    leaves = _plain(YAML(typ="safe", pure=True).load(YAML_TEXT))
    assert {type(leaf) for leaf in leaves} == {str, bool}


def test_published_schema_is_the_generated_one() -> None:
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "honest-pilot-questionnaire/1",
    }
    assert json.dumps(head | Questionnaire.model_json_schema(), indent=2) + "\n" == SCHEMA_TEXT


def test_yaml_is_valid_against_the_published_schema() -> None:
    schema = json.loads(SCHEMA_TEXT)
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(YAML(typ="safe", pure=True).load(YAML_TEXT))


def test_key_given_twice_is_refused() -> None:
    with pytest.raises(DuplicateKeyError):
        parse(YAML_TEXT.replace("language: en\n", "language: en\nlanguage: de\n", 1))


def test_question_given_twice_is_refused() -> None:
    with pytest.raises(ValidationError, match="used once"):
        parse(YAML_TEXT.replace("- key: data.cleaning\n", "- key: data.selection\n", 1))


def test_unknown_id_names_the_available_ones() -> None:
    assert available() == ("honest-pilot/1",)
    for unknown in ("honest-pilot/2", "honest-pilot-1", "../honest-pilot/1"):
        with pytest.raises(UnknownQuestionnaire, match="available: honest-pilot/1"):
            load(unknown)


def test_load_reads_once() -> None:
    assert load() is load("honest-pilot/1")


def test_digest_is_that_of_the_canonical_json(questionnaire: Questionnaire) -> None:
    dump = questionnaire.model_dump(mode="json")
    canonical = json.dumps(dump, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert digest(questionnaire) == hashlib.sha256(canonical.encode()).hexdigest()
    assert dump["sections"][0]["questions"][2]["measure"]["thresholds"] == ["0.2", "2", "10", "50"]


def test_digest_changes_with_one_word(questionnaire: Questionnaire) -> None:
    changed = parse(YAML_TEXT.replace("name: Data quality", "name: Data qualities", 1))
    assert digest(changed) != digest(questionnaire)
