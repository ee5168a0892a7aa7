"""What people type about records and reports: checked and converted, never saved."""

from .extending import ExtensionForm
from .portfolio import PortfolioFilter
from .sign_off import DeclineForm, DelegateForm, ReplaceForm, SignForm
from .signatories import SignatoriesForm

__all__ = [
    "DeclineForm",
    "DelegateForm",
    "ExtensionForm",
    "PortfolioFilter",
    "ReplaceForm",
    "SignForm",
    "SignatoriesForm",
]
