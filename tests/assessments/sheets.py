"""A round's workbook as people handle it: downloaded, typed into, brought back."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from assessments.models import Assessment
from assessments.spreadsheet.columns import COLUMNS

COLUMN = {column.name: place for place, column in enumerate(COLUMNS, start=1)}


def downloaded(client: Client, assessment: Assessment) -> Workbook:
    response = client.get(reverse("sheet_download", args=[assessment.pk]))
    assert response.status_code == 200
    return load_workbook(BytesIO(response.content))


def row_of(book: Workbook, question: str) -> tuple[Any, int]:
    """The sheet and the row of a question."""
    for sheet in book.worksheets:
        for row in range(1, sheet.max_row + 1):
            if sheet.cell(row, COLUMN["key"]).value == question:
                return sheet, row
    raise LookupError(question)


def cell(book: Workbook, question: str, name: str) -> Any:
    sheet, row = row_of(book, question)
    return sheet.cell(row, COLUMN[name])


def typed(book: Workbook, question: str, **values: Any) -> Workbook:
    """Type into a question's row."""
    for name, value in values.items():
        cell(book, question, name).value = value
    return book


def as_bytes(book: Workbook) -> bytes:
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def brought(client: Client, assessment: Assessment, book: Workbook | bytes, name: str = "sheet.xlsx") -> Any:
    """Bring a workbook, or any bytes, to the page that shows what it changes."""
    content = book if isinstance(book, bytes) else as_bytes(book)
    return client.post(
        reverse("sheet_upload", args=[assessment.pk]), {"file": SimpleUploadedFile(name, content)}
    )


def confirmed(client: Client, assessment: Assessment, page: Any, take: list[str] | None = None) -> Any:
    """Send the page's form on, with what it had ticked or these."""
    changes = page.context["diff"].changes
    chosen = [change.question.key for change in changes if change.ticked] if take is None else take
    rows = {f"row-{change.question.key}": change.posted for change in changes}
    return client.post(reverse("sheet_confirm", args=[assessment.pk]), {"take": chosen, **rows})
