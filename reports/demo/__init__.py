"""The demo portfolio: public pilots as case files, and when each of them went how far."""

from .load import Loaded, is_loaded, load_portfolio
from .people import ACCOUNTS, PASSWORD, Account

__all__ = ["ACCOUNTS", "PASSWORD", "Account", "Loaded", "is_loaded", "load_portfolio"]
