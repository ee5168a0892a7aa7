"""The question sets that ship with the product, one YAML file for each version, and how they are read."""

import gettext
import hashlib
import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import Field
from ruamel.yaml import YAML

from assessments.domain.questionnaire import Questionnaire

FOLDER = Path(__file__).parent

WORDED = {
    *("title", "name", "intro", "text", "why", "evidence", "example", "claim"),
    *("unit", "pilot_label", "production_label"),
}
"""The fields of a question set that people read; the others are keys and rules."""


class Translation(Questionnaire):
    """A question set in other words; `original` is the digest of the set whose questions these are."""

    original: str = Field(exclude=True)


class UnknownQuestionnaire(ValueError):  # noqa: N818 - errors that people can act on are named after the fact
    """No question set has this id; the message names those that there are."""

    def __init__(self, questionnaire_id: str) -> None:
        super().__init__(f"no questionnaire {questionnaire_id!r}; available: {', '.join(available())}")


def available() -> tuple[str, ...]:
    """The id of every question set, sorted: `honest-pilot/1` stands in `honest-pilot-1.yaml`."""
    return tuple(sorted(_files()))


def load(questionnaire_id: str = "honest-pilot/1") -> Questionnaire:
    """The question set with this id, read once in the life of the process."""
    return _read(questionnaire_id)


def parse(text: str) -> Questionnaire:
    """A question set from YAML 1.2; a key given twice, like any other fault, is an error."""
    return Questionnaire.model_validate(YAML(typ="safe", pure=True).load(text))


def digest(questionnaire: Questionnaire) -> str:
    """SHA-256 over the canonical JSON: sorted keys, no spaces, UTF-8, decimals as text.

    A translation has that of its original: it asks the same questions.
    """
    if isinstance(questionnaire, Translation):
        return questionnaire.original
    dump = questionnaire.model_dump(mode="json")
    canonical = json.dumps(dump, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def texts(questionnaire: Questionnaire) -> list[str]:
    """Every text of the question set that can be translated, once, in its order."""
    found: dict[str, str] = {}
    _worded(questionnaire.model_dump(), lambda text: found.setdefault(text, text))
    return list(found)


def translated(questionnaire: Questionnaire, folder: Path, locale: str) -> Questionnaire:
    """The question set with its texts from `<folder>/<locale>/LC_MESSAGES/<id>.mo`, English where none is.

    Keys, kinds, thresholds and caps are those of the original: a translation changes no verdict.
    """
    domain = questionnaire.id.replace("/", "-")
    catalogue = gettext.translation(domain, folder, [locale, locale.partition("_")[0]], fallback=True)
    if not isinstance(catalogue, gettext.GNUTranslations):
        return questionnaire
    worded = _worded(questionnaire.model_dump(), catalogue.gettext)
    return Translation.model_validate(worded | {"original": digest(questionnaire)})


def _worded(part: Any, say: Callable[[str], str]) -> Any:
    if isinstance(part, dict):
        return {
            key: say(value) if key in WORDED and value and isinstance(value, str) else _worded(value, say)
            for key, value in part.items()
        }
    return [_worded(item, say) for item in part] if isinstance(part, list | tuple) else part


@cache
def _read(questionnaire_id: str) -> Questionnaire:
    try:
        path = _files()[questionnaire_id]
    except KeyError:
        raise UnknownQuestionnaire(questionnaire_id) from None
    return parse(path.read_text(encoding="utf-8"))


def _files() -> dict[str, Path]:
    names = ((path, *path.stem.rpartition("-")) for path in FOLDER.glob("*.yaml"))
    return {f"{name}/{version}": path for path, name, _, version in names if version.isdigit()}
