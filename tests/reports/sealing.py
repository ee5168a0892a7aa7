"""Small documents to seal, with the three attachments that every report carries."""

import hashlib
import json
from functools import cache
from typing import Any

from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import PdfSigner
from weasyprint import HTML, Attachment

from reports.authority import in_own_loop
from reports.signing import seal


def record_text(*, registered: bool = True, **more: Any) -> bytes:
    """A record that is just large enough to be sealed and compared with its parts."""
    record = {"case": {"round": 1}, "provenance": {"registered": registered}, "result": {"index": 50}, **more}
    return json.dumps(record, sort_keys=True, separators=(",", ":")).encode()


@cache
def small_pdf(record: bytes, version: str = "1.4") -> bytes:
    """An unsealed PDF of one page; from version 1.5 on it has object streams."""
    parts = json.loads(record)
    attached = {"record.json": record} | {
        f"{name}.json": json.dumps(parts[name]).encode() for name in ("case", "result")
    }
    pdf: bytes = HTML(string="<title>Readiness report</title><h1>Not predictive</h1>").write_pdf(
        attachments=[Attachment(string=content, name=name) for name, content in attached.items()],
        pdf_version=version,
    )
    return pdf


def sealed_pdf(*, registered: bool = True, approvers: int = 2, **more: Any) -> bytes:
    """A sealed report of one page."""
    record = record_text(registered=registered, **more)
    digest = hashlib.sha256(record).hexdigest()
    return seal(small_pdf(record), record_sha256=digest, registered=registered, approvers=approvers)


def signed_pdf(signer: PdfSigner, writer: BasePdfFileWriter) -> bytes:
    """What pyHanko signs by itself; also beside a browser, which keeps an event loop in this thread."""
    signed: bytes = in_own_loop(lambda: signer.sign_pdf(writer, existing_fields_only=True)).getvalue()
    return signed
