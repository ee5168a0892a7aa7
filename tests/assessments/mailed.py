"""The HTML of a mail, read beside its text: the same words and links, and nothing fetched."""

import re
from dataclasses import dataclass, field
from email.message import Message
from typing import Any

from django.utils.translation import gettext

from tests.right_to_left.reading import Page

ELEMENTS = {"html", "head", "meta", "title", "style", "body", "table", "tbody", "tr", "td"}
ELEMENTS |= {"div", "h1", "p", "a", "span", "bdi", "blockquote"}
ATTRIBUTES = {"lang", "dir", "charset", "name", "content", "class", "style", "role", "aria-hidden"}
ATTRIBUTES |= {"cellpadding", "cellspacing"}
"""All that a mail is made of: nothing among it asks another server for something, or runs."""
FETCHED = re.compile(r"url\(|@import|@font-face|https?:|//")
"""What would do so in a style."""
ON_BUTTONS = ("Accept the invitation", "Choose a new password", "Open it", "Sign in", "Start with the first")
"""Beside the product's name the only words that do not stand in the text."""


@dataclass
class Shown(Page):
    """Also what it is made of, and how that looks."""

    elements: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    styles: str = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs} - ({"href"} if tag == "a" else set())
        self.styles += " ".join(value or "" for name, value in attrs if name == "style")

    def handle_data(self, data: str) -> None:
        super().handle_data(data)
        self.styles += data if self.lasttag == "style" and self.silent else ""

    def handle_comment(self, data: str) -> None:
        self.styles += data  # what Outlook alone reads


def page_of(letter: Any) -> Shown:
    """Its one HTML part, after what holds of every mail was checked, in the language that is active."""
    ((source, kind),) = letter.alternatives
    page = Shown(source)
    assert kind == "text/html"
    assert page.elements <= ELEMENTS
    assert page.attributes <= ATTRIBUTES
    assert not FETCHED.search(page.styles)
    assert set(page.links) == set(re.findall(r"^https?://\S+$", letter.body, re.MULTILINE))
    said = " ".join(f"{letter.subject} {letter.body}".split())
    known = {"Honest Pilot", *map(gettext, ON_BUTTONS)}
    assert [text for text in page.texts if text not in said and text not in known] == []
    return page


def parts_of(message: Message) -> tuple[str, str]:
    """Text and HTML of a mail as it arrived, in this order."""
    assert message.get_content_type() == "multipart/alternative"
    whole, text, page = message.walk()
    assert whole is message
    assert (text.get_content_type(), page.get_content_type()) == ("text/plain", "text/html")
    return _body(text), _body(page)


def _body(part: Message) -> str:
    body = part.get_payload(decode=True)
    assert isinstance(body, bytes)
    return body.decode().replace("\r\n", "\n")
