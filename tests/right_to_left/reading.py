"""Reading pages as a visitor does: from link to link, and every text on them that is shown or spoken."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

from django.test import Client
from django.urls import Resolver404, resolve

SPOKEN = ("aria-label", "placeholder", "title", "alt")
SILENT = ("script", "style", "code", "kbd", "symbol", "template")


@dataclass
class Page(HTMLParser):
    """The texts and links of one page."""

    source: str
    texts: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.silent = 0
        self.feed(self.source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in SILENT
        given = {name: value or "" for name, value in attrs}
        self.links += [given["href"]] if tag == "a" and "href" in given else []
        for name, value in given.items():
            if name in SPOKEN or (name.startswith("data-") and " " in value):
                self.texts.append(value)
        if tag == "input" and given.get("type") in {"submit", "button"}:
            self.texts.append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self.silent and data.strip():
            self.texts.append(" ".join(data.split()))


def pages_from(client: Client, *starts: str) -> Iterator[tuple[str, Page]]:
    """One page of every kind that these lead to."""
    opened: set[str] = set()
    waiting, seen = list(starts), set(starts)
    while waiting:
        url = waiting.pop(0)
        try:
            kind = resolve(url.partition("?")[0]).view_name
        except Resolver404:
            continue
        if kind in opened:
            continue
        answered = client.get(url)
        if answered.status_code != 200 or "text/html" not in answered["Content-Type"]:
            b"".join(answered)  # a file is read to its end, and closed
            continue
        opened.add(kind)
        page = Page(answered.content.decode())
        yield url, page
        for link in page.links:
            target = urldefrag(urljoin(url, link)).url
            if target.startswith("/") and target not in seen:
                seen.add(target)
                waiting.append(target)


LETTERS = re.compile(r"[A-Za-z]{2,}")
"""Two Latin letters together: the trial language has none."""
KNOWN = re.compile(
    r"Honest Pilot|honest-pilot\S*|https?://\S*|\{\w+\}|\S+@\S+|\S+\.(?:org|com|pdf|json|xlsx|png|txt|csv)\b"
    r"|\b[0-9a-f]{7,64}\b|PDF|JSON|XLSX|CSV|PNG|JPEG|SHA-256|UTC|HTTP\w*|English|\b[kMG]?B\b|manage\.py|ar-xb"
)
"""Names that are the same in every language."""


@dataclass
class Written:
    """What people wrote, to tell it from what the site says."""

    texts: list[str]
    names: list[str]
    """What may be one word alone: a unit, what a claim counts."""

    def __post_init__(self) -> None:
        sentences = {text for text in self.texts if " " in text}
        phrases = {*self.names, *sentences, *(text.rstrip(".") for text in sentences)}
        self.phrases = sorted(phrases, key=len, reverse=True)
        self.all = "\n".join(self.texts)

    def without(self, text: str) -> str:
        """What is left of a text without names and without what people wrote; empty if nothing."""
        left = KNOWN.sub(" ", text)
        if not LETTERS.search(left) or text in self.texts:
            return ""
        for phrase in self.phrases if LETTERS.search(left) else ():
            left = left.replace(phrase, " ")
        left = left.strip(" …·,:“”()")
        # A piece of a longer text stands alone where that has marks in it, or was cut short.
        is_piece = left.count(" ") >= 2 and left in self.all
        return left if LETTERS.search(left) and not is_piece else ""
