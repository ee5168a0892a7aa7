"""The case file `honest-pilot-case/1`: one assessment in and out as JSON."""

from .reading import CaseFileErrors, parse
from .schema import FORMAT, json_schema
from .writing import outcomes_to_json, to_json, to_text

__all__ = ["FORMAT", "CaseFileErrors", "json_schema", "outcomes_to_json", "parse", "to_json", "to_text"]
