"""A round's answers as a spreadsheet: to read, to fill in without the site, and to bring back."""

from .reading import CellError, SheetRow, Unreadable, read
from .writing import Contents, workbook

__all__ = ["CellError", "Contents", "SheetRow", "Unreadable", "read", "workbook"]
