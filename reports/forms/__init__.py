"""What people type about records and reports: checked and converted, never saved."""

from .extending import ExtensionForm
from .portfolio import PortfolioFilter

__all__ = ["ExtensionForm", "PortfolioFilter"]
