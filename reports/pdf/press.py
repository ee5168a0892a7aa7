"""HTML to PDF: the only import of WeasyPrint."""

import json
import re
from datetime import UTC, datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from reports.content.report import ReportContent

from .assets import ADDRESS, assets, style_sheet
from .drawings import drawings
from .limits import for_paper, is_long
from .time_limit import within

ATTACHED = {
    "case.json": (gettext_noop("The case file: every answer as it was given"), "Source"),
    "result.json": (gettext_noop("The result, for machines"), "Data"),
    "record.json": (gettext_noop("The frozen record whose SHA-256 stands on every page"), "Source"),
}


class OwnAssetsOnly(URLFetcher):  # type: ignore[misc]  # WeasyPrint is untyped
    """Hands out what is ours from memory; any other address ends the rendering.

    Texts are escaped, so no address can come from one. Should it happen all the same, no report is better
    than a report that read a file or called out.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:  # noqa: ARG002 - its signature
        """The asset behind one of our addresses."""
        asset = assets().get(url)
        if asset is None:
            raise FatalURLFetchingError(f"a report fetches nothing, and tried to fetch {url[:200]}")
        content, media_type = asset
        return URLFetcherResponse(url, content, {"Content-Type": media_type})


def press(content: ReportContent, seconds: float) -> bytes:
    """Typeset the content within a time limit."""
    with within(seconds):
        paper = for_paper(content)
        parts = {"report": paper, "dense": is_long(paper), **_language(), **drawings(paper)}
        return _typeset(render_to_string("reports/document/report.html", parts), content)


def _language() -> dict[str, str]:
    """The language that the report is written in, as HTML names it, and its direction."""
    locale = translation.to_locale(translation.get_language() or "en-gb")
    return {
        "language": locale.replace("_", "-"),
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
    }


def page_words() -> str:
    """The words in the margins of a page, as a style sheet."""
    parts = re.split(r"%\((page|pages)\)s", _("Page %(page)s of %(pages)s"))
    texts = [f"counter({part})" if place % 2 else _quoted(part) for place, part in enumerate(parts)]
    kind = _quoted(_("Readiness report"))
    return f"@page {{ @top-right {{ content: {kind} }} @bottom-right {{ content: {' '.join(texts)} }} }}"


def _quoted(text: str) -> str:
    """A string of CSS; JSON escapes quotes and backslashes as CSS does."""
    return json.dumps(text, ensure_ascii=False)


def _typeset(html: str, content: ReportContent) -> bytes:
    fetcher, fonts = OwnAssetsOnly(), FontConfiguration()
    sheets = [
        CSS(string=style_sheet() + page_words(), base_url=ADDRESS, url_fetcher=fetcher, font_config=fonts)
    ]
    document = HTML(string=html, base_url=ADDRESS, url_fetcher=fetcher)
    pdf: bytes = document.write_pdf(
        stylesheets=sheets,
        font_config=fonts,
        attachments=_attachments(content, fetcher),
        pdf_identifier=bytes.fromhex(content.heading.record_sha256)[:16],
        pdf_tags=True,
        # WeasyPrint writes object streams from PDF 1.5 on, and they make checking signatures 14 times slower.
        pdf_version="1.4",
    )
    return pdf


def _attachments(content: ReportContent, fetcher: URLFetcher) -> list[Attachment]:
    day = datetime.fromisoformat(content.heading.printed_on).replace(tzinfo=UTC)
    return [
        Attachment(
            string=text,
            name=name,
            description=_(ATTACHED[name][0]),
            relationship=ATTACHED[name][1],
            created=day,
            modified=day,
            url_fetcher=fetcher,
        )
        for name, text in content.attachments.items()
    ]
