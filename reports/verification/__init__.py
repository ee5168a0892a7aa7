"""The full check of a report: nothing but the file and our own roots."""

from . import words
from .verify import Verification, verify

__all__ = ["Verification", "verify", "words"]
