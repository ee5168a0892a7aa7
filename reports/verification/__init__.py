"""The full check of a report: nothing but the file and our own roots."""

from . import words
from .agreement import Misfit, misfits
from .signatures import SignatureFound
from .verify import Verification, verify

__all__ = ["Misfit", "SignatureFound", "Verification", "misfits", "verify", "words"]
